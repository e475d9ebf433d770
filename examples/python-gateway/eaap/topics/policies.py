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
    for name in ("grants", "rules", "limits"):
        if len({entry["id"] for entry in policy[name]}) < len(policy[name]):
            return "duplicate-id"
    if any({"unknown", "secret.read"} & set(grant["effects"]) for grant in policy["grants"]):
        return "ungrantable"
    for entry in [*policy["grants"], *policy["rules"]]:
        if not all(map(pattern_is_good, entry.get("targets", []))):
            return "target-pattern"
    if any("currency" in limit and limit["kind"] != "quota" for limit in policy["limits"]):
        return "limit-currency"
    total = 0
    for rule in policy["rules"]:
        try:
            total += load(rule["when"]).estimate
        except Unloadable:
            return "condition"
        if total > TOTAL_AT_MOST:
            return "total"
    return None
