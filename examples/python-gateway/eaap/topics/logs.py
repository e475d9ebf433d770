"""Logs verified offline (RFC-0011 section 6)."""

from eaap.digest import written
from eaap.note import Checkpoint, open_checkpoint, read_key
from eaap.record import is_record, leaf, link
from eaap.refused import Refused
from eaap.tree import root

CODES = (
    "record-malformed sequence-gap namespace-mixed chain-broken time-reversed leaf-mismatch signature-invalid "
    "truncated root-mismatch checkpoint-fork checkpoint-missing"
).split()


def of_records(places: list, namespace: str) -> set[str]:
    """What is found in the records themselves (section 6.2)."""
    found = set()
    for i, record in enumerate(places):
        if not is_record(record):
            found.add("record-malformed")
            continue
        if record["seq"] != i:
            found.add("sequence-gap")
        if record["ns"] != namespace:
            found.add("namespace-mixed")
        before = places[i - 1] if i > 0 else None
        if i == 0:
            if record["prev"] is not None:
                found.add("chain-broken")
        elif is_record(before):
            if record["prev"] != link(before):
                found.add("chain-broken")
            if record["type"] != "clock.rebased" and record["ts"] < before["ts"]:
                found.add("time-reversed")
    return found


def opened(notes: list, verifier_key: str, namespace: str, found: set[str]) -> list[Checkpoint]:
    """The checkpoints that open; of the others it is found that they do not."""
    result = []
    for note in notes:
        try:
            origin = f"{read_key(verifier_key).name}/{namespace}"
            result.append(open_checkpoint(note, [verifier_key], origin))
        except Refused:
            found.add("signature-invalid")
    return result


def of_checkpoints(leaves: list[bytes], own: list[Checkpoint], anchors: list[Checkpoint]) -> set[str]:
    """What is found when checkpoints are set against the records and each other (section 6.2)."""
    n = len(leaves)
    found = set()
    every = own + anchors
    if any(checkpoint.size > n for checkpoint in every):
        found.add("truncated")
    roots = {checkpoint.size: root(leaves[: checkpoint.size]) for checkpoint in every if checkpoint.size <= n}
    for size in {checkpoint.size for checkpoint in own} & roots.keys():
        if not any(checkpoint.size == size and checkpoint.root == roots[size] for checkpoint in own):
            found.add("root-mismatch")
    if any(a.size == b.size and a.root != b.root for a in every for b in every):
        found.add("checkpoint-fork")
    if "root-mismatch" not in found and any(a.root != roots.get(a.size, a.root) for a in anchors):
        found.add("checkpoint-fork")
    if max((checkpoint.size for checkpoint in own), default=0) < n:
        found.add("checkpoint-missing")
    return found


def findings(input: dict) -> tuple[list[str], list[bytes]]:
    """Every finding, in the order of section 6.2, and the leaves of the places."""
    places, namespace = input["records"], input["namespace"]
    found = of_records(places, namespace)
    leaves = list(map(leaf, places))
    if input.get("leaves", list(map(written, leaves))) != list(map(written, leaves)):
        found.add("leaf-mismatch")
    own = opened(input["checkpoints"], input["verifier_key"], namespace, found)
    anchors = opened(input["anchors"], input["verifier_key"], namespace, found)
    found |= of_checkpoints(leaves, own, anchors)
    return [code for code in CODES if code in found], leaves


def answer(input: dict) -> dict:
    """Size and root, or the one finding; several, which no case of this topic has, are told together."""
    found, leaves = findings(input)
    if found:
        raise Refused(" ".join(found))
    return {"size": len(leaves), "root": written(root(leaves))}
