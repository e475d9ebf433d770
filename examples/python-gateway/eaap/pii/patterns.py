"""The patterns of schemas/tables/pii.json: ECMAScript regular expressions over UTF-16 code units (RFC-0003 13.2).

A text of units is a str each of whose characters is one code unit; halves of surrogate pairs stand apart in it.
"""

import functools

import regex

from eaap.schema import schema

DATA = schema("tables/pii")["data"]
SPACE = r"\t\n\v\f\r \xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000\ufeff"
WORD = "[A-Za-z0-9_]"
BORDER = f"(?:(?<={WORD})(?!{WORD})|(?<!{WORD})(?={WORD}))"


def to_units(text: str) -> str:
    """The UTF-16 code units of a text, each as one character."""
    if text.isascii():
        return text
    data = text.encode("utf-16-le", "surrogatepass")
    return "".join(chr(data[i] | data[i + 1] << 8) for i in range(0, len(data), 2))


def to_points(units: str) -> str:
    """The text that units spell: the reverse of to_units."""
    return units.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "surrogatepass")


def has_surrogates(units: str) -> bool:
    return not units.isascii() and any("\ud800" <= c <= "\udfff" for c in units)


def translated(body: str) -> str:
    """An ECMAScript pattern in the dialect of the package `regex`."""

    def one(found) -> str:
        token = found[0]
        if token.startswith("["):
            return token.replace(r"\s", SPACE).replace(r"\0", r"\x00")
        return {r"\s": f"[{SPACE}]", r"\b": BORDER, "$": r"\Z", r"\0": r"\x00"}.get(token, token)

    return regex.sub(r"\[(?:\\.|[^\]])*\]|\\.|\$", one, body)


class Pattern:
    """One pattern; positions are those of units."""

    def __init__(self, source: str) -> None:
        body, _, flags = source.removeprefix("/").rpartition("/")
        self.points = "u" in flags
        options = regex.V0
        if "i" in flags:
            # Without `u`, no letter beyond ASCII is the same as one of ASCII.
            options |= regex.IGNORECASE if self.points else regex.IGNORECASE | regex.ASCII
        self.compiled = regex.compile(translated(body), options)

    def spans(self, units: str, group: int = 0) -> list[tuple[int, int]]:
        """Where all matches are, or what a parenthesis of each took."""
        if not self.points:
            return [m.span(group) for m in self.compiled.finditer(units)]
        # `regex` takes i for the same as U+0130, which ECMAScript does not; another letter takes its place.
        units = units.replace("\u0130", "\u00aa")
        if not has_surrogates(units):
            return [m.span(group) for m in self.compiled.finditer(units)]
        points = to_points(units)
        offsets = [0]
        for c in points:
            offsets.append(offsets[-1] + (2 if c > "\uffff" else 1))
        return [(offsets[m.start(group)], offsets[m.end(group)]) for m in self.compiled.finditer(points)]

    def holds(self, units: str) -> bool:
        """Whether it matches somewhere."""
        return bool(self.spans(units))

    def prefix(self, units: str) -> int:
        """How many units a match at the very beginning has, or 0."""
        return next((end for start, end in self.spans(units) if start == 0), 0)


@functools.cache
def pattern(source: str) -> Pattern:
    return Pattern(source)
