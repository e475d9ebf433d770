"""The state a verdict relied on, and what has changed in it (RFC-0008 sections 4 and 6)."""

from eaap import schema
from eaap.canonical import units
from eaap.digest import digest
from eaap.refused import Refused

CHANGED_LIMIT = 64


def name_of(obj: list) -> str:
    """An object as `changed` names it."""
    return f"{obj[0]}:{obj[1]}"


def ordered(state: dict) -> dict:
    """A state with selectors and objects in their order, each once."""
    if not schema.matches("state", state):
        raise Refused("not-a-state")
    selectors = sorted(state["selectors"], key=lambda one: (units(one["subject"]), units(one["attribute"])))
    objects = sorted(state["objects"], key=lambda one: (units(one[0]), units(one[1])))
    pairs = {(one["subject"], one["attribute"]) for one in selectors}
    if len(pairs) < len(selectors) or len(set(map(name_of, objects))) < len(objects):
        raise Refused("doubled")
    return {**state, "selectors": selectors, "objects": objects}


def state_hash(state: dict) -> str:
    """The digest of a state that is in order."""
    return digest("EAAP-STATE-v1", state)


def drift(then: dict, now: dict) -> list[tuple[str, str]]:
    """What differs between two states that are in order, by section 6: what it is, and the text that is told."""
    differing = [(name, name) for name in ("policy", "engine", "selectors") if then[name] != now[name]]
    before = {name_of(one): one for one in then["objects"]}
    after = {name_of(one): one for one in now["objects"]}
    for name, (_, _, version, commitment) in before.items():
        if name not in after:
            differing.append(("gone", f"{name} {version}→none"))
        elif after[name][2] != version:
            differing.append(("version", f"{name} {version}→{after[name][2]}"))
        elif after[name][3] != commitment:
            differing.append(("commitment", f"{name} commitment"))
    differing += [("new", f"{name} none→{one[2]}") for name, one in after.items() if name not in before]
    return differing[:CHANGED_LIMIT]
