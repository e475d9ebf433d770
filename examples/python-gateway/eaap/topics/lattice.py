"""Outcomes and verdicts: RFC-0005 section 3.3."""

from eaap.judge import outcome_of, verdict_of
from eaap.refused import Refused


def answer(given):
    if "reasons" in given:
        name, result = "outcome", outcome_of([(one["outcome"], one["covered"]) for one in given["reasons"]])
    else:
        name, result = "verdict", verdict_of(given["outcomes"])
    if "claimed" in given and given["claimed"] != result:
        raise Refused("mismatch")
    return {name: result}
