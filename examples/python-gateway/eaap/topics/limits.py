"""Limits: RFC-0010 sections 2 to 4, RFC-0005 section 11."""

from eaap.canonical import canonical
from eaap.judge import over_limit
from eaap.patterns import covers_name
from eaap.refused import Refused


def applies(limit: dict, action: dict) -> bool:
    return "tools" not in limit or any(covers_name(pattern, action["tool"]) for pattern in limit["tools"])


def key(limit: dict, action: dict) -> bytes:
    """What a limit key is a keyed value of: section 3.2, the loop key before it is keyed."""
    parts = [limit["id"], limit["kind"], limit["scope"]]
    if limit["scope"] != "namespace":
        parts.append(action["principal"])
    if limit["scope"] == "session":
        parts.append(action.get("session", ""))
    if limit["kind"] == "loop":
        effects = {canonical([effect["effect"], effect["target"]]).decode() for effect in action["effects"]}
        parts.append([action["principal"], action["tool"], sorted(effects)])
    return canonical(parts)


def amount(limit: dict, action: dict) -> int:
    """What an action adds: section 2."""
    if limit["kind"] != "quota" or "currency" not in limit:
        return 1
    cost = action.get("cost")
    return cost["amount"] if cost and cost["currency"] == limit["currency"] else 0


def answer(given):
    limit, action = given["limit"], given["action"]
    if not applies(limit, action):
        return None
    what = "attempt" if limit["kind"] == "loop" else "commit"
    uses = {
        use["evaluation"]: amount(limit, use)
        for use in given["history"]
        if use["what"] == what
        and applies(limit, use)
        and key(limit, use) == key(limit, action)
        and use["at"] > given["now"] - limit["window_ms"]
        and use["evaluation"] != given["evaluation"]
    }
    counter = {"limit": limit["id"], "used": sum(uses.values()), "next": amount(limit, action)}
    found = over_limit(limit, [counter], action.get("cost"), action["effects"])
    if found:
        raise Refused(found["code"])
    return {"used": counter["used"], "next": counter["next"]}
