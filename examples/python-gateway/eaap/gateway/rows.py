"""Facts and conflicts as rows: sealed, opened, held against what was committed to, and answered."""

from eaap.digest import base64url, commitment, conflict_payload, fact_payload
from eaap.gateway.call import missing
from eaap.gateway.problem import Problem
from eaap.gateway.transaction import CORRUPT, Transaction, opens
from eaap.similarity import vector
from eaap.canonical import canonical_text
from eaap.snapshot import conflict_answered, fact_answered

# What of a fact stands in clear, because it is counted, compared or looked up; it is sealed, too.
CLEAR = ("trust", "confidence", "half_life_ms", "valid_until", "locked", "status", "aside", "created_at")
CONFLICT_CLEAR = ("status", "incumbent", "challenger", "opened_at", "resolved_at", "resolution", "resolver")


def put_fact(tx: Transaction, fact: dict) -> dict:
    """Writes a version of a fact and its vector; answers the version with salt and commitment."""
    id_, version, salt = fact["id"], fact["version"], tx.new_salt()
    fact = {**fact, "created_at": tx.now, "salt": salt}
    content = fact_payload(fact)
    subjects = [fact["subject"], *fact["about"]]
    row = {
        "id": id_,
        "version": version,
        "sub": tx.index("subject", fact["subject"]),
        "attr": tx.index("attribute", fact["attribute"]),
        **{name: fact[name] for name in CLEAR},
        "observed_at": fact["source"]["observed_at"],
        "commitment": commitment(base64url(salt), content),
        **tx.seal("fact", id_, version, subjects, {name: fact[name] for name in fact if name != "commitment"}),
    }
    tx.put("facts", f"{id_} {version}", row)
    text = canonical_text(fact["value"]) if fact["statement"] is None else fact["statement"]
    sealed = tx.seal("vector", id_, version, subjects, {"vector": vector(text)})
    tx.put("vectors", f"{id_} {version}", {"id": id_, "version": version, **sealed})
    tx.mention("fact", id_, subjects, fact)
    return {**fact, "commitment": row["commitment"]}


def open_fact(tx: Transaction, row: dict) -> dict:
    """A version of a fact, once it is what was committed to and what its columns say."""
    fact = tx.open("fact", row["id"], row["version"], row)
    right = (
        all(fact[name] == row[name] for name in CLEAR)
        and (fact["id"], fact["version"]) == (row["id"], row["version"])
        and fact["source"]["observed_at"] == row["observed_at"]
        and tx.index("subject", fact["subject"]) == row["sub"]
        and tx.index("attribute", fact["attribute"]) == row["attr"]
    )
    if not right:
        raise Problem("storage-corrupt", CORRUPT)
    opens(fact, fact_payload(fact), row["commitment"])
    return {**fact, "commitment": row["commitment"]}


def newest_fact(tx: Transaction, id_: str) -> dict:
    """The current version of a fact, or the problem it is answered with."""
    versions = tx.find("facts", "id", id_)
    if not versions:
        raise gone(tx, f"fact:{id_}", "fact")
    return open_fact(tx, max(versions, key=lambda row: row["version"]))


def gone(tx: Transaction, object_: str, what: str) -> Problem:
    if tx.get("tombstones", object_):
        return Problem("erased", f"The {what} was erased with somebody it was about.")
    return missing(what)


def put_conflict(tx: Transaction, conflict: dict) -> dict:
    id_, version, salt = conflict["id"], conflict["version"], tx.new_salt()
    conflict = {**conflict, "salt": salt}
    row = {
        "id": id_,
        "version": version,
        "sub": tx.index("subject", conflict["subject"]),
        "attr": tx.index("attribute", conflict["attribute"]),
        **{name: conflict[name] for name in CONFLICT_CLEAR},
        "commitment": commitment(base64url(salt), conflict_payload(conflict)),
        **tx.seal("conflict", id_, version, [conflict["subject"]], conflict),
    }
    tx.put("conflicts", f"{id_} {version}", row)
    tx.mention("conflict", id_, [conflict["subject"]], conflict)
    return {**conflict, "commitment": row["commitment"]}


def open_conflict(tx: Transaction, row: dict) -> dict:
    conflict = tx.open("conflict", row["id"], row["version"], row)
    if any(conflict[name] != row[name] for name in ("id", "version", *CONFLICT_CLEAR)):
        raise Problem("storage-corrupt", CORRUPT)
    opens(conflict, conflict_payload(conflict), row["commitment"])
    return {**conflict, "commitment": row["commitment"]}


def newest_conflict(tx: Transaction, id_: str) -> dict:
    versions = tx.find("conflicts", "id", id_)
    if not versions:
        raise gone(tx, f"conflict:{id_}", "conflict")
    return open_conflict(tx, max(versions, key=lambda row: row["version"]))


def newest_versions(rows: list[dict]) -> list[dict]:
    """Of each id the row of its newest version, by id."""
    found: dict[str, dict] = {}
    for row in rows:
        if row["version"] > found.get(row["id"], {"version": 0})["version"]:
            found[row["id"]] = row
    return [found[id_] for id_ in sorted(found)]


__all__ = ["conflict_answered", "fact_answered"]
