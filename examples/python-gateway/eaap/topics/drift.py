"""What has changed since an evaluation (RFC-0008 section 6)."""

from eaap.refused import Refused
from eaap.state import drift, ordered, state_hash


def answer(input: dict):
    then, now = ordered(input["then"]), ordered(input["now"])
    differing = drift(then, now)
    if "listed" in input:
        changed = [text for _, text in differing]
        if input["listed"] != changed:
            raise Refused("mismatch")
        return changed
    if differing:
        raise Refused("drift-" + differing[0][0])
    return state_hash(now)
