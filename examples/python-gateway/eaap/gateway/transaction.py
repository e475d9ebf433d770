"""One transaction in one namespace: rows, records of the log and their checkpoint, all durable or none."""

import base64
import json

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from eaap.digest import base64url, commitment, keyed, use_key
from eaap.gateway.log import checkpoint
from eaap.gateway.problem import Problem
from eaap.note import padded
from eaap.pii.views import TOKEN
from eaap.record import leaf, link
from eaap.refused import Refused
from eaap.sealing import associated, read_set, record_key, seal
from eaap.times import read_time, write_time

CORRUPT = "What is stored was changed behind the gateway's back. An operator has to look at it."


def text_of(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).decode("ascii").rstrip("=")


class Transaction:
    """Reads and writes of one namespace at one instant. As a context it is made durable at its end, unless it raises."""

    def __init__(self, gateway, namespace: str, principal: str, write: bool = True, mends_clock: bool = False) -> None:
        self.gateway, self.namespace, self.principal = gateway, namespace, principal
        self.space = gateway.space(namespace)
        self.write, self.mends_clock = write, mends_clock
        self.changes: list[tuple] = []  # namespace, table, key, row, what was there
        self.size = self.space.tree.size
        self.keys: dict[str, bytes] = {}

    def __enter__(self):
        if self.write and not self.mends_clock:
            self.space.believe_clock()
        self.now = max(self.gateway.clock.wall(), 0 if self.mends_clock else self.space.last)
        return self

    def __exit__(self, kind, error, trace) -> bool:
        try:
            if error is None and self.changes:
                self.sign()
                self.gateway.journal.write([list(change[:4]) for change in self.changes])
                self.space.noted()
                return False
        except BaseException:
            self.undo()
            raise
        self.undo()
        return False

    def undo(self) -> None:
        for namespace, table, key, _, old in reversed(self.changes):
            self.gateway.journal.table(namespace, table).put(key, old)
        self.space.tree.cut(self.size)
        self.changes = []

    # Rows

    def table(self, name: str):
        return self.gateway.journal.table(self.namespace, name)

    def get(self, name: str, key: str) -> dict | None:
        return self.table(name).rows.get(key)

    def find(self, name: str, index: str, value) -> list[dict]:
        return self.table(name).find(index, value)

    def put(self, name: str, key: str, row: dict | None) -> None:
        old = self.table(name).put(key, row)
        self.changes.append((self.namespace, name, key, row, old))

    def new_id(self) -> str:
        return self.gateway.ids.next(self.now)

    def new_salt(self) -> str:
        return text_of(self.gateway.entropy.bytes(32))

    # The log

    def append(self, type_: str, object_: str | None = None, beside: dict | None = None, **members) -> dict:
        """A record, with what is told beside it."""
        self.gateway.faults.at("log")
        seq = self.space.tree.size
        before = self.get("log", str(seq - 1))
        record = {
            "v": 1,
            "seq": seq,
            "ts": write_time(self.now),
            "ns": self.namespace,
            "type": type_,
            "principal": members.pop("principal", self.principal),
            "object": object_,
            **dict.fromkeys(("evaluation", "verdict", "reason", "policy", "engine", "state_hash", "commitment")),
            **members,
            "prev": link(before["record"]) if before else None,
        }
        hash_ = leaf(record)
        told = {"compute_latency_us": None, "model": None, "framework": None, **(beside or {})}
        self.put("log", str(seq), {"record": record, "leaf": "sha256:" + hash_.hex(), **told})
        self.space.tree.append(hash_)
        return record

    def sign(self) -> None:
        """A checkpoint over what this flush appends."""
        tree = self.space.tree
        if tree.size > self.size:
            note = checkpoint(self.gateway.name, self.gateway.signing_key(), self.namespace, tree)
            self.put("checkpoints", str(tree.size), {"size": tree.size, "note": note})

    # Keys and content

    def root_kid(self) -> str:
        kid = self.gateway.keys.find(self.namespace, "root", "root")
        if kid is None:
            raise Problem("key-store-unavailable", "The root key of the namespace is not in the key store.")
        return kid

    def key(self, use: str) -> bytes:
        """The key of the namespace for a use."""
        if use not in self.keys:
            root = self.gateway.keys.get(self.namespace, self.root_kid())
            self.keys[use] = use_key(root, use, self.namespace)
        return self.keys[use]

    def index(self, label: str, value) -> str:
        """A blind index (RFC-0002 section 6.3)."""
        return keyed(self.key("EAAP-INDEX-v1"), label, value)

    def kids_of(self, subjects) -> tuple[str, list[str]]:
        """Whose keys something about some subjects is sealed under, and their kids; keys are made where there are none."""
        store = self.gateway.keys
        if not subjects:
            return "namespace", [self.root_kid()]
        names = [self.index("subject", subject) for subject in subjects]
        for row in self.table("erasures").rows.values():
            if row["status"] == "pending" and row["subject"] in names:
                raise Problem("storage-locked", "An erasure of a subject of this is not finished. Ask for it again.")
        return "subjects", [store.ensure(self.namespace, "subject", name, self.now) for name in names]

    def seal(self, type_: str, id_: str, version: int, subjects, payload: dict) -> dict:
        """The columns `kids` and `sealed` of a row (RFC-0012 section 4.3)."""
        of, kids = self.kids_of(subjects)
        keys = {kid: self.gateway.keys.get(self.namespace, kid) for kid in kids}
        nonce = self.gateway.entropy.bytes(12)
        text, sealed = seal(self.place(type_, id_, version), of, keys, nonce, payload)
        return {"kids": text, "sealed": padded(sealed)}

    def place(self, type_: str, id_: str, version: int) -> dict:
        return {"namespace": self.namespace, "type": type_, "id": id_, "version": version}

    def open(self, type_: str, id_: str, version: int, row: dict) -> dict:
        """The payload of a row (RFC-0012 section 4.4)."""
        try:
            of, kids = read_set(row["kids"])
        except Refused:
            raise Problem("storage-corrupt", CORRUPT) from None
        keys = [self.gateway.keys.get(self.namespace, kid) for kid in kids]
        if None in keys:
            raise self.without_key(of, kids, row)
        sealed = base64.b64decode(row["sealed"])
        key = record_key(self.namespace, type_, of, keys)
        try:
            opened = AESGCM(key).decrypt(sealed[:12], sealed[12:], associated(self.place(type_, id_, version), row["kids"]))
        except (InvalidTag, ValueError):
            raise Problem("storage-corrupt", CORRUPT) from None
        return json.loads(opened)

    def without_key(self, of: str, kids: list[str], row: dict) -> Problem:
        if of == "namespace":
            return Problem("key-store-unavailable", "The root key of the namespace is not in the key store.")
        now = self.gateway.keys.find(self.namespace, "subject", row["sub"]) if row.get("sub") else None
        if now is not None and now not in kids:
            return Problem("storage-corrupt", CORRUPT)
        return Problem("erased", "It was erased with somebody it was about.")

    def mention(self, table: str, id_: str, subjects, payload=None) -> None:
        """Registers what an erasure finds a record by: whom it is about, and the tokens it holds."""
        found = {self.index("subject", subject) for subject in subjects}
        found |= {self.index("token", token) for token in tokens_in(payload)}
        for index in sorted(found):
            self.put("mentions", f"{index} {table} {id_}", {"index": index, "of": f"{table} {id_}"})

    # What is in force

    def config(self, name: str) -> dict:
        row = self.get("config", name)
        if row is None:
            raise Problem("storage-corrupt", f"There is no {name} in force.")
        return row


def tokens_in(value) -> set[str]:
    """The tokens of personal data that stand in a JSON value, in names too."""
    if isinstance(value, str):
        return {found[0] for found in TOKEN.finditer(value)}
    if isinstance(value, list):
        return set().union(*map(tokens_in, value))
    if isinstance(value, dict):
        return set().union(*map(tokens_in, value), *map(tokens_in, value.values()))
    return set()


def opens(payload: dict, content, to: str) -> None:
    """Holds a commitment against what was opened."""
    salt = base64url(payload["salt"])
    if salt is None or commitment(salt, content) != to:
        raise Problem("storage-corrupt", CORRUPT)


def ms(text: str, parameter: str) -> int:
    """The milliseconds of a time of a request."""
    try:
        return read_time(text)
    except Refused:
        raise Problem("invalid-request", f"{parameter} is no day and time there is.", pointer=f"/{parameter}") from None
