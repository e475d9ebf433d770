"""Sealing (RFC-0012 section 4)."""

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from eaap.canonical import canonical, read
from eaap.digest import hkdf
from eaap.ids import is_id
from eaap.refused import Refused

PREFIXES = {"namespace": "n:", "subjects": "s:"}


def set_text(of: str, kids: list[str]) -> str:
    """The text of a set of keys, its kids in any order (section 4.1)."""
    text = PREFIXES[of] + ",".join(sorted(set(kids)))
    read_set(text)
    return text


def read_set(text: str) -> tuple[str, list[str]]:
    """Whose keys a set has, and their kids; a set has one text (section 4.1)."""
    of = next((of for of, prefix in PREFIXES.items() if text.startswith(prefix)), None)
    kids = text[2:].split(",")
    if of is None or not all(map(is_id, kids)) or kids != sorted(set(kids)):
        raise Refused("set")
    if of == "namespace" and len(kids) != 1:
        raise Refused("set")
    return of, kids


def record_key(namespace: str, type_: str, of: str, keys: list[bytes]) -> bytes:
    """The key of a record, from the keys in the order of their kids (section 4.2)."""
    return hkdf(b"".join(keys), "EAAP-SEAL-v1", {"keys": of, "ns": namespace, "type": type_})


def associated(place: dict, text: str) -> bytes:
    """The associated data of a place and the text of a set (section 4.3)."""
    return canonical(
        {
            "v": 1,
            "ns": place["namespace"],
            "type": place["type"],
            "id": place["id"],
            "version": place["version"],
            "kids": text,
        }
    )


def seal(place: dict, of: str, keys: dict[str, bytes], nonce: bytes, payload) -> tuple[str, bytes]:
    """The text of the set, and the sealed bytes (section 4.3)."""
    text = set_text(of, list(keys))
    _, kids = read_set(text)
    if len(nonce) != 12:
        raise Refused("nonce-length")
    key = record_key(place["namespace"], place["type"], of, [keys[kid] for kid in kids])
    return text, nonce + AESGCM(key).encrypt(nonce, canonical(payload), associated(place, text))


def unseal(place: dict, text: str, keys: dict[str, bytes], sealed: bytes):
    """The payload of a ciphertext (section 4.4); the first thing that is wrong is the refusal."""
    of, kids = read_set(text)
    if any(kid not in keys for kid in kids):
        raise Refused("erased" if of == "subjects" else "key-lost")
    if len(sealed) < 28:
        raise Refused("corrupt")
    key = record_key(place["namespace"], place["type"], of, [keys[kid] for kid in kids])
    try:
        opened = AESGCM(key).decrypt(sealed[:12], sealed[12:], associated(place, text))
    except InvalidTag:
        raise Refused("corrupt") from None
    return read(opened, 16 * 2**20)
