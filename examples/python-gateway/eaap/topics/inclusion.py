"""Inclusion proofs (RFC-0011 section 4)."""

from eaap.digest import is_digest, written
from eaap.record import is_place
from eaap.refused import Refused
from eaap.tree import included, inclusion, leaf_hash, root


def hash_of(text) -> bytes:
    """The bytes of a hash that stands in JSON."""
    if not is_digest(text):
        raise Refused("malformed")
    return bytes.fromhex(text[7:])


def answer(input: dict) -> dict:
    if input["op"] == "prove":
        leaves = [leaf_hash(bytes.fromhex(data)) for data in input["leaves"]]
        if not is_place(input["index"]) or input["index"] >= len(leaves):
            raise Refused("out-of-range")
        return {"root": written(root(leaves)), "proof": list(map(written, inclusion(input["index"], leaves)))}
    proof, root_ = list(map(hash_of, input["proof"])), hash_of(input["root"])
    leaf = leaf_hash(bytes.fromhex(input["leaf"]))
    index, size = input["index"], input["size"]
    if not is_place(index) or not is_place(size) or not included(leaf, index, size, proof, root_):
        raise Refused("not-included")
    return {"root": input["root"]}
