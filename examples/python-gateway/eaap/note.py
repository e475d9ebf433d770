"""Signed notes and checkpoints (RFC-0011 section 5)."""

import base64
import re
from dataclasses import dataclass

from eaap import ed25519
from eaap.canonical import LARGEST
from eaap.digest import base64_padded, sha256
from eaap.refused import Refused
from eaap.tree import EMPTY

WHITE_SPACE = "\t\n\v\f\r \x85\xa0\u1680\u2028\u2029\u202f\u205f\u3000" + "".join(map(chr, range(0x2000, 0x200B)))


@dataclass
class Key:
    """A verifier key."""

    name: str
    id: bytes
    public: bytes


@dataclass
class Checkpoint:
    """What a note says when it opens."""

    origin: str
    size: int
    root: bytes
    extensions: list[str]
    signers: list[str]
    others: int


def is_name(text: str) -> bool:
    """Whether a text can be the name of a key (section 5.1)."""
    return text != "" and "+" not in text and not any(character in WHITE_SPACE for character in text)


def key_id(name: str, public: bytes) -> bytes:
    return sha256(name.encode("utf-8") + b"\n\1" + public)[:4]


def padded(data: bytes) -> str:
    return base64.b64encode(data).decode("ascii")


def key_text(name: str, public: bytes) -> str:
    """A verifier key as it is published (section 5.2)."""
    return "+".join((name, key_id(name, public).hex(), padded(b"\1" + public)))


def read_key(text) -> Key:
    """The key of a text (section 5.2)."""
    fields = text.split("+", 2) if isinstance(text, str) else []
    if len(fields) != 3 or not is_name(fields[0]):
        raise Refused("malformed-key")
    name, id_, encoded = fields
    data = base64_padded(encoded)
    if data is None or len(data) != 33 or data[0] != 1 or not ed25519.is_key(data[1:]):
        raise Refused("malformed-key")
    try:
        expected = key_id(name, data[1:])
    except UnicodeEncodeError:
        raise Refused("malformed-key") from None
    if id_ != expected.hex():
        raise Refused("malformed-key")
    return Key(name, expected, data[1:])


def read_keys(texts: list) -> dict[tuple[str, bytes], Key]:
    """The known keys by name and id; two that differ may not share them."""
    keys: dict[tuple[str, bytes], Key] = {}
    for key in map(read_key, texts):
        if keys.setdefault((key.name, key.id), key) != key:
            raise Refused("malformed-key")
    return keys


def read_note(note: bytes) -> tuple[str, list[tuple[str, bytes, bytes]]]:
    """The text of a note, and name, key id and signature of each of its lines (section 5.1)."""
    try:
        whole = note.decode("utf-8")
    except UnicodeDecodeError:
        raise Refused("malformed-note") from None
    if len(note) > 1_000_000 or re.search("[\0-\x09\x0b-\x1f]", whole):
        raise Refused("malformed-note")
    end = whole.rfind("\n\n")
    text, rest = whole[: end + 1], whole[end + 2 :]
    lines = rest[:-1].split("\n")
    if end < 0 or not rest.endswith("\n") or not 1 <= len(lines) <= 100:
        raise Refused("malformed-note")
    return text, list(map(read_signature, lines))


def read_signature(line: str) -> tuple[str, bytes, bytes]:
    """Name, key id and signature of a signature line (section 5.1)."""
    fields = line.split(" ")
    if len(fields) != 3 or fields[0] != "—" or not is_name(fields[1]):
        raise Refused("malformed-note")
    data = base64_padded(fields[2])
    if data is None or len(data) < 5:
        raise Refused("malformed-note")
    return fields[1], data[:4], data[4:]


def read_text(text: str) -> tuple[str, int, bytes, list[str]]:
    """Origin, size, root and further lines of the text of a checkpoint (section 5.3)."""
    lines = text[:-1].split("\n")
    if len(lines) < 3 or "" in lines:
        raise Refused("malformed-checkpoint")
    origin, size, encoded, *extensions = lines
    root = base64_padded(encoded)
    if not re.fullmatch("0|[1-9][0-9]{0,15}", size) or int(size) > LARGEST or root is None or len(root) != 32:
        raise Refused("malformed-checkpoint")
    if size == "0" and root != EMPTY:
        raise Refused("malformed-checkpoint")
    return origin, int(size), root, extensions


def open_checkpoint(note: bytes | str, verifier_keys: list, origin: str) -> Checkpoint:
    """What a note says, in the order of section 5.5."""
    keys = read_keys(verifier_keys)
    if isinstance(note, str):
        note = note.encode("utf-8", "surrogatepass")  # a lone surrogate is then no UTF-8
    text, signatures = read_note(note)
    signers: list[str] = []
    for name, id_, signature in signatures:
        key = keys.get((name, id_))
        if key is None:
            continue
        signer = f"{name}+{id_.hex()}"
        if signer in signers:
            raise Refused("duplicate-signature")
        if not ed25519.holds(key.public, signature, text.encode("utf-8")):
            raise Refused("bad-signature")
        signers.append(signer)
    if not signers:
        raise Refused("unknown-key")
    found, size, root, extensions = read_text(text)
    if found != origin:
        raise Refused("wrong-origin")
    return Checkpoint(found, size, root, extensions, signers, len(signatures) - len(signers))


def sign_checkpoint(
    name: str, seed: bytes, origin: str, size: int, root: str, extensions: list[str]
) -> tuple[str, str]:
    """The signed note of a checkpoint, its root in base64, and the verifier key."""
    if not is_name(name):
        raise Refused("malformed-key")
    text = "".join(line + "\n" for line in (origin, str(size), root, *extensions))
    if read_text(text) != (origin, size, base64_padded(root), extensions):
        raise Refused("malformed-checkpoint")
    public, signature = ed25519.sign(seed, text.encode("utf-8"))
    return f"{text}\n— {name} {padded(key_id(name, public) + signature)}\n", key_text(name, public)
