"""EAAP-CEL: RFC-0007 sections 5 and 6."""

import functools
import sys

from eaap.cel.check import check, is_
from eaap.cel.errors import Ended, NoValue, Unloadable
from eaap.cel.run import Run, from_json
from eaap.cel.syntax import Node, Parser
from eaap.values import length

# 512 expressions may stand inside each other, each a few calls deep; 2048 characters of them are parsed first.
sys.setrecursionlimit(max(sys.getrecursionlimit(), 30_000))

SIZE_AT_MOST = 2048
EXPRESSIONS_AT_MOST = 512
DEPTH_AT_MOST = 32
ESTIMATE_AT_MOST = 100_000


def depth(text: str) -> int:
    """How deeply brackets are nested, those inside texts included."""
    now = deepest = 0
    for character in text:
        now += (character in "([{") - (character in ")]}")
        deepest = max(deepest, now)
    return deepest


@functools.lru_cache(1024)
def load(when: str) -> Node:
    """Section 6.1: a condition that loads; raises Unloadable."""
    if length(when) > SIZE_AT_MOST:
        raise Unloadable("size")
    if depth(when) > DEPTH_AT_MOST:
        raise Unloadable("depth")
    node = Parser(when).parse()
    if node.expressions > EXPRESSIONS_AT_MOST:
        raise Unloadable("size")
    if not is_(check(node, {}), "bool"):
        raise Unloadable("type")
    if node.estimate > ESTIMATE_AT_MOST:
        raise Unloadable("estimate")
    return node


def variables(action: dict, effects: list[dict], principal: str, now: int) -> dict:
    """Section 5.3."""
    seen = {name: action[name] for name in ("tool", "parameters", "environment", "session") if name in action}
    rated = [{name: effect[name] for name in ("effect", "target", "risk", "reversibility")} for effect in effects]
    return from_json({"action": seen, "effects": rated, "principal": principal, "now": now})


def run(node: Node, variables: dict, facts) -> tuple[bool | None, str | None]:
    """The value of a condition, or None and the code of section 5.9."""
    try:
        value = Run(node, variables, facts).value(node, {})
    except Ended as ended:
        return None, ended.code
    except NoValue:
        return None, "run-failed"
    return (value, None) if isinstance(value, bool) else (None, "run-not-boolean")
