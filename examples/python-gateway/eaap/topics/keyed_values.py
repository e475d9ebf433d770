"""Keyed values (RFC-0002 section 6)."""

from eaap.canonical import units
from eaap.digest import keyed, use_key
from eaap.refused import Refused


def index_of(input: dict) -> tuple[str, object]:
    """The label and the value of a blind index (sections 6.3 and 6.5)."""
    match input["op"]:
        case "index":
            return input["label"], input["value"]
        case "subject" | "attribute" | "token" as name:
            return name, input[name]
        case "value":
            return "value", {"attribute": input["attribute"], "value": input["value"]}
        case "action-key":
            sent = input["action"]
            action = {name: sent[name] for name in ("tool", "parameters", "environment")}
            action |= {"claims": sent.get("claims", []), "effects": sent.get("effects", [])}
            return "action-key", {"principal": input["principal"], "action": action}
        case "loop-key":
            effects = {f"{effect['effect']} {effect.get('target') or ''}" for effect in input["effects"]}
            named = {"principal": input["principal"], "tool": input["tool"]}
            return "loop-key", {**named, "effects": sorted(effects, key=units)}
    raise ValueError(input["op"])


def detected(root: bytes, namespace: str, normalised: str, type_: str) -> str:
    """The half of a keyed value that stands in a token or a mark (section 6.4)."""
    key = use_key(root, "EAAP-PII-v1", namespace)
    return keyed(key, "EAAP-PII-v1", {"normalised": normalised, "type": type_})[:32]


def computed(input: dict) -> str:
    if input["op"] == "keyed":
        return keyed(bytes.fromhex(input["key"]), input["label"], input["value"])
    root, namespace = bytes.fromhex(input["root"]), input["namespace"]
    if input["op"] == "pii":
        return f"[PII:{input['type']}:{detected(root, namespace, input['normalised'], input['type'])}]"
    if input["op"] == "written":
        return f"[written:{detected(root, namespace, 'written ' + input['spelling'], input['type'])}]"
    if input["op"] == "mac":
        return keyed(use_key(root, "EAAP-MAC-v1", namespace), "snapshot", input["snapshot"])
    return keyed(use_key(root, "EAAP-INDEX-v1", namespace), *index_of(input))


def answer(input: dict) -> str:
    output = computed(input)
    if input.get("claimed", output) != output:
        raise Refused("mismatch")
    return output
