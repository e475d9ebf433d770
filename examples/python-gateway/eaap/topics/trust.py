"""Trust: RFC-0003 section 4."""

import re

from eaap.decay import LONGEST, within
from eaap.refused import Refused

KINDS = ("human", "system", "tool", "document", "agent")
TRUSTS = ("untrusted", "verified", "authoritative")
MEMBERS = {"kind", "id", "trust", "max_confidence", "max_half_life_ms"}


def loads(sources) -> bool:
    """Whether the sources of a trust table match its schema (section 4.1)."""
    return isinstance(sources, list) and len(sources) <= 256 and all(map(is_entry, sources))


def is_entry(entry) -> bool:
    return (
        isinstance(entry, dict)
        and entry.keys() == MEMBERS
        and entry["kind"] in KINDS
        and isinstance(entry["id"], str)
        and re.fullmatch(r"[^\x00-\x1f]{1,256}", entry["id"]) is not None
        and entry["trust"] in TRUSTS
        and within(entry["max_confidence"], 0, 10_000)
        and within(entry["max_half_life_ms"], 1, LONGEST)
    )


def rate(sources: list, source: dict, confidence: int | None, half_life_ms: int | None) -> dict:
    """What a fact of this source gets (section 4.2)."""
    matching = (e for e in sources if e["kind"] == source["kind"] and e["id"] in ("*", source["id"]))
    unknown = {"trust": "untrusted", "max_confidence": 2500, "max_half_life_ms": 86_400_000}
    entry = next(matching, unknown)
    most, longest = entry["max_confidence"], entry["max_half_life_ms"]
    return {
        "trust": "untrusted" if source["kind"] == "agent" else entry["trust"],
        "confidence": most if confidence is None else min(confidence, most),
        "half_life_ms": longest if half_life_ms is None else min(half_life_ms, longest),
    }


def answer(input):
    if not loads(input["sources"]):
        raise Refused("invalid-trust")
    rated = rate(input["sources"], input["source"], input.get("confidence"), input.get("half_life_ms"))
    if "claimed" in input and input["claimed"] != rated:
        raise Refused("mismatch")
    return rated
