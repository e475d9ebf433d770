"""EAAP-CEL: RFC-0007 sections 5 and 6."""

from eaap.cel import Unloadable, load, run, variables
from eaap.refused import Refused


def answer(given):
    over = given["over"]
    facts = {(key["subject"], key["attribute"]): key["values"] for key in over["facts"]}
    try:
        condition = load(given["when"])
    except Unloadable as fault:
        raise Refused(fault.code) from None
    seen = variables(over["action"], over["effects"], over["principal"], over["now"])
    value, code = run(condition, seen, lambda subject, attribute: facts.get((subject, attribute)))
    if code:
        raise Refused(code)
    return value
