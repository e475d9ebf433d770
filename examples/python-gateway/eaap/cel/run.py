"""The value of a condition, and what it costs: RFC-0007 sections 5.5, 5.6, 5.8 and 5.9."""

import math
import operator
import re

from eaap.canonical import canonical
from eaap.cel.errors import Ended, NoValue
from eaap.cel.regex import compiled
from eaap.cel.syntax import TURNS_AT_MOST, Node
from eaap.values import length, order, whole

COST_AT_MOST = 100_000
COMPARE = {"<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge}


def from_json(value):
    """JSON as a value: a whole number is an int, another one a double, members are in the order of their names."""
    if isinstance(value, float):
        number = whole(value)
        return value if number is None else number
    if isinstance(value, list):
        return [from_json(each) for each in value]
    if isinstance(value, dict):
        return {name: from_json(value[name]) for name in sorted(value, key=order)}
    return value


def kind(value) -> str:
    if value is None:
        return "null"
    return {bool: "bool", int: "int", float: "double", str: "string", list: "list", dict: "map"}[type(value)]


def is_number(value) -> bool:
    return kind(value) in ("int", "double")


def equal(a, b) -> bool:
    if is_number(a) and is_number(b):
        return a == b
    if kind(a) != kind(b):
        return False
    if isinstance(a, list):
        return len(a) == len(b) and all(map(equal, a, b))
    if isinstance(a, dict):
        return a.keys() == b.keys() and all(equal(a[name], b[name]) for name in a)
    return a == b


def weight(value) -> int:
    """The weight of a value: section 5.8."""
    if isinstance(value, str):
        return 1 + length(value) // 16
    if isinstance(value, list):
        return 1 + sum(map(weight, value))
    if isinstance(value, dict):
        return 1 + sum(weight(name) + weight(member) for name, member in value.items())
    return 1


def int64(value: int) -> int:
    if not -(2**63) <= value < 2**63:
        raise NoValue
    return value


def divided(a: float, b: float) -> float:
    """IEEE 754 division."""
    if b:
        return a / b
    if not a or math.isnan(a):
        return math.nan
    return math.copysign(math.inf, a) * math.copysign(1, b)


def int_quotient(a: int, b: int) -> int:
    """Division that rounds towards zero."""
    if not b:
        raise NoValue
    quotient = abs(a) // abs(b)
    return quotient if (a < 0) == (b < 0) else -quotient


class Run:
    """One evaluation. `facts(subject, attribute)` gives the values of a key, or None when nothing selects it."""

    def __init__(self, node: Node, variables: dict, facts) -> None:
        self.variables, self.facts = variables, facts
        self.cost = 0
        self.add(node.expressions)

    def add(self, cost: int) -> None:
        self.cost += cost
        if self.cost > COST_AT_MOST:
            raise Ended("run-cost")

    def weigh(self, *operands) -> None:
        self.add(sum(map(weight, operands)))

    def value(self, node: Node, scope: dict):
        if node.op == "const":
            return node.value
        if node.op == "name":
            return scope[node.value] if node.value in scope else self.variables[node.value]
        if node.op in ("&&", "||"):
            return self.decided(node.op == "||", ((part, scope) for part in node.parts))
        if node.op == "?:":
            condition = self.value(node.parts[0], scope)
            if not isinstance(condition, bool):
                raise NoValue
            return self.value(node.parts[1 if condition else 2], scope)
        if node.op == "loop":
            return self.loop(node, scope)
        operands = [self.value(part, scope) for part in node.parts]
        if node.op == "list":
            return operands
        if node.op in (".", "has"):
            return self.member(node, operands[0])
        if node.op in ("function", "method"):
            return getattr(self, f"f_{node.value}")(*operands)
        if node.op == "!":
            return not self.needed(operands[0], "bool")
        if node.op == "neg":
            operand = self.needed(operands[0], "int", "double")
            return int64(-operand) if isinstance(operand, int) else -operand
        if node.op == "[]":
            return self.at(*operands)
        if node.op == "in":
            return self.within(*operands)
        if node.op in ("==", "!="):
            self.weigh(*operands)
            return equal(*operands) == (node.op == "==")
        if node.op in COMPARE:
            return self.compared(node.op, *operands)
        if node.op == "+":
            return self.sum(*operands)
        return self.arithmetic(node.op, *operands)

    def needed(self, value, *kinds: str):
        if kind(value) not in kinds:
            raise NoValue
        return value

    def decided(self, by: bool, operands) -> bool:
        """`||` and `exists` are decided by true, `&&` and `all` by false, whatever has no value."""
        missing = False
        for node, scope in operands:
            try:
                value = self.value(node, scope)
            except NoValue:
                value = None
            if value is by:
                return by
            missing |= not isinstance(value, bool)
        if missing:
            raise NoValue
        return not by

    def loop(self, node: Node, scope: dict):
        over = list(self.needed(self.value(node.parts[0], scope), "list", "map"))
        if len(over) > TURNS_AT_MOST:
            raise Ended("run-cost")
        self.add(len(over) * node.turn)
        scopes = [{**scope, node.variable: element} for element in over]
        if node.value in ("all", "exists"):
            return self.decided(node.value == "exists", ((node.parts[1], one) for one in scopes))
        condition = None if node.value == "map" and len(node.parts) == 2 else node.parts[1]
        made: list = []
        for one in scopes:
            if condition is not None and not self.needed(self.value(condition, one), "bool"):
                continue
            element = one[node.variable] if node.value == "filter" else self.value(node.parts[-1], one)
            self.add(1 + (len(made) + 1) // 16)
            made.append(element)
        return made

    def member(self, node: Node, of):
        self.needed(of, "map")
        if node.op == "has":
            return node.value in of
        if node.value not in of:
            raise NoValue
        return of[node.value]

    def at(self, of, index):
        if isinstance(of, list) and kind(index) == "int" and 0 <= index < len(of):
            return of[index]
        if isinstance(of, dict) and isinstance(index, str) and index in of:
            return of[index]
        raise NoValue

    def within(self, a, b) -> bool:
        if isinstance(b, list):
            self.weigh(a, b)
            return any(equal(element, a) for element in b)
        self.needed(b, "map")
        if isinstance(a, str):
            return a in b
        self.needed(a, "bool", "int", "double")
        self.weigh(a, b)
        return False

    def compared(self, op: str, a, b) -> bool:
        if is_number(a) and is_number(b):
            if float in (type(a), type(b)):
                a, b = float(a), float(b)
        elif kind(a) != kind(b) or kind(a) not in ("string", "bool"):
            raise NoValue
        self.weigh(a, b)
        return COMPARE[op](a, b)

    def sum(self, a, b):
        if kind(a) != kind(b):
            raise NoValue
        if isinstance(a, list):
            self.add(1 + (len(a) + len(b)) // 16)
            return a + b
        self.needed(a, "int", "double", "string")
        self.weigh(a, b)
        return int64(a + b) if isinstance(a, int) else a + b

    def arithmetic(self, op: str, a, b):
        if kind(a) == kind(b) == "int":
            if op in "/%":
                quotient = int_quotient(a, b)
                return int64(quotient) if op == "/" else a - quotient * b
            return int64(a - b if op == "-" else a * b)
        if kind(a) == kind(b) == "double" and op != "%":
            return {"-": operator.sub, "*": operator.mul, "/": divided}[op](a, b)
        raise NoValue

    # Section 5.6.

    def f_size(self, a) -> int:
        self.needed(a, "string", "list", "map")
        self.weigh(a)
        return len(a)

    def texts(self, a, b) -> None:
        self.needed(a, "string")
        self.needed(b, "string")
        self.weigh(a, b)

    def f_contains(self, a, b) -> bool:
        self.texts(a, b)
        return b in a

    def f_startsWith(self, a, b) -> bool:  # noqa: N802 - as it is called in a condition
        self.texts(a, b)
        return a.startswith(b)

    def f_endsWith(self, a, b) -> bool:  # noqa: N802
        self.texts(a, b)
        return a.endswith(b)

    def f_matches(self, a, p) -> bool:
        self.texts(a, p)
        pattern = compiled(p)
        self.add(100 + -(-length(a) * pattern.weight // 64))
        return pattern.search(a)

    def f_int(self, a) -> int:
        if kind(a) == "int":
            return a
        self.needed(a, "string")
        if not re.fullmatch("-?(0|[1-9][0-9]*)", a) or len(a.lstrip("-")) > 19:
            raise NoValue
        return int64(int(a))

    def f_string(self, a) -> str:
        return str(self.needed(a, "int", "string"))

    def f_fact(self, subject, attribute):
        values = self.found(subject, attribute)
        if len({canonical(value) for value in values}) != 1:
            raise NoValue
        return from_json(values[0])

    def f_has_fact(self, subject, attribute) -> bool:
        return bool(self.found(subject, attribute))

    def found(self, subject, attribute) -> list:
        self.needed(subject, "string")
        self.needed(attribute, "string")
        self.add(2)
        values = self.facts(subject, attribute)
        if values is None:
            raise Ended("run-fact")
        return values
