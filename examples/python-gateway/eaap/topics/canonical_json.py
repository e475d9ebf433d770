"""Canonical JSON (RFC-0002 section 3)."""

import hashlib

from eaap.canonical import BODY_LIMIT, canonical_text, read
from eaap.refused import Refused


def answer(input: dict) -> dict:
    runs = input.get("runs", [[input.get("hex", ""), 1]])
    if sum(len(digits) // 2 * times for digits, times in runs) > BODY_LIMIT:
        raise Refused("size")
    text = canonical_text(read(b"".join(bytes.fromhex(digits) * times for digits, times in runs)))
    return {"canonical": text, "sha256": hashlib.sha256(text.encode("utf-8")).hexdigest()}
