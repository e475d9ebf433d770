"""Ids (RFC-0002 section 7.1)."""

import re

UUID = re.compile("[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}")


def is_id(value) -> bool:
    """Whether a value is a UUID of version 7 and variant 2 in lower case with hyphens."""
    return isinstance(value, str) and UUID.fullmatch(value) is not None
