"""Erasure: rows, keys, and what the file keeps of them (RFC-0012 section 6)."""

from eaap.gateway.call import Answer, Call
from eaap.gateway.facts import Ledger
from eaap.gateway.problem import Problem
from eaap.gateway.rows import newest_versions, open_conflict, open_fact
from eaap.gateway.transaction import Transaction, tokens_in

KINDS = ("facts", "vectors", "conflicts", "evaluations", "escalations", "keys")


def erase(call: Call) -> Answer:
    body, scrubber = call.body, call.scrubber()
    scrubber.text(body["reason"])
    subject = scrubber.text(body["subject"], "/subject")
    tokens = tokens_in(subject)
    for index, identifier in enumerate(body.get("identifiers", [])):
        found = tokens_in(scrubber.text(identifier, f"/identifiers/{index}"))
        if not found:
            raise Problem("invalid-request", "Nothing is detected in an identifier; it could find nothing.", pointer=f"/identifiers/{index}")
        tokens |= found
    complete(call.gateway, call.namespace)
    with call.transaction() as tx:
        counts, seq = delete(tx, subject, tokens)
    complete(call.gateway, call.namespace)
    return Answer({"erased": counts, "residual_until": None, "seq": seq})


def delete(tx: Transaction, subject: str, tokens: set[str]) -> tuple[dict, int]:
    """Steps 1 to 6, in one transaction."""
    counts, id_ = dict.fromkeys(KINDS, 0), tx.new_id()
    name = tx.index("subject", subject)
    seq = tx.append("subject.erased", f"erasure:{id_}")["seq"]
    indexes = [name, *(tx.index("token", token) for token in sorted(tokens))]
    found = {row["of"] for index in indexes for row in tx.find("mentions", "index", index)}
    places: dict[tuple, tuple[str, str]] = {}
    dead = sorted(of.split(" ")[1] for of in found if of.startswith("fact "))
    for fact in dead:
        erase_fact(tx, fact, counts, places)
    conflicts = {of.split(" ")[1] for of in found if of.startswith("conflict ")}
    conflicts |= {row["id"] for row in tx.table("conflicts").rows.values() if {row["incumbent"], row["challenger"]} & set(dead)}
    aside = [one for conflict in sorted(conflicts) for one in erase_conflict(tx, conflict, counts, places)]
    for sub, attribute in places.values():
        settle(tx, sub, attribute, aside)
    evaluations = {of.split(" ")[1] for of in found if of.split(" ")[0] in ("evaluation", "outcome")}
    for evaluation in sorted(evaluations):
        erase_evaluation(tx, evaluation, counts)
    escalations = {of.split(" ")[1] for of in found if of.startswith("escalation ")}
    escalations |= {row["id"] for row in tx.table("escalations").rows.values() if row["evaluation"] in evaluations}
    for escalation in sorted(escalations):
        erase_escalation(tx, escalation, counts)
    kid = tx.gateway.keys.find(tx.namespace, "subject", name)
    counts["keys"] = 1 if kid else 0
    row = {"id": id_, "subject": name, "kid": kid, "erasing": tx.index("erasing", {"id": id_, "subject": name})}
    tx.put("erasures", id_, {**row, "status": "pending", "asked_at": tx.now, "done_at": None})
    return counts, seq


def forget_mentions(tx: Transaction, of: str) -> None:
    for row in list(tx.find("mentions", "of", of)):
        tx.put("mentions", f"{row['index']} {of}", None)


def tombstone(tx: Transaction, object_: str) -> None:
    tx.put("tombstones", object_, {"at": tx.now})
    tx.append("record.erased", object_)


def erase_fact(tx: Transaction, id_: str, counts: dict, places: dict) -> None:
    versions = list(tx.find("facts", "id", id_))
    for row in versions:
        fact = open_fact(tx, row)
        places[row["sub"], row["attr"]] = fact["subject"], fact["attribute"]
        tx.put("facts", f"{id_} {row['version']}", None)
        if tx.get("vectors", f"{id_} {row['version']}"):
            tx.put("vectors", f"{id_} {row['version']}", None)
            counts["vectors"] += 1
    forget_mentions(tx, f"fact {id_}")
    if versions:
        counts["facts"] += 1
        tombstone(tx, f"fact:{id_}")


def erase_conflict(tx: Transaction, id_: str, counts: dict, places: dict) -> list[str]:
    """Deletes a conflict; answers the challenger it kept aside, if it did."""
    rows = newest_versions(tx.find("conflicts", "id", id_))
    if not rows:
        return []
    conflict = open_conflict(tx, rows[0])
    places[rows[0]["sub"], rows[0]["attr"]] = conflict["subject"], conflict["attribute"]
    for row in list(tx.find("conflicts", "id", id_)):
        tx.put("conflicts", f"{id_} {row['version']}", None)
    forget_mentions(tx, f"conflict {id_}")
    counts["conflicts"] += 1
    tombstone(tx, f"conflict:{id_}")
    return [conflict["challenger"]] if conflict["status"] == "noted" else []


def settle(tx: Transaction, subject: str, attribute: str, aside: list[str]) -> None:
    """Step 4: facts of others at the place, in the order of their ids."""
    ledger = Ledger(tx, subject, attribute)
    for fact in list(ledger.facts):
        if fact.aside and fact.status == "disputed" and fact.number in aside:
            ledger.change(fact, "superseded", status="superseded")
        elif fact.status == "disputed":
            ledger.settle(fact)


def erase_evaluation(tx: Transaction, id_: str, counts: dict) -> None:
    row = tx.get("evaluations", id_)
    if row is None or row["status"] == "erased":
        return
    none = dict.fromkeys(("kids", "sealed", "token_digest", "action_key", "loop_key", "session"))
    tx.put("evaluations", id_, {**row, **none, "status": "erased"})
    for table in ("commits", "outcomes"):
        kept = tx.get(table, id_)
        if kept:
            tx.put(table, id_, {**kept, "kids": None, "sealed": None})
        forget_mentions(tx, f"{table[:-1]} {id_}")
    forget_mentions(tx, f"evaluation {id_}")
    for slot in [key for key, one in tx.table("idempotency").rows.items() if one["evaluation"] == id_]:
        tx.put("idempotency", slot, None)
    nobody = tx.new_id()
    for use in list(tx.find("usage", "evaluation", id_)):
        tx.put("usage", f"{use['limit']} {id_}", None)
        tx.put("usage", f"{use['limit']} {nobody}", {**use, "evaluation": nobody})
    counts["evaluations"] += 1


def erase_escalation(tx: Transaction, id_: str, counts: dict) -> None:
    row = tx.get("escalations", id_)
    if row is None or row["status"] == "erased":
        return
    none = dict.fromkeys(("kids", "sealed", "action_key", "reasons_digest", "challenge"))
    tx.put("escalations", id_, {**row, **none, "status": "erased"})
    forget_mentions(tx, f"escalation {id_}")
    counts["escalations"] += 1


def complete(gateway, namespace: str) -> None:
    """Steps 7 to 9 of every erasure that is pending; each can be repeated."""
    pending = [row for row in gateway.journal.table(namespace, "erasures").rows.values() if row["status"] == "pending"]
    for row in pending:
        if row["kid"]:
            gateway.keys.destroy(namespace, row["kid"])
        gateway.journal.rewrite()
        with Transaction(gateway, namespace, "gateway", mends_clock=True) as tx:
            tx.put("erasures", row["id"], {**row, "status": "done", "done_at": tx.now})
