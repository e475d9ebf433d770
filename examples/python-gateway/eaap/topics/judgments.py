"""Judgments: RFC-0005 sections 2 to 12."""

from eaap.canonical import canonical
from eaap.judge import is_malformed, judge
from eaap.refused import Refused


def answer(given):
    if is_malformed(given["document"]):
        raise Refused("malformed")
    judgment = judge(given["document"])
    if "claimed" not in given:
        return judgment
    if canonical(given["claimed"]) != canonical(judgment):
        raise Refused("mismatch")
    return {"agrees": True}
