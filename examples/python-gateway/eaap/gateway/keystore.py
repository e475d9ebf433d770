"""The key store: a file of its own, each key wrapped under a key in a third file (RFC-0012 section 3.2)."""

import json
import os
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from eaap.canonical import canonical
from eaap.gateway.parts import Entropy, Faults, Ids
from eaap.gateway.problem import Problem


class KeyStore:
    """Keys by namespace, purpose and name. A line a key; a key that is destroyed is overwritten where it lies."""

    def __init__(self, folder: Path, entropy: Entropy, ids: Ids, faults: Faults) -> None:
        self.entropy, self.ids, self.faults = entropy, ids, faults
        self.path, self.outer = folder / "keys.jsonl", folder / "outer.key"
        self.names: dict[tuple[str, str, str], str] = {}  # (namespace, purpose, name) to kid
        self.lines: dict[tuple[str, str], tuple[int, dict]] = {}  # (namespace, kid) to offset and line
        self.wrapping = AESGCM(self.outer_key())
        self.file = os.open(self.path, os.O_RDWR | os.O_CREAT, 0o600)
        self.read()

    def outer_key(self) -> bytes:
        if not self.outer.exists() and not self.path.exists():
            file = os.open(self.outer, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            os.write(file, os.urandom(32))
            os.fsync(file)
            os.close(file)
        if self.outer.stat().st_mode & 0o077:
            raise SystemExit(f"{self.outer} can be read by others: chmod 600 it.")
        return self.outer.read_bytes()

    def read(self) -> None:
        data = self.path.read_bytes()
        whole = data[: data.rfind(b"\n") + 1]
        if len(whole) < len(data):  # a line that a crash cut short was never answered
            os.ftruncate(self.file, len(whole))
        at = 0
        for raw in whole.splitlines(keepends=True):
            if raw.strip():
                self.remember(at, json.loads(raw))
            at += len(raw)
        self.end = at
        for namespace, kid in self.lines:  # another outer key than the store was made with is found at the start
            self.get(namespace, kid)
            break

    def remember(self, at: int, line: dict) -> None:
        self.names[line["ns"], line["purpose"], line["name"]] = line["kid"]
        self.lines[line["ns"], line["kid"]] = at, line

    @staticmethod
    def associated(line: dict) -> bytes:
        return canonical({"v": 1, **{name: line[name] for name in ("ns", "purpose", "name", "kid")}})

    def ensure(self, namespace: str, purpose: str, name: str, now: int) -> str:
        """The kid of a key, which is made, and made durable, when there is none."""
        self.faults.at("key-store")
        kid = self.names.get((namespace, purpose, name))
        if kid:
            return kid
        kid = self.ids.next(now)
        line = {"ns": namespace, "purpose": purpose, "name": name, "kid": kid}
        nonce = self.entropy.bytes(12)
        wrapped = nonce + self.wrapping.encrypt(nonce, self.entropy.bytes(32), self.associated(line))
        line["wrapped"] = wrapped.hex()
        raw = json.dumps(line).encode("ascii") + b"\n"
        try:
            os.pwrite(self.file, raw, self.end)
            os.fsync(self.file)
        except OSError as error:
            raise Problem("key-store-unavailable", "A key could not be kept. Nothing was done.") from error
        self.remember(self.end, line)
        self.end += len(raw)
        return kid

    def find(self, namespace: str, purpose: str, name: str) -> str | None:
        self.faults.at("key-store")
        return self.names.get((namespace, purpose, name))

    def get(self, namespace: str, kid: str) -> bytes | None:
        self.faults.at("key-store")
        if (namespace, kid) not in self.lines:
            return None
        line = self.lines[namespace, kid][1]
        wrapped = bytes.fromhex(line["wrapped"])
        try:
            return self.wrapping.decrypt(wrapped[:12], wrapped[12:], self.associated(line))
        except InvalidTag:
            raise Problem("key-store-unavailable", "The key store was made with another outer key.") from None

    def destroy(self, namespace: str, kid: str) -> None:
        """When it returns the key is gone from memory, and overwritten where it lay."""
        self.faults.at("key-store")
        self.faults.at("erasure")
        found = self.lines.get((namespace, kid))
        if found is None:
            return
        at, line = found
        os.pwrite(self.file, b" " * len(json.dumps(line)), at)
        os.fsync(self.file)
        del self.lines[namespace, kid]
        if self.names.get((namespace, line["purpose"], line["name"])) == kid:
            del self.names[namespace, line["purpose"], line["name"]]

    def list(self, namespace: str) -> list[dict]:
        return [line for (ns, _), (_, line) in self.lines.items() if ns == namespace]

    def close(self) -> None:
        os.close(self.file)
