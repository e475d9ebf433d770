"""Halt and resume: RFC-0016 section 5."""

from eaap.canonical import units
from eaap.pii import find
from eaap.refused import Refused
from eaap.schema import matches

SCOPES = ("gateway", "namespace", "agent")
NAMESPACE = "default"


def key_of(scope: str, name: str, namespace: str) -> tuple:
    """What is halted: a halt of an agent belongs to a namespace."""
    return scope, name, namespace if scope == "agent" else None


def named(event: dict) -> tuple:
    """The steps of section 5.1 that halting and resuming share, and what is named."""
    request, namespace = event["request"], event["namespace"]
    if not matches("halt-request", request):
        raise Refused("invalid-request")
    scope, agent = request["scope"], request.get("agent")
    if scope == "gateway" and namespace != "system":
        raise Refused("forbidden")
    if (scope == "agent") != (agent is not None) or agent is not None and find(agent):
        raise Refused("invalid-request")
    name = {"gateway": "gateway", "namespace": namespace, "agent": agent}[scope]
    return key_of(scope, name, namespace)


def shown(halts: dict, namespace: str) -> list[dict]:
    """What is halted for a namespace, in the order of section 5.1."""
    own = [
        halt
        for (scope, name, of), halt in halts.items()
        if scope == "gateway" or scope == "namespace" and name == namespace or of == namespace
    ]
    return sorted(own, key=lambda halt: (SCOPES.index(halt["scope"]), units(halt["name"])))


def control(halts: dict, event: dict) -> dict:
    """Halting, resuming and looking: what is halted then, and the records (section 5.2)."""
    records = []
    if event["kind"] != "look":
        key = named(event)
        object_ = f"control:{key[0]}.{key[1]}"
        if event["kind"] == "halt" and key not in halts:
            reason = event["request"]["reason"]
            halts[key] = {"scope": key[0], "name": key[1], "reason": reason, "principal": event["by"]}
            records.append({"type": "control.halted", "object": object_})
        elif event["kind"] == "resume":
            if key not in halts:
                raise Refused("not-found")
            del halts[key]
            records.append({"type": "control.resumed", "object": object_})
    return {"halted": shown(halts, event["namespace"]), "records": records}


def answer(input):
    event = input["event"]
    halts = {key_of(halt["scope"], halt["name"], NAMESPACE): halt for halt in input["halts"]}
    if event["kind"] not in ("evaluate", "commit"):
        return control(halts, event)
    principals = (event["principal"], event["executor"])
    if any(halt["scope"] != "agent" or halt["name"] in principals for halt in shown(halts, NAMESPACE)):
        raise Refused("blocked" if event["kind"] == "evaluate" else "no-longer-admissible")
    return {"verdict": "ALLOW"}
