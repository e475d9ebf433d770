"""The context at an instant (RFC-0004 section 6)."""

from eaap.digest import keyed
from eaap.gateway.call import Answer, Call
from eaap.gateway.problem import Problem
from eaap.gateway.rows import open_conflict, open_fact
from eaap.gateway.transaction import ms
from eaap.snapshot import assembled


def search(call: Call) -> Answer:
    tx, scrubber = call.reading(), call.scrubber()
    request = dict(call.body)
    if "subject" in request:
        request["subject"] = scrubber.text(request["subject"], "/subject")
    if "query" in request:
        request["query"] = scrubber.text(request["query"], "/query")
    now = max(call.gateway.clock.wall(), tx.space.last)
    if "as_of" in request and ms(request["as_of"], "as_of") > now:
        raise Problem("invalid-request", "as_of is later than now.", pointer="/as_of")
    rows = {}
    for name, open_ in (("facts", open_fact), ("conflicts", open_conflict)):
        rows[name] = [open_(tx, row) for row in in_scope(tx, name, request)]
    shown = assembled({"namespace": call.namespace, **rows}, request, now)
    mac = keyed(tx.key("EAAP-MAC-v1"), "snapshot", shown)
    return Answer({"snapshot": shown, "mac": mac})


def in_scope(tx, table: str, request: dict) -> list[dict]:
    """The rows of every version within a scope."""
    wanted = {}
    if "subject" in request:
        wanted["sub"] = tx.index("subject", request["subject"])
    if "attribute" in request:
        wanted["attr"] = tx.index("attribute", request["attribute"])
    if len(wanted) == 2:
        return tx.find(table, "place", (wanted["sub"], wanted["attr"]))
    rows = tx.table(table).rows.values()
    return [row for row in rows if all(row[name] == value for name, value in wanted.items())]
