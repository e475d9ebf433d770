"""What time leaves of a confidence (RFC-0004 section 3)."""

from eaap.canonical import is_whole
from eaap.refused import Refused

LONGEST = 315_360_000_000
LAST_TIME = 253_402_300_799_999


def within(value, least: int, most: int) -> bool:
    """Whether a JSON value is a whole number between two bounds, both included."""
    return is_whole(value) and least <= value <= most


def left(confidence: int, half_life_ms: int, observed_at: int, now: int) -> int:
    """The basis points that are left at `now` (section 3.2); refuses inputs out of bounds (section 3.1)."""
    if not within(confidence, 0, 10_000):
        raise Refused("confidence-out-of-range")
    if not within(half_life_ms, 1, LONGEST):
        raise Refused("half-life-out-of-range")
    if not within(observed_at, 0, LAST_TIME) or not within(now, 0, LAST_TIME):
        raise Refused("time-out-of-range")
    halvings, rest = divmod(max(0, now - observed_at), half_life_ms)
    if halvings >= 14:
        return 0
    above = confidence >> halvings
    below = above // 2
    return above - (above - below) * rest // half_life_ms
