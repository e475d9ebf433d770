"""Proof bundles (RFC-0011 section 9)."""

from eaap.digest import written
from eaap.envelope import decision_of, make, pae, verify
from eaap.refused import Refused


def answer(input: dict) -> dict | str:
    if input["op"] == "pae":
        signed = pae(input["payload_type"], bytes.fromhex(input["payload"])).hex()
        if "claimed" in input and input["claimed"] != signed:
            raise Refused("mismatch")
        return signed
    if input["op"] == "make":
        signers = [(signer["name"], bytes.fromhex(signer["seed"])) for signer in input["signers"]]
        return {"envelope": make(input["contents"], signers)}
    names = ("envelope", "verifier_keys", "log_key", "namespace")
    predicate, checkpoint, signers, others = verify(*(input[name] for name in names))
    decision, receipt = decision_of(predicate["entries"]), predicate["receipt"]
    return {
        "evaluation": decision["evaluation"],
        "verdict": decision["verdict"],
        "records": [entry["record"]["type"] for entry in predicate["entries"]],
        "receipt": receipt["claims"]["jti"] if receipt else None,
        "size": checkpoint.size,
        "root": written(checkpoint.root),
        "signers": signers,
        "others": others,
    }
