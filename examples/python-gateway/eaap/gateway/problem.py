"""What a request is refused with."""

from eaap.topics.problems import PROBLEMS, body_of


class Problem(Exception):
    """A problem of the closed list (RFC-0001 section 12.1), with its sentence and further members."""

    def __init__(self, type_: str, detail: str, headers: dict | None = None, **members) -> None:
        super().__init__(f"{type_}: {detail}")
        self.type, self.detail, self.members = type_, detail, members
        self.status, _, self.again = PROBLEMS[type_]
        self.headers = headers or {}

    def body(self) -> dict:
        return body_of(self.type, self.detail, self.members)
