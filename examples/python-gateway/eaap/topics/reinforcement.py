"""Reinforcement: RFC-0003 section 8."""

from eaap.decay import left
from eaap.refused import Refused


def reinforced(fact: dict, again: dict, now: int) -> dict:
    """The next version of a fact that is said again by enough trust (section 8.2)."""
    c, h, o = fact["confidence"], fact["half_life_ms"], fact["observed_at"]
    later = max(o, again["observed_at"])
    confidence = max(
        left(c, h, o, now),
        left(again["confidence"], again["half_life_ms"], again["observed_at"], later),
    )
    half_life = max(h, again["half_life_ms"])
    version = dict(fact)
    if again["observed_at"] > o:
        version |= {"source": again["source"], "observed_at": later}
        version |= {"confidence": confidence, "half_life_ms": half_life}
    elif left(confidence, half_life, o, now) > left(c, h, o, now):
        version |= {"confidence": confidence, "half_life_ms": half_life}
    if fact["valid_until"] is not None and again["valid_until"] is not None:
        version["valid_until"] = max(fact["valid_until"], again["valid_until"])
    return version


def answer(input):
    again, now = input["again"], input["now"]
    if again["observed_at"] > now:  # section 5.2
        raise Refused("observed-in-future")
    if again["valid_until"] is not None and again["valid_until"] <= now:
        raise Refused("invalid-request")
    version = reinforced(input["fact"], again, now)
    if "claimed" in input and input["claimed"] != version:
        raise Refused("mismatch")
    return version
