"""What every request passes before what its route is about is looked at (RFC-0013 section 3)."""

import asyncio
import os
import re
import sys
import time
import traceback
from collections import deque
from dataclasses import dataclass, field
from urllib.parse import unquote_to_bytes

from eaap.canonical import BODY_LIMIT, LARGEST, canonical, read
from eaap.digest import digest_bytes
from eaap.gateway.call import Answer, Call
from eaap.gateway.core import VERSION, Gateway
from eaap.gateway.outcome import sweep
from eaap.gateway.problem import Problem
from eaap.gateway.routes import HANDLERS, Route, find
from eaap.ids import is_id
from eaap.refused import Refused
from eaap.schema import matches, misfit

KEY = re.compile(r"eaap_([a-z][a-z0-9-]{0,62})_[A-Za-z0-9_-]{43}")
TRACE = re.compile(r"00-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}")
TAG = re.compile(r'"([1-9][0-9]{0,15})"')
STATUSES = ("pending", "approved", "denied", "expired", "consumed")
# Requests of a credential, and bad keys of a peer, in ten seconds.
REQUESTS_AT_MOST, FAILURES_AT_MOST, BUCKET_S = 20_000, 5_000, 10.0


@dataclass
class Request:
    method: str
    target: str
    headers: list[tuple[str, str]]  # names in lower case
    peer: str
    trace: str = ""
    namespace: str = "-"
    route: Route | None = None
    params: dict = field(default_factory=dict)

    def values(self, name: str) -> list[str]:
        return [value for each, value in self.headers if each == name]

    def one(self, name: str) -> str | None:
        """A header that is there at most once."""
        values = self.values(name.lower())
        if len(values) > 1:
            raise Problem("invalid-request", f"{name} is there twice.", parameter=name)
        return values[0] if values else None


@dataclass
class Response:
    status: int
    headers: dict[str, str]
    body: bytes


class Front:
    def __init__(self, gateway: Gateway) -> None:
        self.gateway, self.draining = gateway, False
        self.turn = asyncio.Lock()  # whoever holds it is the only one that reads or writes
        self.buckets: dict[str, deque] = {}

    # Before the body

    def admit(self, request: Request) -> Call | None:
        """The steps up to the body; the call of a route with roles, else None."""
        path, _, query = request.target.partition("?")
        request.route, request.params = route, params = find(request.method, path)
        if self.draining and route.path != "/livez":
            raise Problem("draining", "The gateway is shutting down.")
        if route.roles is None:
            if query:
                raise Problem("invalid-request", "This route has no query parameters.", parameter="query")
            return None
        self.check_version(request)
        credential = self.authenticate(request)
        request.namespace = credential["namespace"]
        self.fill(f"key {credential['id']}", REQUESTS_AT_MOST)
        try:
            sweep(self.gateway, credential["namespace"])
        except Problem:
            pass  # what is overdue is answered as overdue all the same
        if not set(route.roles) & set(credential["roles"]):
            raise Problem("forbidden", "The credential holds none of the roles of this route.", needed=route.roles)
        return self.parameters(Call(self.gateway, credential, params), request, query)

    @staticmethod
    def check_version(request: Request) -> None:
        versions = request.values("eaap-version")
        if versions and versions != [VERSION]:
            raise Problem("unsupported-version", f"Version {VERSION} is spoken here.", supported=[VERSION])

    def authenticate(self, request: Request) -> dict:
        said = request.values("authorization")
        found = re.fullmatch("bearer (.*)", said[0], re.IGNORECASE | re.DOTALL) if len(said) == 1 else None
        form = found and KEY.fullmatch(found[1])
        if form:
            digest = digest_bytes("EAAP-KEY-v1", form[0].encode("ascii"))
            for row in self.gateway.journal.table(form[1], "credentials").find("key", digest) if self.gateway.exists(form[1]) else ():
                now = max(self.gateway.clock.wall(), self.gateway.space(form[1]).last)
                if row["revoked_at"] is None and (row["expires_at"] is None or now < row["expires_at"]):
                    return row
        self.fill(f"peer {request.peer}", FAILURES_AT_MOST)
        detail = "Send a key that is valid: Authorization: Bearer eaap_…"
        raise Problem("unauthenticated", detail, headers={"WWW-Authenticate": 'Bearer realm="eaap"'})

    def fill(self, name: str, most: int) -> None:
        bucket, now = self.buckets.setdefault(name, deque()), time.monotonic()
        while bucket and bucket[0] < now - BUCKET_S:
            bucket.popleft()
        if len(bucket) >= most:
            wait = int(bucket[0] + BUCKET_S - now) + 1
            headers = {"Retry-After": str(wait)}
            raise Problem("rate-limited", "Too many requests. Wait.", headers=headers, retry_after=wait)
        bucket.append(now)

    @staticmethod
    def parameters(call: Call, request: Request, query: str) -> Call:
        """Path, query and header parameters (section 4.1)."""
        route = request.route
        if route.headers.get("If-Match"):
            said = request.values("if-match")
            if not said:
                raise Problem("precondition-required", "Say which version you mean: If-Match with its entity tag.")
            tag = TAG.fullmatch(said[0]) if len(said) == 1 else None
            if not tag or int(tag[1]) > LARGEST:
                raise Problem("invalid-request", 'If-Match is one entity tag, as in "3".', parameter="If-Match")
            call.version = int(tag[1])
        if "id" in request.params and not re.fullmatch("[0-9a-f-]{36}", request.params["id"]):
            raise Problem("invalid-request", "It has not the form of an id.", parameter="id")
        call.query = read_query(route, query)
        if "Idempotency-Key" in route.headers:
            call.idempotency_key = key = request.one("Idempotency-Key")
            if key is not None and not re.fullmatch("[A-Za-z0-9._:-]{1,128}", key):
                raise Problem("invalid-request", "It has 1 to 128 of A-Z a-z 0-9 . _ : -", parameter="Idempotency-Key")
        return call

    @staticmethod
    def check_media_type(request: Request) -> None:
        types = request.values("content-type")
        form = r'application/json[ \t]*(;[ \t]*charset=("utf-8"|utf-8)[ \t]*)?'
        if len(types) != 1 or not re.fullmatch(form, types[0], re.IGNORECASE):
            raise Problem("unsupported-media-type", "Send application/json.")
        coding = request.values("content-encoding")
        if coding and [one.lower() for one in coding] != ["identity"]:
            raise Problem("unsupported-media-type", "Send it without a content coding.")

    # With the body

    def answer(self, request: Request, call: Call | None, body: bytes) -> Response:
        route = request.route
        if call is None:
            return self.open_route(request, route.path)
        if route.body:
            call.body = self.read_body(call, route, body)
        if route.path == "/metrics":
            return self.respond(request, 200, self.metrics(call.namespace), "text/plain; charset=utf-8")
        answer: Answer = HANDLERS[route.name](call)
        if isinstance(answer.body, str):
            return self.respond(request, answer.status, answer.body.encode("utf-8"), "text/plain; charset=utf-8")
        name = route.answers.get(answer.status)
        if name is None or not matches(name, answer.body):
            raise Problem("internal", "The answer was not of its form and is kept back. Look what became of it.")
        headers = {} if answer.version is None else {"ETag": f'"{answer.version}"'}
        return self.respond(request, answer.status, canonical(answer.body), "application/json", headers)

    @staticmethod
    def read_body(call: Call, route: Route, body: bytes):
        try:
            value = read(body)
        except Refused as refused:
            if refused.reason == "size":
                raise too_large() from None
            raise Problem("malformed-json", f"The body is not acceptable JSON: {refused.reason}.", reason=refused.reason) from None
        pointer = misfit(route.body, value)
        if pointer is not None:
            raise Problem("invalid-request", "The body does not match the schema of the route.", pointer=pointer)
        if route.path not in ("/v2/keys", "/v2/namespaces"):
            for name in ("namespace", "principal"):
                if value.get(name, call.credential[name]) != call.credential[name]:
                    raise Problem("identity-mismatch", f"{name} is not that of the credential. Leave it out.")
        return value

    def open_route(self, request: Request, path: str) -> Response:
        if path == "/.well-known/eaap":
            return self.respond(request, 200, canonical(self.gateway.discovery()), "application/json")
        if path == "/readyz":
            self.gateway.journal.probe()
            self.gateway.signing_key()
            self.gateway.space("system").believe_clock()
        return self.respond(request, 200, b"ok\n", "text/plain; charset=utf-8")

    def metrics(self, namespace: str) -> bytes:
        lines = []
        for name, labels, counts in (
            ("eaap_requests_total", ("namespace", "route", "status", "problem"), self.gateway.counts),
            ("eaap_verdicts_total", ("namespace", "verdict"), self.gateway.verdicts),
        ):
            lines.append(f"# TYPE {name} counter")
            for values, count in sorted(counts.items()):
                if namespace in ("system", values[0]):
                    shown = ",".join(f'{label}="{value}"' for label, value in zip(labels, values))
                    lines.append(f"{name}{{{shown}}} {count}")
        return ("\n".join(lines) + "\n").encode("utf-8")

    # Answers

    def respond(self, request: Request, status: int, body: bytes, type_: str, headers: dict | None = None, problem: str = "") -> Response:
        route = request.route.name if request.route else "-"
        self.gateway.counts[request.namespace, route, str(status), problem] += 1
        common = {
            "Content-Type": type_,
            "Cache-Control": "no-store",
            "X-Content-Type-Options": "nosniff",
            "X-Frame-Options": "DENY",
            "Referrer-Policy": "no-referrer",
            "Cross-Origin-Resource-Policy": "same-origin",
            "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
            "traceparent": self.trace(request),
        }
        return Response(status, {**common, **(headers or {})}, body)

    def refuse(self, request: Request, error: BaseException) -> Response:
        """The answer for what was raised; what nobody foresaw is `internal`, and told without its words."""
        if not isinstance(error, Problem):
            where = "".join(traceback.format_tb(error.__traceback__))
            print(f"{type(error).__name__}\n{where}", file=sys.stderr, flush=True)
            error = Problem("internal", "The gateway failed and allowed nothing.")
        headers = dict(error.headers)
        if error.again:
            headers.setdefault("Retry-After", "1")
        return self.respond(request, error.status, canonical(error.body()), "application/problem+json", headers, error.type)

    def trace(self, request: Request) -> str:
        said = request.values("traceparent")
        if len(said) == 1 and TRACE.fullmatch(said[0]):
            return said[0]
        if not request.trace:
            drawn = os.urandom(24).hex()
            request.trace = f"00-{drawn[:32]}-{drawn[32:]}-00"
        return request.trace


def too_large() -> Problem:
    return Problem("payload-too-large", "A body has at most 1048576 bytes.", limit=BODY_LIMIT)


def decoded(text: str) -> str:
    return unquote_to_bytes(text.replace("+", " ")).decode("utf-8", "replace")


def read_query(route: Route, query: str) -> dict:
    """The query parameters of a route; one that it does not have, or that is there twice, is refused."""
    found: dict = {}
    for part in query.split("&") if query else ():
        name, _, value = (decoded(one) for one in part.partition("="))
        if name not in route.query:
            raise Problem("invalid-request", "The route does not have a parameter of the query.", parameter="query")
        if name in found:
            raise Problem("invalid-request", "It is there twice.", parameter=name)
        found[name] = read_parameter(route, name, value)
    for name, required in route.query.items():
        if required and name not in found:
            raise Problem("invalid-request", "It has to be there.", parameter=name)
    return found


def read_parameter(route: Route, name: str, value: str):
    ids = name == "evaluation" or name == "cursor" and route.path == "/v2/escalations"
    if name == "status" and value in STATUSES or ids and is_id(value):
        return value
    number = re.fullmatch("0|[1-9][0-9]{0,15}", value)
    if name != "status" and not ids and number and int(value) <= LARGEST and (name != "limit" or 1 <= int(value) <= 500):
        return int(value)
    raise Problem("invalid-request", "It has not the form of this parameter.", parameter=name)


