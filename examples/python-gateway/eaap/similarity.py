"""How alike two texts are (RFC-0004 section 4), and relevance (section 5)."""

import math
import re
import unicodedata

WHITE_SPACE = re.compile("[\t-\r \x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+")


def normalised(text: str) -> str:
    """A text normalised (section 4.1)."""
    text = unicodedata.normalize("NFKC", text)
    text = "".join(c.lower() for c in text).replace("\u03c2", "\u03c3")
    return WHITE_SPACE.sub(" ", unicodedata.normalize("NFKC", text)).strip(" ")


def fnv(data: bytes) -> int:
    """FNV-1a of 32 bits."""
    h = 2166136261
    for byte in data:
        h = (h ^ byte) * 16777619 % 2**32
    return h


def vector(text: str) -> list[int]:
    """The 256 components of a text (section 4.2)."""
    components = [0] * 256
    padded = f" {normalised(text)} "
    for i in range(len(padded) - 2):
        h = fnv(padded[i : i + 3].encode("utf-8"))
        components[h % 256] += 1 if h < 2**31 else -1
    return components


def cosine(dot: int, aa: int, bb: int) -> int:
    """The cosine in basis points, rounded down exactly (section 4.3)."""
    product = aa * bb
    if product == 0:
        return 0
    root = math.isqrt(10**8 * dot * dot // product)
    if dot >= 0:
        return root
    return -root if root * root * product == 10**8 * dot * dot else -root - 1


def product(a: list[int], b: list[int]) -> int:
    """The sum of products of components."""
    return sum(x * y for x, y in zip(a, b))


def similarity(a: str, b: str) -> int:
    """How alike two texts are, -10000 to 10000."""
    va, vb = vector(a), vector(b)
    return cosine(product(va, vb), product(va, va), product(vb, vb))


def relevance(query: str | None, text: str, effective: int) -> int:
    """The rank of a fact for a question (section 5)."""
    if query is None or normalised(query) == "":
        return effective
    return (7 * max(0, similarity(query, text)) + 3 * effective) // 10
