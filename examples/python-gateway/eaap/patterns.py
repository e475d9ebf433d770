"""Name patterns and target patterns: RFC-0005 sections 5.1 and 5.2."""

from eaap.values import hidden, is_host, is_path


def covers_name(pattern: str, name: str) -> bool:
    """Whether the whole name can be read as the pattern, `*` being any run of characters: section 5.1."""
    first, *runs = pattern.split("*")
    if not runs:
        return name == pattern
    if not name.startswith(first):
        return False
    *middle, last = runs
    at = len(first)
    for run in middle:
        found = name.find(run, at)
        if found < 0:
            return False
        at = found + len(run)
    return len(name) - at >= len(last) and name.endswith(last)


def uncovered(pattern: str, target: str | None) -> str | None:
    """Why a target pattern does not cover a target, or None when it does: section 5.2."""
    if pattern == "*":
        return None
    if target is None:
        return "no-target"
    kind, _, wanted = pattern.partition(":")
    target_kind, _, rest = target.partition(":")
    if kind != target_kind:
        return "kind"
    if kind == "host" and wanted == "*":
        good = True
    elif kind == "host" and wanted.startswith("*."):
        good = rest.endswith(wanted[1:]) and len(rest) > len(wanted[1:])
    elif kind == "path" and wanted.endswith("/"):
        good = rest.startswith(wanted) and len(rest) > len(wanted)
    elif kind == "resource":
        good = covers_name(wanted, rest)
    else:
        good = rest == wanted
    return None if good else kind


def covers_target(pattern: str, target: str | None) -> bool:
    return uncovered(pattern, target) is None


def pattern_is_good(pattern: str) -> bool:
    """Whether a target pattern is without fault: section 5.2."""
    if pattern in ("*", "host:*", "path:/"):
        return True
    kind, colon, rest = pattern.partition(":")
    if not colon or not rest:
        return False
    if kind == "host":
        return is_host(rest.removeprefix("*."))
    if kind == "path":
        return is_path(rest.removesuffix("/"))
    return kind == "resource" and not hidden(rest)
