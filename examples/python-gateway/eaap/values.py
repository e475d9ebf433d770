"""Texts, values, hosts, URLs, paths, targets and subjects: RFC-0006 sections 2 and 4 to 6."""

import ipaddress
import re

LARGEST = 2**53 - 1

HIDDEN = re.compile("[\x00-\x1f\x7f-\x9f\xad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]")
DISGUISED = re.compile(r"\[written:[0-9a-f]{32}\]")


class Unread(Exception):
    """A value is not read as its type, for one code of RFC-0006 section 8.3."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


# Section 2: conventions.


def length(text: str) -> int:
    """The number of UTF-16 code units."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def order(text: str) -> bytes:
    """A key that sorts texts by UTF-16 code unit."""
    return text.encode("utf-16-be", "surrogatepass")


def lower(text: str) -> str:
    """Lower-casing of ASCII letters alone."""
    return re.sub("[A-Z]", lambda found: found[0].lower(), text)


def hidden(text: str) -> bool:
    return HIDDEN.search(text) is not None


def disguised(text: str) -> bool:
    return DISGUISED.search(text) is not None


# Section 4: values.


def whole(value) -> int | None:
    """A whole number of section 4.1 as an int, or None: 1.0 is 1, and true is no number."""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return value if type(value) is int and -LARGEST <= value <= LARGEST else None


def is_identifier(value) -> bool:
    return isinstance(value, str) and 1 <= length(value) <= 256 and not hidden(value) and not disguised(value)


def money(value) -> tuple[int, str] | None:
    """Section 4.2: minor units and currency, or None."""
    if not isinstance(value, dict) or value.keys() != {"amount", "currency"}:
        return None
    amount, currency = value["amount"], value["currency"]
    if not isinstance(amount, str) or not re.fullmatch("0|[1-9][0-9]{0,15}", amount) or int(amount) > LARGEST:
        return None
    if not isinstance(currency, str) or not re.fullmatch("[A-Z]{3}", currency):
        return None
    return int(amount), currency


def is_mail(text: str) -> bool:
    """Section 4.3: a token, or one plain address."""
    if re.fullmatch(r"\[PII:email:[0-9a-f]{32}\]", text):
        return True
    local, at, host = text.rpartition("@")
    run = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+"
    if not at or length(local) > 64 or not re.fullmatch(rf"{run}(\.{run})*", local):
        return False
    return is_host_name(lower(host)) and "." in host


def read(kind: str, value) -> None:
    """Section 4.1: raises Unread when a value is not read as the type its manifest states."""
    if kind == "json":
        return
    if kind == "code":
        raise Unread("undeclared-dialect")
    if kind == "integer":
        good = whole(value) is not None
    elif kind == "number":
        good = type(value) in (int, float)
    elif kind == "boolean":
        good = isinstance(value, bool)
    elif kind == "money":
        good = isinstance(value, dict)
    elif kind == "identifier":
        good = is_identifier(value)
    else:
        good = isinstance(value, str)
    if not good:
        raise Unread("wrong-type")
    if kind == "money" and money(value) is None:
        raise Unread("unreadable-money")
    if kind == "mail" and not is_mail(value):
        raise Unread("unreadable-mail")
    if kind == "path" and not is_path(value):
        raise Unread("unreadable-path")
    if kind == "url":
        read_url(value)


# Section 5: hosts and URLs.

INTERNAL = ("localhost", "localdomain", "local", "internal", "intranet", "private", "lan", "home", "corp", "home.arpa")

SPECIAL_4 = [
    ipaddress.IPv4Network(block)
    for block in (
        "0.0.0.0/8 10.0.0.0/8 100.64.0.0/10 127.0.0.0/8 169.254.0.0/16 172.16.0.0/12 192.0.0.0/24 192.0.2.0/24 "
        "192.31.196.0/24 192.52.193.0/24 192.88.99.0/24 192.168.0.0/16 192.175.48.0/24 198.18.0.0/15 "
        "198.51.100.0/24 203.0.113.0/24 224.0.0.0/4 240.0.0.0/4"
    ).split()
]
GLOBAL_6 = ipaddress.IPv6Network("2000::/3")
SPECIAL_6 = [
    ipaddress.IPv6Network(block) for block in "2001::/23 2001:db8::/32 2002::/16 2620:4f:8000::/48 3fff::/20".split()
]


def is_numeric(label: str) -> bool:
    return re.fullmatch("[0-9]+|0x[0-9a-f]*", label) is not None


def is_host_name(text: str) -> bool:
    """Section 5.1, of a text in lower case."""
    labels = text.split(".")
    return (
        length(text) <= 253
        and all(re.fullmatch("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?", label) for label in labels)
        and not is_numeric(labels[-1])
    )


def is_internal(name: str) -> bool:
    return "." not in name or any(name == end or name.endswith(f".{end}") for end in INTERNAL)


def ipv4(text: str) -> ipaddress.IPv4Address | None:
    number = "(0|[1-9][0-9]{0,2})"
    if not re.fullmatch(rf"{number}(\.{number}){{3}}", text) or any(int(part) > 255 for part in text.split(".")):
        return None
    return ipaddress.IPv4Address(text)


def is_public_address(host: str) -> bool:
    """Section 5.2: an IPv4 address, or an IPv6 address in brackets in its one spelling, that is public."""
    if host.startswith("["):
        try:
            address = ipaddress.IPv6Address(host[1:-1])
        except ValueError:
            return False
        return str(address) == host[1:-1] and address in GLOBAL_6 and not any(address in block for block in SPECIAL_6)
    four = ipv4(host)
    return four is not None and not any(four in block for block in SPECIAL_4)


def is_port(text: str) -> bool:
    return re.fullmatch("[1-9][0-9]{0,4}", text) is not None and int(text) <= 65535


def read_url(text: str) -> str:
    """Section 5.3: the target of a URL; raises Unread with the code of the first step that fails."""
    if length(text) > 2048:
        raise Unread("too-large")
    if re.search("[\x00-\x20\x7f-\xa0\\\\]", text):
        raise Unread("unreadable-url")
    scheme = re.match("[A-Za-z][A-Za-z0-9+.-]*:", text)
    if not scheme:
        raise Unread("unreadable-url")
    if lower(scheme[0]) != "https:":
        raise Unread("url-scheme")
    rest = text[scheme.end() :]
    authority = lower(re.match("[^/?#]*", rest[2:])[0])
    if not rest.startswith("//") or not authority:
        raise Unread("unreadable-url")
    if "@" in authority:
        raise Unread("url-credentials")
    parts = re.fullmatch(r"(\[[0-9a-f:.]*\]|[^:\[\]]+)(?::(.*))?", authority, re.DOTALL)
    if not parts or parts[2] is not None and not is_port(parts[2]):
        raise Unread("unreadable-url")
    host, port = parts[1], parts[2]
    if not host.isascii() or any(label.startswith("xn--") for label in host.split(".")):
        raise Unread("url-idn")
    if "%" in host:
        raise Unread("unreadable-url")
    bare = host.removesuffix(".")
    if host.startswith("[") or is_numeric(bare.split(".")[-1]):
        if not is_public_address(host):
            raise Unread("internal-address")
    else:
        if is_internal(bare):
            raise Unread("internal-address")
        if host.endswith(".") or not is_host_name(host):
            raise Unread("unreadable-url")
    return f"host:{host}" if port in (None, "443") else f"host:{host}:{port}"


# Section 6: paths, targets and subjects.


def is_path(text: str) -> bool:
    """Section 6.1."""
    return (
        text.startswith("/")
        and length(text) <= 1000
        and not hidden(text)
        and "\\" not in text
        and "%" not in text
        and not disguised(text)
        and all(part not in ("", ".", "..") and not part.startswith("~") for part in text[1:].split("/"))
    )


def is_host(text: str) -> bool:
    """A host of section 6.2: a host name or an IPv4 address, followed or not by a port."""
    name, colon, port = text.partition(":")
    return (is_host_name(name) or ipv4(name) is not None) and (not colon or is_port(port))


def target_is_good(target: str) -> bool:
    """Whether a target is without fault: section 6.2."""
    kind, colon, rest = target.partition(":")
    if not colon or not rest:
        return False
    if kind == "host":
        return is_host(rest)
    if kind == "path":
        return is_path(rest)
    return kind == "resource" and not hidden(rest)


def made_target(kind: str, prefix: str, value) -> str | None:
    """The target that a value makes, or None: section 6.2."""
    if kind == "host":
        try:
            target = read_url(value) if isinstance(value, str) else None
        except Unread:
            target = None
        return target if target is not None and length(target) <= 1024 else None
    number = whole(value)
    if kind == "path" and isinstance(value, str):
        target = f"path:{prefix}{value}"
    elif kind == "resource" and is_identifier(value):
        target = f"resource:{prefix}{value}"
    elif kind == "resource" and number is not None:
        target = f"resource:{prefix}{number}"
    else:
        return None
    return target if target_is_good(target) and length(target) <= 1024 else None


def made_subject(prefix: str, value) -> str | None:
    """The subject that a value names, or None: section 6.3."""
    number = whole(value)
    if isinstance(value, str) and value:
        subject = prefix + value
    elif number is not None:
        subject = f"{prefix}{number}"
    else:
        return None
    return subject if length(subject) <= 256 else None
