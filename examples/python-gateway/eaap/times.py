"""Times on the wire (RFC-0002 section 8.1)."""

import re
from datetime import UTC, datetime, timedelta

from eaap.canonical import is_whole
from eaap.refused import Refused

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
LAST = 253402300799999
FORM = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})T([0-9]{2}):([0-9]{2}):([0-9]{2})\.([0-9]{3})Z")


def write_time(ms) -> str:
    """A time in milliseconds as it is on the wire."""
    if not is_whole(ms) or not 0 <= ms <= LAST:
        raise Refused("time-range")
    return (EPOCH + timedelta(milliseconds=int(ms))).strftime("%Y-%m-%dT%H:%M:%S.") + f"{int(ms) % 1000:03d}Z"


def read_time(text) -> int:
    """The milliseconds of a time on the wire."""
    match = FORM.fullmatch(text) if isinstance(text, str) else None
    if not match:
        raise Refused("spelling")
    *fields, milliseconds = map(int, match.groups())
    try:
        moment = datetime(*fields, tzinfo=UTC)
    except ValueError:
        raise Refused("no-such-time") from None
    if moment < EPOCH:
        raise Refused("no-such-time")
    return (moment - EPOCH) // timedelta(milliseconds=1) + milliseconds


def is_time(value) -> bool:
    """Whether a value is a time as it is written on the wire."""
    try:
        read_time(value)
    except Refused:
        return False
    return True
