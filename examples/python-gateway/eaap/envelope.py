"""Proof bundles: statements in DSSE envelopes (RFC-0011 section 9)."""

import re

from eaap import ed25519
from eaap.canonical import canonical, canonical_text, is_whole, read
from eaap.digest import base64_padded, base64url, commitment, digest, is_digest
from eaap.note import Checkpoint, Key, is_name, key_id, open_checkpoint, padded, read_key, read_keys
from eaap.record import is_record, leaf
from eaap.refused import Refused
from eaap.topics.receipts import RECEIPT, is_form
from eaap.tree import included

PAYLOAD_TYPE = "application/vnd.in-toto+json"
STATEMENT_TYPE = "https://in-toto.io/Statement/v1"
PREDICATE_TYPE = "urn:eaap:predicate:v1:decision"
SUBJECTS = {"action_commitment", "state_hash", "receipt"}
BOUND = ("evaluation", "verdict", "policy", "engine", "state_hash", "commitment")


def pae(payload_type: str, payload: bytes) -> bytes:
    """What a signature is over (section 9.2)."""
    type_ = payload_type.encode("utf-8")
    return b"DSSEv1 %d %b %d %b" % (len(type_), type_, len(payload), payload)


# Sections 9.3 and 9.4: forms.


def is_text(value) -> bool:
    return isinstance(value, str)


def is_list_of(form, least: int, most: int):
    return lambda value: isinstance(value, list) and least <= len(value) <= most and all(map(form, value))


def is_padded(value) -> bool:
    return isinstance(value, str) and base64_padded(value) is not None


def is_key_id(value) -> bool:
    """Whether a value is the name of a key and its id, joined by a plus."""
    if not isinstance(value, str) or len(value) > 256:
        return False
    name, plus, id_ = value.partition("+")
    return is_name(name) and re.fullmatch("[0-9a-f]{8}", id_) is not None


SIGNATURE = {"keyid": is_key_id, "sig": lambda value: is_padded(value) and value != ""}
ENVELOPE = {
    "payload": is_padded,
    "payloadType": is_text,
    "signatures": is_list_of(lambda value: is_form(SIGNATURE, value), 1, 100),
}
SHA256 = {"sha256": lambda value: isinstance(value, str) and re.fullmatch("[0-9a-f]{64}", value) is not None}
SUBJECT = {
    "name": lambda value: isinstance(value, str) and value in SUBJECTS,
    "digest": lambda value: is_form(SHA256, value),
}
STATEMENT = {
    "_type": lambda value: value == STATEMENT_TYPE,
    "subject": is_list_of(lambda value: is_form(SUBJECT, value), 1, 3),
    "predicateType": is_text,
    "predicate": lambda value: isinstance(value, dict),
}
ENTRY = {"record": is_record, "proof": is_list_of(is_digest, 0, 64)}
PREDICATE = {
    "v": lambda value: is_whole(value) and value == 1,
    "entries": is_list_of(lambda value: is_form(ENTRY, value), 1, 64),
    "checkpoint": lambda value: isinstance(value, str) and len(value) <= 4096,
    "receipt": lambda value: value is None or is_form(RECEIPT, value),
}
CONTENTS = {name: form for name, form in PREDICATE.items() if name != "v"}


# Section 9.4: what belongs together.


def decision_of(entries: list[dict]) -> dict:
    """The record of the decision that the entries are the records of."""
    records = [entry["record"] for entry in entries]
    decisions = [record for record in records if record["type"] == "evaluation.recorded"]
    if len(decisions) != 1 or any(decisions[0][name] is None for name in BOUND):
        raise Refused("not-a-decision")
    decision = decisions[0]
    if any((record["evaluation"], record["ns"]) != (decision["evaluation"], decision["ns"]) for record in records):
        raise Refused("not-a-decision")
    if any(one["seq"] >= other["seq"] for one, other in zip(records, records[1:])) or len(commits(entries)) > 1:
        raise Refused("not-a-decision")
    return decision


def commits(entries: list[dict]) -> list[dict]:
    return [entry["record"] for entry in entries if entry["record"]["type"] == "commit.accepted"]


def subjects_of(decision: dict, receipt: dict | None) -> list[dict]:
    """The subjects that follow from the predicate."""
    digests = {name: decision[of] for name, of in (("action_commitment", "commitment"), ("state_hash", "state_hash"))}
    if receipt is not None:
        digests["receipt"] = digest("EAAP-RECEIPT-v1", receipt)
    return [{"name": name, "digest": {"sha256": text.removeprefix("sha256:")}} for name, text in digests.items()]


def belongs(receipt: dict | None, decision: dict, entries: list[dict]) -> bool:
    """Whether the receipt belongs to the decision, or there is neither receipt nor commit."""
    found = commits(entries)
    if receipt is None:
        return not found
    claims = receipt["claims"]
    if found != [receipt["record"]]:
        return False
    record = found[0]
    return (
        record["verdict"] == "ALLOW"
        and all(record[name] == decision[name] for name in ("verdict", "policy", "engine", "state_hash"))
        and (record["ns"], record["evaluation"]) == (claims["namespace"], claims["evaluation"])
        and (record["principal"], record["seq"]) == (claims["executor"], receipt["index"])
        and commitment(base64url(receipt["claims_salt"]), claims) == record["commitment"]
        and claims["action_commitment"] == decision["commitment"]
    )


# Section 9.5: verifying.


def read_form(data: bytes, forms: dict, reason: str) -> dict:
    """The object of a JSON text that has these members, each of its form."""
    try:
        value = read(data)
    except Refused:
        raise Refused(reason) from None
    if not is_form(forms, value):
        raise Refused(reason)
    return value


def signers_of(envelope: dict, keys: dict[tuple[str, bytes], Key]) -> list[str]:
    """The known keys that signed, all of whose signatures hold."""
    signed = pae(envelope["payloadType"], base64_padded(envelope["payload"]))
    signers: list[str] = []
    for signature in envelope["signatures"]:
        signer = signature["keyid"]
        name, id_ = signer.split("+")
        key = keys.get((name, bytes.fromhex(id_)))
        if key is None:
            continue
        if signer in signers:
            raise Refused("duplicate-signature")
        if not ed25519.holds(key.public, base64_padded(signature["sig"]), signed):
            raise Refused("bad-signature")
        signers.append(signer)
    if not signers:
        raise Refused("unknown-key")
    return signers


def statement_of(envelope: dict) -> dict:
    """The statement in an envelope that a known key signed, its predicate of the form of section 9.4."""
    if envelope["payloadType"] != PAYLOAD_TYPE:
        raise Refused("payload-type")
    payload = base64_padded(envelope["payload"])
    statement = read_form(payload, STATEMENT, "malformed-statement")
    if canonical(statement) != payload:
        raise Refused("malformed-statement")
    if statement["predicateType"] != PREDICATE_TYPE:
        raise Refused("predicate-type")
    if not is_form(PREDICATE, statement["predicate"]):
        raise Refused("malformed-predicate")
    return statement


def opened(note: str, log_key: str, namespace: str) -> Checkpoint:
    """A checkpoint of the gateway for the log of a namespace."""
    try:
        return open_checkpoint(note, [log_key], f"{read_key(log_key).name}/{namespace}")
    except Refused:
        raise Refused("checkpoint") from None


def require_included(record: dict, index: int, proof: list[str], checkpoint: Checkpoint) -> None:
    hashes = [bytes.fromhex(text.removeprefix("sha256:")) for text in proof]
    if not included(leaf(record), index, checkpoint.size, hashes, checkpoint.root):
        raise Refused("inclusion")


def verify(text: str, verifier_keys: list, log_key, namespace: str) -> tuple[dict, Checkpoint, list[str], int]:
    """The predicate, the checkpoint, who signed and how many others did, in the order of section 9.5."""
    keys = read_keys(verifier_keys)
    read_keys([*verifier_keys, log_key])
    envelope = read_form(text.encode("utf-8", "surrogatepass"), ENVELOPE, "malformed-envelope")
    signers = signers_of(envelope, keys)
    statement = statement_of(envelope)
    predicate = statement["predicate"]
    entries, receipt = predicate["entries"], predicate["receipt"]
    decision = decision_of(entries)
    if decision["ns"] != namespace:
        raise Refused("namespace")
    if statement["subject"] != subjects_of(decision, receipt):
        raise Refused("subject-mismatch")
    if not belongs(receipt, decision, entries):
        raise Refused("receipt-mismatch")
    checkpoint = opened(predicate["checkpoint"], log_key, namespace)
    receipts_own = opened(receipt["checkpoint"], log_key, namespace) if receipt else None
    for entry in entries:
        require_included(entry["record"], entry["record"]["seq"], entry["proof"], checkpoint)
    if receipts_own:
        require_included(receipt["record"], receipt["index"], receipt["proof"], receipts_own)
    return predicate, checkpoint, signers, len(envelope["signatures"]) - len(signers)


# Section 9.6: making.


def is_readable(value) -> bool:
    """Whether a verifier could read a value back: the text does not say so, and what it cannot read is no bundle."""
    try:
        read(canonical(value))
    except (Refused, UnicodeEncodeError):
        return False
    return True


def payload_of(contents: dict) -> bytes:
    """The payload that follows from entries, checkpoint and receipt."""
    if not is_form(CONTENTS, contents) or not is_readable(contents):
        raise Refused("malformed-predicate")
    decision = decision_of(contents["entries"])
    if not belongs(contents["receipt"], decision, contents["entries"]):
        raise Refused("receipt-mismatch")
    statement = {
        "_type": STATEMENT_TYPE,
        "subject": subjects_of(decision, contents["receipt"]),
        "predicateType": PREDICATE_TYPE,
        "predicate": {**contents, "v": 1},
    }
    return canonical(statement)


def make(contents: dict, signers: list[tuple[str, bytes]]) -> str:
    """The envelope of a bundle, signed by keys that are a name and a seed."""
    payload = payload_of(contents)
    signed = pae(PAYLOAD_TYPE, payload)
    signatures: list[dict] = []
    for name, seed in signers:
        public, signature = ed25519.sign(seed, signed)
        signatures.append({"keyid": f"{name}+{key_id(name, public).hex()}", "sig": padded(signature)})
    envelope = {"payload": padded(payload), "payloadType": PAYLOAD_TYPE, "signatures": signatures}
    if not is_form(ENVELOPE, envelope) or not is_readable(envelope):
        raise Refused("malformed-envelope")
    if len({signature["keyid"] for signature in signatures}) < len(signatures):
        raise Refused("duplicate-signature")
    return canonical_text(envelope)
