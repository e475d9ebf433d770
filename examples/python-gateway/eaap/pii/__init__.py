"""Personal data: what is found in a text, and what takes its place (RFC-0003 section 13)."""

import re
from dataclasses import dataclass, replace

from eaap.canonical import is_whole
from eaap.digest import keyed
from eaap.pii.detectors import cards, emails, ibans, ips, keys, ssns
from eaap.pii.digits import Text, normal_label, quiet
from eaap.pii.patterns import to_points, to_units
from eaap.pii.phone import phones
from eaap.pii.views import FILLER, View, decodings, folded, original, without_tokens
from eaap.refused import Refused

# The order of the table; those of digits read the quiet view.
DETECTORS = {"key": keys, "iban": ibans, "card": cards, "email": emails, "ssn": ssns, "ip": ips, "phone": phones}
READ_AS_IT_IS = ("key", "email")
RANK = list(DETECTORS)
MOST_BYTES = 65_536
ROUNDS = 16


@dataclass(frozen=True)
class Detection:
    """A stretch of a text, in UTF-16 code units, with the normal form its token is made from."""

    type: str
    start: int
    end: int
    normalised: str


def find(text: str, label: str = "") -> list[Detection]:
    """What is found in a text (section 13.3); refuses one that is too large, or that never comes to an end."""
    if len(text.encode("utf-8", "surrogatepass")) > MOST_BYTES:
        raise Refused("payload-too-large")
    whole, label = original(to_units(text)), normal_label(to_units(label))
    found: list[Detection] = []
    for _ in range(ROUNDS):
        news = look(whole.replaced([(d.start, d.end, FILLER) for d in found]), label)
        if not news:
            return found
        found = merge(found + news)
    raise Refused("chained")


def look(view: View, label: str) -> list[Detection]:
    """What is found in a view, its readings and what is encoded in it, two encodings deep."""
    views, all_ = [view], []
    for _ in range(3):
        following = []
        for each in views:
            each = without_tokens(each)
            reading = folded(each)
            if reading is not each:
                all_ += matches(reading, label)
            all_ += matches(each, label)
            following += decodings(reading)
        views = following
    return merge(all_)


def matches(view: View, label: str) -> list[Detection]:
    """What the detectors find in one view."""
    label = label if not view.starts or view.starts[0] == 0 else ""
    plain, silent = Text(view.units, label), Text(quiet(view.units), label)
    return [
        Detection(type_, view.starts[start], view.ends[end - 1], whole_points(normal))
        for type_, detector in DETECTORS.items()
        for start, end, normal in detector(plain if type_ in READ_AS_IT_IS else silent)
    ]


def whole_points(units: str) -> str:
    """Units as code points; half of a surrogate pair is U+FFFD (section 13.9)."""
    return units.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def merge(detections: list[Detection]) -> list[Detection]:
    """Overlapping detections as one that covers them all."""
    kept: list[Detection] = []
    for d in sorted(detections, key=lambda d: (d.start, -d.end, RANK.index(d.type))):
        if not kept or d.start >= kept[-1].end:
            kept.append(d)
        elif d.end > kept[-1].end:
            kept[-1] = replace(kept[-1], end=d.end)
    return kept


# Tokens


def half(key: bytes, type_: str, normalised: str) -> str:
    """Half of a keyed value (section 13.9)."""
    return keyed(key, "EAAP-PII-v1", {"normalised": normalised, "type": type_})[:32]


def token(key: bytes, detection: Detection) -> str:
    """Section 13.9."""
    return f"[PII:{detection.type}:{half(key, detection.type, detection.normalised)}]"


def is_plain(type_: str, written: str, normalised: str) -> bool:
    """Whether a detection is written as itself (section 13.11)."""
    if not re.fullmatch("[ -~]*", written):
        return False
    if type_ == "email":
        return '"' not in written and written.lower() == normalised
    if type_ == "phone":
        usual = re.fullmatch("[0-9+(). -]*", written) is not None
        return usual and significant(normalised).endswith(significant(written))
    if type_ == "key":
        return written == normalised
    return compact(written) == compact(normalised)


def significant(number: str) -> str:
    """The digits of a number but for the first (0) and leading zeros."""
    return re.sub("[^0-9]", "", number.replace("(0)", "", 1)).lstrip("0")


def compact(text: str) -> str:
    return re.sub("[ -]", "", text).lower()


def with_tokens(key: bytes, text: str, found: list[Detection], marks: bool = False) -> str:
    """A text with a token, and where it is not written plainly a mark, in the place of each detection."""
    units, parts, at = to_units(text), [], 0
    for d in found:
        written = to_points(units[d.start : d.end])
        parts += units[at : d.start], token(key, d)
        if marks and not is_plain(d.type, written, d.normalised):
            parts.append(f"[written:{half(key, d.type, 'written ' + written)}]")
        at = d.end
    return to_points("".join(parts) + units[at:])


def value_with_tokens(key: bytes, value, label: str = "", marks: bool = False):
    """A JSON value with tokens (section 13.10)."""
    if isinstance(value, str):
        return with_tokens(key, value, find(value, label), marks)
    if isinstance(value, list):
        return [value_with_tokens(key, element, label, marks) for element in value]
    if isinstance(value, dict):
        members = {}
        for name, member in value.items():
            shown = with_tokens(key, name, find(name), marks)
            if shown in members:
                raise Refused("equal-names")
            inner = to_points(to_units(f"{label} {shown}")[-64:])
            members[shown] = value_with_tokens(key, member, inner, marks)
        return members
    if is_whole(value) and abs(value) >= 1_000_000:
        text = str(abs(int(value)))
        found = find(text, label)
        return with_tokens(key, text, found, marks) if found else value
    return value
