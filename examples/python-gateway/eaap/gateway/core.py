"""The gateway: its parts, its namespaces, and what is in force in them."""

from collections import defaultdict
from pathlib import Path

from eaap import ed25519
from eaap.digest import digest
from eaap.gateway.journal import Journal
from eaap.gateway.keystore import KeyStore
from eaap.gateway.log import Tree
from eaap.gateway.parts import Clock, Entropy, Faults, Ids, Steps
from eaap.gateway.problem import Problem
from eaap.note import key_text
from eaap.schema import schema
from eaap.times import LAST, read_time

VERSION = "2.0"
BEHIND_MS, LEAP_MS, IDLE_MS = 5_000, 60_000, 90 * 86_400_000
BELIEVED = {
    "behind": "The clock went back.",
    "leapt": "The clock leapt.",
    "idle": "The last write is more than 90 days old.",
    "invalid": "The clock shows no time.",
}


class Space:
    """What a running gateway knows of a namespace beside its rows: the tree of its log, and whether the clock is believed."""

    def __init__(self, gateway, namespace: str) -> None:
        self.gateway, self.namespace = gateway, namespace
        self.rows = gateway.journal.table(namespace, "log").rows
        self.tree = Tree([bytes.fromhex(self.rows[str(seq)]["leaf"][7:]) for seq in range(len(self.rows))])
        self.base = gateway.base
        self.highest = gateway.base[0]
        self.wrong: str | None = None
        self.wrote = False
        self.noted(wrote=False)

    def noted(self, wrote: bool = True) -> None:
        """The time of the newest record, after a flush."""
        newest = self.rows.get(str(self.tree.size - 1))
        self.last = read_time(newest["record"]["ts"]) if newest else 0
        self.wrote = self.wrote or wrote

    def look_at_clock(self) -> str | None:
        """What is wrong with the clock, if anything; it stays wrong until it is re-based (RFC-0001 section 12.3)."""
        clock, now = self.gateway.clock, self.gateway.clock.wall()
        if self.wrong is None:
            if not 0 <= now <= LAST:
                self.wrong = "invalid"
            elif now < max(self.last, self.highest) - BEHIND_MS:
                self.wrong = "behind"
            elif now - self.base[0] - (clock.mono() - self.base[1]) > LEAP_MS:
                self.wrong = "leapt"
            elif not self.wrote and self.tree.size and now - self.last > IDLE_MS:
                self.wrong = "idle"
            self.highest = max(self.highest, now)
        return self.wrong

    def believe_clock(self) -> None:
        wrong = self.look_at_clock()
        if wrong:
            raise Problem(
                "clock-unreliable",
                f"{BELIEVED[wrong]} Nothing is written until an admin re-bases it: POST /v2/control/rebase-clock.",
                reason=wrong,
            )

    def rebase(self) -> None:
        """From now on the clock is taken as it is."""
        clock = self.gateway.clock
        self.base, self.highest, self.wrong, self.wrote = (clock.wall(), clock.mono()), clock.wall(), None, True


class Gateway:
    def __init__(self, folder: Path, name: str = "python.eaap.example", clock: Clock | None = None) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.folder, self.name = folder, name
        self.clock, self.entropy, self.faults = clock or Clock(), Entropy(), Faults()
        self.steps = Steps()
        self.ids = Ids(self.entropy)
        self.keys = KeyStore(folder, self.entropy, self.ids, self.faults)
        self.counts: dict[tuple, int] = defaultdict(int)
        self.verdicts: dict[tuple, int] = defaultdict(int)
        self.open()

    def open(self) -> None:
        """Reads the storage, and forgets what was in memory."""
        self.journal = Journal(self.folder / "journal.jsonl", self.faults, self.steps)
        self.base = self.clock.wall(), self.clock.mono()
        self.spaces: dict[str, Space] = {}

    def space(self, namespace: str) -> Space:
        if namespace not in self.spaces:
            self.spaces[namespace] = Space(self, namespace)
        return self.spaces[namespace]

    def exists(self, namespace: str) -> bool:
        return "namespace" in self.journal.table(namespace, "config").rows

    def namespaces(self) -> list[str]:
        return [namespace for namespace, name in self.journal.tables if name == "config" and self.exists(namespace)]

    def signing_key(self) -> bytes:
        kid = self.keys.ensure("system", "signing", "checkpoint", self.clock.wall())
        return self.keys.get("system", kid)

    def verifier_key(self) -> str:
        public, _ = ed25519.sign(self.signing_key(), b"")
        return key_text(self.name, public)

    def discovery(self) -> dict:
        return {
            "protocol": "eaap",
            "version": VERSION,
            "profile": "cooperative",
            "capabilities": [],
            "engine_version": ENGINE["judge"],
            "checkpoint_key": self.verifier_key(),
        }

    def close(self) -> None:
        self.journal.close()
        self.keys.close()


ENGINE = {
    "judge": "python-1",
    "capabilities": [],
    "effects": str(schema("tables/effects").get("version", "1")),
    "pii": str(schema("tables/pii").get("version", "1")),
}


def engine(tx) -> str:
    """The digest of everything that decides besides the policy (RFC-0001 section 4.2)."""
    manifests = tx.table("manifests").rows
    pinned = [[tool, manifests[tool]["digest"]] for tool in sorted(manifests)]
    other = {"judge": f"{ENGINE['judge']}-other"} if tx.gateway.faults.point == "engine" else {}
    return digest("EAAP-ENGINE-v1", {**ENGINE, **other, "manifests": pinned, "trust": tx.config("trust")["digest"]})
