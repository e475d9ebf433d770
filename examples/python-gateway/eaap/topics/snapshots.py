"""Snapshots: RFC-0004 section 6."""

from eaap.canonical import canonical
from eaap.refused import Refused
from eaap.snapshot import snapshot


def answer(input):
    output = snapshot(input)
    if any(canonical(output[name]) != canonical(value) for name, value in input.get("claimed", {}).items()):
        raise Refused("mismatch")
    return output
