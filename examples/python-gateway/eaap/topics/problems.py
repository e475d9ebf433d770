"""Problems (RFC-0013 section 6), by the list of RFC-0001 section 12.1."""

import re

from eaap.canonical import canonical_text, is_whole, read
from eaap.refused import Refused

PREFIX = "urn:eaap:problem:"

# Status, title, and whether the same request may succeed later; the list is in no schema.
PROBLEMS = {
    "malformed-json": (400, "The body is not acceptable JSON", False),
    "invalid-request": (400, "The request does not match its schema", False),
    "payload-too-large": (413, "The body is over the size limit", False),
    "unsupported-media-type": (415, "The body must be application/json", False),
    "not-found": (404, "There is no such thing here", False),
    "method-not-allowed": (405, "The route does not answer this method", False),
    "unsupported-version": (400, "This protocol version is not spoken here", False),
    "unauthenticated": (401, "A valid key is required", False),
    "forbidden": (403, "The credential does not hold the role this needs", False),
    "identity-mismatch": (403, "The body names another identity than the credential", False),
    "source-not-permitted": (403, "The credential may not assert this source", False),
    "separation-of-duties": (403, "Nobody decides what they proposed", False),
    "role-conflict": (422, "These roles may not be held together", False),
    "blocked": (403, "The action is not admissible", False),
    "escalated": (403, "The action needs a decision by somebody else", False),
    "conflict": (409, "The fact contradicts an existing one", False),
    "locked": (409, "The fact is locked", False),
    "source-required": (422, "A fact needs its source", False),
    "observed-in-future": (422, "A fact cannot be observed in the future", False),
    "already-resolved": (409, "The conflict is resolved already", False),
    "invalid-transition": (409, "The record cannot change in this way", False),
    "version-mismatch": (412, "The record has another version", False),
    "precondition-required": (428, "Say which version you mean with If-Match", False),
    "erased": (404, "The record was erased", False),
    "evaluation-expired": (409, "The evaluation has expired", False),
    "already-committed": (409, "The token was redeemed already", False),
    "action-mismatch": (409, "The action is not the one that was evaluated", False),
    "state-drift": (409, "The state of the world has changed", False),
    "no-longer-admissible": (409, "The action is not admissible any more", False),
    "invalid-token": (404, "The token is not known here", False),
    "idempotency-mismatch": (409, "The idempotency key was used for another request", False),
    "not-committed": (409, "There is no commit to report on", False),
    "already-reported": (409, "The outcome was reported already", False),
    "already-decided": (409, "The escalation was decided already", False),
    "escalation-expired": (409, "The escalation has expired", False),
    "challenge-mismatch": (422, "The challenge was not typed as shown", False),
    "invalid-policy": (422, "The policy does not load", False),
    "invalid-manifest": (422, "The tool manifest does not load", False),
    "invalid-trust": (422, "The trust table does not load", False),
    "already-exists": (409, "It exists already", False),
    "rate-limited": (429, "Too many requests", True),
    "storage-unavailable": (503, "The storage does not answer", True),
    "storage-locked": (503, "The storage is locked by somebody else", True),
    "storage-read-only": (503, "The storage cannot be written", False),
    "storage-full": (503, "The storage is full", True),
    "storage-corrupt": (503, "The storage is damaged", False),
    "storage-version": (503, "The storage was written by another version", False),
    "key-store-unavailable": (503, "The key store does not answer", True),
    "clock-unreliable": (503, "The clock went back or leapt", False),
    "detector-unavailable": (503, "Personal data cannot be looked for", True),
    "judgment-unavailable": (503, "No judgment can be made", True),
    "log-unavailable": (503, "The log cannot be written", True),
    "draining": (503, "The gateway is shutting down", True),
    "internal": (503, "The gateway failed and allowed nothing", True),
}


def known(type_: str) -> tuple[int, str, bool]:
    """Status, title and whether to try again, of a type without its prefix."""
    if type_ not in PROBLEMS:
        raise Refused("unknown-type")
    return PROBLEMS[type_]


def body_of(type_: str, detail: str, members: dict) -> dict:
    """The body of a problem; a further member replaces none of the four (section 6.1)."""
    status, title, _ = known(type_)
    return {**members, "type": PREFIX + type_, "title": title, "status": status, "detail": detail}


def type_of(status: int, content_type: str, text: str) -> str:
    """The type of an answer that is to be a problem, without its prefix."""
    if not re.fullmatch(r"application/problem\+json[ \t]*(;.*)?", content_type, re.IGNORECASE):
        raise Refused("media-type")
    try:
        body = read(text.encode("utf-8"))
    except Refused:
        raise Refused("not-a-problem") from None
    texts = isinstance(body, dict) and all(isinstance(body.get(name), str) for name in ("type", "title", "detail"))
    if not texts or not is_whole(body.get("status")):
        raise Refused("not-a-problem")
    if not body["type"].startswith(PREFIX):
        raise Refused("unknown-type")
    type_ = body["type"].removeprefix(PREFIX)
    right, title, _ = known(type_)
    if status != right or body["status"] != right:
        raise Refused("status-mismatch")
    if body["title"] != title:
        raise Refused("title-mismatch")
    return type_


def answer(input: dict):
    if input["op"] == "describe":
        status, title, again = known(input["type"])
        return {"type": PREFIX + input["type"], "status": status, "title": title, "again": again}
    if input["op"] == "write":
        body = body_of(input["type"], input["detail"], input["members"])
        return {"status": body["status"], "body": canonical_text(body)}
    return {"type": type_of(input["status"], input["content_type"], input["body"])}
