"""Receipts at a target (RFC-0011 section 8)."""

from eaap import ed25519
from eaap.canonical import is_whole
from eaap.digest import base64url, commitment, digest, is_digest
from eaap.ids import is_id
from eaap.note import open_checkpoint, read_key
from eaap.record import NAMESPACE, PRINCIPAL, is_place, is_record, leaf, matches
from eaap.refused import Refused
from eaap.times import is_time, read_time
from eaap.tree import included

SKEW_MS = 5000


def is_32_bytes(value) -> bool:
    data = base64url(value)
    return data is not None and len(data) == 32


CLAIMS = {
    "v": lambda value: is_whole(value) and value == 1,
    "jti": is_id,
    "namespace": lambda value: matches(NAMESPACE, value),
    "evaluation": is_id,
    "executor": lambda value: matches(PRINCIPAL, value),
    "audience": lambda value: isinstance(value, str),
    "action_commitment": is_digest,
    "confirmation_key": is_32_bytes,
    "issued_at": is_time,
    "expires_at": is_time,
}
RECEIPT = {
    "claims": lambda value: is_form(CLAIMS, value),
    "action_salt": is_32_bytes,
    "claims_salt": is_32_bytes,
    "record": is_record,
    "index": is_place,
    "proof": lambda value: isinstance(value, list) and all(map(is_digest, value)),
    "checkpoint": lambda value: isinstance(value, str) and len(value) <= 4096,
}


def is_form(forms: dict, value) -> bool:
    """Whether a value has exactly these members, each of its form."""
    return isinstance(value, dict) and value.keys() == forms.keys() and all(forms[name](value[name]) for name in forms)


def check(receipt, input: dict) -> None:
    """The checks of section 8.2, in its order."""
    if not is_form(RECEIPT, receipt):
        raise Refused("malformed")
    claims, record = receipt["claims"], receipt["record"]
    if (claims["audience"], claims["namespace"]) != (input["audience"], input["namespace"]):
        raise Refused("audience")
    if read_time(claims["issued_at"]) > input["now"] + SKEW_MS:
        raise Refused("not-yet-valid")
    if input["now"] >= read_time(claims["expires_at"]):
        raise Refused("expired")
    if commitment(base64url(receipt["action_salt"]), input["action"]) != claims["action_commitment"]:
        raise Refused("action-mismatch")
    if commitment(base64url(receipt["claims_salt"]), claims) != record["commitment"]:
        raise Refused("claims-mismatch")
    if (record["type"], record["verdict"]) != ("commit.accepted", "ALLOW"):
        raise Refused("not-a-commit")
    said = (record["ns"], record["evaluation"], record["principal"], record["seq"])
    if said != (claims["namespace"], claims["evaluation"], claims["executor"], receipt["index"]):
        raise Refused("not-a-commit")
    try:
        origin = f"{read_key(input['verifier_key']).name}/{claims['namespace']}"
        checkpoint = open_checkpoint(receipt["checkpoint"], [input["verifier_key"]], origin)
    except Refused:
        raise Refused("checkpoint") from None
    proof = [bytes.fromhex(text[7:]) for text in receipt["proof"]]
    if not included(leaf(record), receipt["index"], checkpoint.size, proof, checkpoint.root):
        raise Refused("inclusion")
    if not possesses(claims, input["possession"]):
        raise Refused("possession")
    if claims["jti"] in input["seen"]:
        raise Refused("replayed")


def possesses(claims: dict, signature) -> bool:
    """Whether the presenter's signature holds (section 8.3)."""
    key, data = base64url(claims["confirmation_key"]), base64url(signature)
    signed = digest("EAAP-POSSESSION-v1", {"audience": claims["audience"], "jti": claims["jti"]})
    return data is not None and ed25519.is_key(key) and ed25519.holds(key, data, signed.encode("ascii"))


def answer(input: dict) -> dict:
    check(input["receipt"], input)
    claims = input["receipt"]["claims"]
    return {"jti": claims["jti"], "expires_at": claims["expires_at"]}
