"""Extraction: RFC-0006 sections 7 and 8."""

from eaap.canonical import canonical
from eaap.extract import extract
from eaap.refused import Refused


def answer(given):
    extraction = extract(given["action"], given["manifest"], given.get("selects", []), given.get("mandate", "none"))
    if "claimed" in given and canonical(given["claimed"]) != canonical(extraction):
        raise Refused("mismatch")
    if extraction["unread"] and not given.get("document"):
        raise Refused(extraction["unread"][0]["code"])
    return extraction
