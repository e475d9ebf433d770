"""Records of the log (RFC-0011 section 3)."""

from eaap.canonical import canonical_text
from eaap.digest import written
from eaap.record import is_record, leaf, link
from eaap.refused import Refused


def answer(input: dict) -> dict:
    record = input["record"]
    if not is_record(record):
        raise Refused("malformed")
    output = {"canonical": canonical_text(record), "leaf": written(leaf(record)), "link": link(record)}
    if any(output.get(name) != value for name, value in input.get("claimed", {}).items()):
        raise Refused("mismatch")
    return output
