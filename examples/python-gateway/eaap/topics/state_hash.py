"""The state hash (RFC-0001 section 9.2 and RFC-0008 section 4)."""

from eaap.refused import Refused
from eaap.state import ordered, state_hash


def answer(input: dict) -> str:
    output = state_hash(ordered(input["state"]))
    if input.get("claimed", output) != output:
        raise Refused("mismatch")
    return output
