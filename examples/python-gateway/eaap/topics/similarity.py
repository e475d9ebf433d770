"""Similarity: RFC-0004 section 4."""

from eaap.refused import Refused
from eaap.similarity import cosine, product, vector


def places(components: list[int]) -> list[list[int]]:
    """The components that are not zero, as [place, value]."""
    return [[place, value] for place, value in enumerate(components) if value != 0]


def answer(input):
    a, b = vector(input["a"]), vector(input["b"])
    dot, aa, bb = product(a, b), product(a, a), product(b, b)
    output = {
        "a": places(a),
        "b": places(b),
        "dot": str(dot),
        "aa": str(aa),
        "bb": str(bb),
        "similarity": cosine(dot, aa, bb),
    }
    if any(output[name] != value for name, value in input.get("claimed", {}).items()):
        raise Refused("mismatch")
    return output
