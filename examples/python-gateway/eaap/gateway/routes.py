"""The routes: those of schemas/openapi.json, each with what answers it."""

import re
from dataclasses import dataclass
from urllib.parse import unquote_to_bytes

from eaap.gateway import admin, approvals, commit, control, erase, evaluate, facts, ledger, outcome, search
from eaap.gateway.problem import Problem
from eaap.schema import schema

HANDLERS = {
    "POST /v2/vault/store": facts.store,
    "POST /v2/vault/search": search.search,
    "GET /v2/vault/facts/{id}": facts.get_fact,
    "POST /v2/vault/facts/{id}/lock": facts.lock,
    "POST /v2/vault/facts/{id}/unlock": facts.unlock,
    "POST /v2/vault/facts/{id}/retract": facts.retract,
    "GET /v2/vault/conflicts/{id}": facts.get_conflict,
    "POST /v2/vault/conflicts/{id}/resolve": facts.resolve,
    "POST /v2/vault/erase": erase.erase,
    "POST /v2/actions/evaluate": evaluate.evaluate,
    "GET /v2/actions/evaluations/{id}": evaluate.get,
    "POST /v2/actions/commit": commit.commit,
    "POST /v2/actions/outcome": outcome.report,
    "GET /v2/escalations": approvals.listed,
    "GET /v2/escalations/{id}": approvals.get,
    "POST /v2/escalations/{id}/approve": approvals.approve,
    "POST /v2/escalations/{id}/deny": approvals.deny,
    "POST /v2/control/halt": control.halt,
    "POST /v2/control/resume": control.resume,
    "GET /v2/control": control.state,
    "POST /v2/control/rebase-clock": control.rebase,
    "GET /v2/policy": admin.get_policy,
    "PUT /v2/policy": admin.set_policy,
    "GET /v2/trust": admin.get_trust,
    "PUT /v2/trust": admin.set_trust,
    "GET /v2/manifests": admin.list_manifests,
    "PUT /v2/manifests/{tool}": admin.set_manifest,
    "GET /v2/keys": admin.list_keys,
    "POST /v2/keys": admin.make_key,
    "POST /v2/keys/{id}/revoke": admin.revoke_key,
    "POST /v2/namespaces": admin.make_namespace,
    "GET /v2/ledger/entries": ledger.entries,
    "GET /v2/ledger/checkpoint": ledger.newest_checkpoint,
    "GET /v2/ledger/proof": ledger.proof,
    "GET /v2/ledger/consistency": ledger.consistency,
}
METHODS = ("GET", "HEAD", "POST", "PUT")


@dataclass
class Route:
    method: str
    path: str
    roles: list[str] | None
    body: str | None  # the schema of its body
    answers: dict[int, str]  # the schemas of what it answers, by status
    query: dict[str, bool]  # by name, whether it has to be there
    headers: dict[str, bool]

    @property
    def name(self) -> str:
        return f"{self.method} {self.path}"


def referred(content: dict) -> str | None:
    """The name of the schema that a body of JSON refers to, as the files are called."""
    reference = content.get("application/json", {}).get("schema", {}).get("$ref")
    return reference and re.sub("(?<!^)(?=[A-Z])", "-", reference.rsplit("/", 1)[1]).lower()


def read() -> list[Route]:
    routes = []
    for path, methods in schema("openapi")["paths"].items():
        for method, said in methods.items():
            parameters = said.get("parameters", [])
            named = {
                place: {one["name"]: bool(one.get("required")) for one in parameters if one["in"] == place}
                for place in ("query", "header")
            }
            answers = {int(status): referred(one.get("content", {})) for status, one in said["responses"].items()}
            body = referred(said.get("requestBody", {}).get("content", {}))
            answers = {status: name for status, name in answers.items() if name}
            roles = said.get("x-eaap-roles") or None
            routes.append(Route(method.upper(), path, roles, body, answers, named["query"], named["header"]))
    return routes


ROUTES = read()


def decoded(path: str) -> list[str] | None:
    """The segments of a path, or None for one that no route has."""
    if not path.startswith("/"):
        return None
    segments = []
    for raw in path[1:].split("/"):
        if re.search("%(?![0-9A-Fa-f]{2})", raw):
            return None
        try:
            segments.append(unquote_to_bytes(raw).decode("utf-8"))
        except UnicodeDecodeError:
            return None
    if any(one in (".", "..") or "\\" in one or "#" in one for one in segments):
        return None
    return segments


def find(method: str, path: str) -> tuple[Route, dict]:
    """The route of a request, and the parameters of its path."""
    segments, here = decoded(path), {}
    for route in ROUTES:
        wanted = route.path[1:].split("/")
        if segments is None or len(wanted) != len(segments):
            continue
        pairs = list(zip(wanted, segments))
        if all(want.startswith("{") and got or want == got for want, got in pairs):
            here[route.method] = route, {want[1:-1]: got for want, got in pairs if want.startswith("{")}
    if "GET" in here:
        here["HEAD"] = here["GET"]
    if not here:
        raise Problem("not-found", "There is no such path.")
    if method not in here:
        allowed = ", ".join(name for name in METHODS if name in here)
        raise Problem("method-not-allowed", f"This path answers {allowed}.", headers={"Allow": allowed})
    return here[method]
