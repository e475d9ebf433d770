"""The detector phone (RFC-0003 section 13.7)."""

import re

from eaap.pii.detectors import unit
from eaap.pii.digits import Groups, Text, Window, is_letter_or_digit
from eaap.pii.patterns import DATA, pattern

PHONE = DATA["phone"]
PLANS = {plan["region"]: plan for plan in PHONE["plans"]}
CODES = {(row["code"], length) for row in PHONE["calling_codes"] for length in row["lengths"]}
NORTH_AMERICAN = ("3-3-4", "1-3-3-4")


def phones(text: Text):
    groups, at = Groups(text.units), 0
    while at < len(groups):
        found = number_from(text, groups, at)
        if found:
            window, normal = found
            end = window.end + pattern(PHONE["extension"]).prefix(text.units[window.end :][:32])
            yield beginning(text.units, window), end, normal
            at = window.last + 1
        else:
            at += 1


def number_from(text: Text, groups: Groups, at: int) -> tuple[Window, str] | None:
    """The window from a group on that is a phone number, and its normal form."""
    units = text.units
    windows = groups.windows(at, 7, 17, 8, pattern(PHONE["separator"]).holds)
    windows = [window for window in windows if stands(units, window)]
    if not windows:
        return None
    start = beginning(units, windows[0])
    meaning = text.labelled(start, PHONE["words"])
    if meaning is None and pattern(PHONE["own_number"]).holds(units[max(0, start - 40) : start]):
        meaning = "phone"
    for window in windows:
        normal = international(units, window, meaning) or national(units, window, meaning)
        if normal:
            return window, normal
    named = (w for w in windows if len(w.digits) <= 15 and is_named(units, w, meaning))
    window = next(named, None)
    return (window, window.digits) if window else None


def stands(units: str, window: Window) -> bool:
    before, after = unit(units, window.start - 1), unit(units, window.end)
    if is_letter_or_digit(before) or re.search("[0-9][.,:]$", units[max(0, window.start - 2) : window.start]):
        return False
    if re.match("[:,][0-9]", units[window.end : window.end + 2]):
        return False
    if window.after == "." and "." not in window.separators:
        return False
    following = units[window.end : window.end + 20]
    return not is_letter_or_digit(after) or pattern(PHONE["extension"]).holds(following)


def beginning(units: str, window: Window) -> int:
    """Where a window begins: its first digit, the parenthesis it is in, the plus before that."""
    start = window.start
    if window.separators and ")" in window.separators[0] and unit(units, start - 1) == "(":
        start -= 1
    return start - 1 if unit(units, start - 1) == "+" else start


def is_named(units: str, window: Window, meaning: str | None) -> bool:
    several = len(window.sizes) > 1
    return meaning == "phone" or several and pattern(PHONE["after"]).holds(units[window.end : window.end + 24])


def is_whole(window: Window) -> bool:
    return window.before not in window.separators and window.after not in window.separators


def international(units: str, window: Window, meaning: str | None) -> str | None:
    several = len(window.sizes) > 1
    plus = units[beginning(units, window)] == "+"
    # The prefix is inside the first group; the digit behind it need not be.
    dialling = re.match("(?:011|00)(?=[1-9])", window.digits)
    if dialling and dialling.end() > window.sizes[0]:
        dialling = None
    if not plus and not (dialling and (meaning == "phone" or several and is_whole(window))):
        return None
    digits, at, dropped = "", 0, False
    for i, size in enumerate(window.sizes):
        group = window.digits[at : at + size]
        at += size
        # A trunk prefix in parentheses, as in +44 (0)20.
        if not dropped and i and window.separators[i - 1] in ("(", " (") and group.startswith("0"):
            group, dropped = group[1:], True
        digits += group
    if not plus:
        digits = digits[dialling.end() :]
    if plus and not several and meaning != "phone" and len(digits) < 10:
        return None
    good = any((digits[:n], len(digits) - n) in CODES for n in (1, 2, 3))
    return f"+{digits}" if good else None


def dialled(region: str, digits: str) -> str | None:
    """The number in the national form of a region, in its normal form."""
    plan = PLANS[region]
    readings = [digits]
    if digits.startswith(plan["trunk"]):
        readings.insert(0, digits.removeprefix(plan["trunk"]))
    if digits.startswith(plan["code"]):
        readings.append(digits.removeprefix(plan["code"]))
    whole = pattern(f"/^(?:{plan['pattern']})$/")
    return next((f"+{plan['code']}{reading}" for reading in readings if whole.holds(reading)), None)


def regions_of(units: str, window: Window) -> list[str]:
    """The regions of digits and layout: the first row of the table that holds."""
    digits, layout, sizes = window.digits, window.layout, window.sizes
    one = len(sizes) == 1

    def begins(pattern_: str) -> bool:
        return re.fullmatch(pattern_, digits) is not None

    if layout in NORTH_AMERICAN and pattern(PHONE["north_american"]).holds(digits):
        return ["US", "CA"]
    if one:
        for form, regions in (
            ("07[0-9]{9}", ["GB"]),
            ("0[67][0-9]{8}", ["FR", "NL"]),
            ("04[0-9]{8}", ["AU"]),
            ("01[567][0-9]{8,9}", ["DE"]),
        ):
            if begins(form):
                return regions
        return []
    if begins("0[1-9].*"):
        held = 9 <= len(digits) <= 12 and layout != "3-2-4" and sizes[-1] >= 2
        if not held or sizes[0] < 2 and unit(units, window.start - 1) != "(":
            return []
        first = [PHONE["layouts"][layout]] if layout in PHONE["layouts"] else []
        return first + [region for region in PHONE["with_zero"] if region not in first]
    if "." in window.separators:
        return []
    if begins("[6-9].*") and layout in ("3-3-3", "3-2-2-2", "2-3-2-2", "3-6"):
        return ["ES"]
    if begins("3.*") and layout in ("3-7", "3-6", "3-3-4", "3-3-3"):
        return ["IT"]
    if begins("[6-9].*") and layout in ("5-5", "4-3-3", "3-3-4"):
        return ["IN"]
    return []


def by_layout(units: str, window: Window) -> str | None:
    start = window.start
    if not is_whole(window) or pattern(PHONE["money_before"]).holds(units[max(0, start - 5) : start]):
        return None
    if pattern(PHONE["unit_after"]).holds(units[window.end : window.end + 8]):
        return None
    regions, digits, layout = regions_of(units, window), window.digits, window.layout
    if not regions:
        return None
    normal = dialled(regions[0], digits)
    if normal:
        return normal
    if layout in NORTH_AMERICAN and pattern(PHONE["north_american"]).holds(digits):
        return f"+1{digits[-10:]}"
    usual = regions[0] if len(window.sizes) == 1 else PHONE["layouts"].get(layout)
    if usual in PHONE["whole"] and pattern(PHONE["whole"][usual]).holds(digits):
        return f"+{PLANS[usual]['code']}{digits[1:]}"
    return next(filter(None, (dialled(region, digits) for region in regions[1:])), None)


def national(units: str, window: Window, meaning: str | None) -> str | None:
    if meaning == "other":
        return None
    normal = by_layout(units, window)
    if normal or not is_named(units, window, meaning):
        return normal
    regions = list(PLANS)
    usual = PHONE["layouts"].get(window.layout)
    if window.digits.startswith("0") and usual:
        regions = [usual, *(region for region in regions if region != usual)]
    return next(filter(None, (dialled(region, window.digits) for region in regions)), None)
