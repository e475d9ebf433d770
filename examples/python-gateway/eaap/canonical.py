"""JSON texts: reading, and the canonical form (RFC-0002 section 3)."""

import json
import re

from eaap.refused import Refused

LARGEST = 2**53 - 1
BODY_LIMIT = 1_048_576
DEPTH_LIMIT = 64

SPACE = " \t\n\r"
NUMBER = re.compile(r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?")
ESCAPES = {'"': '"', "\\": "\\", "/": "/", "b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t"}
SPECIAL = re.compile('[\x00-\x1f"\\\\]')
SHORT = {'"': '\\"', "\\": "\\\\", "\b": "\\b", "\t": "\\t", "\n": "\\n", "\f": "\\f", "\r": "\\r"}


def units(text: str) -> bytes:
    """The key to sort a text by: its UTF-16 code units (section 2)."""
    return text.encode("utf-16-be", "surrogatepass")


def is_whole(value) -> bool:
    """Whether a JSON value is a whole number: true is none, and 1.0 is 1."""
    if isinstance(value, bool):
        return False
    return isinstance(value, int) or isinstance(value, float) and value.is_integer()


def parts(number: str) -> tuple[str, int]:
    """The significant digits s and the n of a decimal, whose magnitude is 0.s * 10^n; no digits for zero."""
    mantissa, _, exponent = number.lstrip("-").lower().partition("e")
    whole, _, fraction = mantissa.partition(".")
    digits = (whole + fraction).lstrip("0")
    leading = len(whole + fraction) - len(digits)
    digits = digits.rstrip("0")
    power = int(exponent.lstrip("+-0") or "0")  # without zeros in front: Python bounds the digits that int reads
    return digits, len(whole) - leading + (-power if exponent.startswith("-") else power)


def number_text(value: int | float) -> str:
    """A number in its one spelling: text(d) of section 3.4."""
    if value == 0:
        return "0"
    sign = "-" if value < 0 else ""
    digits, n = parts(repr(float(value)))
    k = len(digits)
    if k <= n <= 21:
        return sign + digits + "0" * (n - k)
    if 0 < n <= 21:
        return sign + digits[:n] + "." + digits[n:]
    if -6 < n <= 0:
        return sign + "0." + "0" * -n + digits
    fraction = "." + digits[1:] if k > 1 else ""
    return f"{sign}{digits[0]}{fraction}e{n - 1:+d}"


def read_number(token: str) -> int | float:
    """The value of a number token (section 3.4); exponents of any size are not built as numbers."""
    mantissa = re.split("[eE]", token)[0]
    if not mantissa.strip("-.0"):
        if token.startswith("-"):
            raise Refused("negative-zero")
        return 0
    nearest = float(token)
    if nearest in (float("inf"), float("-inf")):
        raise Refused("number-range")
    if abs(nearest) > LARGEST:
        raise Refused("integer-range")
    if nearest == 0 or parts(number_text(nearest)) != parts(token):
        raise Refused("number-precision")
    return int(nearest) if nearest.is_integer() else nearest


def string_text(text: str) -> str:
    """A string or name in canonical form (section 3.5)."""
    if not SPECIAL.search(text):
        return f'"{text}"'
    written = [SHORT.get(c) or (f"\\u{ord(c):04x}" if c < " " else c) for c in text]
    return '"' + "".join(written) + '"'


def canonical_text(value) -> str:
    """The canonical form of a value as a text."""
    if value is None:
        return "null"
    if value is True:
        return "true"
    if value is False:
        return "false"
    if isinstance(value, (int, float)):
        return number_text(value)
    if isinstance(value, str):
        return string_text(value)
    if isinstance(value, list):
        return "[" + ",".join(map(canonical_text, value)) + "]"
    names = sorted(value, key=units)
    return "{" + ",".join(string_text(name) + ":" + canonical_text(value[name]) for name in names) + "}"


def is_plain(value) -> bool:
    """Whether the standard library writes a value as its canonical form: no fractions, and names of ASCII alone."""
    kind = type(value)
    if kind is str or kind is bool or value is None:
        return True
    if kind is int:
        return -LARGEST <= value <= LARGEST
    if kind is list:
        return all(map(is_plain, value))
    return kind is dict and all(map(str.isascii, value)) and all(map(is_plain, value.values()))


def canonical(value) -> bytes:
    """The canonical form of a value in UTF-8: JCS(value)."""
    if is_plain(value):
        return json.dumps(value, ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode("utf-8")
    return canonical_text(value).encode("utf-8")


def read(data: bytes, limit: int = BODY_LIMIT):
    """The value of a JSON text, or a refusal for one fault of section 3.2."""
    if len(data) > limit:
        raise Refused("size")
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        raise Refused("utf8") from None
    return Reader(text).whole()


def is_noncharacter(code: int) -> bool:
    """Whether a code point is one of the 66 noncharacters."""
    return 0xFDD0 <= code <= 0xFDEF or code & 0xFFFE == 0xFFFE


class Reader:
    """Reads one JSON text; the first fault that is met is raised."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0

    def whole(self):
        value = self.value(0)
        self.space()
        if self.at < len(self.text):
            raise Refused("syntax")
        return value

    def space(self) -> None:
        while self.peek() and self.peek() in SPACE:
            self.at += 1

    def peek(self) -> str:
        return self.text[self.at : self.at + 1]

    def take(self, wanted: str) -> None:
        if not self.text.startswith(wanted, self.at):
            raise Refused("syntax")
        self.at += len(wanted)

    def value(self, depth: int):
        """A value that stands inside `depth` arrays and objects."""
        self.space()
        first = self.peek()
        if first in ("{", "[") and depth == DEPTH_LIMIT:
            raise Refused("depth")
        if first == "{":
            return self.object(depth)
        if first == "[":
            return self.array(depth)
        if first == '"':
            return self.string()
        for word, value in (("true", True), ("false", False), ("null", None)):
            if first == word[0]:
                self.take(word)
                return value
        match = NUMBER.match(self.text, self.at)
        if not match:
            raise Refused("syntax")
        self.at = match.end()
        if self.peek() and self.peek() in "0123456789.eE+-":  # the whole token is no number, as -01 is none
            raise Refused("syntax")
        return read_number(match.group())

    def array(self, depth: int) -> list:
        self.take("[")
        elements: list = []
        self.space()
        if self.peek() == "]":
            self.take("]")
            return elements
        while True:
            elements.append(self.value(depth + 1))
            self.space()
            if self.peek() != ",":
                self.take("]")
                return elements
            self.take(",")

    def object(self, depth: int) -> dict:
        self.take("{")
        members: dict = {}
        self.space()
        if self.peek() == "}":
            self.take("}")
            return members
        while True:
            self.space()
            name = self.string()
            if name in members:
                raise Refused("duplicate-name")
            self.space()
            self.take(":")
            members[name] = self.value(depth + 1)
            self.space()
            if self.peek() != ",":
                self.take("}")
                return members
            self.take(",")

    def string(self) -> str:
        self.take('"')
        written = []
        while True:
            character = self.peek()
            if character < " ":  # the end of the text, too
                raise Refused("syntax")
            self.at += 1
            if character == '"':
                return "".join(written)
            if character == "\\":
                character = self.escaped()
            if is_noncharacter(ord(character)):
                raise Refused("noncharacter")
            written.append(character)

    def escaped(self) -> str:
        """The character of an escape, whose backslash is read; of a pair of escapes for a pair of surrogates."""
        letter = self.peek()
        self.at += 1
        if letter in ESCAPES:
            return ESCAPES[letter]
        if letter != "u":
            raise Refused("syntax")
        unit = self.unit()
        if not 0xD800 <= unit <= 0xDFFF:
            return chr(unit)
        if unit >= 0xDC00 or not self.text.startswith("\\u", self.at):
            raise Refused("lone-surrogate")
        self.at += 2
        low = self.unit()
        if not 0xDC00 <= low <= 0xDFFF:
            raise Refused("lone-surrogate")
        return chr(0x10000 + (unit - 0xD800) * 0x400 + low - 0xDC00)

    def unit(self) -> int:
        digits = self.text[self.at : self.at + 4]
        if not re.fullmatch("[0-9A-Fa-f]{4}", digits):
            raise Refused("syntax")
        self.at += 4
        return int(digits, 16)
