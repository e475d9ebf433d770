"""What admins do: namespaces, credentials, policy, trust table, manifests (RFC-0016 section 2, RFC-0007 section 3)."""

import json

from eaap.canonical import canonical_text
from eaap.digest import digest, digest_bytes
from eaap.gateway.call import Answer, Call, missing
from eaap.gateway.problem import Problem
from eaap.gateway.scrub import Scrubber
from eaap.gateway.transaction import CORRUPT, Transaction, ms, text_of
from eaap.refused import Refused
from eaap.times import write_time
from eaap.topics.manifests import fault as manifest_fault
from eaap.topics.policies import faulty as policy_fault
from eaap.topics.roles import commitment as credential_commitment
from eaap.topics.roles import credential as checked_credential

NOTHING = {
    "v": 1,
    "name": "nothing",
    "version": "1",
    "executors": ["executor"],
    "grants": [],
    "rules": [],
    "limits": [],
    "confidence": {"minimum": 0},
    "escalate": {"effects": [], "reversibility": []},
    "escalation": {"target": "approvers", "ttl_ms": 3_600_000},
    "selects": [],
    "ttl_ms": 60_000,
    "window_ms": 60_000,
    "outcome_ms": 600_000,
}
NOBODY = {"v": 1, "version": "1", "sources": [], "many": []}
REFUSED = {
    "role-conflict": "The role agent is held alone.",
    "source-not-permitted": "An agent asserts nobody but itself.",
    "invalid-request": "Personal data is detected in it, or it expires before it begins.",
}


# Namespaces and credentials


def make_namespace(call: Call) -> Answer:
    if call.namespace != "system":
        raise Problem("forbidden", "Namespaces are made by an admin of system.", needed=["admin"])
    body, scrubber = call.body, call.scrubber()
    for name in ("namespace", "admin", "owner"):
        scrubber.refuse(body[name], f"/{name}")
    if call.gateway.exists(body["namespace"]):
        raise Problem("already-exists", "There is a namespace of this name.")
    call.gateway.space("system").believe_clock()
    return Answer(create_namespace(call.gateway, body, call.principal), 201)


def create_namespace(gateway, body: dict, by: str) -> dict:
    namespace = body["namespace"]
    gateway.keys.ensure(namespace, "root", "root", gateway.clock.wall())
    if namespace != "system":  # the clock is believed here as it is there
        space, system = gateway.space(namespace), gateway.space("system")
        space.base, space.highest = system.base, system.highest
    with Transaction(gateway, namespace, by) as tx:
        tx.put("config", "namespace", {"name": namespace, "created_at": tx.now})
        tx.append("namespace.created", f"namespace:{namespace}")
        put_policy(tx, NOTHING)
        put_trust(tx, NOBODY)
        request = {"principal": body["admin"], "owner": body["owner"], "roles": ["admin"]}
        return create_credential(tx, checked_credential(request, tx.now))


def make_key(call: Call) -> Answer:
    scrubber = call.scrubber()
    scrubber.faults.at("detector")
    with call.transaction() as tx:
        try:
            made = checked_credential(call.body, tx.now)
        except Refused as refused:
            raise Problem(refused.reason, REFUSED[refused.reason]) from None
        return Answer(create_credential(tx, made), 201)


def create_credential(tx: Transaction, made: dict) -> dict:
    """A credential and its key, which is in this answer and nowhere else."""
    key = f"eaap_{tx.namespace}_{text_of(tx.gateway.entropy.bytes(32))}"
    expires_at = made["expires_at"] and ms(made["expires_at"], "expires_at")
    row = {
        "id": tx.new_id(),
        "key": digest_bytes("EAAP-KEY-v1", key.encode("ascii")),
        **{name: made[name] for name in ("principal", "owner", "roles", "sources")},
        "created_at": tx.now,
        "expires_at": expires_at,
    }
    tx.append("key.created", f"key:{row['id']}", commitment=credential_commitment(row))
    row |= {"namespace": tx.namespace, "revoked_at": None}
    tx.put("credentials", row["id"], row)
    return {"credential": credential_answered(row), "key": key}


def credential_answered(row: dict) -> dict:
    shown = {name: value for name, value in row.items() if name != "key"}
    for name in ("created_at", "expires_at", "revoked_at"):
        shown[name] = shown[name] if shown[name] is None else write_time(shown[name])
    return shown


def list_keys(call: Call) -> Answer:
    rows = call.reading().table("credentials").rows.values()
    return Answer({"credentials": [credential_answered(row) for row in rows]})


def revoke_key(call: Call) -> Answer:
    with call.transaction() as tx:
        row = tx.get("credentials", call.params["id"])
        if row is None:
            raise missing("credential")
        if row["revoked_at"] is None:
            row = {**row, "revoked_at": tx.now}
            tx.put("credentials", row["id"], row)
            tx.append("key.revoked", f"key:{row['id']}")
        return Answer(credential_answered(row))


# Policy, trust table, manifests


def put(tx: Transaction, table: str, key: str, tag: str, document: dict, type_: str, named: str) -> dict:
    """Puts a document in force, if it is not; the same one again changes nothing."""
    digest_, now = digest(tag, document), tx.get(table, key)
    if now is not None and now["digest"] == digest_:
        return now
    row = {"digest": digest_, "version": now["version"] + 1 if now else 1, "document": canonical_text(document)}
    tx.put(table, key, row)
    tx.append(type_, f"{named}@{row['version']}", commitment=digest_)
    return row


def put_policy(tx: Transaction, policy: dict) -> dict:
    return put(tx, "config", "policy", "EAAP-POLICY-v1", policy, "policy.changed", f"policy:{policy['name']}")


def put_trust(tx: Transaction, table: dict) -> dict:
    return put(tx, "config", "trust", "EAAP-TRUST-v1", table, "trust.changed", "trust:table")


def answered(row: dict, name: str, status: int = 200) -> Answer:
    body = {"digest": row["digest"], "version": row["version"], name: json.loads(row["document"])}
    return Answer(body, status, row["version"])


def refuse_personal_data(call: Call, document: dict, type_: str) -> None:
    scrubber: Scrubber = call.scrubber()
    scrubber.value(document)
    if scrubber.found:
        found = scrubber.found[0]
        raise Problem(type_, "Personal data is detected in it, and it is kept in clear.", pointer=found["pointer"], pii=found["type"])


def get_policy(call: Call) -> Answer:
    return answered(call.reading().config("policy"), "policy")


def set_policy(call: Call) -> Answer:
    fault = policy_fault(call.body)
    if fault:
        code, kind, id_ = fault
        raise Problem("invalid-policy", f"The {kind} does not load: {code}. The policy in force stays.", kind=kind, id=id_)
    refuse_personal_data(call, call.body, "invalid-policy")
    with call.transaction() as tx:
        return answered(put_policy(tx, call.body), "policy")


def get_trust(call: Call) -> Answer:
    return answered(call.reading().config("trust"), "trust")


def set_trust(call: Call) -> Answer:
    refuse_personal_data(call, call.body, "invalid-trust")
    with call.transaction() as tx:
        return answered(put_trust(tx, call.body), "trust")


def list_manifests(call: Call) -> Answer:
    rows = call.reading().table("manifests").rows
    return Answer({"manifests": [answered(rows[tool], "manifest").body for tool in sorted(rows)]})


def set_manifest(call: Call) -> Answer:
    tool = call.body["tool"]
    if call.params["tool"] != tool:
        raise Problem("invalid-request", "The path names another tool than the manifest.", parameter="tool")
    fault = manifest_fault(call.body)
    if fault:
        raise Problem("invalid-manifest", f"It does not load: {fault}. The manifest in force stays.", pointer="")
    refuse_personal_data(call, call.body, "invalid-manifest")
    with call.transaction() as tx:
        row = put(tx, "manifests", tool, "EAAP-MANIFEST-v1", call.body, "manifest.changed", f"manifest:{tool}")
        return answered(row, "manifest")


TAGS = {"policy": "EAAP-POLICY-v1", "trust": "EAAP-TRUST-v1", "manifest": "EAAP-MANIFEST-v1"}


def document_of(row: dict, name: str) -> dict:
    """A document of the configuration, once it is what its digest says."""
    document = json.loads(row["document"])
    if digest(TAGS[name], document) != row["digest"]:
        raise Problem("storage-corrupt", CORRUPT)
    return document


def in_force(tx: Transaction, name: str) -> dict:
    """The policy or trust table in force."""
    return document_of(tx.config(name), name)
