"""Why a condition does not load, and why it has no value: RFC-0007 sections 6.1 and 5.9."""


class Unloadable(Exception):
    """A condition does not load, for one code of section 6.1."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class NoValue(Exception):
    """An expression has no value."""


class Ended(Exception):
    """The evaluation ended, and no operator makes up for it: `run-cost` or `run-fact`."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code
