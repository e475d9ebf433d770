"""Windows and ends (RFC-0008 section 3)."""

from eaap.canonical import is_whole
from eaap.refused import Refused

# From and to, in milliseconds; a key's expiry is any time later than now (RFC-0016 section 3).
BOUNDS = {
    "window": (1000, 3_600_000),
    "evaluation": (1000, 300_000),
    "escalation": (1000, 604_800_000),
    "silence": (1000, 86_400_000),
    "key": (1, float("inf")),
}


def computed(input: dict):
    t, ms = input["t"], input["ms"]
    low, high = BOUNDS[input.get("of", "window")]
    if not is_whole(ms) or not low <= ms <= high:
        raise Refused("out-of-range")
    if input["kind"] == "window":
        return t // ms * ms
    if input["kind"] == "end":
        return t + ms
    if input["now"] >= t + ms:
        raise Refused("over")
    return True


def answer(input: dict):
    output = computed(input)
    if input.get("claimed", output) != output:
        raise Refused("mismatch")
    return output
