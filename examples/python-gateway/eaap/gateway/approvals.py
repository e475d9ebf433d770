"""Escalations as rows: opened, found, shown, decided, used up (RFC-0009)."""

from eaap.digest import approval_payload, base64url, commitment
from eaap.gateway.call import Answer, Call, check_version, missing
from eaap.gateway.problem import Problem
from eaap.gateway.transaction import CORRUPT, Transaction, opens
from eaap.times import write_time
from eaap.topics.escalations import reason_digest, reasons_digest

CLEAR = "status target evaluation proposer action_key reasons_digest challenge opened_at expires_at decided_at decided_by"
APPROVALS_AT_MOST = 16


def put(tx: Transaction, row: dict, content: dict) -> dict:
    """Writes a version of an escalation; the row's columns are sealed with its content."""
    salt = tx.new_salt()
    committed = commitment(base64url(salt), approval_payload(row))
    clear = {name: row[name] for name in ("id", "version", *CLEAR.split())}
    sealed = tx.seal("escalation", row["id"], row["version"], content["subjects"], {**content, "salt": salt, "row": clear})
    row = {**clear, "commitment": committed, **sealed}
    tx.put("escalations", row["id"], row)
    return row


def opened(tx: Transaction, row: dict) -> dict:
    """The content of an escalation, once the row is what was sealed."""
    content = tx.open("escalation", row["id"], row["version"], row)
    if content["row"] != {name: row[name] for name in content["row"]}:
        raise Problem("storage-corrupt", CORRUPT)
    opens(content, approval_payload(row), row["commitment"])
    return content


def status_of(row: dict, now: int) -> str:
    """As it is answered: what is pending or approved past its expiry is expired."""
    over = row["status"] in ("pending", "approved") and now >= row["expires_at"]
    return "expired" if over else row["status"]


def in_force(tx: Transaction, key: str) -> list[dict]:
    """The approvals of an action, with the digests of their reasons; the first sixteen by id."""
    rows = [row for row in tx.find("escalations", "action", key) if row["status"] == "approved" and tx.now < row["expires_at"]]
    rows = sorted((row for row in rows if tx.get("consumed", row["id"]) is None), key=lambda row: row["id"])
    found = []
    for row in rows[:APPROVALS_AT_MOST]:
        reasons = opened(tx, row)["reasons"]
        found.append({**row, "reason_digests": [reason_digest(reason) for reason in reasons]})
    return found


def escalate(tx: Transaction, world, evaluation: str, action: dict, owner: str, key: str) -> str:
    """The escalation of an ESCALATE, which is found or opened (section 2)."""
    reasons = [
        reason
        for gate in world.judgment["gates"]
        for reason in gate["reasons"]
        if reason["outcome"] == "escalate" and reason["approved"] is None
    ]
    digest = reasons_digest(reasons)
    same = [row for row in tx.find("escalations", "action", key) if row["reasons_digest"] == digest and tx.now < row["expires_at"]]
    for status in ("pending", "denied"):
        found = sorted(row["id"] for row in same if row["status"] == status)
        if found:
            return found[0]
    row = {
        "id": tx.new_id(),
        "version": 1,
        "status": "pending",
        "target": world.policy["escalation"]["target"],
        "evaluation": evaluation,
        "proposer": tx.principal,
        "action_key": key,
        "reasons_digest": digest,
        "challenge": challenge(tx, action["tool"]),
        "opened_at": tx.now,
        "expires_at": tx.now + world.policy["escalation"]["ttl_ms"],
        "decided_at": None,
        "decided_by": None,
    }
    content = {"action": action, "reasons": reasons, "owner": owner, "subjects": world.subjects, "reason": None}
    row = put(tx, row, content)
    tx.mention("escalation", row["id"], world.subjects, content)
    record(tx, row, "opened")
    return row["id"]


def challenge(tx: Transaction, tool: str) -> str:
    """The tool and 24 random bits, which no other escalation here shows."""
    taken = {row["challenge"] for row in tx.table("escalations").rows.values()}
    while True:
        made = f"{tool} {tx.gateway.entropy.bytes(3).hex().upper()}"
        if made not in taken:
            return made


def record(tx: Transaction, row: dict, word: str, **members) -> None:
    object_ = f"escalation:{row['id']}@{row['version']}"
    tx.append(f"escalation.{word}", object_, evaluation=row["evaluation"], commitment=row["commitment"], **members)


def move(tx: Transaction, row: dict, status: str, content: dict, **members) -> dict:
    """The next version of an escalation."""
    return put(tx, {**row, **members, "status": status, "version": row["version"] + 1}, content)


def expire(tx: Transaction, row: dict) -> None:
    record(tx, move(tx, row, "expired", opened(tx, row)), "expired", principal="gateway")


def consume(tx: Transaction, id_: str) -> None:
    row = tx.get("escalations", id_)
    move(tx, row, "consumed", opened(tx, row))
    tx.put("consumed", id_, {"id": id_})


def answered(tx: Transaction, row: dict, now: int) -> dict:
    erased = row["status"] == "erased"
    content = {"action": None, "reasons": []} if erased else opened(tx, row)
    shown = {name: row[name] for name in "id version target evaluation proposer".split()}
    shown["challenge"] = "" if erased else row["challenge"]
    shown |= {"status": status_of(row, now), "action": content["action"], "reasons": content["reasons"]}
    for name in ("opened_at", "expires_at", "decided_at"):
        if row[name] is not None:
            shown[name] = write_time(row[name])
    return shown | ({"decided_by": row["decided_by"]} if row["decided_by"] else {})


def found(tx: Transaction, id_: str) -> dict:
    row = tx.get("escalations", id_)
    if row is None:
        raise missing("escalation")
    if row["status"] == "erased":
        raise Problem("erased", "The escalation was erased with somebody it was about.")
    return row


def get(call: Call) -> Answer:
    tx = call.reading()
    row = tx.get("escalations", call.params["id"])
    if row is None:
        raise missing("escalation")
    return Answer(answered(tx, row, present(tx)), version=row["version"])


def present(tx: Transaction) -> int:
    return max(tx.gateway.clock.wall(), tx.space.last)


def listed(call: Call) -> Answer:
    tx, limit = call.reading(), call.query.get("limit", 50)
    now, after = present(tx), call.query.get("cursor", "")
    rows = sorted(tx.table("escalations").rows.values(), key=lambda row: row["id"])
    rows = [row for row in rows if row["id"] > after]
    if "status" in call.query:
        rows = [row for row in rows if status_of(row, now) == call.query["status"]]
    page = rows[:limit]
    following = page[-1]["id"] if len(rows) > limit else None
    return Answer({"escalations": [answered(tx, row, now) for row in page], "next": following})


def approve(call: Call) -> Answer:
    return decided(call, "approved")


def deny(call: Call) -> Answer:
    return decided(call, "denied")


def decided(call: Call, status: str) -> Answer:
    """The steps of section 5.2."""
    reason = call.reason()
    with call.transaction() as tx:
        row = found(tx, call.params["id"])
        content = opened(tx, row)
        if call.principal == row["proposer"] or call.credential["owner"] == content["owner"]:
            raise Problem("separation-of-duties", "Who proposed it, or is owned by the proposer's owner, does not decide.")
        over = row["status"] == "pending" and tx.now >= row["expires_at"]
        if not over:
            refuse(call, row, status)
            row = move(tx, row, status, {**content, "reason": reason}, decided_at=tx.now, decided_by=call.principal)
            record(tx, row, status)
            return Answer(answered(tx, row, tx.now), version=row["version"])
        expire(tx, row)
    raise Problem("escalation-expired", "The escalation has expired. The action has to be proposed again.")


def refuse(call: Call, row: dict, status: str) -> None:
    if row["status"] == "expired":
        raise Problem("escalation-expired", "The escalation has expired. The action has to be proposed again.")
    if row["status"] != "pending":
        raise Problem("already-decided", "The escalation is decided already.")
    check_version(call, row["version"], "escalation")
    if status == "approved" and call.body.get("challenge") != row["challenge"]:
        raise Problem("challenge-mismatch", "Type the challenge as the escalation shows it.")


