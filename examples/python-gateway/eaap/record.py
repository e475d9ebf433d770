"""Records of the log (RFC-0011 section 3)."""

import re

from eaap.canonical import LARGEST, canonical, is_whole
from eaap.digest import digest, is_digest
from eaap.ids import is_id
from eaap.times import is_time
from eaap.tree import leaf_hash

TYPES = set(
    """namespace.created key.created key.revoked policy.changed manifest.changed trust.changed
    fact.stored fact.reinforced fact.disputed fact.superseded fact.restored fact.locked fact.unlocked fact.retracted
    fact.corroborated fact.refused conflict.opened conflict.noted conflict.resolved subject.erased record.erased
    evaluation.recorded commit.accepted commit.refused outcome.reported outcome.unknown
    escalation.opened escalation.approved escalation.denied escalation.expired
    control.halted control.resumed clock.rebased requests.refused""".split()
)
VERDICTS = {"ALLOW", "ESCALATE", "BLOCK"}
NAMESPACE = "[a-z][a-z0-9-]{0,62}"
PRINCIPAL = "[a-z0-9][a-z0-9._-]{0,62}"


def matches(pattern: str, value) -> bool:
    """Whether a value is a text that a pattern matches from end to end."""
    return isinstance(value, str) and re.fullmatch(pattern, value) is not None


def is_place(value) -> bool:
    """Whether a value can be a `seq`."""
    return is_whole(value) and 0 <= value <= LARGEST


def null_or(form):
    return lambda value: value is None or form(value)


FORMS = {
    "v": lambda value: is_whole(value) and value == 1,
    "seq": is_place,
    "ts": is_time,
    "ns": lambda value: matches(NAMESPACE, value),
    "type": lambda value: isinstance(value, str) and value in TYPES,
    "principal": lambda value: matches(PRINCIPAL, value),
    "object": null_or(lambda value: matches("[a-z-]+:[A-Za-z0-9:._-]+(@[1-9][0-9]*)?", value)),
    "evaluation": null_or(is_id),
    "verdict": null_or(lambda value: isinstance(value, str) and value in VERDICTS),
    "reason": null_or(lambda value: matches("[a-z0-9_.-]{1,64}", value)),
    **dict.fromkeys(("policy", "engine", "state_hash", "commitment", "prev"), null_or(is_digest)),
}


def is_record(value) -> bool:
    """Whether a value has exactly the members of section 3.1, each of its form."""
    return isinstance(value, dict) and value.keys() == FORMS.keys() and all(FORMS[name](value[name]) for name in FORMS)


def leaf(record) -> bytes:
    """The leaf of a record (section 3.3)."""
    return leaf_hash(canonical(record))


def link(record) -> str:
    """What the next record has for `prev` (section 3.3)."""
    return digest("EAAP-RECORD-v1", record)
