"""The grammar of EAAP-CEL: RFC-0007 sections 5.1 and 5.2, and what expressions count and cost, 6.2 and 6.3."""

import re
from dataclasses import dataclass, field

from eaap.cel.errors import Unloadable

SPACE = "\t\n\f\r "
NUMBER = re.compile(r"0x[0-9A-Fa-f]+|[0-9]*\.[0-9]+(?:[eE][+-]?[0-9]+)?|[0-9]+[eE][+-]?[0-9]+|[0-9]+")
IDENT = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
PUNCTUATION = re.compile(r"<=|>=|==|!=|&&|\|\||[<>+\-*/%!?:.,()\[\]]")
ENCLOSURE = re.compile(r"([rR]?)(\"\"\"|'''|\"|')")
ESCAPE = re.compile(r"\\(?:[abfnrtv\\?\"'`]|[xX][0-9A-Fa-f]{2}|u[0-9A-Fa-f]{4}|U[0-9A-Fa-f]{8}|[0-3][0-7]{2})")
SHORT = dict(zip("abfnrtv", "\a\b\f\n\r\t\v"))

NO_SELECTOR = {"true", "false", "null", "in"}
NO_NAME = set(
    "null in as break const continue else for function if import let loop package namespace return var void while".split()
)

# Section 6.2: what a loop counts besides its range and parts; section 6.3: what its turn adds to them.
LOOPS = {("all", 2): (6, 4), ("exists", 2): (7, 5), ("filter", 2): (9, 7), ("map", 2): (6, 4), ("map", 3): (8, 6)}
TURNS_AT_MOST = 256


@dataclass
class Token:
    kind: str  # number, text, ident or the punctuation itself
    text: str
    start: int
    end: int
    value: object = None


@dataclass
class Node:
    """An expression: what it is, what it is made of, and what it counts and may cost."""

    op: str
    parts: list["Node"] = field(default_factory=list)
    value: object = None  # of a constant; the name of a variable, member, function or loop
    variable: str = ""  # of a loop
    turn: int = 0  # of a loop
    expressions: int = 0
    estimate: int = 0

    def __post_init__(self) -> None:
        self.expressions = 1 + sum(part.expressions for part in self.parts)
        self.estimate = 1 + sum(part.estimate for part in self.parts)
        if self.op == "method" and self.value == "matches":
            self.estimate += 200
        if self.op == "loop":
            range_, *parts = self.parts
            counts, turn = LOOPS[self.value, len(self.parts)]
            self.expressions += counts - 1
            self.turn = turn + sum(part.estimate for part in parts)
            turns = len(range_.parts) if range_.op == "list" else TURNS_AT_MOST
            self.estimate = range_.estimate + 2 + self.turn * turns


def signed(sign: str, operand: Node) -> Node:
    """A single sign before what is not itself put behind an equal one."""
    return operand.parts[0] if operand.op == sign else Node(sign, [operand])


def tokens(text: str) -> list[Token]:
    found: list[Token] = []
    at = 0
    while at < len(text):
        if text[at] in SPACE:
            at += 1
            continue
        token = (
            text_token(text, at)
            or piece("number", NUMBER.match(text, at))
            or piece("ident", IDENT.match(text, at))
            or piece("", PUNCTUATION.match(text, at))
        )
        if token is None:
            raise Unloadable("syntax")
        found.append(token)
        at = token.end
    return [*found, Token("end", "", at, at)]


def piece(kind: str, match: re.Match | None) -> Token | None:
    return match and Token(kind or match[0], match[0], match.start(), match.end())


def text_token(text: str, start: int) -> Token | None:
    """A TEXT of section 5.2, or None when none begins here."""
    opening = ENCLOSURE.match(text, start)
    if not opening:
        return None
    raw, enclosure = opening[1] != "", opening[2]
    at = opening.end()
    value = []
    while not text.startswith(enclosure, at):
        character = text[at : at + 1]
        if not character or len(enclosure) == 1 and character in "\n\r":
            raise Unloadable("syntax")
        if character == "\\" and not raw:
            escape = ESCAPE.match(text, at)
            if not escape:
                raise Unloadable("syntax")
            value.append(escaped(escape[0][1:]))
            at = escape.end()
        else:
            value.append(character)
            at += 1
    at += len(enclosure)
    return Token("text", text[start:at], start, at, "".join(value))


def escaped(escape: str) -> str:
    if escape[0] in SHORT:
        return SHORT[escape[0]]
    if escape[0] in "xXuU":
        code = int(escape[1:], 16)
    elif escape[0] in "0123":
        code = int(escape, 8)
    else:
        return escape
    if code > 0x10FFFF or 0xD800 <= code <= 0xDFFF:
        raise Unloadable("syntax")
    return chr(code)


def number(text: str) -> int | float:
    """A constant: an int of 64 bits, or a finite double."""
    if re.fullmatch("-?(0x[0-9A-Fa-f]+|[0-9]+)", text):
        digits = text.lstrip("-")
        value = int(digits, 16 if digits.startswith("0x") else 10)
        value = -value if text.startswith("-") else value
        if not -(2**63) <= value < 2**63:
            raise Unloadable("syntax")
        return value
    value = float(text)
    if value in (float("inf"), float("-inf")):
        raise Unloadable("syntax")
    return value


class Parser:
    """The rules of section 5.1, a method each."""

    LEVELS = [("||",), ("&&",), ("<", "<=", ">", ">=", "==", "!=", "in"), ("+", "-"), ("*", "/", "%")]

    def __init__(self, text: str) -> None:
        self.tokens = tokens(text)
        self.at = 0

    def parse(self) -> Node:
        node = self.expr()
        if self.here.kind != "end":
            raise Unloadable("syntax")
        return node

    @property
    def here(self) -> Token:
        return self.tokens[self.at]

    def take(self, kind: str) -> bool:
        """Whether the piece here is of a kind; if so it is passed."""
        if self.here.kind != kind:
            return False
        self.at += 1
        return True

    def need(self, kind: str) -> Token:
        token = self.here
        if not self.take(kind):
            raise Unloadable("syntax")
        return token

    def expr(self) -> Node:
        condition = self.binary(0)
        if not self.take("?"):
            return condition
        yes = self.binary(0)
        self.need(":")
        return Node("?:", [condition, yes, self.expr()])

    def binary(self, level: int) -> Node:
        if level == len(self.LEVELS):
            return self.unary()
        left = self.binary(level + 1)
        while (self.here.text if self.here.kind == "ident" else self.here.kind) in self.LEVELS[level]:
            operator = self.here.text
            self.at += 1
            left = Node(operator, [left, self.binary(level + 1)])
        return left

    def unary(self) -> Node:
        sign, signs = self.here.kind, 0
        while sign in "!-" and self.here.kind == sign:
            if self.negative_constant() if not signs else self.here.start != self.tokens[self.at - 1].end:
                break  # the sign of a constant
            signs += 1
            self.at += 1
        member = self.member()
        return signed("neg" if sign == "-" else "!", member) if signs % 2 else member

    def negative_constant(self) -> bool:
        if self.here.kind != "-":
            return False
        behind = self.tokens[self.at + 1]
        return behind.kind == "number" and behind.start == self.here.end

    def member(self) -> Node:
        node = self.primary()
        while True:
            if self.take("."):
                name = self.need("ident").text
                if name in NO_SELECTOR:
                    raise Unloadable("syntax")
                node = self.method(node, name) if self.take("(") else Node(".", [node], name)
            elif self.take("["):
                node = Node("[]", [node, self.expr()])
                self.need("]")
            else:
                return node

    def method(self, on: Node, name: str) -> Node:
        arguments = self.arguments()
        if (name, len(arguments)) in LOOPS and arguments[0].op == "name":
            return Node("loop", [on, *arguments[1:]], name, arguments[0].value)
        return Node("method", [on, *arguments], name)

    def arguments(self) -> list[Node]:
        """What stands behind an opening bracket, and the closing one."""
        found = []
        if self.take(")"):
            return found
        found.append(self.expr())
        while self.take(","):
            found.append(self.expr())
        self.need(")")
        return found

    def primary(self) -> Node:
        token = self.here
        if self.negative_constant():
            self.at += 2
            return Node("const", value=number(f"-{self.tokens[self.at - 1].text}"))
        self.at += 1
        if token.kind == "number":
            return Node("const", value=number(token.text))
        if token.kind == "text":
            return Node("const", value=token.value)
        if token.kind == "(":
            node = self.expr()
            self.need(")")
            return node
        if token.kind == "[":
            return self.list()
        if token.kind != "ident":
            raise Unloadable("syntax")
        if token.text in ("true", "false", "null"):
            return Node("const", value={"true": True, "false": False, "null": None}[token.text])
        if token.text in NO_NAME or token.text.startswith(("true", "false")):
            raise Unloadable("syntax")
        if not self.take("("):
            return Node("name", value=token.text)
        arguments = self.arguments()
        if token.text == "has" and len(arguments) == 1 and arguments[0].op == ".":
            return Node("has", arguments[0].parts, arguments[0].value)
        return Node("function", arguments, token.text)

    def list(self) -> Node:
        elements = []
        while self.here.kind not in (",", "]"):
            elements.append(self.expr())
            if self.here.kind != "]":
                self.need(",")
        if not elements:
            self.take(",")
        self.need("]")
        return Node("list", elements)
