"""Digests (RFC-0002 section 4)."""

from eaap.canonical import canonical_text, units
from eaap.digest import base64url, digest, digest_bytes, is_digest
from eaap.refused import Refused

ROLES = ["agent", "recorder", "executor", "approver", "admin", "auditor"]  # the order of RFC-0001 section 5.2


def engine(parts: dict) -> str:
    """The digest of an engine (section 4.3)."""
    manifests = sorted(parts["manifests"], key=lambda pair: units(pair[0]))
    value = {**parts, "capabilities": sorted(parts["capabilities"], key=units), "manifests": manifests}
    return digest("EAAP-ENGINE-v1", value)


def credential(parts: dict) -> str:
    """The digest of a credential (section 4.4)."""
    value = {name: parts[name] for name in ("key", "id", "principal", "owner", "created_at")}
    value["expires_at"] = parts.get("expires_at")
    value["roles"] = canonical_text([role for role in ROLES if role in parts["roles"]])
    value["sources"] = canonical_text([{"id": source["id"], "kind": source["kind"]} for source in parts["sources"]])
    return digest("EAAP-CREDENTIAL-v1", value)


def computed(input: dict) -> str:
    match input.get("of"):
        case "engine":
            return engine(input["parts"])
        case "credential":
            return credential(input["parts"])
        case "request":
            return digest("EAAP-REQUEST-v1", {"route": "commit", "body": input["parts"]["body"]})
        case "key":
            return digest_bytes("EAAP-KEY-v1", input["parts"]["text"].encode("utf-8"))
        case "token":
            return digest_bytes("EAAP-TOKEN-v1", base64url(input["parts"]["text"]))
    if "hex" in input:
        return digest_bytes(input["tag"], bytes.fromhex(input["hex"]))
    return digest(input["tag"], input["value"])


def answer(input: dict) -> str:
    output = computed(input)
    if "claimed" in input and not is_digest(input["claimed"]):
        raise Refused("malformed-digest")
    if input.get("claimed", output) != output:
        raise Refused("mismatch")
    return output
