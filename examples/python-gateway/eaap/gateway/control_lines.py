"""The gateway's half of its adapter (RFC-0015 section 4): lines of JSON on standard input, for tests alone.

What tampers changes the file and has the gateway read it again, as if somebody had changed it while it was stopped.
"""

import asyncio
import base64
import json
import sys

from eaap.digest import written
from eaap.gateway.front import Front
from eaap.gateway.journal import line, read
from eaap.gateway.problem import Problem
from eaap.gateway.transaction import Transaction
from eaap.record import leaf, link

SEALED = {
    "facts": "fact",
    "vectors": "vector",
    "conflicts": "conflict",
    "evaluations": "evaluation",
    "escalations": "escalation",
    "commits": "commit",
    "outcomes": "outcome",
    "clock": "clock",
}
OTHER = {
    "trust": lambda value: "verified" if value != "verified" else "untrusted",
    "confidence": lambda value: value - 1 if value else 1,
    "locked": lambda value: not value,
    "status": lambda value: "disputed" if value == "active" else "active",
}
# What waits until no request is being answered.
READS = ("storage.dump", "storage.tamper", "keys.disclose", "audit.export", "canary.plant")


def base64_of(data: bytes) -> str:
    return base64.b64encode(data).decode("ascii")


class Control:
    def __init__(self, front: Front, over: asyncio.Event) -> None:
        self.front, self.gateway, self.over = front, front.gateway, over

    async def run(self) -> None:
        reader = asyncio.StreamReader(limit=1 << 24)
        await asyncio.get_running_loop().connect_read_pipe(lambda: asyncio.StreamReaderProtocol(reader), sys.stdin)
        while raw := await reader.readline():
            said = await self.answer(json.loads(raw))
            sys.stdout.write(json.dumps(said) + "\n")
            sys.stdout.flush()
        self.over.set()  # the adapter is gone

    async def answer(self, request: dict) -> dict:
        method = getattr(self, request["method"].replace(".", "_").replace("-", "_"))
        try:
            if request["method"] not in READS:
                result = method(**request["params"])
                return {"result": await result if asyncio.iscoroutine(result) else result or {}}
            async with self.front.turn:
                return {"result": await asyncio.to_thread(method, **request["params"]) or {}}
        except Exception as error:  # noqa: BLE001 - whatever it is, it is answered
            return {"error": f"{type(error).__name__}: {error}"}

    # Time, entropy, faults

    def clock_now(self) -> dict:
        return {"now": self.gateway.clock.wall()}

    def clock_freeze(self) -> dict:
        self.gateway.clock.freeze()
        return self.clock_now()

    def clock_thaw(self) -> dict:
        self.gateway.clock.thaw()
        return self.clock_now()

    def clock_advance(self, ms: int) -> dict:
        self.gateway.clock.advance(ms)
        return self.clock_now()

    def clock_set(self, wall: int) -> dict:
        self.gateway.clock.set(wall)
        return self.clock_now()

    def clock_state(self) -> dict:
        """What the adapter gives the gateway at its next start."""
        clock = self.gateway.clock
        return {"shift": clock.wall_shift, "frozen": clock.wall() if clock.stopped else None}

    def entropy_seed(self, seed: str) -> None:
        self.gateway.entropy.seed(seed)

    def fault(self, point: str, count: int | None = None) -> None:
        self.gateway.faults.set(point, count)

    def storage_step(self, do: str, at: int = 1) -> dict:
        return self.gateway.steps.set(do, at)

    async def egress_provoke(self, host: str, port: int) -> dict:
        _, writer = await asyncio.open_connection(host, port)
        await asyncio.sleep(0.02)
        writer.close()
        return {}

    # Storage

    def storage_locate(self) -> dict:
        folder = self.gateway.folder
        files = [self.gateway.journal.path.with_suffix(end) for end in (".jsonl", ".new", ".probe")]
        keys = [folder / "keys.jsonl", folder / "outer.key"]
        return {"files": list(map(str, files)), "keyFiles": list(map(str, keys)), "logFiles": []}

    def storage_dump(self, namespace: str | None = None) -> dict:
        records = []
        for (ns, table), rows in list(self.gateway.journal.tables.items()):
            if table not in SEALED or namespace not in (None, ns):
                continue
            tx = Transaction(self.gateway, ns, "gateway", write=False)
            for row in rows.rows.values():
                if row.get("sealed"):
                    records.append(self.dumped(tx, table, row))
        return {"records": records}

    @staticmethod
    def dumped(tx: Transaction, table: str, row: dict) -> dict:
        version = row.get("version", 1)
        try:
            payload = tx.open(SEALED[table], row["id"], version, row)
        except Problem:
            payload = None
        return {
            "namespace": tx.namespace,
            "table": table,
            "id": row["id"],
            "version": version,
            "ciphertext": base64_of(row["sealed"].encode("ascii")),
            "payload": payload,
            "keys": row["kids"][2:].split(","),
        }

    def keys_disclose(self, namespace: str, subject: str | None = None) -> dict:
        store, wanted = self.gateway.keys, None
        if subject is not None:
            wanted = Transaction(self.gateway, namespace, "gateway", write=False).index("subject", subject)
        lines = [one for one in store.list(namespace) if one["purpose"] != "signing"]
        lines = [one for one in lines if wanted is None or one["name"] == wanted]
        return {"keys": [{"name": one["kid"], "key": base64_of(store.get(namespace, one["kid"]))} for one in lines]}

    def audit_export(self, namespace: str) -> dict:
        log, notes = {}, {}
        for changes in read(self.gateway.journal.path):
            for ns, table, key, row in changes:
                if ns == namespace and table in ("log", "checkpoints"):
                    (log if table == "log" else notes)[int(key)] = row
        rows = [log[seq] for seq in sorted(log)]
        return {
            "records": [row["record"] for row in rows],
            "leaves": [row["leaf"] for row in rows],
            "checkpoints": [notes[size]["note"] for size in sorted(notes)],
            "verifier_key": self.gateway.verifier_key(),
        }

    def canary_plant(self, text: str) -> None:
        with Transaction(self.gateway, "system", "gateway", mends_clock=True) as tx:
            tx.put("canary", tx.new_id(), {"text": text})

    def storage_tamper(self, kind: str, namespace: str, **params) -> None:
        rows = {}
        for changes in read(self.gateway.journal.path):
            for ns, table, key, row in changes:
                rows.pop((ns, table, key), None)
                if row is not None:
                    rows[ns, table, key] = row
        if kind.startswith("log"):
            self.tamper_log(rows, kind, namespace, **params)
        else:
            self.tamper_fact(rows, kind, namespace, **params)
        self.gateway.journal.close()
        changes = [[ns, table, key, row] for (ns, table, key), row in rows.items()]
        self.gateway.journal.path.write_bytes(b"".join(line([change]) for change in changes))
        base = self.gateway.base
        self.gateway.open()
        self.gateway.base = base

    @staticmethod
    def tamper_fact(rows: dict, kind: str, namespace: str, **params) -> None:
        def current(ns: str, id_: str) -> dict:
            versions = [row for (of, table, _), row in rows.items() if of == ns and table == "facts" and row["id"] == id_]
            return max(versions, key=lambda row: row["version"])

        if kind == "fact":
            row, field = current(namespace, params["id"]), params["field"]
            row[field] = OTHER[field](row[field])
        else:
            to = current(params.get("toNamespace", namespace), params["to"])
            to["sealed"] = current(namespace, params["from"])["sealed"]

    @staticmethod
    def tamper_log(rows: dict, kind: str, namespace: str, seq: int = 0, size: int = 0, fromNamespace: str = "") -> None:
        log = {int(key): row for (ns, table, key), row in rows.items() if (ns, table) == (namespace, "log")}
        if kind == "log-truncate":
            if size >= len(log):
                raise ValueError("there is nothing to cut off")
            for ns, table, key in list(rows):
                if ns == namespace and (table == "log" and int(key) >= size or table == "checkpoints" and int(key) > size):
                    del rows[ns, table, key]
            return
        if seq >= len(log) - (kind == "log-reorder"):
            raise ValueError("there is no such record")
        if kind == "log-retenant":
            log[seq]["record"] = dict(rows[fromNamespace, "log", str(seq)]["record"])
        elif kind == "log-reorder":
            log[seq], log[seq + 1] = log[seq + 1], log[seq]
        elif kind == "log-drop":
            for at in range(seq, len(log) - 1):
                log[at] = log[at + 1]
            del log[len(log) - 1], rows[namespace, "log", str(len(log))]
        else:
            record = log[seq]["record"]
            record["principal"] = "somebody-else" if record["principal"] != "somebody-else" else "nobody"
        if kind != "log-record":
            agree(log, seq)
        for at, row in log.items():
            rows[namespace, "log", str(at)] = row


def agree(log: dict[int, dict], seq: int) -> None:
    """Makes numbers, links and leaves from a record on agree again."""
    for at in range(seq, len(log)):
        log[at] = {**log[at], "record": dict(log[at]["record"])}
        log[at]["record"] |= {"seq": at, "prev": link(log[at - 1]["record"]) if at else None}
        log[at]["leaf"] = written(leaf(log[at]["record"]))
