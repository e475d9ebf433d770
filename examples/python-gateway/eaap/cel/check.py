"""The types of expressions: RFC-0007 section 5.4."""

import re

from eaap.cel.errors import Unloadable
from eaap.cel.regex import compiled
from eaap.cel.syntax import Node

# A type is a text, or ("list", type of the elements), or ("object", types of the members).
EFFECT = ("object", {"effect": "string", "target": "dyn", "risk": "string", "reversibility": "string"})
VARIABLES = {
    "action": ("object", {"tool": "string", "parameters": "map", "environment": "string", "session": "string"}),
    "effects": ("list", EFFECT),
    "principal": "string",
    "now": "int",
}
LIST_OF_DYN = ("list", "dyn")

# What a function takes, argument by argument, and gives: section 5.6.
TEXTS = ("string",)
FUNCTIONS = {
    "size": ([("string", "list", "map", "object")], "int"),
    "int": ([("int", "string")], "int"),
    "string": ([("int", "string")], "string"),
    "fact": ([TEXTS, TEXTS], "dyn"),
    "has_fact": ([TEXTS, TEXTS], "bool"),
}
METHODS = {
    "size": FUNCTIONS["size"],
    "contains": ([TEXTS, TEXTS], "bool"),
    "startsWith": ([TEXTS, TEXTS], "bool"),
    "endsWith": ([TEXTS, TEXTS], "bool"),
    "matches": ([TEXTS, TEXTS], "bool"),
}


def kind(type_) -> str:
    return type_ if isinstance(type_, str) else type_[0]


def is_(type_, *kinds: str) -> bool:
    """Whether a type is of one of some kinds, or dyn."""
    return kind(type_) in (*kinds, "dyn")


def need(good: bool) -> None:
    if not good:
        raise Unloadable("type")


def alike(a, b) -> bool:
    """Whether two types are of one kind, or one is dyn."""
    return kind(a) == kind(b) or "dyn" in (kind(a), kind(b))


def check(node: Node, scope: dict) -> object:
    """The type of an expression; scope has the variables of the loops around it."""
    if node.op == "const":
        return constant(node.value)
    if node.op == "name":
        if node.value not in scope and node.value not in VARIABLES:
            raise Unloadable("name")
        return scope.get(node.value) or VARIABLES[node.value]
    if node.op == "loop":
        return loop(node, scope)
    if node.op in ("function", "method"):
        known = FUNCTIONS if node.op == "function" else METHODS
        if node.value not in known:
            raise Unloadable("function")
    types = [check(part, scope) for part in node.parts]
    if node.op in (".", "has"):
        return member(node, types[0])
    if node.op == "list":
        return ("list", types[0] if types and len({kind(one) for one in types}) == 1 else "dyn")
    if node.op in ("function", "method"):
        return call(node, *known[node.value], types)
    return OPERATORS[node.op](*types)


def constant(value) -> str:
    if value is None:
        return "null"
    return {bool: "bool", int: "int", float: "double", str: "string"}[type(value)]


def member(node: Node, of) -> object:
    need(is_(of, "map", "object"))
    found = "dyn"
    if kind(of) == "object":
        if node.value not in of[1]:
            raise Unloadable("name")
        found = of[1][node.value]
    return "bool" if node.op == "has" else found


def call(node: Node, takes: list, gives: str, types: list) -> str:
    need(len(types) == len(takes))
    if node.value == "matches":
        pattern = node.parts[1]
        if pattern.op != "const" or not isinstance(pattern.value, str):
            raise Unloadable("pattern")
        compiled(pattern.value)
    need(all(is_(type_, *kinds) for type_, kinds in zip(types, takes)))
    return gives


def loop(node: Node, scope: dict) -> object:
    over, *parts = node.parts
    range_ = check(over, scope)
    need(is_(range_, "list", "map"))
    if not re.fullmatch("[a-z][A-Za-z0-9_]*", node.variable) or node.variable in VARIABLES or node.variable in scope:
        raise Unloadable("name")
    element = range_[1] if kind(range_) == "list" else "string" if range_ == "map" else "dyn"
    types = [check(part, {**scope, node.variable: element}) for part in parts]
    need(node.value == "map" and len(parts) == 1 or is_(types[0], "bool"))
    return "bool" if node.value in ("all", "exists") else LIST_OF_DYN


def logic(*types) -> str:
    need(all(is_(one, "bool") for one in types))
    return "bool"


def choice(condition, a, b):
    need(is_(condition, "bool"))
    return a if kind(a) == kind(b) and kind(a) not in ("list", "object") else "dyn"


def equality(a, b) -> str:
    kinds = {kind(a), kind(b)}
    need(alike(a, b) or kinds == {"int", "double"} or kinds == {"map", "object"})
    return "bool"


def comparison(a, b) -> str:
    equality(a, b)
    need(all(is_(one, "int", "double", "string") for one in (a, b)))
    return "bool"


def membership(a, b) -> str:
    need(is_(b, "list", "map"))
    return "bool"


def index(a, i):
    need(is_(i, "int") if kind(a) == "list" else is_(a, "map") and is_(i, "string", "int"))
    return a[1] if kind(a) == "list" else "dyn"


def arithmetic(*kinds: str):
    def typed(a, b):
        need(is_(a, *kinds) and is_(b, *kinds) and alike(a, b))
        if "dyn" in (a, b):
            return "dyn"
        return LIST_OF_DYN if kind(a) == "list" else a

    return typed


def negation(a):
    need(is_(a, "int", "double"))
    return a


OPERATORS = {
    "&&": logic,
    "||": logic,
    "!": logic,
    "?:": choice,
    "==": equality,
    "!=": equality,
    "<": comparison,
    "<=": comparison,
    ">": comparison,
    ">=": comparison,
    "in": membership,
    "[]": index,
    "+": arithmetic("int", "double", "string", "list"),
    "-": arithmetic("int", "double"),
    "*": arithmetic("int", "double"),
    "/": arithmetic("int", "double"),
    "%": arithmetic("int"),
    "neg": negation,
}
