"""Views of a text, and its readings (RFC-0003 sections 13.2 and 13.4)."""

import base64
import re
import unicodedata
from dataclasses import dataclass

from eaap.pii.patterns import DATA, pattern, to_points, to_units

FILLER = "\ufffc"
TOKEN = re.compile(r"\[PII:(?:card|iban|email|ssn|phone|ip|key|x_[a-z0-9_]{1,30}):[0-9a-f]{32}\]")
MARK = pattern(r"/^\p{M}$/u")
FOLDING = DATA["folding"]
INVISIBLE, SPACE, DASH, DOT = (pattern(FOLDING[name]) for name in ("invisible", "space", "dash", "dot"))
ZEROS = [int(zero.removeprefix("U+"), 16) for zero in FOLDING["zeros"]]
ESCAPES = DATA["escapes"]
RUNS = DATA["runs"]


@dataclass(frozen=True)
class View:
    """A text of units with, for each of them, the stretch of the original that it stands for."""

    units: str
    starts: tuple[int, ...]
    ends: tuple[int, ...]

    def replaced(self, stretches: list[tuple[int, int, str]]) -> "View":
        """The view with stretches of it replaced, each unit of a new text standing for the whole stretch."""
        units, starts, ends, at = [], [], [], 0
        for start, end, text in stretches:
            units += self.units[at:start], text
            starts += self.starts[at:start] + (self.starts[start],) * len(text)
            ends += self.ends[at:start] + (self.ends[end - 1],) * len(text)
            at = end
        return View("".join(units) + self.units[at:], (*starts, *self.starts[at:]), (*ends, *self.ends[at:]))

    def whole(self, start: int, end: int, text: str) -> "View":
        """A view all of whose units stand for one stretch of this one."""
        return View(text, (self.starts[start],) * len(text), (self.ends[end - 1],) * len(text))


def original(units: str) -> View:
    return View(units, tuple(range(len(units))), tuple(range(1, len(units) + 1)))


def without_tokens(view: View) -> View:
    """Each token replaced by one filler."""
    tokens = [(*m.span(), FILLER) for m in TOKEN.finditer(view.units)]
    return view.replaced(tokens) if tokens else view


# Folding


def is_mark(c: str) -> bool:
    return not c.isascii() and MARK.compiled.match(c) is not None


def folded_point(c: str) -> str:
    if c.isascii():
        return c
    for kind, becomes in ((INVISIBLE, ""), (SPACE, " "), (DASH, "-"), (DOT, ".")):
        if kind.compiled.match(c):
            return becomes
    zero = next((z for z in ZEROS if z <= ord(c) < z + 10), None)
    return c if zero is None else chr(ord("0") + ord(c) - zero)


def folded_cluster(cluster: str) -> str:
    if len(cluster) == 1 and cluster.isascii():
        return cluster
    return "".join(folded_point(c) for c in unicodedata.normalize("NFKC", cluster) if not is_mark(c))


def folded(view: View) -> View:
    """The folded reading; the view itself if nothing changes."""
    if view.units.isascii():
        return view
    clusters: list[str] = []
    for c in to_points(view.units):
        if clusters and is_mark(c):
            clusters[-1] += c
        else:
            clusters.append(c)
    changes, at = [], 0
    for cluster in clusters:
        end = at + len(to_units(cluster))
        becomes = folded_cluster(cluster)
        if becomes != cluster:
            changes.append((at, end, to_units(becomes)))
        at = end
    return view.replaced(changes) if changes else view


# Escapes


def point(number: int, as_written: str) -> str:
    return to_units(chr(number)) if number <= 0x10FFFF else as_written


def percent(view_start: int, text: str) -> list[tuple[int, int, str]]:
    """A run of percent-encodings, as stretches of characters."""
    data = bytes.fromhex(text.replace("%", ""))
    stretches, at = [], 0
    while at < len(data):
        first = data[at]
        length = 2 if 0xC2 <= first <= 0xDF else 3 if 0xE0 <= first <= 0xEF else 4 if first >= 0xF0 else 1
        character = chr(first)
        if length > 1:
            try:
                character = data[at : at + length].decode("utf-8")
            except UnicodeDecodeError:
                length = 1
            if len(character) != 1:  # cut short by the end, and yet several characters
                character, length = chr(first), 1
        start = view_start + 3 * at
        stretches.append((start, start + 3 * length, to_units(character)))
        at += length
    return stretches


def resolved(text: str) -> str:
    """What an escape other than a percent-encoding becomes."""
    if text.startswith("&#"):
        digits = text[2:].rstrip(";")
        number = int(digits[1:], 16) if digits[0] in "xX" else int(digits)
        return point(number, text)
    if text.startswith("&"):
        return ESCAPES["references"].get(text[1:-1], text)
    if text[1] in "ux" and len(text) > 2:
        return point(int(text[2:].strip("{}"), 16), text)
    return ESCAPES["controls"].get(text[1], text[1])


def unescaped(view: View) -> View | None:
    """The view with each escape resolved once, or None where there is none."""
    stretches = []
    for start, end in pattern(ESCAPES["escape"]).spans(view.units):
        text = view.units[start:end]
        if text.startswith("%"):
            stretches += percent(start, text)
        elif (becomes := resolved(text)) != text:
            stretches.append((start, end, becomes))
    return view.replaced(stretches) if stretches else None


# Runs


def texts_of(data: bytes) -> list[str]:
    """The texts of a row of bytes, longest first."""
    data = data.removeprefix(b"\xef\xbb\xbf")
    # What is not well-formed becomes U+FFFD, which is among the unreadable.
    decoded = to_units(data.decode("utf-8", "replace"))
    texts, at = [], 0
    for start, end in [*pattern(RUNS["unreadable"]).spans(decoded), (len(decoded),) * 2]:
        texts.append(decoded[at:start])
        at = end
    texts = [text for text in texts if len(text) >= 10]
    if 0 in data:
        values = data.decode("latin-1")
        for name in ("utf16_little_endian", "utf16_big_endian"):
            texts += [values[s:e].replace("\0", "") for s, e in pattern(RUNS[name]).spans(values)]
    return sorted(texts, key=len, reverse=True)


def hex_rows(run: str) -> list[bytes]:
    digits = re.sub("[^0-9A-Fa-f]", "", run.replace("0x", ""))
    return [bytes.fromhex(part[: len(part) // 2 * 2]) for part in (digits, digits[1:])]


def base64_rows(run: str) -> list[bytes]:
    characters = re.sub("[^A-Za-z0-9+/_-]", "", run).replace("-", "+").replace("_", "/")
    rows = []
    for skipped in range(4):
        part = characters[skipped:]
        part = part[:-1] if len(part) % 4 == 1 else part  # six bits fill no byte
        rows.append(base64.b64decode(part + "=" * (-len(part) % 4)))
    return rows


def decodings(view: View) -> list[View]:
    """The unescaped view, then the texts of its runs."""
    plain = unescaped(view)
    views = [] if plain is None else [plain]
    if len(view.units) < 16:
        return views
    for name, rows in (("hex", hex_rows), ("spaced_hex", hex_rows), ("base64", base64_rows)):
        for start, end in pattern(RUNS[name]).spans(view.units):
            for row in rows(view.units[start:end]):
                views += [view.whole(start, end, text) for text in texts_of(row)]
    return views
