"""Outcomes, and what time does by itself (RFC-0008 sections 7 and 8)."""

from eaap.gateway.approvals import expire
from eaap.gateway.call import Answer, Call, missing
from eaap.gateway.evaluate import opened, outcome_ms, status_of
from eaap.gateway.problem import Problem
from eaap.gateway.transaction import Transaction
from eaap.times import write_time


def report(call: Call) -> Answer:
    body, scrubber = call.body, call.scrubber()
    said = {}
    if "detail" in body:
        said["detail"] = scrubber.text(body["detail"], "/detail", 2048)
    if "artifacts" in body:
        said["artifacts"] = [
            {**one, "name": scrubber.text(one["name"], f"/artifacts/{index}/name", 128)}
            for index, one in enumerate(body["artifacts"])
        ]
    with call.transaction() as tx:
        row = tx.get("evaluations", body["evaluation"])
        if row is None or row["executor"] != call.principal:
            raise missing("evaluation")
        if row["committed_at"] is None:
            raise Problem("not-committed", "There is no commit to report on.")
        if row["reported"]:
            raise Problem("already-reported", "The outcome was reported already.")
        if status_of(tx, row, tx.now) == "unknown" and row["status"] == "committed":
            row = silent(tx, row)
        id_, erased = row["id"], row["status"] == "erased"
        if not erased:
            subjects = opened(tx, row)["subjects"]
            tx.put("outcomes", id_, {"id": id_, **tx.seal("outcome", id_, 1, subjects, {"status": body["status"], **said})})
            tx.mention("outcome", id_, subjects, said)
        record = tx.append("outcome.reported", f"evaluation:{id_}", evaluation=id_, reason=body["status"])
        tx.put("evaluations", id_, {**row, "status": row["status"] if erased else body["status"], "reported": True})
        settle(tx, id_)
    shown = {"evaluation": id_, "status": body["status"], "principal": call.principal}
    return Answer({**shown, "reported_at": write_time(tx.now), "seq": record["seq"]}, 201)


def settle(tx: Transaction, evaluation: str) -> None:
    for use in tx.find("usage", "evaluation", evaluation):
        if use["state"] == "reserved":
            tx.put("usage", f"{use['limit']} {evaluation}", {**use, "state": "settled"})


def silent(tx: Transaction, row: dict) -> dict:
    """Records that nobody reported in time."""
    id_ = row["id"]
    tx.append("outcome.unknown", f"evaluation:{id_}", evaluation=id_, reason="unknown", principal="gateway")
    row = {**row, "status": "unknown"}
    tx.put("evaluations", id_, row)
    settle(tx, id_)
    return row


def sweep(gateway, namespace: str) -> None:
    """Closes what is overdue in a namespace: commits without an outcome, and escalations that nobody decided."""
    reading = Transaction(gateway, namespace, "gateway", write=False)
    now = max(gateway.clock.wall(), reading.space.last)
    waiting = reading.find("evaluations", "waiting", True)
    pending = reading.find("escalations", "pending", True)
    if not waiting and not pending:
        return
    within = outcome_ms(reading) if waiting else 0
    waiting = [row for row in waiting if now >= row["committed_at"] + within]
    pending = [row for row in pending if now >= row["expires_at"]]
    if not waiting and not pending:
        return
    with Transaction(gateway, namespace, "gateway") as tx:
        for row in waiting:
            silent(tx, row)
        for row in pending:
            expire(tx, row)
