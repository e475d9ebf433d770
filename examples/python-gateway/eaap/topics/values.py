"""Values: RFC-0006 sections 4 to 6."""

from eaap.refused import Refused
from eaap.values import Unread, made_subject, made_target, money, read

KINDS = {"url": "host", "path": "path", "identifier": "resource", "integer": "resource", "mail": "resource"}


def answer(given):
    kind, value = given["type"], given["value"]
    try:
        read(kind, value)
    except Unread as unread:
        raise Refused(unread.code) from None
    amount = money(value) if kind == "money" else None
    return {
        "target": made_target(KINDS[kind], "", value) if kind in KINDS else None,
        "subject": made_subject("", value) if kind in ("identifier", "integer", "mail") else None,
        "money": {"amount": amount[0], "currency": amount[1]} if amount else None,
    }
