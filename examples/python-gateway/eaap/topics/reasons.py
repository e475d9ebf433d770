"""Reasons and approvals: RFC-0005 section 3.2."""

from eaap.judge import approval_of, reason_digest
from eaap.refused import Refused


def answer(given):
    reason = given["reason"]
    result = {"digest": reason_digest(reason)}
    if "claimed" in given and given["claimed"] != result["digest"]:
        raise Refused("mismatch")
    if "approvals" in given:
        if reason["outcome"] != "escalate":
            raise Refused("not-approvable")
        result["approved"] = approval_of(reason, given["approvals"])
        if result["approved"] is None:
            raise Refused("not-covered")
    return result
