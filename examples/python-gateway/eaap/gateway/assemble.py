"""What a verdict depends on, read in its transaction, judged, and bound together (RFC-0008 section 4, RFC-0010)."""

from dataclasses import dataclass

from eaap.canonical import LARGEST, units
from eaap.extract import extract
from eaap.gateway.admin import document_of
from eaap.gateway.approvals import in_force as approvals_in_force
from eaap.gateway.control import halts
from eaap.gateway.core import engine
from eaap.gateway.problem import Problem
from eaap.gateway.rows import newest_versions, open_conflict, open_fact
from eaap.gateway.sentences import told
from eaap.gateway.transaction import Transaction
from eaap.judge import judge
from eaap.patterns import covers_name
from eaap.state import ordered, state_hash

ROWS_AT_MOST = 256


@dataclass
class World:
    """One judgment and what it was made from."""

    policy: dict
    extraction: dict
    judgment: dict
    state: dict
    state_hash: str
    subjects: list[str]  # whom it is about
    limits: list[dict]  # limits that apply, with their keys and what it would add
    loop_key: str


def part(action: dict) -> dict:
    """What of an action its approvals are for (RFC-0009 section 3.2)."""
    shown = {name: action[name] for name in ("tool", "parameters", "environment")}
    return shown | {name: action.get(name, []) for name in ("claims", "effects")}


def action_key(tx: Transaction, principal: str, action: dict) -> str:
    return tx.index("action-key", {"principal": principal, "action": part(action)})


def loop_key(tx: Transaction, principal: str, tool: str, effects: list[dict]) -> str:
    texts = {f"{effect['effect']} {effect['target'] or ''}" for effect in effects}
    return tx.index("loop-key", {"principal": principal, "tool": tool, "effects": sorted(texts, key=units)})


def selected(tx: Transaction, selectors: list[dict]) -> tuple[list[dict], list[dict]]:
    """All facts that count and all open conflicts under some selectors, each list by id (RFC-0004 section 7)."""
    facts, conflicts = [], []
    for selector in selectors:
        place = tx.index("subject", selector["subject"]), tx.index("attribute", selector["attribute"])
        for row in newest_versions(tx.find("facts", "place", place)):
            if row["status"] in ("active", "disputed") and not row["aside"]:
                facts.append(open_fact(tx, row))
            else:
                open_fact(tx, row)  # one that only seems not to count, since its row was changed, is found
        for row in newest_versions(tx.find("conflicts", "place", place)):
            if row["status"] == "open":
                conflicts.append(open_conflict(tx, row))
    return sorted(facts, key=lambda row: row["id"]), sorted(conflicts, key=lambda row: row["id"])


def counters(tx: Transaction, policy: dict, action: dict, extraction: dict, who: dict) -> list[dict]:
    """The limits that apply, each with its key, what is used of it and what the action adds (RFC-0010 section 4)."""
    found = []
    for limit in policy["limits"]:
        if "tools" in limit and not any(covers_name(pattern, action["tool"]) for pattern in limit["tools"]):
            continue
        scope = {"namespace": [], "principal": [who["principal"]]}.get(limit["scope"])
        if scope is None:
            scope = [who["principal"], action.get("session", "")]
        parts = [limit["id"], limit["kind"], limit["scope"], *scope]
        if limit["kind"] == "loop":
            parts.append(who["loop_key"])
        key = tx.index("limit", parts)
        since = tx.now - limit["window_ms"]
        uses = tx.find("usage", "limit", key)
        used = sum(use["amount"] for use in uses if use["time"] > since and use["evaluation"] != who["evaluation"])
        if used > LARGEST:
            raise Problem("internal", "What is used of a limit cannot be counted any more.")
        adds, cost = 1, extraction["cost"]
        if limit["kind"] == "quota" and "currency" in limit:
            adds = cost["amount"] if cost and cost["currency"] == limit["currency"] else 0
        found.append({"limit": limit["id"], "used": used, "next": adds, "key": key, "kind": limit["kind"]})
    return found


def halted(tx: Transaction, principals: tuple) -> list[dict]:
    return [
        {name: row[name] for name in ("scope", "name", "reason")}
        for row in halts(tx.gateway, tx.namespace)
        if row["scope"] != "agent" or row["name"] in principals
    ]


def look(tx: Transaction, who: dict, action: dict) -> World:
    """Judges an action with personal data replaced; who: principal, executor, evaluation, commitment and window."""
    policy_row = tx.config("policy")
    policy = document_of(policy_row, "policy")
    manifest_row = tx.get("manifests", action["tool"])
    manifest = document_of(manifest_row, "manifest") if manifest_row else None
    mandate = policy.get("grounding", {}).get("mandate", "none")
    extraction = extract(action, manifest, policy["selects"], *([] if mandate == "none" else [mandate]))
    extraction["unread"] = [{**entry, "detail": "It could not be read."} for entry in extraction["unread"]]
    facts, conflicts = selected(tx, extraction["selectors"])
    truncated = len(facts) + len(conflicts) > ROWS_AT_MOST
    conflicts = conflicts[:ROWS_AT_MOST]
    facts = facts[: ROWS_AT_MOST - len(conflicts)]
    loop = loop_key(tx, who["principal"], action["tool"], extraction["effects"])
    counted = counters(tx, policy, action, extraction, {**who, "loop_key": loop})
    approvals = approvals_in_force(tx, action_key(tx, who["principal"], action))
    document = {
        "v": 1,
        "now": tx.now,
        "namespace": tx.namespace,
        **{"principal": who["principal"], "executor": who["executor"] or policy["executors"][0]},
        **{"action": action, "manifest": manifest, "extraction": extraction, "policy": policy},
        "facts": [fact_judged(fact) for fact in facts],
        "conflicts": [conflict_judged(row) for row in conflicts],
        "truncated": truncated,
        "halted": halted(tx, (who["principal"], who["executor"] or policy["executors"][0])),
        "counters": [{name: one[name] for name in ("limit", "used", "next")} for one in counted],
        "approvals": [{"escalation": one["id"], "reasons": one["reason_digests"]} for one in approvals],
    }
    judgment = told(judge(document))
    objects = [["approval", one["id"], one["version"], one["commitment"]] for one in approvals]
    objects += [["conflict", one["id"], one["version"], one["commitment"]] for one in conflicts]
    objects += [["fact", one["id"], one["version"], one["commitment"]] for one in facts]
    state = ordered(
        {
            "namespace": tx.namespace,
            "principal": who["principal"],
            "action_commitment": who["commitment"],
            "policy": policy_row["digest"],
            "engine": engine(tx),
            "selectors": extraction["selectors"],
            "objects": objects,
            "window": tx.now // policy["window_ms"] * policy["window_ms"] if who["window"] is None else who["window"],
        }
    )
    subjects = {one["subject"] for one in (*extraction["selectors"], *extraction["claims"])}
    for fact in facts:
        subjects |= set(fact["about"])
    return World(policy, extraction, judgment, state, state_hash(state), sorted(subjects), counted, loop)


def fact_judged(fact: dict) -> dict:
    names = "id version subject attribute value trust confidence half_life_ms valid_until locked status"
    return {
        **{name: fact[name] for name in names.split()},
        "source_kind": fact["source"]["kind"],
        "observed_at": fact["source"]["observed_at"],
    }


def conflict_judged(row: dict) -> dict:
    return {name: row[name] for name in ("id", "version", "subject", "attribute", "incumbent", "challenger")}


def count(tx: Transaction, world: World, evaluation: str, kinds: tuple, state: str) -> None:
    """Writes the uses of limits of some kinds (RFC-0010 section 3.1)."""
    for one in world.limits:
        if one["kind"] in kinds:
            use = {"limit": one["key"], "evaluation": evaluation, "amount": one["next"], "time": tx.now, "state": state}
            tx.put("usage", f"{one['key']} {evaluation}", use)


