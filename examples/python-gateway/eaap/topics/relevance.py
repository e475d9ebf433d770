"""Relevance and order: RFC-0004 section 5."""

from eaap.refused import Refused
from eaap.similarity import relevance


def answer(input):
    ranked = [[f["id"], relevance(input["query"], f["text"], f["effective"])] for f in input["facts"]]
    ranked.sort(key=lambda pair: (-pair[1], pair[0]))
    if "claimed" in input and input["claimed"] != ranked:
        raise Refused("mismatch")
    return ranked
