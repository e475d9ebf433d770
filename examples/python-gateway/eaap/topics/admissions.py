"""The state machine of an evaluation: RFC-0008 sections 5, 7 and 8."""

from eaap.refused import Refused

READS_ALL = ("auditor", "approver")


def record(type_: str, principal: str, verdict=None, reason=None, version=None) -> dict:
    """A record as this topic names it; what a type fills is in RFC-0011 section 3.2."""
    return {"type": type_, "principal": principal, "verdict": verdict, "reason": reason, "version": version}


def evaluate(event: dict):
    """Section 2.2 and the first rows of section 8.2."""
    verdict = event["judged"]
    records = [record("evaluation.recorded", "agent", verdict)]
    if verdict == "ESCALATE":
        records.insert(0, record("escalation.opened", "agent", version=1))
    return (200, "open", records) if verdict == "ALLOW" else (403, "closed", records)


def status_at(evaluation: dict, policy: dict, now: int) -> tuple[str, list]:
    """The status once time has passed, and the record of that (section 8.2)."""
    status = evaluation["status"]
    if status == "open" and now >= policy["ttl_ms"]:
        return "expired", []
    if status == "committed" and now >= evaluation["committed_at"] + policy["outcome_ms"]:
        return "unknown", [record("outcome.unknown", "gateway", reason="unknown")]
    return status, []


def commit(evaluation: dict | None, status: str | None, event: dict, policy: dict, keys: dict):
    """The steps of section 5.2."""
    redeemable = evaluation is not None and evaluation["verdict"] == "ALLOW" and event["token"] == "its"
    if not redeemable or event["by"] != evaluation["executor"]:
        raise Refused("invalid-token")
    used = keys.get(event["key"]) if event["key"] is not None else None
    if used is not None:
        # `this` is the commit of this token and action for the audience `target`.
        if used == "this" and event["audience"] == "target" and event["action"] == "same":
            return 200, status, []
        raise Refused("idempotency-mismatch")
    if event["at"] >= policy["ttl_ms"]:
        raise Refused("evaluation-expired")
    if status != "open":
        raise Refused("already-committed")
    if event["action"] != "same":
        raise Refused("action-mismatch")
    if event["state"] != "same":
        raise Refused("state-drift")
    if event["judged"] != "ALLOW":
        raise Refused("no-longer-admissible")
    return 200, "committed", [record("commit.accepted", event["by"], "ALLOW")]


def report(evaluation: dict | None, event: dict):
    """The steps of section 7."""
    if evaluation is None or evaluation["executor"] != event["by"]:
        raise Refused("not-found")
    if evaluation["committed_at"] is None:
        raise Refused("not-committed")
    if evaluation["reported_by"] == evaluation["executor"]:
        raise Refused("already-reported")
    return 201, event["status"], [record("outcome.reported", event["by"], reason=event["status"])]


def look(evaluation: dict | None, status: str | None, event: dict):
    """Who reads an evaluation (section 2.3)."""
    own = evaluation is not None and {
        "agent": evaluation["principal"],
        "executor": evaluation["executor"],
    }.get(event["role"]) == event["by"]
    if evaluation is None or not own and event["role"] not in READS_ALL:
        raise Refused("not-found")
    return 200, status, []


def answer(input):
    evaluation, event, policy = input["evaluation"], input["event"], input["policy"]
    status, passed = (None, []) if evaluation is None else status_at(evaluation, policy, event["at"])
    match event["kind"]:
        case "evaluate":
            code, status, records = evaluate(event)
        case "commit":
            code, status, records = commit(evaluation, status, event, policy, input["keys"])
        case "report":
            code, status, records = report(evaluation, event)
        case "look":
            code, status, records = look(evaluation, status, event)
        case "pass":
            code, records = None, []
    return {"answer": code, "evaluation": status, "records": passed + records}
