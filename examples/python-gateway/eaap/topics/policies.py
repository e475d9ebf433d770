"""Policies: RFC-0007 section 3."""

from eaap.cel import Unloadable, load
from eaap.digest import digest
from eaap.patterns import pattern_is_good
from eaap.refused import Refused
from eaap.schema import matches

TOTAL_AT_MOST = 1_000_000


def answer(given):
    policy = given["policy"]
    if not matches("policy", policy):
        raise Refused("invalid")
    reason = fault(policy)
    if reason:
        raise Refused(reason)
    return {"digest": digest("EAAP-POLICY-v1", policy)}


def fault(policy: dict) -> str | None:
    """The code of section 3.2 for which a policy that matches its schema is refused, or None."""
    found = faulty(policy)
    return found and found[0]


def faulty(policy: dict) -> tuple[str, str, str] | None:
    """The code of the first fault that is found, and kind and id of the entry that has it; or None."""
    kinds = {"grants": "grant", "rules": "rule", "limits": "limit"}
    for name, kind in kinds.items():
        seen: set[str] = set()
        for entry in policy[name]:
            if entry["id"] in seen:
                return "duplicate-id", kind, entry["id"]
            seen.add(entry["id"])
    for grant in policy["grants"]:
        if {"unknown", "secret.read"} & set(grant["effects"]):
            return "ungrantable", "grant", grant["id"]
    for name in ("grants", "rules"):
        for entry in policy[name]:
            if not all(map(pattern_is_good, entry.get("targets", []))):
                return "target-pattern", kinds[name], entry["id"]
    for limit in policy["limits"]:
        if "currency" in limit and limit["kind"] != "quota":
            return "limit-currency", "limit", limit["id"]
    total = 0
    for rule in policy["rules"]:
        try:
            total += load(rule["when"]).estimate
        except Unloadable:
            return "condition", "rule", rule["id"]
        if total > TOTAL_AT_MOST:
            return "total", "rule", rule["id"]
    return None
