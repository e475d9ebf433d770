"""Code that is read: RFC-0006 section 8.4."""

from eaap.canonical import canonical
from eaap.readings import Reading
from eaap.refused import Refused


def answer(given):
    extractors = {dialect: texts.__getitem__ for dialect, texts in given["extractors"].items()}
    extraction = Reading(given["action"], given["manifest"], given.get("selects", []), "none", extractors=extractors).run()
    if "claimed" in given and canonical(given["claimed"]) != canonical(extraction):
        raise Refused("mismatch")
    if "claimed" in given:
        return {"agrees": True}
    if extraction["unread"] and not given.get("document"):
        raise Refused(extraction["unread"][0]["code"])
    return extraction
