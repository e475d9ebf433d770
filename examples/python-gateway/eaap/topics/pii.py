"""Personal data: RFC-0003 section 13."""

from dataclasses import asdict

from eaap.canonical import canonical
from eaap.pii import find, value_with_tokens, with_tokens
from eaap.refused import Refused


def overlap(a: dict, b: dict) -> bool:
    return a["start"] < b["end"] and b["start"] < a["end"]


def compare(claimed: list[dict], found: list[dict]) -> None:
    """Refuses a claim for the first way in which it differs from what is found."""
    if any(not any(overlap(c, f) for f in found) for c in claimed):
        raise Refused("not-personal-data")
    if any(not any(overlap(c, f) for c in claimed) for f in found):
        raise Refused("missed")
    pairs = [(c, f) for c in claimed for f in found if overlap(c, f)]
    if any(c["type"] != f["type"] for c, f in pairs):
        raise Refused("other-type")
    if any((c["start"], c["end"]) != (f["start"], f["end"]) for c, f in pairs):
        raise Refused("other-stretch")
    if any(c["normalised"] != f["normalised"] for c, f in pairs):
        raise Refused("other-normal-form")


def answer(input):
    key, label = bytes.fromhex(input["key"]), input.get("label", "")
    marks = input.get("marks", False)
    if "json" in input:
        value = value_with_tokens(key, input["json"], label, marks)
        if "claimed" in input and canonical(input["claimed"]) != canonical(value):
            raise Refused("other-text")
        return {"json": value}
    found = find(input["text"], label)
    shown = [asdict(detection) for detection in found]
    if "claimed" in input:
        compare(input["claimed"], shown)
    return {"text": with_tokens(key, input["text"], found, marks), "found": shown}
