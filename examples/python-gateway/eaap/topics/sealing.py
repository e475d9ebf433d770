"""Sealing (RFC-0012 section 4)."""

from eaap.refused import Refused
from eaap.sealing import seal, set_text, unseal


def answer(input: dict):
    if input["op"] == "set":
        return set_text(input["of"], input["kids"])
    keys = {entry["kid"]: bytes.fromhex(entry["key"]) for entry in input["keys"]}
    if input["op"] == "open":
        return unseal(input, input["kids"], keys, bytes.fromhex(input["sealed"]))
    text, sealed = seal(input, input["of"], keys, bytes.fromhex(input["nonce"]), input["payload"])
    if input.get("claimed", sealed.hex()) != sealed.hex():
        raise Refused("mismatch")
    return {"kids": text, "sealed": sealed.hex()}
