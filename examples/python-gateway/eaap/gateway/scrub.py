"""Personal data in what comes in: replaced, or refused (RFC-0003 section 13)."""

from eaap.gateway.problem import Problem
from eaap.pii import find, value_with_tokens, with_tokens
from eaap.pii.views import TOKEN
from eaap.refused import Refused
from eaap.schema import matches

SAID = {
    "payload-too-large": ("payload-too-large", "A text is longer than 65536 bytes, and is not searched for personal data."),
    "chained": ("invalid-request", "A text holds personal data beside personal data without an end."),
    "equal-names": ("invalid-request", "Two names of one object are the same once personal data in them is replaced."),
}


class Scrubber:
    """What finds personal data for one request."""

    def __init__(self, tx_key: bytes, faults) -> None:
        self.key, self.faults = tx_key, faults
        self.found: list[dict] = []

    def guarded(self, work):
        self.faults.at("detector")
        try:
            return work()
        except Refused as refused:
            type_, detail = SAID[refused.reason]
            raise Problem(type_, detail) from None
        except Problem:
            raise
        except Exception as error:  # noqa: BLE001 - a detector that fails lets nothing through
            raise Problem("detector-unavailable", "Personal data could not be looked for.") from error

    def text(self, text: str, pointer: str = "", most: int | None = None) -> str:
        """A text with tokens; refused when it outgrows its bound by them (section 13.12)."""

        def work() -> str:
            found = find(text)
            self.found += [{"pointer": pointer, "type": one.type} for one in found]
            return with_tokens(self.key, text, found)

        shown = self.guarded(work)
        if most is not None and len(shown) > most:
            raise Problem("invalid-request", "With personal data replaced a text is too long.", pointer=pointer)
        return shown

    def value(self, value, label: str = "", pointer: str = "", marks: bool = False):
        """A JSON value with tokens."""

        def work():
            shown = value_with_tokens(self.key, value, label, marks)
            self.compare(value, shown, pointer)
            return shown

        return self.guarded(work)

    def compare(self, value, shown, pointer: str) -> None:
        """Notes where something was replaced; names are told with tokens in them."""
        if isinstance(value, dict):
            for (before, inner), (name, member) in zip(value.items(), shown.items()):
                at = f"{pointer}/{name.replace('~', '~0').replace('/', '~1')}"
                self.found += [{"pointer": at, "type": type_} for type_ in types_in(name, before)]
                self.compare(inner, member, at)
        elif isinstance(value, list):
            for index, (inner, member) in enumerate(zip(value, shown)):
                self.compare(inner, member, f"{pointer}/{index}")
        elif isinstance(shown, str) and shown != value:
            self.found += [{"pointer": pointer, "type": type_} for type_ in types_in(shown, value)]

    def refuse(self, text: str, pointer: str, types_let_through: tuple = ()) -> None:
        """Refuses a name that is no content in which personal data is detected."""
        found = self.guarded(lambda: find(text))
        if any(one.type not in types_let_through for one in found):
            raise Problem("invalid-request", "Personal data is detected in a name that is kept in clear.", pointer=pointer)

    def action(self, action: dict) -> dict:
        """An action with tokens and marks; refused when it matches its schema no more."""
        shown = self.value(action, marks=True)
        if not matches("action", shown):
            raise Problem(
                "invalid-request", "With personal data replaced the action does not match its schema.", pointer="/action"
            )
        return shown


def types_in(shown: str, before) -> list[str]:
    """The types of the tokens of a text that did not stand there before."""
    there = before if isinstance(before, str) else ""
    return [found[0].split(":")[1] for found in TOKEN.finditer(shown) if found[0] not in there]
