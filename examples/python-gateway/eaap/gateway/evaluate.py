"""Evaluate: judged, recorded and made durable before it is answered (RFC-0008 section 2)."""

import time

from eaap.digest import base64url, commitment, digest_bytes
from eaap.gateway.approvals import escalate
from eaap.gateway.assemble import World, action_key, count, look
from eaap.gateway.call import Answer, Call, missing
from eaap.gateway.problem import Problem
from eaap.gateway.transaction import CORRUPT, Transaction, text_of
from eaap.times import write_time

# What of an evaluation stands in clear, and is sealed with its content.
CLEAR = "id principal executor verdict created_at expires_at window policy engine state_hash commitment escalation seq".split()


def evaluate(call: Call) -> Answer:
    began, body = time.perf_counter_ns(), call.body
    scrubber = call.scrubber()
    if "executor" in body:
        scrubber.refuse(body["executor"], "/executor")
    action = scrubber.action(body["action"])
    with call.transaction() as tx:
        salt = tx.new_salt()
        who = {
            "evaluation": tx.new_id(),
            "principal": call.principal,
            "executor": body.get("executor"),
            "commitment": commitment(base64url(salt), body["action"]),
            "window": None,
        }
        world = look(tx, who, action)
        key = action_key(tx, call.principal, action)
        verdict, escalation = world.judgment["verdict"], None
        if verdict == "ESCALATE":
            escalation = escalate(tx, world, who["evaluation"], action, call.credential["owner"], key)
        token = tx.gateway.entropy.bytes(32) if verdict == "ALLOW" else None
        row = written(tx, world, who, action, salt, escalation, began)
        row |= {"token_digest": token and digest_bytes("EAAP-TOKEN-v1", token), "action_key": key, "loop_key": world.loop_key}
        row |= {"status": "open" if token else "closed", "session": action.get("session")}
        row |= {"owner": call.credential["owner"], "reported": False, "committed_at": None}
        tx.put("evaluations", row["id"], row)
        count(tx, world, row["id"], ("loop",), "settled")
        shown = answered(tx, row)
    tx.gateway.verdicts[tx.namespace, verdict] += 1
    if verdict == "BLOCK":
        raise Problem("blocked", "The action is not admissible. The reasons say what would make it so.", evaluation=shown)
    if verdict == "ESCALATE":
        raise Problem("escalated", "The action waits for an approver.", evaluation=shown, escalation=escalation)
    return Answer({"evaluation": shown, "token": text_of(token)})


def written(tx: Transaction, world: World, who: dict, action: dict, salt: str, escalation: str | None, began: int) -> dict:
    """The record of an evaluation, and its row as far as it does not change."""
    state = world.state
    bound = {"policy": state["policy"], "engine": state["engine"], "state_hash": world.state_hash}
    bound["commitment"] = who["commitment"]
    verdict, id_ = world.judgment["verdict"], who["evaluation"]
    beside = {"compute_latency_us": (time.perf_counter_ns() - began) // 1000}
    beside |= {name: action.get(name) for name in ("model", "framework")}
    record = tx.append("evaluation.recorded", f"evaluation:{id_}", beside, evaluation=id_, verdict=verdict, **bound)
    row = {
        "id": id_,
        "principal": who["principal"],
        "executor": who["executor"] or world.policy["executors"][0],
        "verdict": verdict,
        "created_at": tx.now,
        "expires_at": tx.now + world.policy["ttl_ms"],
        "window": state["window"],
        **bound,
        "escalation": escalation,
        "seq": record["seq"],
    }
    content = {"row": dict(row), "salt": salt, "action": action, "judgment": world.judgment, "state": state}
    content |= {"extraction": world.extraction, "subjects": world.subjects}
    tx.mention("evaluation", id_, world.subjects, content)
    return {**row, **tx.seal("evaluation", id_, 1, world.subjects, content)}


def opened(tx: Transaction, row: dict) -> dict:
    """The content of an evaluation, once its row is what was sealed."""
    content = tx.open("evaluation", row["id"], 1, row)
    if content["row"] != {name: row[name] for name in CLEAR}:
        raise Problem("storage-corrupt", CORRUPT)
    return content


def answered(tx: Transaction, row: dict) -> dict:
    content = opened(tx, row)
    shown = {name: row[name] for name in CLEAR if name != "commitment"}
    shown |= {"namespace": tx.namespace, "executable": False, "action_commitment": row["commitment"]}
    shown |= {"judgment": content["judgment"]}
    return shown | {name: write_time(row[name]) for name in ("created_at", "expires_at")}


def outcome_ms(tx: Transaction) -> int:
    from eaap.gateway.admin import in_force

    return in_force(tx, "policy")["outcome_ms"]


def status_of(tx: Transaction, row: dict, now: int) -> str:
    """The status once time has passed (section 8)."""
    if row["status"] == "open" and now >= row["expires_at"]:
        return "expired"
    if row["status"] == "committed" and now >= row["committed_at"] + outcome_ms(tx):
        return "unknown"
    return row["status"]


def get(call: Call) -> Answer:
    tx = call.reading()
    row, roles = tx.get("evaluations", call.params["id"]), call.credential["roles"]
    own = row is not None and (
        bool({"auditor", "approver"} & set(roles))
        or "agent" in roles and row["principal"] == call.principal
        or "executor" in roles and row["executor"] == call.principal
    )
    if not own:
        raise missing("evaluation")
    if row["status"] == "erased":
        raise Problem("erased", "The evaluation was erased with somebody it was about.")
    now = max(tx.gateway.clock.wall(), tx.space.last)
    body = {"evaluation": answered(tx, row), "action": opened(tx, row)["action"], "status": status_of(tx, row, now)}
    return Answer(body)


