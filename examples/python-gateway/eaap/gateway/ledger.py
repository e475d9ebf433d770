"""The log over the wire (RFC-0011 section 6.4)."""

from eaap.gateway.call import Answer, Call, missing
from eaap.gateway.problem import Problem


def entries(call: Call) -> Answer:
    tx = call.reading()
    rows, size = tx.table("log"), tx.space.tree.size
    start, limit = call.query.get("cursor", 0), call.query.get("limit", 100)
    if "evaluation" in call.query:
        found = rows.find("evaluation", call.query["evaluation"])
        found = [row for row in found if row["record"]["seq"] >= start][: limit + 1]
    else:
        found = [rows.rows[str(seq)] for seq in range(start, min(start + limit + 1, size))]
    following = found[limit]["record"]["seq"] if len(found) > limit else None
    return Answer({"entries": found[:limit], "next": following, "size": size})


def newest(tx) -> dict:
    return tx.get("checkpoints", str(tx.space.tree.size))


def newest_checkpoint(call: Call) -> Answer:
    note = newest(call.reading())["note"]
    return Answer({"note": note, "verifier_key": call.gateway.verifier_key()})


def proof(call: Call) -> Answer:
    tx, seq = call.reading(), call.query["seq"]
    tree = tx.space.tree
    if seq >= tree.size:
        raise missing("record")
    body = {
        "record": tx.get("log", str(seq))["record"],
        "index": seq,
        "size": tree.size,
        "proof": tree.inclusion(seq, tree.size),
        "checkpoint": newest(tx)["note"],
    }
    return Answer(body)


def consistency(call: Call) -> Answer:
    start, end = call.query["from"], call.query["to"]
    if start > end:
        raise Problem("invalid-request", "A proof leads from a size to one that is not smaller.", parameter="from")
    tree = call.reading().space.tree
    if end > tree.size:
        raise Problem("not-found", "The log is not that long.")
    return Answer({"from": start, "to": end, "proof": tree.consistency(start, end)})
