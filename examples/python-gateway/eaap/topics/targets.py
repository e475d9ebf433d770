"""Names and targets: RFC-0005 sections 5.1 and 5.2, RFC-0006 section 6.2."""

from eaap.patterns import covers_name, pattern_is_good, uncovered
from eaap.refused import Refused
from eaap.values import target_is_good


def answer(given):
    if "name" in given:
        reason = None if covers_name(given["pattern"], given["name"]) else "name"
    elif "pattern" in given and "target" in given:
        reason = uncovered(given["pattern"], given["target"])
    elif "pattern" in given:
        reason = None if pattern_is_good(given["pattern"]) else "pattern"
    else:
        reason = None if target_is_good(given["target"]) else "target"
    if reason:
        raise Refused(reason)
    return {"covers": True} if "name" in given or len(given) == 2 else {"stated": True}
