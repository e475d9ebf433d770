"""Effects, and the scales they are rated on: RFC-0001 sections 6.1, 8.2 and 8.3."""

TRUST = ["untrusted", "verified", "authoritative"]
RISK = ["low", "medium", "high", "critical"]
REVERSIBILITY = ["reversible", "recoverable", "irreversible"]
ENVIRONMENT = ["none", "sandbox", "staging", "production"]

FLOOR = {
    "compute": ("reversible", "low"),
    "data.read": ("reversible", "low"),
    "data.write": ("recoverable", "medium"),
    "data.delete": ("irreversible", "high"),
    "data.schema": ("irreversible", "high"),
    "money.move": ("irreversible", "high"),
    "message.draft": ("reversible", "low"),
    "message.send": ("irreversible", "medium"),
    "network.call": ("recoverable", "medium"),
    "file.read": ("reversible", "low"),
    "file.write": ("recoverable", "medium"),
    "file.delete": ("irreversible", "high"),
    "repo.read": ("reversible", "low"),
    "repo.write": ("recoverable", "medium"),
    "repo.propose": ("reversible", "medium"),
    "repo.merge": ("recoverable", "high"),
    "repo.discard": ("irreversible", "high"),
    "tests.run": ("reversible", "medium"),
    "artifact.build": ("reversible", "medium"),
    "system.read": ("reversible", "low"),
    "system.change": ("irreversible", "high"),
    "deploy": ("recoverable", "high"),
    "access.grant": ("recoverable", "critical"),
    "access.revoke": ("recoverable", "high"),
    "secret.read": ("irreversible", "critical"),
    "code.execute": ("irreversible", "critical"),
    "unknown": ("irreversible", "critical"),
}


def highest(scale: list[str], values) -> str:
    """The highest of some values of a scale, or the lowest there is."""
    return max(values, key=scale.index, default=scale[0])


def below(scale: list[str], a: str, b: str) -> bool:
    return scale.index(a) < scale.index(b)
