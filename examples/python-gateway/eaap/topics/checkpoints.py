"""Checkpoints and signed notes (RFC-0011 section 5)."""

from eaap.digest import written
from eaap.note import open_checkpoint, sign_checkpoint


def answer(input: dict) -> dict:
    if input["op"] == "sign":
        fields = [input[name] for name in ("origin", "size", "root", "extensions")]
        note, verifier_key = sign_checkpoint(input["name"], bytes.fromhex(input["seed"]), *fields)
        return {"note": note, "verifier_key": verifier_key}
    note = bytes.fromhex(input["note_hex"]) if "note_hex" in input else input["note"]
    opened = open_checkpoint(note, input["verifier_keys"], input["origin"])
    return {
        "origin": opened.origin,
        "size": opened.size,
        "root": written(opened.root),
        "extensions": opened.extensions,
        "signers": opened.signers,
        "others": opened.others,
    }
