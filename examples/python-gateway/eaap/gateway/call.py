"""One request, once it has passed what every request passes."""

from dataclasses import dataclass, field

from eaap.gateway.problem import Problem
from eaap.gateway.scrub import Scrubber
from eaap.gateway.transaction import Transaction


@dataclass
class Call:
    gateway: object
    credential: dict
    params: dict = field(default_factory=dict)  # of the path
    query: dict = field(default_factory=dict)
    version: int | None = None  # of If-Match
    idempotency_key: str | None = None
    body: dict | None = None

    @property
    def namespace(self) -> str:
        return self.credential["namespace"]

    @property
    def principal(self) -> str:
        return self.credential["principal"]

    def transaction(self, **how) -> Transaction:
        return Transaction(self.gateway, self.namespace, self.principal, **how)

    def reading(self) -> Transaction:
        return self.transaction(write=False)

    def scrubber(self) -> Scrubber:
        return Scrubber(self.reading().key("EAAP-PII-v1"), self.gateway.faults)

    def reason(self) -> str:
        """The reason a person gives, with personal data replaced."""
        return self.scrubber().text(self.body["reason"], "/reason", 1024)


@dataclass
class Answer:
    body: object
    status: int = 200
    version: int | None = None  # shown as ETag


def missing(what: str) -> Problem:
    return Problem("not-found", f"There is no such {what} in this namespace.")


def check_version(call: Call, current: int, what: str) -> None:
    if call.version != current:
        raise Problem("version-mismatch", f"The {what} has version {current}. Look at it again.", current=current)
