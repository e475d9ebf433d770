"""Tool manifests: RFC-0006 section 3."""

from eaap.digest import digest
from eaap.pointers import STAR, segments
from eaap.refused import Refused
from eaap.schema import matches
from eaap.values import length, target_is_good

SUBJECT_TYPES = ("identifier", "integer", "mail")
TARGET_TYPES = {"host": ("url",), "path": ("path",), "resource": SUBJECT_TYPES}


def answer(given):
    manifest = given["manifest"]
    if not matches("manifest", manifest):
        raise Refused("invalid")
    reason = fault(manifest)
    if reason:
        raise Refused(reason)
    return {"digest": digest("EAAP-MANIFEST-v1", manifest)}


def subjects(manifest: dict) -> list[dict]:
    return [
        *(spec["authority"]["subject"] for spec in manifest["parameters"].values() if "subject" in spec.get("authority", {})),
        *(key["subject"] for spec in manifest["parameters"].values() for key in spec.get("authority", {}).get("lookup", [])),
        *(entry["subject"] for name in ("selects", "writes") for entry in manifest.get(name, [])),
    ]


def fault(manifest: dict) -> str | None:
    """The code of section 3.2 for which a manifest that matches its schema is refused, or None."""
    parameters = manifest["parameters"]
    named = [subject["param"] for subject in subjects(manifest) if "param" in subject]
    targets = [effect["target"] for effect in manifest["effects"] if "target" in effect]
    aimed = [target for target in targets if "param" in target]
    values = [write["value"] for write in manifest.get("writes", []) if "value" in write]
    costs = [manifest["cost"]["amount"]] if "cost" in manifest else []
    if any(length(pointer) > 512 for pointer in parameters):
        return "pointer-too-long"
    if any((spec["type"] == "code") != ("dialect" in spec) for spec in parameters.values()):
        return "dialect"
    if any(pointer not in parameters for pointer in [*named, *(one["param"] for one in aimed), *values, *costs]):
        return "undeclared-parameter"
    if any(parameters[pointer]["type"] not in SUBJECT_TYPES for pointer in named):
        return "subject-type"
    if any(parameters[target["param"]]["type"] not in TARGET_TYPES[target["kind"]] for target in aimed):
        return "target-type"
    if any("literal" in target and not target_is_good(target["literal"]) for target in targets):
        return "target-malformed"
    if any(target["kind"] == "host" and "prefix" in target for target in aimed):
        return "host-prefix"
    if any(effect["effect"] == "unknown" for effect in manifest["effects"]):
        return "unknown-effect"
    for spec in parameters.values():
        authority = spec.get("authority", {})
        if authority.get("trust") == "untrusted":
            return "untrusted-authority"
        if authority.get("relation") == "at_most" and spec["type"] not in ("integer", "money"):
            return "at-most-type"
        if authority and "relation" not in authority and typed_fault(spec["type"], authority):
            return "typed-authority"
    if any(overlap(a, b) for a in parameters for b in parameters if a != b):
        return "overlap"
    reached = {target["param"] for target in aimed}
    if any(spec["type"] in ("url", "path") and pointer not in reached for pointer, spec in parameters.items()):
        return "unnamed-target"
    if any(parameters[pointer]["type"] != "money" or STAR in segments(pointer) for pointer in costs):
        return "cost-type"
    return None


def typed_fault(kind: str, authority: dict) -> bool:
    """Whether an authority of a session cannot be meant."""
    kinds, carries = authority.get("kinds"), authority.get("carries")
    if (kinds is None) == (carries is None):
        return True
    texts = ("text", "identifier", "mail", "url", "path")
    if carries is not None and (kind not in texts or {"name", "quoted"} & set(carries)):
        return True
    ways, lookup = set(authority.get("derive", [])), authority.get("lookup", [])
    if (ways - {"lookup"} or "unit" in authority) and "amount" not in (kinds or []):
        return True
    if lookup and (carries is not None or not ways) or "lookup" in ways and not lookup:
        return True
    return bool(ways & {"max", "min"}) and len(lookup) < 2


def overlap(a: str, b: str) -> bool:
    """Whether two pointers describe one place."""
    return all(x == y or STAR in (x, y) for x, y in zip(segments(a), segments(b)))
