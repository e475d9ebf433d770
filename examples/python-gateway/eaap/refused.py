"""What is raised instead of an answer."""


class Refused(Exception):
    """An input is refused, for one reason out of the closed list of its topic."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason
