"""The adapter of this gateway: `eaap-conformance run --adapter "python examples/python-gateway/adapter.py"`.

It starts the gateway as a process of its own (RFC-0015 section 4), hands on what bears on its insides over a pipe, and
computes vectors itself. Standard output is for answers alone.
"""

import json
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from contextlib import suppress
from pathlib import Path

from confirm import module_of
from eaap.refused import Refused as RefusedInput

HERE = Path(__file__).resolve().parent
HANDED_ON = [
    *("clock.now", "clock.freeze", "clock.thaw", "clock.advance", "clock.set", "entropy.seed", "storage.locate"),
    *("storage.dump", "storage.tamper", "keys.disclose", "fault", "storage.step", "audit.export", "canary.plant", "egress.provoke"),
]
HOOKS = ["kill", "reset", "clock", "compute", *(name for name in HANDED_ON if not name.startswith("clock."))]


class Refused(Exception):
    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


class Adapter:
    def __init__(self) -> None:
        self.base = Path(tempfile.mkdtemp(prefix="eaap-python-"))
        self.folder, self.log = self.base / "gateway", self.base / "gateway.log"
        self.process: subprocess.Popen | None = None
        self.clock: list[str] = []
        self.url = ""

    def running(self) -> bool:
        return self.process is not None and self.process.poll() is None

    def start(self) -> dict:
        if not self.running():
            with socket.socket() as listening:
                listening.bind(("127.0.0.1", 0))
                port = listening.getsockname()[1]
            self.url = f"http://127.0.0.1:{port}"
            command = [sys.executable, "-m", "eaap.gateway", str(self.folder), "--port", str(port), "--control"]
            command += ["--first-key", str(self.base / "first.key"), *self.clock]
            with open(self.log, "ab") as log:
                pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": log}
                self.process = subprocess.Popen(command, cwd=HERE, **pipes)
            self.wait()
        return {"url": self.url, "admin_key": (self.base / "first.key").read_text("ascii")}

    def wait(self) -> None:
        overdue = time.monotonic() + 20
        while True:
            try:
                with urllib.request.urlopen(self.url + "/livez", timeout=5):
                    return
            except OSError:
                if not self.running() or time.monotonic() > overdue:
                    raise Refused("failed", "It does not answer. " + self.log.read_text("utf-8")[-1000:]) from None
                time.sleep(0.03)

    def remember_clock(self) -> None:
        """The clock goes on where it was at the next start."""
        state = self.hand_on("clock.state", {})
        self.clock = ["--clock-shift", str(state["shift"])]
        if state["frozen"] is not None:
            self.clock += ["--clock-frozen", str(state["frozen"])]

    def end(self, how: int) -> dict:
        if self.process is not None and not self.running() and how == signal.SIGKILL:
            return {}  # it was killed at a write, by storage.step
        if not self.running():
            raise Refused("not-running", "The gateway is not running.")
        try:
            self.remember_clock()
        except (Refused, OSError):  # it is ending by itself, and its clock was remembered before
            if how != signal.SIGKILL:
                raise
        self.process.send_signal(how)
        self.process.wait()
        with suppress(OSError):
            self.process.stdin.close()
        self.process.stdout.close()
        return {}

    def reset(self) -> dict:
        if self.running():
            self.end(signal.SIGKILL)
        shutil.rmtree(self.folder, ignore_errors=True)
        self.clock = []
        return self.start()

    def hand_on(self, method: str, params: dict) -> dict:
        if not self.running():
            raise Refused("not-running", "The gateway is not running.")
        if method == "storage.step" and params.get("do") == "kill":
            self.remember_clock()
        self.process.stdin.write(json.dumps({"method": method, "params": params}).encode("utf-8") + b"\n")
        self.process.stdin.flush()
        line = self.process.stdout.readline()
        if not line:
            raise Refused("failed", "The gateway ended.")
        said = json.loads(line)
        if "error" in said:
            raise Refused("failed", said["error"])
        if method == "storage.locate":
            said["result"]["logFiles"] = [str(self.log)]
        return said["result"]

    @staticmethod
    def compute(topic: str, given) -> dict:
        module = module_of(topic)
        if module is None:
            return {"unsupported": True}
        try:
            return {"output": module.answer(given)}
        except RefusedInput as refused:
            return {"refused": refused.reason}

    def method(self, name: str, params: dict) -> dict:
        match name:
            case "hello":
                if params.get("protocol") != 1:
                    raise Refused("version", "Version 1 of the control interface is spoken here.")
                return {"protocol": 1, "name": "eaap-python", "version": "0.1", "hooks": HOOKS}
            case "start":
                return self.start()
            case "stop":
                return self.end(signal.SIGTERM)
            case "kill":
                return self.end(signal.SIGKILL)
            case "reset":
                return self.reset()
            case "compute":
                return self.compute(params["topic"], params["input"])
        if name not in HANDED_ON:
            raise Refused("unsupported", f"There is no method {name}.")
        return self.hand_on(name, params)

    def answer(self, line: bytes) -> dict:
        number = None
        try:
            request = json.loads(line)
            number = request["id"]
            return {"id": number, "result": self.method(request["method"], request.get("params") or {})}
        except Exception as error:  # noqa: BLE001 - whatever it is, it is answered
            code = error.code if isinstance(error, Refused) else "failed"
            return {"id": number, "error": {"code": code, "message": str(error) or type(error).__name__}}


def main() -> None:
    adapter = Adapter()
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, lambda *_: sys.exit(0))
    try:
        for line in sys.stdin.buffer:
            sys.stdout.write(json.dumps(adapter.answer(line)) + "\n")
            sys.stdout.flush()
    finally:
        if adapter.running():
            adapter.process.kill()
            adapter.process.wait()
        shutil.rmtree(adapter.base, ignore_errors=True)


if __name__ == "__main__":
    main()
