"""What becomes of the facts and conflicts of one place: RFC-0003 sections 5 to 12.

A place keeps its rows in lists here; a gateway that keeps them elsewhere overrides what writes: `record`, `new_fact`,
`change`, `new_conflict` and `close`.
"""

from dataclasses import dataclass

from eaap.canonical import canonical
from eaap.refused import Refused

TRUSTS = ("untrusted", "verified", "authoritative")
# What becomes of incumbent and challenger (section 7.1); None is to stand.
RESOLUTIONS = {
    "keep": (None, "superseded"),
    "replace": ("superseded", None),
    "keep_both": (None, None),
    "retract": ("retracted", "retracted"),
}


@dataclass(eq=False)
class Fact:
    number: int | str  # of rows that are kept, the id
    value: object
    trust: int
    valid_until: int | None
    status: str = "active"
    version: int = 1
    locked: bool = False
    aside: bool = False

    @property
    def counts(self) -> bool:
        """Section 3.3."""
        return self.status in ("active", "disputed") and not self.aside

    @property
    def name(self) -> str:
        return f"{self.number}@{self.version}"

    @property
    def weight(self) -> tuple:
        """What sorts facts by weight (section 5.3)."""
        return not self.locked, -self.trust, self.number

    def lapsed(self, now: int) -> bool:
        over = self.valid_until is not None and self.valid_until <= now
        return self.status == "active" and not self.locked and over


@dataclass(eq=False)
class Conflict:
    number: int | str
    incumbent: Fact
    challenger: Fact
    status: str
    resolution: str | None = None

    @property
    def version(self) -> int:
        return 2 if self.status == "resolved" else 1

    def between(self, a: Fact, b: Fact) -> bool:
        return {self.incumbent.number, self.challenger.number} == {a.number, b.number}


class Place:
    """The facts and conflicts of one subject and attribute."""

    def __init__(self, many: bool) -> None:
        self.many = many
        self.now = 0
        self.facts: list[Fact] = []
        self.conflicts: list[Conflict] = []
        self.records: list[dict] = []

    # Records and rows

    def record(self, type_: str, object_: str, reason: str | None = None) -> None:
        self.records.append({"type": type_, "object": object_, "reason": reason})

    def new_fact(self, event: dict, status: str, aside: bool = False) -> Fact:
        number = len(self.facts) + 1
        trust = TRUSTS.index(event["trust"])
        fact = Fact(number, event["value"], trust, event.get("valid_until"), status, aside=aside)
        self.facts.append(fact)
        self.tell(fact, "stored")
        return fact

    def change(self, fact: Fact, word: str, **members) -> None:
        """A new version of a fact, with its record."""
        for name, value in members.items():
            setattr(fact, name, value)
        fact.version += 1
        self.tell(fact, word)

    def tell(self, fact: Fact, word: str) -> None:
        self.record(f"fact.{word}", f"fact:{fact.name}")

    def new_conflict(self, incumbent: Fact, challenger: Fact, status: str = "open") -> Conflict:
        conflict = Conflict(len(self.conflicts) + 1, incumbent, challenger, status)
        self.conflicts.append(conflict)
        self.record("conflict.opened" if status == "open" else "conflict.noted", f"conflict:{conflict.number}@1")
        return conflict

    def close(self, conflict: Conflict, resolution: str, reason: str) -> None:
        conflict.status, conflict.resolution = "resolved", resolution
        self.record("conflict.resolved", f"conflict:{conflict.number}@2", reason)

    def open_conflicts(self, fact: Fact) -> list[Conflict]:
        return [c for c in self.conflicts if c.status == "open" and fact in (c.incumbent, c.challenger)]

    def dispute(self, fact: Fact) -> None:
        if fact.status == "active" and not fact.locked:
            self.change(fact, "disputed", status="disputed")

    # Storing (sections 5 and 6)

    def store(self, event: dict) -> dict:
        until = event.get("valid_until")
        if until is not None and until <= self.now:
            raise Refused("invalid-request")
        value = canonical(event["value"])
        here = [f for f in self.facts if f.counts and (not self.many or canonical(f.value) == value)]
        lapsed = [f for f in here if f.lapsed(self.now)]
        standing = sorted((f for f in here if not f.lapsed(self.now)), key=lambda f: f.weight)
        others = [f for f in standing if canonical(f.value) != value]
        same = next((f for f in standing if canonical(f.value) == value), None)
        if same and (not others or not any(c.challenger is same for c in self.open_conflicts(same))):
            return self.repeat(same, event)
        if others:
            return self.contradict(event, others)
        for fact in lapsed:
            self.change(fact, "superseded", status="superseded")
        fact = self.new_fact(event, "active")
        return outcome(201, result="stored", fact=fact.name)

    def repeat(self, fact: Fact, event: dict) -> dict:
        """Section 8."""
        if TRUSTS.index(event["trust"]) < fact.trust:
            self.tell(fact, "corroborated")
            return outcome(200, result="corroborated", fact=fact.name)
        self.reinforce(fact, event)
        return outcome(200, result="reinforced", fact=fact.name)

    def reinforce(self, fact: Fact, event: dict) -> None:
        """The next version by section 8.2, as far as it bears on what becomes of the fact."""
        until = event.get("valid_until")
        if fact.valid_until is not None and until is not None:
            fact.valid_until = max(fact.valid_until, until)
        self.change(fact, "reinforced")

    def contradict(self, event: dict, others: list[Fact]) -> dict:
        """Section 6.2."""
        incumbent, trust = others[0], TRUSTS.index(event["trust"])
        status = "noted" if trust < incumbent.trust else "open"
        known = self.known(event["value"], status)
        if known:
            self.record("fact.refused", f"conflict:{known.number}", problem_of(incumbent))
            return refusal(known, incumbent)
        challenger = self.new_fact(event, "disputed", aside=status == "noted")
        conflict = self.new_conflict(incumbent, challenger, status)
        if status == "open":
            further = [f for f in others[1:] if f.trust <= trust] if len(others) <= 16 else []
            for fact in further:
                self.new_conflict(fact, challenger)
            for fact in [*further, incumbent]:
                self.dispute(fact)
        return refusal(conflict, incumbent)

    def known(self, value, status: str) -> Conflict | None:
        """The undecided conflict that a value was brought into before (section 6.3)."""
        undecided = ("open",) if status == "open" else ("open", "noted")
        found = [
            c for c in self.conflicts
            if c.status in undecided and canonical(c.challenger.value) == canonical(value)
        ]
        order = lambda c: (not c.challenger.counts, c.challenger.number, c.status != "open", c.number)
        return min(found, key=order, default=None)

    # Decisions (sections 7 and 9)

    def resolve(self, event: dict) -> dict:
        check_named(event)
        conflict = numbered(self.conflicts, event["conflict"])
        if conflict.status == "resolved":
            raise Refused("already-resolved")
        check_version(event, conflict)
        sides = (conflict.incumbent, conflict.challenger)
        fates = RESOLUTIONS[event["resolution"]]
        if conflict.incumbent.locked and event["resolution"] != "keep":
            raise Refused("locked")
        for side, fate in zip(sides, fates):
            if fate is None and side.status not in ("active", "disputed"):
                raise Refused("invalid-transition")
        self.close(conflict, event["resolution"], event["resolution"])
        for side, fate in zip(sides, fates):
            if fate is not None and side.status in ("active", "disputed"):
                self.change(side, fate, status=fate)
                self.close_moot(side)
        if fates[1] is None:
            self.admit(conflict.challenger)
        if fates[0] is None:
            self.settle(conflict.incumbent)
        return outcome(200, conflict=conflict)

    def close_moot(self, gone: Fact) -> None:
        for conflict in self.open_conflicts(gone):
            lost = conflict.incumbent is gone
            self.close(conflict, "replace" if lost else "keep", "moot")
            self.settle(conflict.challenger if lost else conflict.incumbent)

    def settle(self, fact: Fact) -> None:
        if not fact.counts:
            return
        if fact.status == "disputed" and not self.open_conflicts(fact):
            self.challenge_rivals(fact)
        status = "active" if fact.locked or not self.open_conflicts(fact) else "disputed"
        if status != fact.status:
            self.change(fact, "restored" if status == "active" else "disputed", status=status)

    def admit(self, challenger: Fact) -> None:
        self.challenge_rivals(challenger)
        status = "disputed" if self.open_conflicts(challenger) else "active"
        if challenger.aside or status != challenger.status:
            word = "restored" if status == "active" else "disputed"
            self.change(challenger, word, status=status, aside=False)

    def challenge_rivals(self, fact: Fact) -> None:
        if self.many or fact.valid_until is not None and fact.valid_until <= self.now:
            return
        for rival in list(self.facts):
            if not rival.counts or canonical(rival.value) == canonical(fact.value) or rival.lapsed(self.now):
                continue
            between = [c for c in self.conflicts if c.between(fact, rival)]
            if any(c.status == "open" or c.resolution == "keep_both" for c in between):
                continue
            self.new_conflict(rival, fact)
            self.dispute(rival)

    def lock(self, event: dict) -> dict:
        fact = self.named(event)
        if fact.locked or fact.status != "active":
            raise Refused("invalid-transition")
        self.change(fact, "locked", locked=True)
        return outcome(200, fact=fact.name)

    def unlock(self, event: dict) -> dict:
        fact = self.named(event)
        if not fact.locked:
            raise Refused("invalid-transition")
        status = "disputed" if self.open_conflicts(fact) else "active"
        self.change(fact, "unlocked", locked=False, status=status)
        return outcome(200, fact=fact.name)

    def retract(self, event: dict) -> dict:
        fact = self.named(event)
        if fact.status not in ("active", "disputed"):
            raise Refused("invalid-transition")
        if fact.locked:
            raise Refused("locked")
        self.change(fact, "retracted", status="retracted")
        self.close_moot(fact)
        return outcome(200, fact=fact.name)

    def named(self, event: dict) -> Fact:
        check_named(event)
        fact = numbered(self.facts, event["fact"])
        check_version(event, fact)
        return fact

    def happen(self, event: dict) -> dict:
        """One event: the answer; its records are in `records`."""
        self.now, self.records = event["at"], []
        return getattr(self, event["do"])(event)

    def shown(self) -> dict:
        """All facts and conflicts, in their newest version."""
        return {
            "facts": [
                {"fact": f.name, "value": f.value, "status": f.status, "locked": f.locked, "counts": f.counts}
                for f in self.facts
            ],
            "conflicts": [
                {
                    "conflict": f"{c.number}@{c.version}",
                    "status": c.status,
                    "incumbent": c.incumbent.number,
                    "challenger": c.challenger.number,
                    "resolution": c.resolution,
                }
                for c in self.conflicts
            ],
        }


def numbered(rows: list, number):
    """The row of a number, or of an id."""
    found = next((row for row in rows if row.number == number), None)
    if found is None:
        raise Refused("not-found")
    return found


def check_named(event: dict) -> None:
    """A version is named, which is looked at before anything else (RFC-0013 section 3.2)."""
    if event["version"] is None:
        raise Refused("precondition-required")


def check_version(event: dict, row) -> None:
    """Section 10."""
    if event["version"] != row.version:
        raise Refused("version-mismatch")


def problem_of(incumbent: Fact) -> str:
    return "locked" if incumbent.locked else "conflict"


def outcome(status: int, problem=None, result=None, fact=None, conflict: Conflict | None = None) -> dict:
    shown = conflict and {"number": conflict.number, "status": conflict.status}
    return {"status": status, "problem": problem, "result": result, "fact": fact, "conflict": shown}


def refusal(conflict: Conflict, incumbent: Fact) -> dict:
    """What a contradiction is answered with; the incumbent of the request is named as it is afterwards."""
    return outcome(409, problem_of(incumbent), fact=incumbent.name, conflict=conflict)
