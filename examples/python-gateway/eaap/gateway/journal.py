"""The storage: one append-only file of transactions, a line each, and indexes over it in memory.

A transaction is on the disk, or not at all: a line that a crash cut short is taken off at the next start. What is
deleted for good is overwritten: the file is written anew without it, and the old one is filled with zeros.
"""

import json
import os
import signal
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path

from eaap.gateway.parts import FAILS, Faults, Steps
from eaap.gateway.problem import Problem

Row = dict
# Of each table, what its rows are found by besides their key.
INDEXES: dict[str, dict[str, Callable[[Row], object]]] = {
    "facts": {"id": lambda row: row["id"], "place": lambda row: (row["sub"], row["attr"])},
    "conflicts": {"id": lambda row: row["id"], "place": lambda row: (row["sub"], row["attr"])},
    "evaluations": {
        "token": lambda row: row["token_digest"],
        "waiting": lambda row: row["status"] == "committed" or None,
    },
    "escalations": {
        "action": lambda row: row["action_key"],
        "pending": lambda row: row["status"] == "pending" or None,
    },
    "usage": {"limit": lambda row: row["limit"], "evaluation": lambda row: row["evaluation"]},
    "mentions": {"index": lambda row: row["index"], "of": lambda row: row["of"]},
    "idempotency": {"evaluation": lambda row: row["evaluation"]},
    "credentials": {"key": lambda row: row["key"]},
    "log": {"evaluation": lambda row: row["record"]["evaluation"]},
}


class Table:
    def __init__(self, name: str) -> None:
        self.rows: dict[str, Row] = {}
        self.by = {index: (of, defaultdict(dict)) for index, of in INDEXES.get(name, {}).items()}

    def put(self, key: str, row: Row | None) -> Row | None:
        """Sets a row, or takes it away; answers the one that was there."""
        old = self.rows.get(key)
        for of, found in self.by.values():
            before, after = (None if one is None else of(one) for one in (old, row))
            if before is not None and before != after:
                found[before].pop(key, None)
                if not found[before]:
                    del found[before]
            if after is not None and before != after:
                found[after][key] = True
        if row is None:
            self.rows.pop(key, None)
        else:
            self.rows[key] = row
        return old

    def find(self, index: str, value) -> list[Row]:
        """The rows with a value, in the order in which they came to have it."""
        return [self.rows[key] for key in self.by[index][1].get(value, ())]


class Journal:
    """Tables of rows by namespace and name, as the file has them."""

    def __init__(self, path: Path, faults: Faults, steps: Steps) -> None:
        self.path, self.faults, self.steps = path, faults, steps
        self.broken = False
        self.load()

    def load(self) -> None:
        """Reads the file; whatever was in memory is forgotten."""
        self.tables: dict[tuple[str, str], Table] = {}
        self.file = os.open(self.path, os.O_RDWR | os.O_CREAT, 0o600)
        for changes in read(self.path):
            for namespace, name, key, row in changes:
                self.table(namespace, name).put(key, row)
        self.end = whole_length(self.path)
        os.ftruncate(self.file, self.end)

    def table(self, namespace: str, name: str) -> Table:
        found = self.tables.get((namespace, name))
        if found is None:
            found = self.tables[namespace, name] = Table(name)
        return found

    def write(self, changes: list) -> None:
        """Makes the changes of a transaction, which are made in memory already, durable; or raises and leaves the file."""
        self.faults.at("storage")
        if self.broken:
            raise Problem("storage-unavailable", "The storage failed before and has to be started anew.")
        raw = line(changes)
        try:
            for number in range(len(changes)):
                self.step("storage", line(changes[:number])[:-2])
            os.pwrite(self.file, raw, self.end)
            self.faults.at("flush")
            self.step("flush", raw)
            os.fdatasync(self.file)
        except BaseException as error:
            self.take_back()
            if isinstance(error, OSError):
                full = error.errno == 28
                raise Problem(
                    "storage-full" if full else "storage-unavailable", "It could not be written. Nothing was done."
                ) from error
            raise
        self.end += len(raw)

    def step(self, point: str, so_far: bytes) -> None:
        """One write, for tests: a gateway that is killed at it leaves what it had written by then."""
        what = self.steps.write(flush=point == "flush")
        if what == "fail":
            type_, detail = FAILS[point]
            raise Problem(type_, detail)
        if what == "kill":
            os.pwrite(self.file, so_far, self.end)
            os.kill(os.getpid(), signal.SIGKILL)

    def take_back(self) -> None:
        """A line that is not durable must not be there at the next start."""
        try:
            os.ftruncate(self.file, self.end)
            os.fsync(self.file)
        except OSError:
            self.broken = True

    def probe(self) -> None:
        """Whether something can be made durable; leaves nothing behind."""
        self.faults.at("storage")
        path = self.path.with_suffix(".probe")
        try:
            with open(path, "wb") as file:
                file.write(b"probe")
                file.flush()
                self.faults.at("flush")
                os.fsync(file.fileno())
            path.unlink()
        except OSError as error:
            raise Problem("storage-unavailable", "Nothing can be written.") from error

    def rewrite(self) -> None:
        """Writes the file anew with what there is now, and overwrites the old one."""
        self.faults.at("storage")
        self.step("storage", b"")
        path = self.path.with_suffix(".new")
        new = os.open(path, os.O_RDWR | os.O_CREAT | os.O_TRUNC, 0o600)
        end = 0
        for (namespace, name), table in self.tables.items():
            rows = list(table.rows.items())
            for at in range(0, len(rows), 500):
                raw = line([[namespace, name, key, row] for key, row in rows[at : at + 500]])
                os.pwrite(new, raw, end)
                end += len(raw)
        self.step("flush", b"")
        os.fsync(new)
        os.replace(path, self.path)
        folder = os.open(self.path.parent, os.O_RDONLY)
        os.fsync(folder)
        os.close(folder)
        for at in range(0, self.end, 1 << 20):
            os.pwrite(self.file, bytes(min(1 << 20, self.end - at)), at)
        os.fsync(self.file)
        os.close(self.file)
        self.file, self.end = new, end

    def close(self) -> None:
        os.close(self.file)


def line(changes: list) -> bytes:
    return json.dumps(changes, ensure_ascii=False, separators=(",", ":")).encode("utf-8") + b"\n"


def whole_length(path: Path) -> int:
    return path.read_bytes().rfind(b"\n") + 1


def read(path: Path) -> list[list]:
    """The transactions of a file, as it lies on the disk."""
    data = path.read_bytes()
    return [json.loads(raw) for raw in data[: data.rfind(b"\n") + 1].split(b"\n") if raw]
