"""Decay: RFC-0004 section 3."""

from eaap.decay import left
from eaap.refused import Refused


def answer(input):
    rest = left(input["confidence"], input["half_life_ms"], input["observed_at"], input["at"])
    if "claimed" in input and input["claimed"] != rest:
        raise Refused("mismatch")
    return rest
