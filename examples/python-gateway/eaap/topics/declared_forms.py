"""Declared forms: RFC-0005 section 15."""

from eaap.canonical import canonical
from eaap.declared import agree, normal_form
from eaap.refused import Refused


def answer(given):
    if "value" in given:
        normal = normal_form(given["form"], given["value"])
        if normal is None:
            raise Refused("unread")
        output = {"normal": normal}
    else:
        output = {"agree": agree(given["form"], given["a"], given["b"])}
    if "claimed" not in given:
        return output
    if canonical(given["claimed"]) != canonical(output):
        raise Refused("mismatch")
    return {"agrees": True}
