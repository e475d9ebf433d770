"""What is injected: time, entropy, ids and faults (RFC-0001 section 4.5). A control may set each of them."""

import hashlib
import os
import threading
import time

from eaap.gateway.problem import Problem
from eaap.times import LAST


class Clock:
    """Wall and monotonic time in milliseconds."""

    def __init__(self, wall_shift: int = 0, frozen_wall: int | None = None) -> None:
        self.wall_shift, self.mono_shift = wall_shift, 0
        self.stopped: tuple[int, int] | None = None
        if frozen_wall is not None:
            self.freeze()
            self.set(frozen_wall)

    @staticmethod
    def real() -> tuple[int, int]:
        return time.time_ns() // 1_000_000, time.monotonic_ns() // 1_000_000

    def wall(self) -> int:
        return (self.stopped or self.real())[0] + self.wall_shift

    def mono(self) -> int:
        return (self.stopped or self.real())[1] + self.mono_shift

    def freeze(self) -> None:
        self.stopped = self.stopped or self.real()

    def thaw(self) -> None:
        if self.stopped:
            wall, mono = self.real()
            self.wall_shift += self.stopped[0] - wall
            self.mono_shift += self.stopped[1] - mono
            self.stopped = None

    def advance(self, ms: int) -> None:
        self.wall_shift += ms
        self.mono_shift += ms

    def set(self, wall: int) -> None:
        self.wall_shift += wall - self.wall()


class Entropy:
    """Random bytes, or the stream of a seed (RFC-0002 section 7.3)."""

    def __init__(self) -> None:
        self.seed_bytes: bytes | None = None
        self.block, self.left = 0, b""

    def seed(self, seed: str) -> None:
        self.seed_bytes, self.block, self.left = seed.encode("utf-8"), 0, b""

    def bytes(self, n: int) -> bytes:
        if self.seed_bytes is None:
            return os.urandom(n)
        while len(self.left) < n:
            head = b"EAAP-ENTROPY-v1\0" + self.block.to_bytes(8, "big")
            self.left += hashlib.sha256(head + self.seed_bytes).digest()
            self.block += 1
        drawn, self.left = self.left[:n], self.left[n:]
        return drawn


class Ids:
    """UUIDs of version 7, each greater than the one before (RFC-0002 section 7.2)."""

    def __init__(self, entropy: Entropy) -> None:
        self.entropy, self.ms, self.counter = entropy, -1, 0

    def next(self, now: int) -> str:
        ms = max(now, self.ms)
        if ms == self.ms and self.counter == 4095:
            ms += 1
        if not 0 <= now <= LAST or ms >= 2**48:
            raise Problem("clock-unreliable", "The clock shows no time that an id could be made of.", reason="invalid")
        e = self.entropy.bytes(10)
        self.counter = self.counter + 1 if ms == self.ms else (e[0] & 7) * 256 + e[1]
        self.ms = ms
        low = int.from_bytes(e[2:], "big") & (2**62 - 1)
        text = f"{ms << 80 | 7 << 76 | self.counter << 64 | 2 << 62 | low:032x}"
        return "-".join((text[:8], text[8:12], text[12:16], text[16:20], text[20:]))


FAILS = {
    "log": ("log-unavailable", "The log cannot be written. Nothing was done; try again."),
    "storage": ("storage-unavailable", "The storage does not take what is written. Nothing was done; try again."),
    "flush": ("storage-unavailable", "What was written could not be made durable. Nothing was done; try again."),
    "key-store": ("key-store-unavailable", "The key store does not answer. Nothing was done; try again."),
    "detector": ("detector-unavailable", "Personal data cannot be looked for. Nothing was done; try again."),
    "erasure": ("key-store-unavailable", "Keys cannot be destroyed. The erasure is pending; ask again."),
}


class Faults:
    """What fails, for tests: at most one point, for good or for some times (RFC-0015 section 4.5)."""

    def __init__(self) -> None:
        self.point, self.left = "none", 0

    def set(self, point: str, count: int | None) -> None:
        if point not in FAILS and point not in ("none", "engine"):
            raise ValueError(f"there is no point {point}")
        self.point, self.left = point, count or 0

    def at(self, point: str) -> None:
        """Fails when it is this point's turn."""
        if self.point != point:
            return
        if self.left:
            self.left -= 1
            if not self.left:
                self.point = "none"
        type_, detail = FAILS[point]
        members = {"cause": "storage-unavailable"} if point == "log" else {}
        raise Problem(type_, detail, **members)


class Steps:
    """What happens at one write of the storage that is to come, for tests (RFC-0015 section 4.6)."""

    def __init__(self) -> None:
        self.do, self.at, self.writes, self.reached = "none", 1, 0, False
        self.released = threading.Event()

    def set(self, do: str, at: int = 1) -> dict:
        """What became of the step before, which this ends unless it only looks."""
        before = {"writes": self.writes, "reached": self.reached}
        if do != "look":
            self.released.set()
            self.released = threading.Event()
            self.do, self.at, self.writes, self.reached = do, at, 0, False
        return before

    def write(self, flush: bool = False) -> str | None:
        """One write: waits where it is held; answers what else happens at it."""
        self.writes += 1
        if self.do == "none" or self.reached or self.writes != self.at or flush and self.do == "hold":
            return None
        self.reached = True
        if self.do == "hold":
            self.released.wait()
            return None
        return self.do
