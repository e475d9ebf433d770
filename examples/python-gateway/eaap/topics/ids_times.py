"""Ids, times and money (RFC-0002 sections 7 and 8)."""

import re
from collections.abc import Iterator

from eaap.canonical import LARGEST, is_whole
from eaap.digest import sha256
from eaap.ids import is_id
from eaap.refused import Refused
from eaap.times import read_time, write_time

LAST_MS = 2**48 - 1


def id_text(ms: int, counter: int, entropy: bytes) -> str:
    """The id of a time, a counter and the bytes e2 to e9 (section 7.1)."""
    low = int.from_bytes(entropy[2:], "big") & (2**62 - 1)
    digits = f"{ms << 80 | 7 << 76 | counter << 64 | 2 << 62 | low:032x}"
    return "-".join((digits[:8], digits[8:12], digits[12:16], digits[16:20], digits[20:]))


def ids(draws: list) -> Iterator[str]:
    """Ids one after another (section 7.2)."""
    last_ms, last_counter = -1, 0
    for now, entropy, times in draws:
        for _ in range(times):
            if not is_whole(now) or not 0 <= now <= LAST_MS:
                raise Refused("time-range")
            ms = max(int(now), last_ms)
            if ms == last_ms and last_counter == 4095:
                ms += 1
            if ms > LAST_MS:
                raise Refused("time-range")
            e = bytes.fromhex(entropy)
            if len(e) != 10:
                raise Refused("entropy")
            counter = last_counter + 1 if ms == last_ms else (e[0] & 7) * 256 + e[1]
            last_ms, last_counter = ms, counter
            yield id_text(ms, counter, e)


def entropy(seed: str, sizes: list[int]) -> list[str]:
    """What each draw of seeded entropy gives (section 7.3)."""
    blocks = range((sum(sizes) + 31) // 32)
    stream = b"".join(
        sha256(b"EAAP-ENTROPY-v1\0" + i.to_bytes(8, "big") + seed.encode("utf-8")) for i in blocks
    )
    drawn, at = [], 0
    for size in sizes:
        drawn.append(stream[at : at + size].hex())
        at += size
    return drawn


def money(value) -> dict:
    """The amount as an integer, and the currency (section 8.2)."""
    if not isinstance(value, dict) or value.keys() != {"amount", "currency"}:
        raise Refused("not-money")
    amount, currency = value["amount"], value["currency"]
    if not isinstance(amount, str) or not re.fullmatch("0|[1-9][0-9]{0,15}", amount) or int(amount) > LARGEST:
        raise Refused("not-money")
    if not isinstance(currency, str) or not re.fullmatch("[A-Z]{3}", currency):
        raise Refused("not-money")
    return {"amount": int(amount), "currency": currency}


def computed(input: dict):
    match input["op"]:
        case "ids":
            made = list(ids(input["draws"]))
            return made if len(made) <= 16 else made[:2] + made[-3:]
        case "read-id":
            if not is_id(input["text"]):
                raise Refused("not-an-id")
            return input["text"]
        case "entropy":
            return entropy(input["seed"], input["sizes"])
        case "write-time":
            return write_time(input["ms"])
        case "read-time":
            return read_time(input["text"])
        case "money":
            return money(input["value"])
    raise ValueError(input["op"])


def answer(input: dict):
    output = computed(input)
    if input.get("claimed", output) != output:
        raise Refused("mismatch")
    return output
