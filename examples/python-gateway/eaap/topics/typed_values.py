"""Typed values: RFC-0005 sections 14.2 to 14.5."""

from eaap.canonical import canonical
from eaap.refused import Refused
from eaap.typed import form_of, forms_in, stands_among


def answer(given):
    kind = given["kind"]
    if "value" not in given:
        output = {"forms": forms_in(kind, given["text"])}
    else:
        form = form_of(kind, given["value"])
        if "text" not in given:
            output = {"form": form}
        else:
            output = {"stands": form is not None and stands_among(kind, form, forms_in(kind, given["text"]))}
    if "claimed" not in given:
        return output
    if canonical(given["claimed"]) != canonical(output):
        raise Refused("mismatch")
    return {"agrees": True}
