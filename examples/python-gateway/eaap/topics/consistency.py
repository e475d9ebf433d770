"""Consistency proofs (RFC-0011 section 4)."""

from eaap.digest import written
from eaap.record import is_place
from eaap.refused import Refused
from eaap.topics.inclusion import hash_of
from eaap.tree import consistency, consistent, leaf_hash, root


def answer(input: dict) -> dict:
    old_size = input["from"]
    if input["op"] == "prove":
        leaves = [leaf_hash(bytes.fromhex(data)) for data in input["leaves"]]
        if not is_place(old_size) or old_size > len(leaves):
            raise Refused("out-of-range")
        proof = list(map(written, consistency(old_size, leaves)))
        return {"old_root": written(root(leaves[:old_size])), "new_root": written(root(leaves)), "proof": proof}
    proof = list(map(hash_of, input["proof"]))
    old, new = hash_of(input["old_root"]), hash_of(input["new_root"])
    sizes = is_place(old_size) and is_place(input["to"])
    if not sizes or not consistent(old_size, input["to"], proof, old, new):
        raise Refused("not-consistent")
    return {"old_root": input["old_root"], "new_root": input["new_root"]}
