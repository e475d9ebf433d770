"""What is inert, labels and rows of digits (RFC-0003 sections 13.5 and 13.6)."""

import re
from dataclasses import dataclass

from eaap.pii.patterns import DATA, pattern
from eaap.pii.views import FILLER, TOKEN

INERT = pattern("/" + "|".join(f"(?:{source[1:-1]})" for source in DATA["inert"]) + "/")
SEPARATOR = pattern(DATA["digits"]["separator"])
LETTER_OR_MARK = pattern(r"/^[\p{L}\p{M}]$/u")
LETTER_OR_DIGIT = pattern(r"/^[\p{L}\p{Nd}]$/u")


def quiet(units: str) -> str:
    """A text in which what is inert is overwritten."""
    for start, end in INERT.spans(units):
        units = units[:start] + FILLER * (end - start) + units[end:]
    return units


def normal_label(label: str) -> str:
    """A label as it is read (section 13.5)."""
    label = TOKEN.sub(FILLER, label)
    label = re.sub("([a-z0-9])([A-Z])", r"\1 \2", label)
    return re.sub("[_./-]+", " ", label)


def is_letter_or_digit(unit: str) -> bool:
    """Of a single unit; the empty text is none."""
    return LETTER_OR_DIGIT.compiled.match(unit) is not None


def is_word_unit(unit: str) -> bool:
    return unit == "'" or LETTER_OR_MARK.compiled.match(unit) is not None


@dataclass(frozen=True)
class Text:
    """What a detector reads: the units, and the label before them."""

    units: str
    label: str

    def labelled(self, start: int, words: dict) -> str | None:
        """The meaning of what stands before a place (section 13.5)."""
        tail = self.units[max(0, start - 64) : start]
        if start < 64 and self.label:
            tail = self.label[-64:] + ": " + tail
        for _ in range(6):
            end = len(tail)
            while end and not is_word_unit(tail[end - 1]):
                if tail[end - 1] in "0123456789" or tail[end - 1] == FILLER or len(tail) - end == 9:
                    return None
                end -= 1
            begin = end
            while begin and end - begin < 25 and is_word_unit(tail[begin - 1]):
                begin -= 1
            if end - begin in (0, 25):
                return None
            word = tail[begin:end].lower()
            meaning = next((name for name, listed in words.items() if word in listed), None)
            if meaning != "between":
                return meaning
            tail = tail[:begin]
        return None


@dataclass(frozen=True)
class Window:
    """A row of neighbouring groups of one run."""

    start: int
    end: int
    last: int
    digits: str
    sizes: tuple[int, ...]
    separators: tuple[str, ...]
    before: str
    after: str

    @property
    def layout(self) -> str:
        return "-".join(map(str, self.sizes))


class Groups:
    """The groups of a text, and what stands between those of one run."""

    def __init__(self, units: str) -> None:
        self.units = units
        self.spans = [m.span() for m in re.finditer("[0-9]+", units)]
        between = [units[a[1] : b[0]] for a, b in zip(self.spans, self.spans[1:])]
        # The separator behind each group; empty at the end of a run.
        self.behind = [text if SEPARATOR.holds(text) else "" for text in between] + [""]

    def __len__(self) -> int:
        return len(self.spans)

    def windows(self, first: int, least: int, most: int, groups: int, allowed) -> list[Window]:
        """The windows from a group on, longest first."""
        found = []
        digits, sizes, separators = "", (), ()
        for last in range(first, min(first + groups, len(self.spans))):
            if last > first:
                separator = self.behind[last - 1]
                if not separator or not allowed(separator):
                    break
                separators += (separator,)
            start, end = self.spans[last]
            digits, sizes = digits + self.units[start:end], (*sizes, end - start)
            if len(digits) > most:
                break
            if len(digits) >= least:
                before = self.behind[first - 1] if first else ""
                window = Window(self.spans[first][0], end, last, digits, sizes, separators, before, self.behind[last])
                found.append(window)
        return found[::-1]
