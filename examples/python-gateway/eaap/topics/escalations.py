"""Escalations: RFC-0009 sections 3, 5, 6 and 7."""

from eaap.canonical import units
from eaap.digest import approval_payload, commitment, digest, keyed
from eaap.refused import Refused

# What may differ without making it another action (section 3.2).
NO_PART_OF_THE_ACTION = ("nothing", "intent", "session", "model")


def reason_digest(reason: dict) -> str:
    """The digest of one reason (section 3.1)."""
    payload = {name: reason.get(name) for name in ("gate", "code", "rule", "field", "value")}
    return digest("EAAP-REASONS-v1", payload | {"facts": sorted(set(reason["facts"]), key=units)})


def reasons_digest(reasons: list) -> str:
    """The digest of all reasons of an escalation (section 3.1)."""
    return digest("EAAP-REASONS-v1", sorted(map(reason_digest, reasons), key=units))


def action_key(key: bytes, principal: str, action: dict) -> str:
    """What the approvals of an action are found by (section 3.2)."""
    part = {name: action[name] for name in ("tool", "parameters", "environment")}
    part |= {name: action.get(name, []) for name in ("claims", "effects")}
    return keyed(key, "action-key", {"principal": principal, "action": part})


def record(type_: str, principal: str, verdict=None, version=None) -> dict:
    return {"type": type_, "principal": principal, "verdict": verdict, "reason": None, "version": version}


def state(status: str, version: int, *records: dict) -> dict:
    return {"status": status, "version": version, "records": list(records)}


def decide(escalation: dict, event: dict) -> dict:
    """The steps of section 5.2."""
    by, proposer = event["by"], escalation["proposer"]
    if by["principal"] == proposer["principal"] or by["owner"] == proposer["owner"]:
        raise Refused("separation-of-duties")
    over = event["at"] >= escalation["ttl_ms"]
    if escalation["status"] == "expired" or escalation["status"] == "pending" and over:
        raise Refused("escalation-expired")
    if escalation["status"] != "pending":
        raise Refused("already-decided")
    if event["version"] != escalation["version"]:
        raise Refused("version-mismatch")
    if event["kind"] == "approve" and event["challenge"] != "shown":
        raise Refused("challenge-mismatch")
    status = "approved" if event["kind"] == "approve" else "denied"
    version = escalation["version"] + 1
    return state(status, version, record(f"escalation.{status}", by["principal"], version=version))


def evaluate(escalation: dict, event: dict) -> dict:
    """What an approval is relied on for (section 6)."""
    if event["changed"] == "rule-blocks":
        raise Refused("blocked")
    in_force = escalation["status"] == "approved" and event["at"] < escalation["ttl_ms"]
    if not in_force or event["changed"] not in NO_PART_OF_THE_ACTION:
        raise Refused("escalated")
    return {"verdict": "ALLOW", "approvals": 1}


def ask(escalation: dict, event: dict) -> dict:
    """Which escalation an ESCALATE names (section 2)."""
    found = escalation["status"] in ("pending", "denied") and event["at"] < escalation["ttl_ms"]
    same = found and event["changed"] in NO_PART_OF_THE_ACTION
    return {"escalation": "the same" if same else "another"}


def commit(escalation: dict, event: dict) -> dict:
    """The approval is an object of the state, and is used once (section 6)."""
    if not event["first"] or event["at"] >= escalation["ttl_ms"]:
        raise Refused("state-drift")
    return state("consumed", escalation["version"] + 1, record("commit.accepted", "executor", "ALLOW"))


def at_time(escalation: dict, event: dict) -> dict:
    """What it is once time has passed (sections 4 and 7)."""
    status, version = escalation["status"], escalation["version"]
    over = event["at"] >= escalation["ttl_ms"]
    if over and status == "pending":
        return state("expired", version + 1, record("escalation.expired", "gateway", version=version + 1))
    return state("expired" if over and status == "approved" else status, version)


STEPS = {
    "approve": decide,
    "deny": decide,
    "evaluate": evaluate,
    "ask": ask,
    "commit": commit,
    "pass": at_time,
    "look": at_time,
}


def answer(input):
    match input["kind"]:
        case "reason":
            output = reason_digest(input["reason"])
        case "reasons":
            output = reasons_digest(input["reasons"])
        case "action-key":
            output = action_key(bytes.fromhex(input["key"]), input["principal"], input["action"])
        case "version":
            output = commitment(bytes.fromhex(input["salt"]), approval_payload(input["escalation"]))
        case "step":
            output = STEPS[input["event"]["kind"]](input["escalation"], input["event"])
    if "claimed" in input and input["claimed"] != output:
        raise Refused("mismatch")
    return output
