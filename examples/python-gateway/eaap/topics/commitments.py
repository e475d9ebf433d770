"""Commitments (RFC-0002 section 5)."""

from eaap.digest import approval_payload, commitment, conflict_payload, fact_payload, is_digest
from eaap.refused import Refused

PAYLOADS = {"fact": fact_payload, "conflict": conflict_payload, "approval": approval_payload}


def answer(input: dict) -> str:
    payload = PAYLOADS[input["of"]](input["object"]) if "of" in input else input["payload"]
    output = commitment(bytes.fromhex(input["salt"]), payload)
    if "claimed" in input and not is_digest(input["claimed"]):
        raise Refused("malformed-digest")
    if input.get("claimed", output) != output:
        raise Refused("mismatch")
    return output
