"""The detectors but for phone (RFC-0003 section 13.7). Each yields start, end and normal form."""

import ipaddress
import re

from eaap.pii.digits import Groups, Text, Window, is_letter_or_digit
from eaap.pii.patterns import DATA, pattern, to_points, to_units

KEY, IBAN, CARD, EMAIL, SSN, IP = (DATA[name] for name in ("key", "iban", "card", "email", "ssn", "ip"))


def unit(text: str, at: int) -> str:
    """The unit at a place, empty beyond the ends."""
    return text[at] if 0 <= at < len(text) else ""


# Credentials


def private_keys(units: str):
    ends = pattern(KEY["private_key_end"]).spans(units)
    behind = 0
    for start, begun in pattern(KEY["private_key_begin"]).spans(units):
        if start >= behind:
            behind = next((end for at, end in ends if at >= begun), len(units))
            yield start, behind


def user_informations(units: str):
    for found in re.finditer("://", units):
        authority = units[found.end() : found.end() + 1024]
        ends = pattern(KEY["authority_end"]).spans(authority)
        authority = authority[: ends[0][0]] if ends else authority
        information = authority.rpartition("@")[0]
        if ":" in information[:-1]:
            yield found.end(), found.end() + len(information)


def keys(text: Text):
    units = text.units
    spans = [*private_keys(units), *user_informations(units), *pattern(KEY["jwt"]).spans(units)]
    for prefix in KEY["prefixes"]:
        spans += pattern(f"/(?<![A-Za-z0-9])(?:{prefix['pattern']})/").spans(units)
    spans += [(s, e) for s, e in pattern(KEY["bearer"]).spans(units, 1) if re.search("[0-9]", units[s:e])]
    spans += pattern(KEY["basic"]).spans(units, 1)
    for start, end in spans:
        yield start, end, units[start:end]


# IBANs


def ibans(text: Text):
    units = text.units
    for start, _ in pattern(IBAN["head"]).spans(units):
        country = IBAN["countries"].get(units[start : start + 2].upper())
        if country is None:
            continue
        taken, at = "", start
        while len(taken) < country["length"] and re.match("[A-Za-z0-9]", unit(units, at)):
            taken += units[at].upper()
            at += 1
            if len(taken) < country["length"] and pattern(IBAN["separator"]).holds(unit(units, at)):
                at += 1
        whole = len(taken) == country["length"] and not re.match("[A-Za-z0-9]", unit(units, at))
        if whole and pattern(f"/{country['account']}/").holds(taken[4:]) and checksum(taken) == 1:
            yield start, at, taken


def checksum(iban: str) -> int:
    return int("".join(str(int(c, 36)) for c in iban[4:] + iban[:4])) % 97


# Cards


def luhn(digits: str) -> bool:
    doubled = (2 * int(d) if i % 2 else int(d) for i, d in enumerate(reversed(digits)))
    return sum(d - 9 if d > 9 else d for d in doubled) % 10 == 0


def issued(digits: str) -> bool:
    return any(
        len(digits) in issuer["lengths"]
        and any(low <= int(digits[: len(str(low))]) <= high for low, high in issuer["ranges"])
        for issuer in CARD["issuers"]
    )


def even(window: Window) -> bool:
    first, *others = window.sizes
    regular = all(size == first for size in others[:-1]) and (not others or others[-1] <= first)
    alike = first >= 3 or len(set(window.separators)) <= 1
    return window.layout in CARD["layouts"] or regular and alike


def alone(units: str, window: Window) -> bool:
    before, after = units[max(0, window.start - 13) : window.start], units[window.end : window.end + 13]
    if len(window.sizes) == 1 and re.search("[0-9][.,]$", before):
        return False
    if is_letter_or_digit(before[-1:]) and not pattern(CARD["glued_before"]).holds(before):
        return False
    return not is_letter_or_digit(after[:1]) or pattern(CARD["glued_after"]).holds(after)


def cards(text: Text):
    groups, at = Groups(text.units), 0
    while at < len(groups):
        windows = groups.windows(at, 12, 19, 19, pattern(CARD["separator"]).holds)
        good = (w for w in windows if luhn(w.digits) and issued(w.digits) and even(w) and alone(text.units, w))
        window = next(good, None)
        if window:
            yield window.start, window.end, window.digits
        at = window.last + 1 if window else at + 1


# Mail addresses


def lower(text: str) -> str:
    """Each code point in its simple lower case; U+0130 alone has a full one that is longer."""
    return "".join(c.lower()[0] for c in text)


def local_part(units: str, at: int) -> int:
    """Where the local part before an @ begins."""
    if unit(units, at - 1) == '"':
        quote = units.rfind('"', max(0, at - 66), at - 1)
        return quote if 0 <= quote < at - 2 and "\n" not in units[quote:at] else at
    start = at
    while start > max(0, at - 64) and pattern(EMAIL["local"]).holds(units[start - 1]):
        start -= 1
    return start + pattern(EMAIL["edge"]).prefix(units[start:at])


def emails(text: Text):
    units = text.units
    for found in re.finditer("@", units):
        at = found.start()
        start = local_part(units, at)
        if units[start:at] in ("", "git") or pattern(EMAIL["userinfo"]).holds(units[max(0, at - 256) : at]):
            continue
        # A domain that is longer than 253 units is none, so that no more than its greatest length is looked at.
        end = at + 1 + domain_length(units, at + 1)
        domain = units[at + 1 : end]
        if 0 < len(domain) <= 253 and not pattern(EMAIL["scale"]).holds(domain):
            yield start, end, to_units(lower(to_points(units[start:end])))


def domain_length(units: str, at: int) -> int:
    source, _, flags = EMAIL["domain"][1:].rpartition("/")
    return pattern(f"/^(?:{source})/{flags}").prefix(units[at : at + 2200])


# Social security numbers


def ssns(text: Text):
    units, groups = text.units, Groups(text.units)
    for at in range(len(groups)):
        for window in groups.windows(at, 9, 9, 3, re.compile("[-. ]").fullmatch):
            area, group, serial = window.digits[:3], window.digits[3:5], window.digits[5:]
            if not "001" <= area <= "899" or area == "666" or group == "00" or serial == "0000":
                continue
            if re.search("[-.]", window.before + window.after):
                continue
            if is_letter_or_digit(unit(units, window.start - 1)) or is_letter_or_digit(unit(units, window.end)):
                continue
            written = window.layout == "3-2-4" and window.separators in (("-", "-"), (" ", " "))
            if written or text.labelled(window.start, SSN["words"]) == "ssn":
                yield window.start, window.end, window.digits


# Addresses of the internet


def is_mask(parts: list[int]) -> bool:
    bits = "".join(f"{part:08b}" for part in parts)
    return parts[0] == 255 and "01" not in bits


def ips(text: Text):
    units = text.units
    for start, end in pattern(IP["version_4"]).spans(units):
        written = units[start:end]
        parts = [int(part) for part in written.split(".")]
        if ".".join(map(str, parts)) != written or max(parts) > 255:
            continue
        if written.endswith(".0.0.0") and re.search("[A-Za-z]/$", units[max(0, start - 2) : start]):
            continue
        if is_mask(parts) or parts[0] in (0, 127) or text.labelled(start, IP["words"]) == "version":
            continue
        yield start, end, written
    for start, end in pattern(IP["version_6"]).spans(units):
        written = units[start:end].rstrip(".")
        normal = version_6(written)
        if normal is not None:
            yield start, start + len(written), normal


def version_6(written: str) -> str | None:
    """The normal form of an address of version 6, or None."""
    parts = [part for part in written.split(":") if part]
    if "::" in written:
        enough = len(parts) >= 2 and re.search("[0-9]", written)
    else:
        enough = len(parts) >= 7
    if not enough:
        return None
    try:
        address = ipaddress.IPv6Address(written)
    except ValueError:
        return None
    if int(address) <= 1:
        return None
    return str(address.ipv4_mapped or address)
