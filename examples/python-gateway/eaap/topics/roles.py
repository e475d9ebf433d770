"""Credentials, roles, separation of duties: RFC-0016 sections 1 to 4."""

from eaap.canonical import canonical, canonical_text
from eaap.digest import digest
from eaap.pii import find
from eaap.refused import Refused
from eaap.schema import matches, schema
from eaap.times import is_time, read_time

# The order of RFC-0001 section 5.2.
ROLES = ("agent", "recorder", "executor", "approver", "admin", "auditor")


def in_order(roles) -> list[str]:
    return [role for role in ROLES if role in roles]


def credential(request: dict, now: int) -> dict:
    """The steps of RFC-0016 section 2.1."""
    if not matches("key-request", request):
        raise Refused("invalid-request")
    roles, sources = in_order(request["roles"]), request.get("sources", [])
    if "agent" in roles and len(roles) > 1:
        raise Refused("role-conflict")
    if any(find(text) for text in (request["principal"], request["owner"], *(s["id"] for s in sources))):
        raise Refused("invalid-request")
    expires_at = request.get("expires_at")
    if expires_at is not None and (not is_time(expires_at) or read_time(expires_at) <= now):
        raise Refused("invalid-request")
    if "agent" in roles:
        itself = {"kind": "agent", "id": request["principal"]}
        if any(source != itself for source in sources):
            raise Refused("source-not-permitted")
        sources = [itself]
    return {
        "principal": request["principal"],
        "owner": request["owner"],
        "roles": roles,
        "sources": sources,
        "expires_at": expires_at,
    }


def admitted(route: str) -> list[str]:
    """The roles of a route: the table of RFC-0001 section 13, as openapi.json has it."""
    method, path = route.split(" ")
    return in_order(schema("openapi")["paths"][path][method.lower()]["x-eaap-roles"])


def commitment(credential: dict) -> str:
    """What `key.created` commits to (RFC-0002 section 4.4)."""
    sources = [{"kind": source["kind"], "id": source["id"]} for source in credential["sources"]]
    texts = {"roles": canonical_text(in_order(credential["roles"])), "sources": canonical_text(sources)}
    return digest("EAAP-CREDENTIAL-v1", credential | texts)


def separate(proposer: dict, decider: dict) -> bool:
    """Section 4: neither one principal nor of one owner."""
    return proposer["principal"] != decider["principal"] and proposer["owner"] != decider["owner"]


def answer(input):
    match input["kind"]:
        case "credential":
            output = credential(input["request"], input["now"])
        case "admits":
            output = admitted(input["route"])
        case "enter":
            if not set(input["roles"]) & set(admitted(input["route"])):
                raise Refused("forbidden")
            output = True
        case "separation":
            if not separate(input["proposer"], input["decider"]):
                raise Refused("separation-of-duties")
            output = True
        case "commitment":
            output = commitment(input["credential"])
    if "claimed" in input and canonical(input["claimed"]) != canonical(output):
        raise Refused("mismatch")
    return output
