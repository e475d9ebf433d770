"""Digests, commitments, keyed values and the texts of bytes (RFC-0002 sections 3.6 and 4 to 6)."""

import base64
import hashlib
import hmac
import re

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from eaap.canonical import canonical
from eaap.refused import Refused

TAGS = {
    f"EAAP-{name}-v1"
    for name in (
        "STATE POLICY ENGINE MANIFEST TRUST RECORD KEY TOKEN REQUEST ARTIFACT REASONS VALUE POSSESSION JUDGE-INPUT "
        "CONTEXT REQUIREMENT REPORT EXTRACTION RECEIPT CREDENTIAL"
    ).split()
}
FACT = (
    "id version subject attribute value statement source trust confidence half_life_ms valid_until locked status"
).split()
CONFLICT = (
    "id version status subject attribute incumbent challenger opened_at resolved_at resolution resolver"
).split()
APPROVAL = "id version status action_key reasons_digest expires_at decided_by".split()


def sha256(data: bytes) -> bytes:
    return hashlib.sha256(data).digest()


def written(hash_: bytes) -> str:
    """A hash as it is written in JSON."""
    return "sha256:" + hash_.hex()


def is_digest(value) -> bool:
    """Whether a value is a digest as section 4.1 writes it."""
    return isinstance(value, str) and re.fullmatch("sha256:[0-9a-f]{64}", value) is not None


def digest_bytes(tag: str, data: bytes) -> str:
    """The digest of opaque bytes (section 4.1)."""
    if tag not in TAGS:
        raise Refused("unknown-tag")
    return written(sha256(tag.encode("ascii") + b"\0" + data))


def digest(tag: str, value) -> str:
    """The digest of a JSON value (section 4.1)."""
    return digest_bytes(tag, canonical(value))


def commitment(salt: bytes, payload) -> str:
    """A commitment (section 5)."""
    if len(salt) != 32:
        raise Refused("salt-length")
    return written(sha256(b"EAAP-COMMIT-v1\0" + salt + sha256(canonical(payload))))


def fact_payload(fact: dict) -> dict:
    """What is committed to of a fact (section 5.1)."""
    payload = {name: fact.get(name) for name in FACT}
    payload["source"] = {name: fact["source"].get(name) for name in ("kind", "id", "observed_at")}
    return payload


def conflict_payload(conflict: dict) -> dict:
    """What is committed to of a conflict (section 5.1)."""
    return {name: conflict.get(name) for name in CONFLICT}


def approval_payload(escalation: dict) -> dict:
    """What is committed to of an approval (section 5.1)."""
    return {name: escalation.get(name) for name in APPROVAL}


def hkdf(key: bytes, salt: str, info) -> bytes:
    """32 bytes of HKDF-SHA-256, its info a JSON value in canonical form."""
    return HKDF(hashes.SHA256(), 32, salt.encode("ascii"), canonical(info)).derive(key)


def use_key(root: bytes, use: str, namespace: str) -> bytes:
    """The key of a namespace for one use (section 6.2)."""
    return hkdf(root, use, {"ns": namespace})


def keyed(key: bytes, label: str, value) -> str:
    """A keyed value (section 6.1)."""
    if len(key) < 32:
        raise Refused("short-key")
    if not re.fullmatch("[!-~]{1,64}", label):
        raise Refused("label")
    return hmac.new(key, label.encode("ascii") + b"\0" + canonical(value), "sha256").hexdigest()


def base64url(text) -> bytes | None:
    """The bytes of a base64url text in its one spelling (section 3.6), or None."""
    if not isinstance(text, str) or not re.fullmatch("[A-Za-z0-9_-]*", text) or len(text) % 4 == 1:
        return None
    data = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
    return data if base64.urlsafe_b64encode(data).decode("ascii").rstrip("=") == text else None


def base64_padded(text: str) -> bytes | None:
    """The bytes of a canonical base64 text with padding, or None."""
    if not re.fullmatch("[A-Za-z0-9+/]*={0,2}", text) or len(text) % 4:
        return None
    data = base64.b64decode(text)
    return data if base64.b64encode(data).decode("ascii") == text else None
