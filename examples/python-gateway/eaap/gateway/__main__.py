"""Serves a gateway: python -m eaap.gateway FOLDER --port 8787

The first start makes the namespace `system` and writes the key of its admin, once, to --first-key.
"""

import argparse
import asyncio
import os
import signal
import socket
import sys
from pathlib import Path

from eaap.gateway.admin import create_namespace
from eaap.gateway.core import Gateway
from eaap.gateway.erase import complete
from eaap.gateway.front import Front
from eaap.gateway.parts import Clock
from eaap.gateway.server import Server


def prepare(gateway: Gateway, first_key: Path) -> None:
    """What is to be done before anything is answered."""
    if not gateway.exists("system"):
        made = create_namespace(gateway, {"namespace": "system", "admin": "admin", "owner": "operator"}, "admin")
        file = os.open(first_key, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        os.write(file, made["key"].encode("ascii"))
        os.close(file)
    for namespace in gateway.namespaces():
        complete(gateway, namespace)


async def run(options: argparse.Namespace) -> None:
    clock = Clock(options.clock_shift, options.clock_frozen)
    gateway = Gateway(options.folder, options.name, clock)
    prepare(gateway, options.first_key or options.folder / "first.key")
    front = Front(gateway)
    listening = socket.socket(socket.AF_INET6 if ":" in options.host else socket.AF_INET)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listening.bind((options.host, options.port))
    server = await Server(front).serve(listening)
    over = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, over.set)
    if options.control:
        from eaap.gateway.control_lines import Control

        control = asyncio.create_task(Control(front, over).run())
        control.add_done_callback(lambda done: over.set())
    print(f"http://{options.host}:{listening.getsockname()[1]}", file=sys.stderr, flush=True)
    await over.wait()
    front.draining = True
    gateway.steps.set("none")  # nothing is held for ever
    server.close()
    gateway.close()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=8787)
    parser.add_argument("--name", default="python.eaap.example", help="of the gateway, in its checkpoints")
    parser.add_argument("--first-key", type=Path)
    parser.add_argument("--control", action="store_true", help=argparse.SUPPRESS)  # lines of an adapter, for tests
    parser.add_argument("--clock-shift", type=int, default=0, help=argparse.SUPPRESS)
    parser.add_argument("--clock-frozen", type=int, help=argparse.SUPPRESS)
    asyncio.run(run(parser.parse_args()))


if __name__ == "__main__":
    main()
