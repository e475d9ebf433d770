"""Commit: a token redeemed once, everything checked and judged again (RFC-0008 section 5)."""

from eaap import ed25519
from eaap.digest import base64url, commitment, digest, digest_bytes
from eaap.gateway.approvals import consume
from eaap.gateway.assemble import count, look
from eaap.gateway.call import Answer, Call
from eaap.gateway.evaluate import opened
from eaap.gateway.problem import Problem
from eaap.gateway.transaction import Transaction
from eaap.state import drift
from eaap.times import write_time

RECEIPT_MS = 60_000
LOGGED_AT_MOST = 16


def commit(call: Call) -> Answer:
    body, scrubber = call.body, call.scrubber()
    key = base64url(body["confirmation_key"])
    if key is None or not ed25519.is_key(key):
        raise Problem("invalid-request", "It is no public key of Ed25519.", pointer="/confirmation_key")
    scrubber.refuse(body["audience"], "/audience", ("ip",))
    action = scrubber.action(body["action"])
    with call.transaction() as tx:
        refusal, row = None, None
        try:
            row = find(tx, call)
            receipt = redeem(tx, call, row, action)
        except Refusal as refused:
            refusal = refused.problem
            tell(tx, refusal, row)
    if refusal:
        raise refusal
    return Answer({"receipt": receipt or receipt_of(tx, row["id"])})


class Refusal(Exception):
    """A refusal that is kept in the log."""

    def __init__(self, type_: str, detail: str, **members) -> None:
        super().__init__(type_)
        self.problem = Problem(type_, detail, **members)


def find(tx: Transaction, call: Call) -> dict:
    """Step 1: the evaluation of a token that is this executor's."""
    token = base64url(call.body["token"])
    rows = tx.find("evaluations", "token", digest_bytes("EAAP-TOKEN-v1", token)) if token else []
    if not rows or rows[0]["executor"] != call.principal or rows[0]["status"] == "erased":
        raise Refusal("invalid-token", "The token is not known here.")
    return rows[0]


def redeem(tx: Transaction, call: Call, row: dict, action: dict) -> dict | None:
    """Steps 2 to 8; the receipt of then, or None for one that comes with this flush."""
    content, body, used, slot = opened(tx, row), call.body, None, None
    asked = digest("EAAP-REQUEST-v1", {"route": "commit", "body": body})
    if call.idempotency_key is not None:
        slot = f"commit {call.principal} {tx.index('idempotency', call.idempotency_key)}"
        used = tx.get("idempotency", slot)
    if used is not None and used["request_digest"] != asked:
        raise Refusal("idempotency-mismatch", "The key was used for another request. Take another one.")
    if used is not None:
        return receipt_of(tx, used["evaluation"])
    if tx.now >= row["expires_at"]:
        raise Refusal("evaluation-expired", "The evaluation has expired. Evaluate again.")
    if row["status"] != "open":
        raise Refusal("already-committed", "The token was redeemed already.")
    if commitment(base64url(content["salt"]), body["action"]) != row["commitment"]:
        raise Refusal("action-mismatch", "Present the action exactly as it was evaluated.")
    who = {"evaluation": row["id"], "principal": row["principal"], "executor": row["executor"]}
    world = look(tx, {**who, "commitment": row["commitment"], "window": row["window"]}, action)
    if world.state_hash != row["state_hash"]:
        changed = [text for _, text in drift(content["state"], world.state)]
        raise Refusal("state-drift", "What the verdict relied on has changed. Evaluate again.", changed=changed)
    if world.judgment["verdict"] != "ALLOW":
        raise Refusal("no-longer-admissible", "Judged now, the action is not allowed.", judgment=world.judgment)
    accept(tx, call, row, content, world)
    if slot:
        tx.put("idempotency", slot, {"evaluation": row["id"], "request_digest": asked})
    return None


def accept(tx: Transaction, call: Call, row: dict, content: dict, world) -> None:
    """Step 8."""
    id_ = row["id"]
    for type_, escalation, _, _ in world.state["objects"]:
        if type_ == "approval":
            consume(tx, escalation)
    count(tx, world, id_, ("quota", "rate"), "reserved")
    salt = tx.new_salt()
    claims = {
        "v": 1,
        "jti": tx.new_id(),
        "namespace": tx.namespace,
        "evaluation": id_,
        "executor": row["executor"],
        "audience": call.body["audience"],
        "action_commitment": row["commitment"],
        "confirmation_key": call.body["confirmation_key"],
        "issued_at": write_time(tx.now),
        "expires_at": write_time(tx.now + RECEIPT_MS),
    }
    bound = {name: row[name] for name in ("policy", "engine", "state_hash")}
    bound["commitment"] = commitment(base64url(salt), claims)
    record = tx.append("commit.accepted", f"evaluation:{id_}", evaluation=id_, verdict="ALLOW", **bound)
    sealed = tx.seal("commit", id_, 1, content["subjects"], {"claims": claims, "salt": salt, "action_salt": content["salt"]})
    tx.put("commits", id_, {"id": id_, "seq": record["seq"], "audience": call.body["audience"], **sealed})
    tx.put("evaluations", id_, {**row, "status": "committed", "committed_at": tx.now})


def receipt_of(tx: Transaction, id_: str) -> dict:
    """A receipt, computed from what is stored (RFC-0011 section 7)."""
    row = tx.get("commits", id_)
    content = tx.open("commit", id_, 1, row)
    covering = min(one["size"] for one in tx.table("checkpoints").rows.values() if one["size"] > row["seq"])
    return {
        "claims": content["claims"],
        "action_salt": content["action_salt"],
        "claims_salt": content["salt"],
        "record": tx.get("log", str(row["seq"]))["record"],
        "index": row["seq"],
        "proof": tx.space.tree.inclusion(row["seq"], covering),
        "checkpoint": tx.get("checkpoints", str(covering))["note"],
    }


def tell(tx: Transaction, problem: Problem, row: dict | None) -> None:
    """The refusal in the log; floods are aggregates (section 5.4)."""
    minute, type_ = tx.now // 60_000, problem.type
    key = f"{tx.principal} {type_}"
    before = tx.get("refusals", key)
    n = before["count"] + 1 if before and before["minute"] == minute else 1
    if n > LOGGED_AT_MOST + 1 or type_ == "invalid-token" and n > 1:
        return
    tx.put("refusals", key, {"minute": minute, "count": n})
    if type_ == "invalid-token":
        tx.append("requests.refused", reason="invalid-token")
    elif n <= LOGGED_AT_MOST:
        tx.append("commit.refused", f"evaluation:{row['id']}", evaluation=row["id"], reason=type_)
    else:
        tx.append("requests.refused", reason=f"commit.{type_}")
