"""States of facts and conflicts: RFC-0003 sections 5 to 12, at one place."""

from eaap.canonical import canonical
from eaap.place import Place
from eaap.refused import Refused


def answer(input):
    place = Place(input["many"])
    *before, last = input["events"]
    for event in before:
        try:
            place.happen(event)
        except Refused:
            pass
    reply = place.happen(last)
    output = {"answer": reply, "records": place.records, **place.shown()}
    if "claimed" in input and canonical(input["claimed"]) != canonical(output):
        raise Refused("mismatch")
    return output
