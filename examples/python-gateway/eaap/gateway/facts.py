"""Facts under governance: storing, deciding, locking, retracting (RFC-0003 sections 5 to 12)."""

from eaap.canonical import canonical
from eaap.gateway.admin import in_force
from eaap.gateway.call import Answer, Call, check_version
from eaap.gateway.problem import Problem
from eaap.gateway.rows import conflict_answered, fact_answered, newest_conflict, newest_fact, newest_versions
from eaap.gateway.rows import open_conflict, open_fact, put_conflict, put_fact
from eaap.gateway.transaction import Transaction, ms
from eaap.place import TRUSTS, Conflict, Fact, Place
from eaap.refused import Refused
from eaap.topics.reinforcement import reinforced
from eaap.topics.trust import rate

VALUE_AT_MOST = 8192
SAID = {
    "already-resolved": "The conflict is decided already.",
    "locked": "The fact is locked. Unlock it first.",
    "invalid-transition": "A record in this state cannot change in this way.",
}


class Ledger(Place):
    """A place whose facts and conflicts are rows."""

    def __init__(self, tx: Transaction, subject: str, attribute: str) -> None:
        super().__init__(attribute in in_force(tx, "trust")["many"])
        self.tx, self.now, self.subject, self.attribute = tx, tx.now, subject, attribute
        self.reason: str | None = None
        self.seqs: dict[object, int] = {}
        place = tx.index("subject", subject), tx.index("attribute", attribute)
        self.rows: dict[object, dict] = {}
        for row in newest_versions(tx.find("facts", "place", place)):
            self.add_fact(open_fact(tx, row))
        for row in newest_versions(tx.find("conflicts", "place", place)):
            self.add_conflict(open_conflict(tx, row))

    def add_fact(self, row: dict) -> Fact:
        trust = TRUSTS.index(row["trust"])
        names = ("status", "version", "locked", "aside")
        fact = Fact(row["id"], row["value"], trust, row["valid_until"], **{name: row[name] for name in names})
        self.facts.append(fact)
        self.rows[fact.number] = row
        return fact

    def add_conflict(self, row: dict) -> Conflict:
        sides = [next((f for f in self.facts if f.number == row[side]), Gone(row[side])) for side in ("incumbent", "challenger")]
        conflict = Conflict(row["id"], *sides, row["status"], row["resolution"])
        self.conflicts.append(conflict)
        self.rows[conflict.number] = row
        return conflict

    # What writes

    def record(self, type_: str, object_: str, reason: str | None = None, commitment: str | None = None) -> None:
        record = self.tx.append(type_, object_, reason=reason, commitment=commitment)
        self.seqs[object_] = record["seq"]

    def tell(self, fact: Fact, word: str) -> None:
        self.record(f"fact.{word}", f"fact:{fact.name}", commitment=self.rows[fact.number]["commitment"])

    def new_fact(self, event: dict, status: str, aside: bool = False) -> Fact:
        row = {
            "id": self.tx.new_id(),
            "version": 1,
            "subject": self.subject,
            "attribute": self.attribute,
            **{name: event[name] for name in ("value", "statement", "source", "trust", "confidence", "half_life_ms")},
            **{"valid_until": event["valid_until"], "locked": False, "status": status, "aside": aside},
            **{"about": event["about"], "reason": None},
        }
        fact = self.add_fact(put_fact(self.tx, row))
        self.tell(fact, "stored")
        return fact

    def change(self, fact: Fact, word: str, **members) -> None:
        for name, value in members.items():
            if name in ("status", "locked", "aside"):
                setattr(fact, name, value)
        fact.version += 1
        reason, self.reason = self.reason, None  # a person's reason is that of the first version made by it
        row = {**self.rows[fact.number], **members, "version": fact.version, "reason": reason}
        self.rows[fact.number] = put_fact(self.tx, row)
        fact.valid_until = row["valid_until"]
        self.tell(fact, word)

    def reinforce(self, fact: Fact, event: dict) -> None:
        row = self.rows[fact.number]
        names = ("confidence", "half_life_ms", "valid_until")
        before = {"observed_at": row["source"]["observed_at"], "source": row["source"], **{n: row[n] for n in names}}
        again = {"observed_at": event["source"]["observed_at"], "source": event["source"], **{n: event[n] for n in names}}
        after = reinforced(before, again, self.now)
        self.change(fact, "reinforced", source=after["source"], **{name: after[name] for name in names})

    def new_conflict(self, incumbent: Fact, challenger: Fact, status: str = "open") -> Conflict:
        row = {
            "id": self.tx.new_id(),
            "version": 1,
            "status": status,
            "subject": self.subject,
            "attribute": self.attribute,
            **{"incumbent": incumbent.number, "challenger": challenger.number, "opened_at": self.now},
            **dict.fromkeys(("resolved_at", "resolution", "resolver", "reason")),
        }
        conflict = self.add_conflict(put_conflict(self.tx, row))
        type_ = "conflict.opened" if status == "open" else "conflict.noted"
        self.record(type_, f"conflict:{conflict.number}@1", commitment=self.rows[conflict.number]["commitment"])
        return conflict

    def close(self, conflict: Conflict, resolution: str, reason: str) -> None:
        conflict.status, conflict.resolution = "resolved", resolution
        said, self.reason = self.reason, None
        row = {**self.rows[conflict.number], "version": 2, "status": "resolved", "resolution": resolution}
        row |= {"resolved_at": self.now, "resolver": self.tx.principal, "reason": said}
        self.rows[conflict.number] = put_conflict(self.tx, row)
        commitment = self.rows[conflict.number]["commitment"]
        self.record("conflict.resolved", f"conflict:{conflict.number}@2", reason, commitment)


class Gone(Fact):
    """A side of a conflict whose fact is not at the place any more."""

    def __init__(self, id_: str) -> None:
        super().__init__(id_, None, 0, None, status="superseded")


# Storing


def store(call: Call) -> Answer:
    said, scrubbed = prepared(call)
    with call.transaction() as tx:
        if said["source"]["observed_at"] > tx.now:
            raise Problem("observed-in-future", "It cannot have been observed later than now.")
        if said["valid_until"] is not None and said["valid_until"] <= tx.now:
            raise Problem("invalid-request", "valid_until is over already.", pointer="/valid_until")
        said |= rate(in_force(tx, "trust")["sources"], said["source"], said["confidence"], said["half_life_ms"])
        ledger = Ledger(tx, said["subject"], call.body["attribute"])
        done = ledger.store(said)
        if done["problem"] is None:
            id_ = done["fact"].split("@")[0]
            body = {
                "result": done["result"],
                "fact": fact_answered(ledger.rows[id_]),
                "scrubbed": scrubbed,
                "seq": ledger.seqs[f"fact:{done['fact']}"],
            }
            return Answer(body, done["status"], ledger.rows[id_]["version"])
        id_, version = done["fact"].split("@")
        refusal = Problem(
            done["problem"],
            "It contradicts a fact that stands there. It is kept as a conflict, which an approver decides.",
            conflict_id=done["conflict"]["number"],
            incumbent={"id": id_, "version": int(version)},
        )
    raise refusal  # what led to it is durable


def prepared(call: Call) -> tuple[dict, list[dict]]:
    """What a store request says, with personal data replaced (section 5.1)."""
    body = call.body
    source = body.get("source")
    if source is None:
        raise Problem("source-required", "Say where it comes from: source with kind, id and observed_at.")
    if not may_assert(call.credential, source):
        raise Problem("source-not-permitted", "The credential does not list this source.")
    if len(canonical(body["value"])) > VALUE_AT_MOST:
        raise Problem("payload-too-large", "A value has at most 8192 bytes.", limit=VALUE_AT_MOST)
    scrubber = call.scrubber()
    scrubber.refuse(body["attribute"], "/attribute")
    subject = scrubber.text(body["subject"], "/subject", 256)
    statement = body.get("statement")
    statement = statement and scrubber.text(statement, "/statement", 4096)
    id_ = scrubber.text(source["id"], "/source/id", 256)
    about = [scrubber.text(one, f"/about/{index}", 256) for index, one in enumerate(body.get("about", []))]
    value = scrubber.value(body["value"], body["attribute"], "/value")
    if len(canonical(value)) > VALUE_AT_MOST:
        raise Problem("payload-too-large", "With personal data replaced the value is over 8192 bytes.", limit=VALUE_AT_MOST)
    until = body.get("valid_until")
    said = {
        "subject": subject,
        "value": value,
        "statement": statement,
        "source": {"kind": source["kind"], "id": id_, "observed_at": ms(source["observed_at"], "source/observed_at")},
        "valid_until": None if until is None else ms(until, "valid_until"),
        "about": sorted(set(about) - {subject}, key=lambda text: text.encode("utf-16-be")),
        "confidence": body.get("confidence"),
        "half_life_ms": body.get("half_life_ms"),
    }
    return said, scrubber.found


def may_assert(credential: dict, source: dict) -> bool:
    """Whether a credential lists a source; `*` stands for any id."""
    return any(one["kind"] == source["kind"] and one["id"] in ("*", source["id"]) for one in credential["sources"])


# Reading and changing by hand


def get_fact(call: Call) -> Answer:
    fact = newest_fact(call.reading(), call.params["id"])
    return Answer(fact_answered(fact), version=fact["version"])


def get_conflict(call: Call) -> Answer:
    conflict = newest_conflict(call.reading(), call.params["id"])
    return Answer(conflict_answered(conflict), version=conflict["version"])


def changed(call: Call, do: str) -> Answer:
    """Locks, unlocks or retracts (section 9)."""
    reason = call.reason()
    with call.transaction() as tx:
        found = newest_fact(tx, call.params["id"])
        check_version(call, found["version"], "fact")
        ledger = Ledger(tx, found["subject"], found["attribute"])
        ledger.reason = reason
        decide(lambda: getattr(ledger, do)({"fact": found["id"], "version": call.version}))
        fact = ledger.rows[found["id"]]
        return Answer(fact_answered(fact), version=fact["version"])


def resolve(call: Call) -> Answer:
    reason = call.reason()
    with call.transaction() as tx:
        found = newest_conflict(tx, call.params["id"])
        if found["status"] != "resolved":
            check_version(call, found["version"], "conflict")
        ledger = Ledger(tx, found["subject"], found["attribute"])
        ledger.reason = reason
        event = {"conflict": found["id"], "version": call.version, "resolution": call.body["resolution"]}
        decide(lambda: ledger.resolve(event))
        conflict = ledger.rows[found["id"]]
        return Answer(conflict_answered(conflict), version=conflict["version"])


def decide(work) -> None:
    try:
        work()
    except Refused as refused:
        raise Problem(refused.reason, SAID[refused.reason]) from None


def lock(call: Call) -> Answer:
    return changed(call, "lock")


def unlock(call: Call) -> Answer:
    return changed(call, "unlock")


def retract(call: Call) -> Answer:
    return changed(call, "retract")
