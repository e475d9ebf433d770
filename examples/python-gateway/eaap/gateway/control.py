"""Halting, resuming, and re-basing the clock (RFC-0016 section 5, RFC-0001 section 12.3)."""

from eaap.canonical import units
from eaap.digest import commitment
from eaap.gateway.call import Answer, Call
from eaap.gateway.problem import Problem
from eaap.gateway.transaction import Transaction
from eaap.digest import base64url
from eaap.times import write_time

SCOPES = ("gateway", "namespace", "agent")


def halts(gateway, namespace: str) -> list[dict]:
    """What is halted for a namespace: the gateway, then the namespace, then principals by name."""
    rows = list(gateway.journal.table(namespace, "halts").rows.values())
    if namespace != "system":
        others = gateway.journal.table("system", "halts").rows.values()
        rows += [row for row in others if row["scope"] == "gateway"]
    return sorted(rows, key=lambda row: (SCOPES.index(row["scope"]), units(row["name"])))


def state(call: Call) -> Answer:
    shown = [{**row, "since": write_time(row["since"])} for row in halts(call.gateway, call.namespace)]
    return Answer({"halted": shown})


def named(call: Call) -> tuple[str, str]:
    """Scope and name, after the steps that halting and resuming share."""
    scope, agent = call.body["scope"], call.body.get("agent")
    if scope == "gateway" and call.namespace != "system":
        raise Problem("forbidden", "The gateway is halted and resumed by an admin of system.", needed=["admin"])
    if (scope == "agent") != (agent is not None):
        raise Problem("invalid-request", "agent names whom the scope agent is about, and goes with no other.", pointer="/agent")
    if agent is not None:
        call.scrubber().refuse(agent, "/agent")
    return scope, {"gateway": "gateway", "namespace": call.namespace, "agent": agent}[scope]


def halt(call: Call) -> Answer:
    scope, name = named(call)
    reason = call.reason()
    with call.transaction() as tx:
        if tx.get("halts", f"{scope} {name}") is None:
            row = {"scope": scope, "name": name, "reason": reason, "principal": call.principal, "since": tx.now}
            tx.put("halts", f"{scope} {name}", row)
            tx.append("control.halted", f"control:{scope}.{name}")
    return state(call)


def resume(call: Call) -> Answer:
    scope, name = named(call)
    with call.transaction() as tx:
        if tx.get("halts", f"{scope} {name}") is None:
            raise Problem("not-found", "Nothing of this scope and name is halted.")
        tx.put("halts", f"{scope} {name}", None)
        tx.append("control.resumed", f"control:{scope}.{name}")
    return state(call)


def rebase(call: Call) -> Answer:
    reason, gateway = call.reason(), call.gateway
    space = gateway.space(call.namespace)
    wrong = space.look_at_clock()
    try:
        at = write_time(gateway.clock.wall())
    except Exception:
        raise Problem("clock-unreliable", "The clock shows no time that could be taken.", reason="invalid") from None
    with Transaction(gateway, call.namespace, call.principal, mends_clock=True) as tx:
        version = len(tx.table("clock").rows) + 1
        salt = tx.new_salt()
        content = {"version": version, "at": at, "principal": call.principal, "reason": reason}
        row = tx.seal("clock", "clock", version, (), {**content, "salt": salt})
        row["commitment"] = commitment(base64url(salt), content)
        tx.put("clock", str(version), {"id": "clock", "version": version, **row})
        tx.append("clock.rebased", f"clock:wall@{version}", reason=wrong or "none", commitment=row["commitment"])
    space.rebase()
    return Answer("ok\n")
