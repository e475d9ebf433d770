"""An adapter: it starts your gateway for `eaap-conformance run --adapter "python3 adapter.py"`.

What it has to do is in RFC-0015 section 4; every request and answer has a schema in conformance/control.schema.json.
Python 3.9 or newer, the standard library alone. Standard output is for answers alone: print to sys.stderr.
"""

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request

# ---- Edit from here ----

NAME = "my-gateway"
VERSION = "0.1"

# What starts your gateway; {folder} is where it may store, {port} where it is to listen. Here: the reference gateway.
GATEWAY = ["node", "packages/cli/bin/eaap.js", "serve", "--path", "{folder}", "--port", "{port}"]


def admin_key():
    """The key of an admin of the namespace `system`, once the gateway answers."""
    with open(os.path.join(FOLDER, "credentials.json"), encoding="utf-8") as file:
        return json.load(file)["system"]


STUB = None

# The hooks (RFC-0015 section 4.3). A stub is not declared, and what it would have shown is NOT_EVIDENCED. Put a
# function of the params in its place, and `hello` declares it. Begin with `kill` and `reset`.
HOOKS = {
    "kill": STUB,  #           {} -> {}          SIGKILL to `gateway`, wait for its end (section 4.2)
    "reset": STUB,  #          {} -> as start    stop it if it runs, empty FOLDER, start (section 4.2)
    "clock.now": STUB,  #      {} -> {now}       milliseconds since 1970; `clock` is declared with all five
    "clock.freeze": STUB,  #   {} -> {now}
    "clock.thaw": STUB,  #     {} -> {now}
    "clock.advance": STUB,  #  {ms} -> {now}     wall and monotonic clock together
    "clock.set": STUB,  #      {wall} -> {now}   the wall clock alone
    "entropy.seed": STUB,  #   {seed} -> {}
    "storage.locate": STUB,  # {} -> {files, keyFiles, logFiles}   absolute paths; LOG is one of logFiles
    "storage.dump": STUB,  #   {namespace?} -> {records}
    "storage.tamper": STUB,  # {kind, ...} -> {}          section 4.4
    "keys.disclose": STUB,  #  {namespace, subject?} -> {keys}
    "fault": STUB,  #          {point, count?} -> {}      section 4.5
    "storage.step": STUB,  #   {do, at?} -> {writes, reached}   section 4.6
    "audit.export": STUB,  #   {namespace} -> {records, leaves, checkpoints, verifier_key}
    "canary.plant": STUB,  #   {text} -> {}               in clear, into a file that storage.locate names
    "egress.provoke": STUB,  # {host, port} -> {}
    "compute": STUB,  #        {topic, input} -> {output} | {refused} | {unsupported: true}   section 5.2
}

# ---- to here ----

BASE = tempfile.mkdtemp(prefix="eaap-adapter-")
FOLDER = os.path.join(BASE, "gateway")
LOG = os.path.join(BASE, "gateway.log")
gateway = None
url = ""


class Refused(Exception):
    def __init__(self, code, message):
        super().__init__(message)
        self.code = code


def is_running():
    return gateway is not None and gateway.poll() is None


def free_port():
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        return listening.getsockname()[1]


def answers():
    try:
        with urllib.request.urlopen(url + "/.well-known/eaap", timeout=5) as response:
            return response.status == 200
    except OSError:
        return False


def start(_params):
    """Section 4.2: starts on what storage there is; the same answer again when it runs already."""
    global gateway, url
    if not is_running():
        port = free_port()
        url = f"http://127.0.0.1:{port}"
        command = [part.replace("{folder}", FOLDER).replace("{port}", str(port)) for part in GATEWAY]
        with open(LOG, "ab") as log:
            gateway = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=log, stderr=log)
        overdue = time.monotonic() + 20
        while not answers():
            if not is_running() or time.monotonic() > overdue:
                with open(LOG, encoding="utf-8", errors="replace") as log:
                    raise Refused("failed", "It does not answer. " + log.read()[-1000:])
            time.sleep(0.05)
    return {"url": url, "admin_key": admin_key()}


def stop(_params):
    """Section 4.2: ends it in order. What was answered is durable."""
    if not is_running():
        raise Refused("not-running", "The gateway is not running.")
    gateway.terminate()
    gateway.wait()
    return {}


def hello(_params):
    has = [name for name, hook in HOOKS.items() if hook is not STUB]
    clock = [name for name in HOOKS if name.startswith("clock.")]
    declared = [name for name in has if name not in clock]
    if all(name in has for name in clock):
        declared.append("clock")
    return {"protocol": 1, "name": NAME, "version": VERSION, "hooks": declared}


def answer(line):
    """Section 4.1: one line for each request. `unsupported` is for methods that are not there."""
    number = None
    try:
        request = json.loads(line)
        number = request["id"]
        method = {**HOOKS, "hello": hello, "start": start, "stop": stop}.get(request["method"])
        if method is None:
            raise Refused("unsupported", f"There is no method {request['method']}.")
        said = {"result": method(request.get("params") or {})}
    except Exception as error:  # whatever it is, it is answered
        code = error.code if isinstance(error, Refused) else "failed"
        said = {"error": {"code": code, "message": str(error) or type(error).__name__}}
    sys.stdout.write(json.dumps({"id": number, **said}) + "\n")
    sys.stdout.flush()


def main():
    # Section 4.1: an adapter ends when its standard input ends, and takes its gateway with it.
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, lambda *_: sys.exit(0))
    try:
        # A line ends with 0x0A and nothing else, which is how bytes are read; text would end with more.
        for line in sys.stdin.buffer:
            answer(line)
    finally:
        if is_running():
            gateway.kill()
            gateway.wait()
        shutil.rmtree(BASE, ignore_errors=True)


main()
