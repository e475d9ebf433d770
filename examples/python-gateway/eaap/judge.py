"""Judgment: RFC-0005."""

from eaap import cel
from eaap.canonical import canonical
from eaap.declared import agree
from eaap.digest import digest
from eaap.patterns import covers_name, covers_target
from eaap.schema import matches
from eaap.taxonomy import ENVIRONMENT, FLOOR, REVERSIBILITY, RISK, TRUST, below, highest
from eaap.typed import Session, mandated
from eaap.values import money, order, whole

LISTED = 512
CITED = 256
OVER = {"quota": "over-quota", "rate": "over-rate", "loop": "loop"}


# Sections 2.1, 2.2 and 3: the input, terms, reasons, outcomes, verdict.


def is_malformed(document) -> bool:
    """Section 2.1."""
    if not matches("judge-input", document):
        return True
    return any(
        len({row["id"] for row in document[name]}) < len(document[name]) for name in ("facts", "conflicts")
    )


def equal(a, b) -> bool:
    return canonical(a) == canonical(b)


def effective(fact: dict, now: int) -> int:
    """The effective confidence: RFC-0001 section 7.1."""
    halves, rest = divmod(max(0, now - fact["observed_at"]), fact["half_life_ms"])
    a = fact["confidence"] >> halves if halves < 14 else 0
    return a - (a - a // 2) * rest // fact["half_life_ms"]


def supports(fact: dict, ground: dict) -> bool:
    """Whether the value of a fact supports a ground: section 9."""
    have, want = fact["value"], ground["value"]
    if ground["relation"] == "equal":
        return equal(have, want)
    if whole(have) is not None and whole(want) is not None:
        return want <= have
    most, asked = money(have), money(want)
    return most is not None and asked is not None and most[1] == asked[1] and asked[0] <= most[0]


def reason_digest(reason: dict) -> str:
    """Section 3.2."""
    return digest("EAAP-REASONS-v1", {name: reason[name] for name in ("gate", "code", "rule", "field", "value", "facts")})


def approval_of(reason: dict, approvals: list[dict]) -> str | None:
    """The escalation that covers a reason, or None: section 3.2."""
    if reason["outcome"] != "escalate":
        return None
    wanted = reason_digest(reason)
    return min((one["escalation"] for one in approvals if wanted in one["reasons"]), key=order, default=None)


def outcome_of(reasons: list[tuple[str, bool]]) -> str:
    """The outcome of a gate from the outcomes of its reasons, and whether each is covered: section 3.3."""
    if any(outcome == "block" for outcome, _ in reasons):
        return "block"
    return "escalate" if ("escalate", False) in reasons else "pass"


def verdict_of(outcomes: list[str]) -> str:
    """Section 3.3."""
    if not outcomes or not set(outcomes) <= {"pass", "escalate"}:
        return "BLOCK"
    return "ESCALATE" if "escalate" in outcomes else "ALLOW"


def block(code: str, **members) -> dict:
    return reason(code, "block", **members)


def escalate(code: str, **members) -> dict:
    return reason(code, "escalate", **members)


def reason(code: str, outcome: str, rule=None, field=None, value=None, facts=()) -> dict:
    cited = sorted({f"{fact['id']}@{fact['version']}" for fact in facts}, key=order)[:CITED]
    return {"code": code, "outcome": outcome, "rule": rule, "field": field, "value": value, "facts": cited}


class Judge:
    """The nine gates over one document that is not malformed; each is a method that gives its reasons in order."""

    GATES = [
        "standing",
        "authority",
        "effects",
        "consistency",
        "constraints",
        "grounding",
        "confidence",
        "limits",
        "escalation",
    ]

    def __init__(self, document: dict) -> None:
        self.document = document
        self.now = document["now"]
        self.action = document["action"]
        self.tool = document["action"]["tool"]
        self.extraction = document["extraction"]
        self.policy = document["policy"]
        self.facts = sorted(document["facts"], key=lambda fact: order(fact["id"]))
        self.relied_on: dict[str, dict] = {}  # what the rules of `constraints` have read, by id

    def judge(self) -> dict:
        gates = []
        for name in self.GATES:
            try:
                found = list(getattr(self, name)())
            except Exception:  # noqa: BLE001 - a gate that fails blocks: section 3.1
                found = [block("gate-error")]
            gates.append(self.gate(name, found))
        return self.joined(gates)

    def gate(self, name: str, found: list[dict]) -> dict:
        approvals = self.document["approvals"]
        reasons = [{"gate": name, **one} for one in found]
        reasons = [{**one, "approved": approval_of(one, approvals)} for one in reasons]
        outcome = outcome_of([(one["outcome"], one["approved"] is not None) for one in reasons])
        return {"gate": name, "outcome": outcome, "reasons": reasons[:LISTED]}

    @staticmethod
    def joined(gates: list[dict]) -> dict:
        approved = {one["approved"] for gate in gates for one in gate["reasons"]} - {None}
        return {
            "v": 1,
            "verdict": verdict_of([gate["outcome"] for gate in gates]),
            "gates": gates,
            "approvals": sorted(approved, key=order),
        }

    # Section 2.2: terms.

    def of_key(self, row: dict) -> list[dict]:
        return [
            fact
            for fact in self.facts
            if fact["subject"] == row["subject"] and fact["attribute"] == row["attribute"]
        ]

    def expired(self, fact: dict) -> bool:
        return fact["valid_until"] is not None and fact["valid_until"] <= self.now

    def in_force(self, row: dict) -> list[dict]:
        return [fact for fact in self.active(row) if not self.expired(fact)]

    def active(self, row: dict) -> list[dict]:
        return [fact for fact in self.of_key(row) if fact["status"] == "active"]

    def binding(self, row: dict) -> list[dict]:
        return [fact for fact in self.of_key(row) if fact["locked"] and fact["status"] in ("active", "disputed")]

    @staticmethod
    def trusted(facts: list[dict], level: str) -> list[dict]:
        return [fact for fact in facts if not below(TRUST, fact["trust"], level)]

    def covered(self, patterns: list[str]) -> bool:
        return any(covers_name(pattern, self.tool) for pattern in patterns)

    # Section 4.

    def standing(self):
        for halt in sorted(self.document["halted"], key=lambda one: (order(one["scope"]), order(one["name"]))):
            yield block("halted", rule=f"{halt['scope']}:{halt['name']}")

    # Section 5.3.

    def authority(self):
        yield from self.ungranted()
        if self.document["executor"] not in self.policy["executors"]:
            yield block("executor-not-permitted", value=self.document["executor"])
        for code, field, value, facts in mandated(self):
            yield escalate(code, field=field, value=value, facts=facts)

    def ungranted(self) -> list[dict]:
        principal = self.document["principal"]
        grants = self.policy["grants"]
        with_tool = [grant for grant in grants if self.covered(grant["tools"])]
        with_principal = [
            grant for grant in grants if any(covers_name(pattern, principal) for pattern in grant["principals"])
        ]
        for_action = [grant for grant in with_tool if grant in with_principal]
        if for_action:
            return min((self.left_open(grant) for grant in for_action), key=len)
        if with_tool:
            return [block("principal-not-granted", rule=with_tool[0]["id"], value=principal)]
        if with_principal:
            return [block("tool-not-granted", value=self.tool)]
        return [block("no-grant", value=self.tool)]

    def left_open(self, grant: dict) -> list[dict]:
        effects = self.extraction["effects"]
        asked = [effect for effect in effects if effect["effect"] != "unknown"]
        risk = self.extraction["risk"] if asked == effects else highest(RISK, [one["risk"] for one in asked])
        found = []
        names = [effect["effect"] for effect in asked if effect["effect"] not in grant["effects"]]
        if names:
            found.append(block("effect-not-granted", rule=grant["id"], value=list(dict.fromkeys(names))))
        for effect in asked:
            if not any(covers_target(pattern, effect["target"]) for pattern in grant["targets"]):
                found.append(
                    block("target-not-granted", rule=grant["id"], field=effect["field"], value=effect["target"])
                )
        if below(RISK, grant["risk"], risk):
            found.append(block("risk-above-grant", rule=grant["id"], value=risk))
        if below(ENVIRONMENT, grant["environment"], self.action["environment"]):
            found.append(block("environment-above-grant", rule=grant["id"], value=self.action["environment"]))
        return found

    # Section 6.

    def effects(self):
        manifest, effects, unread = self.document["manifest"], self.extraction["effects"], self.extraction["unread"]
        if manifest is None:
            yield block("no-manifest", value=self.tool)
        elif manifest["tool"] != self.tool:
            yield block("manifest-mismatch", value=manifest["tool"])
        for entry in unread:
            if manifest is not None or entry["code"] != "no-manifest":
                yield block("unread", field=entry["field"], value=entry["code"])
        for effect in effects:
            if self.misrated(effect):
                yield block("below-floor", field=effect["field"], value=effect["effect"])
        for effect in effects:
            if effect["effect"] == "secret.read":
                yield block("secret-read", field=effect["field"], value=effect["target"])
            if effect["effect"] == "unknown" and not (effect["origin"] == "extracted" and unread):
                yield block("unknown-effect", field=effect["field"], value=effect["target"])
        if not effects:
            yield block("unknown-effect")

    def misrated(self, effect: dict) -> bool:
        reversibility, risk = FLOOR[effect["effect"]]
        return (
            below(RISK, effect["risk"], risk)
            or below(REVERSIBILITY, effect["reversibility"], reversibility)
            or below(RISK, self.extraction["risk"], effect["risk"])
            or below(REVERSIBILITY, self.extraction["reversibility"], effect["reversibility"])
        )

    # Section 7.

    def consistency(self):
        if self.document["truncated"]:
            yield block("too-many-rows")
        for conflict in sorted(self.document["conflicts"], key=lambda one: order(one["id"])):
            sides = (conflict["incumbent"], conflict["challenger"])
            facts = [fact for fact in self.of_key(conflict) if fact["id"] in sides]
            yield block("open-conflict", rule=conflict["id"], facts=facts)
        for claim in self.extraction["claims"]:
            in_force = self.in_force(claim)
            verified = self.trusted(in_force, "verified")
            against = verified or in_force
            if against and not self.agreeing(against, claim):
                value = {name: claim[name] for name in ("subject", "attribute", "value")}
                outcome = "block" if verified else "escalate"
                yield reason("claim-contradicts-fact", outcome, value=value, facts=against)

    def agreeing(self, facts: list[dict], claim: dict) -> list[dict]:
        form = self.policy.get("compare", {}).get(claim["attribute"])
        return [fact for fact in facts if agree(form, fact["value"], claim["value"])]

    # Section 8.

    def constraints(self):
        for write in self.extraction["writes"]:
            bound = self.binding(write)
            if bound and write["field"] is None:
                yield block("locked-fact", facts=bound)
            elif bound and not any(equal(fact["value"], write["value"]) for fact in bound):
                yield block("locked-fact", field=write["field"], value=write["value"], facts=bound)
        for claim in self.extraction["claims"]:
            bound = self.binding(claim)
            if bound and not any(equal(fact["value"], claim["value"]) for fact in bound):
                yield block("locked-fact", value=claim["value"], facts=bound)
        for ground in self.extraction["grounds"]:
            bound = [] if ground["relation"] == "supported" else self.binding(ground)
            if bound and not any(supports(fact, ground) for fact in bound):
                yield block("locked-fact", field=ground["field"], value=ground["value"], facts=bound)
        for rule in self.policy["rules"]:
            if self.applies(rule):
                yield from self.ruled(rule)

    def applies(self, rule: dict) -> bool:
        if "tools" in rule and not self.covered(rule["tools"]):
            return False
        if "effects" not in rule and "targets" not in rule:
            return True
        return any(
            ("effects" not in rule or effect["effect"] in rule["effects"])
            and ("targets" not in rule or any(covers_target(one, effect["target"]) for one in rule["targets"]))
            for effect in self.extraction["effects"]
        )

    def ruled(self, rule: dict):
        def facts(subject: str, attribute: str) -> list | None:
            key = {"subject": subject, "attribute": attribute}
            if key not in self.extraction["selectors"]:
                return None
            seen = self.trusted(self.in_force(key), "verified")
            if rule["outcome"] != "shadow":
                self.relied_on.update((fact["id"], fact) for fact in seen)
            return [fact["value"] for fact in seen]

        try:
            condition = cel.load(rule["when"])
        except cel.Unloadable:
            value = None
        else:
            variables = cel.variables(self.action, self.extraction["effects"], self.document["principal"], self.now)
            value, _ = cel.run(condition, variables, facts)
        if value is None:
            yield block("rule-error", rule=rule["id"])
        elif value:
            code = "rule-shadow" if rule["outcome"] == "shadow" else "rule"
            yield reason(code, rule["outcome"], rule=rule["id"])

    # Section 9.

    def grounding(self):
        for ground in self.extraction["grounds"]:
            if ground["relation"] == "supported":
                session = Session(self, ground, self.in_force)
                if session.support() is None:
                    weak = session.weak()
                    code = "untrusted-ground" if weak else "ungrounded"
                    yield escalate(code, field=ground["field"], value=ground["value"], facts=weak)
                continue
            in_force = self.in_force(ground)
            trusted = self.trusted(in_force, ground["trust"])
            supporting = [fact for fact in in_force if supports(fact, ground)]
            if any(fact in trusted for fact in supporting):
                continue
            about = {"field": ground["field"], "value": ground["value"]}
            if trusted and ground["relation"] == "at_most":
                yield escalate("over-ground", facts=trusted, **about)
            elif trusted:
                yield escalate("contradicted", facts=trusted, **about)
            elif supporting:
                yield escalate("untrusted-ground", facts=supporting, **about)
            else:
                yield escalate("ungrounded", **about)

    # Section 10.

    def confidence(self):
        given = []
        for field, facts in self.relied():
            found = self.faded(field, facts)
            if found:
                key = (found["code"], found["field"], [cited.split("@")[0] for cited in found["facts"]])
                if key not in given:
                    given.append(key)
                    yield found

    def relied(self):
        """What is relied on: a field and facts each."""
        for ground in self.extraction["grounds"]:
            if ground["relation"] == "supported":
                facts, needed = Session(self, ground, self.active).support() or ([], False)
                yield from ((ground["field"], one) for one in ([[fact] for fact in facts] if needed else [facts]))
                continue
            trusted = self.trusted(self.active(ground), ground["trust"])
            yield ground["field"], [fact for fact in trusted if supports(fact, ground)]
        for claim in self.extraction["claims"]:
            known = self.active(claim)
            same = [fact for fact in known if equal(fact["value"], claim["value"])]
            yield None, same or self.agreeing(known, claim)
        for id_ in sorted(self.relied_on, key=order):
            yield None, [self.relied_on[id_]]

    def faded(self, field: str | None, facts: list[dict]) -> dict | None:
        lasting = [fact for fact in facts if not self.expired(fact)]
        if not facts:
            return None
        if not lasting:
            return escalate("expired-fact", field=field, facts=facts)
        best = max(lasting, key=lambda fact: effective(fact, self.now))
        if effective(best, self.now) >= self.policy["confidence"]["minimum"]:
            return None
        return escalate("below-minimum", field=field, facts=[best])

    # Section 11.

    def limits(self):
        for limit in self.policy["limits"]:
            if "tools" not in limit or self.covered(limit["tools"]):
                found = over_limit(limit, self.document["counters"], self.extraction["cost"], self.extraction["effects"])
                if found:
                    yield found

    # Section 12.

    def escalation(self):
        always, effects = self.policy["escalate"], self.extraction["effects"]
        seen = []
        for effect in effects:
            value = {"effect": effect["effect"], "target": effect["target"]}
            if effect["effect"] in always["effects"] and value not in seen:
                seen.append(value)
                yield escalate("always-escalate", rule="escalate.effects", field=effect["field"], value=value)
        for reversibility in dict.fromkeys(effect["reversibility"] for effect in effects):
            if reversibility in always["reversibility"]:
                yield escalate("always-escalate", rule="escalate.reversibility", value=reversibility)
        risk = self.extraction["risk"]
        if "risk" in always and not below(RISK, risk, always["risk"]):
            yield escalate("always-escalate", rule="escalate.risk", value=risk)


def over_limit(limit: dict, counters: list[dict], cost: dict | None, effects: list[dict]) -> dict | None:
    """The reason that a limit which applies gives, or None: section 11."""
    of_money = limit["kind"] == "quota" and "currency" in limit
    if of_money and cost is None and any(effect["effect"] == "money.move" for effect in effects):
        return block("counter-missing", rule=limit["id"])
    if of_money and cost is not None and cost["currency"] != limit["currency"]:
        return block("currency-mismatch", rule=limit["id"], value=cost["currency"])
    mine = [counter for counter in counters if counter["limit"] == limit["id"]]
    if len(mine) != 1:
        return block("counter-missing", rule=limit["id"])
    added = max(mine[0]["next"], cost["amount"] if of_money and cost is not None else 0)
    if mine[0]["used"] > limit["max"] - added:
        return reason(OVER[limit["kind"]], limit["outcome"], rule=limit["id"], value=added)
    return None


def malformed() -> dict:
    """The judgment of a malformed document: section 2.1."""
    gates = []
    for name in Judge.GATES:
        one = {"gate": name, **block("malformed" if name == "standing" else "gate-error"), "approved": None}
        gates.append({"gate": name, "outcome": "block", "reasons": [one]})
    return Judge.joined(gates)


def judge(document) -> dict:
    """The judgment of a document, its sentences left aside."""
    return malformed() if is_malformed(document) else Judge(document).judge()
