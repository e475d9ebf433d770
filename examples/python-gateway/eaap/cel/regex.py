"""Patterns: RFC-0007 section 5.7. They are searched for by following all their states at once."""

import functools
import math
import re
import string

from eaap.cel.errors import Unloadable
from eaap.values import length

DIGIT = frozenset(map(ord, string.digits))
WORD = frozenset(map(ord, string.ascii_letters + string.digits + "_"))
WHITE = frozenset(map(ord, "\t\n\f\r "))
CLASSES = {"d": DIGIT, "w": WORD, "s": WHITE}
CONTROLS = {"t": "\t", "n": "\n", "r": "\r", "f": "\f", "v": "\v"}
REPEAT = re.compile(r"\*|\+|\?|\{([0-9]{1,4})(?:(,)([0-9]{1,4})?)?\}")


def weight(pattern: str) -> int:
    """The weight of a pattern, whose repetitions count also where they are escaped."""
    total = length(pattern) + 1
    for found in re.finditer(r"\{([0-9]+)(?:,([0-9]*))?\}", pattern):
        total *= max(1, *(int(number) for number in found.groups() if number))
    return total


def refuse() -> None:
    raise Unloadable("pattern")


class Chars:
    """A set of code points: ranges and classes, or all that are in none of them."""

    def __init__(self, ranges=(), classes=(), negated=False) -> None:
        self.ranges, self.classes, self.negated = list(ranges), list(classes), negated

    def __contains__(self, code: int) -> bool:
        inside = any(low <= code <= high for low, high in self.ranges) or any(
            (code in members) != negated for members, negated in self.classes
        )
        return inside != self.negated


class Reader:
    """Reads a pattern into trees: ("chars", Chars), ("at", what), ("row", …), ("or", …), ("repeat", tree, n, m)."""

    def __init__(self, pattern: str) -> None:
        self.text, self.at = pattern, 0

    def peek(self) -> str:
        return self.text[self.at : self.at + 1]

    def take(self, wanted: str) -> bool:
        if not self.text.startswith(wanted, self.at):
            return False
        self.at += len(wanted)
        return True

    def whole(self):
        tree = self.pattern()
        if self.peek():
            refuse()
        return tree

    def pattern(self):
        rows = [self.row()]
        while self.take("|"):
            rows.append(self.row())
        return ("or", rows)

    def row(self):
        atoms = []
        while self.peek() not in ("", "|", ")"):
            atoms.append(self.repeated(self.atom()))
        return ("row", atoms)

    def repeated(self, atom):
        found = REPEAT.match(self.text, self.at)
        if not found:
            return atom
        self.at = found.end()
        self.take("?")
        if found[1] is None:
            least, most = {"*": (0, math.inf), "+": (1, math.inf), "?": (0, 1)}[found[0]]
        else:
            least = int(found[1])
            most = int(found[3]) if found[3] else math.inf if found[2] else least
            if least > 1000 or most != math.inf and (most > 1000 or least > most):
                refuse()
        return ("repeat", atom, least, most)

    def atom(self):
        if self.take("("):
            self.take("?:")
            tree = self.pattern()
            if not self.take(")"):
                refuse()
            return tree
        if self.take("["):
            return ("chars", self.set())
        if self.take("."):
            return ("chars", Chars([(10, 10)], negated=True))
        for place in ("^", "$", "\\b", "\\B"):
            if self.take(place):
                return ("at", place)
        one = self.char("\\[]{}()*+?|.^$")
        return ("chars", Chars([(one, one)]) if isinstance(one, int) else Chars(classes=[one]))

    def char(self, special: str):
        """The code point of a CHAR, or a CLASS as its members and whether it is all others."""
        character = self.peek()
        self.at += 1
        if character != "\\":
            if not character or character in special:
                refuse()
            return ord(character)
        escape = self.peek()
        self.at += 1
        if escape and escape.lower() in CLASSES:
            return CLASSES[escape.lower()], escape.isupper()
        if escape in CONTROLS:
            return ord(CONTROLS[escape])
        if escape == "x":
            digits = self.text[self.at : self.at + 2]
            if not re.fullmatch("[0-9A-Fa-f]{2}", digits):
                refuse()
            self.at += 2
            return int(digits, 16)
        if not escape or escape not in string.punctuation:
            refuse()
        return ord(escape)

    def set(self) -> Chars:
        chars = Chars(negated=self.take("^"))
        if self.take("-"):
            chars.ranges.append((45, 45))
        while not self.take("]"):
            if self.take("-]"):
                chars.ranges.append((45, 45))
                break
            low = self.char("\\[]-")
            if not isinstance(low, int):
                chars.classes.append(low)
            elif self.peek() == "-" and not self.text.startswith("-]", self.at):
                self.at += 1
                high = self.char("\\[]-")
                if not isinstance(high, int) or high < low:
                    refuse()
                chars.ranges.append((low, high))
            else:
                chars.ranges.append((low, low))
        if not chars.ranges and not chars.classes:
            refuse()
        return chars


class Pattern:
    """A pattern as states; each is ("chars", Chars, next), ("at", what, next), ("split", nexts) or ("found",)."""

    def __init__(self, text: str) -> None:
        if length(text) > 256:
            refuse()
        tree = Reader(text).whole()
        self.weight = weight(text)
        if self.weight > 4096:
            refuse()
        self.states: list[tuple] = [("found",)]
        self.start = self.build(tree, 0)

    def state(self, *state) -> int:
        self.states.append(state)
        return len(self.states) - 1

    def build(self, tree, then: int) -> int:
        """The state in which a tree begins that is followed by another state."""
        kind = tree[0]
        if kind in ("chars", "at"):
            return self.state(kind, tree[1], then)
        if kind == "or":
            return self.state("split", [self.build(row, then) for row in tree[1]])
        if kind == "row":
            for atom in reversed(tree[1]):
                then = self.build(atom, then)
            return then
        _, inner, least, most = tree
        if most == math.inf:
            loop = self.state("split", [then])
            self.states[loop][1].append(self.build(inner, loop))
            then = loop
        else:
            for _ in range(most - least):
                then = self.state("split", [then, self.build(inner, then)])
        for _ in range(least):
            then = self.build(inner, then)
        return then

    def search(self, text: str) -> bool:
        """Whether the pattern is found anywhere in a text."""
        codes = [ord(character) for character in text]
        now: set[int] = set()
        for at in range(len(codes) + 1):
            now = self.reached({*now, self.start}, codes, at)
            if 0 in now:
                return True
            if at < len(codes):
                now = {
                    state[2]
                    for state in map(self.states.__getitem__, now)
                    if state[0] == "chars" and codes[at] in state[1]
                }
        return False

    def reached(self, begin: set[int], codes: list[int], at: int) -> set[int]:
        """All states that are reached without a character."""
        seen, open_ = set(begin), list(begin)
        while open_:
            state = self.states[open_.pop()]
            nexts = state[1] if state[0] == "split" else []
            if state[0] == "at" and holds(state[1], codes, at):
                nexts = [state[2]]
            for each in nexts:
                if each not in seen:
                    seen.add(each)
                    open_.append(each)
        return seen


def holds(place: str, codes: list[int], at: int) -> bool:
    """Whether `^`, `$`, `\\b` or `\\B` holds at a place of a text."""
    if place == "^":
        return at == 0
    if place == "$":
        return at == len(codes)
    before = at > 0 and codes[at - 1] in WORD
    after = at < len(codes) and codes[at] in WORD
    return (before != after) == (place == "\\b")


@functools.lru_cache(256)
def compiled(text: str) -> Pattern:
    return Pattern(text)
