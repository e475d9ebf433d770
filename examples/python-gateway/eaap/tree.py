"""The tree of the log and its proofs (RFC-0011 section 4). Hashes are bytes."""

from eaap.digest import sha256

EMPTY = sha256(b"")


class Refusal(Exception):
    """A proof that does not lead to a root."""


def leaf_hash(data: bytes) -> bytes:
    return sha256(b"\0" + data)


def node(left: bytes, right: bytes) -> bytes:
    return sha256(b"\1" + left + right)


def split(n: int) -> int:
    """The largest power of two smaller than n, of 2 or more."""
    return 1 << (n - 1).bit_length() - 1


def root(leaves: list[bytes]) -> bytes:
    """The root of the tree over hashes of leaves (section 4.1)."""
    if not leaves:
        return EMPTY
    if len(leaves) == 1:
        return leaves[0]
    k = split(len(leaves))
    return node(root(leaves[:k]), root(leaves[k:]))


def inclusion(m: int, leaves: list[bytes]) -> list[bytes]:
    """The inclusion proof of leaf m (section 4.2)."""
    if len(leaves) == 1:
        return []
    k = split(len(leaves))
    if m < k:
        return inclusion(m, leaves[:k]) + [root(leaves[k:])]
    return inclusion(m - k, leaves[k:]) + [root(leaves[:k])]


def consistency(m: int, leaves: list[bytes], whole: bool = True) -> list[bytes]:
    """The consistency proof from m leaves (section 4.2)."""
    n = len(leaves)
    if m == 0:
        return []
    if m == n:
        return [] if whole else [root(leaves)]
    k = split(n)
    if m <= k:
        return consistency(m, leaves[:k], whole) + [root(leaves[k:])]
    return consistency(m - k, leaves[k:], False) + [root(leaves[:k])]


def through(hash_: bytes, m: int, n: int, proof: list[bytes]) -> bytes:
    """The root that an inclusion proof leads to (section 4.3)."""
    if n == 1:
        if proof:
            raise Refusal
        return hash_
    if not proof:
        raise Refusal
    *rest, s = proof
    k = split(n)
    if m < k:
        return node(through(hash_, m, k, rest), s)
    return node(s, through(hash_, m - k, n - k, rest))


def included(leaf: bytes, m: int, n: int, proof: list[bytes], root_: bytes) -> bool:
    """Whether a proof shows a leaf's hash at m in the tree of n leaves (section 4.3)."""
    try:
        return 0 <= m < n and through(leaf, m, n, proof) == root_
    except Refusal:
        return False


def roots(m: int, n: int, proof: list[bytes], known: bytes | None) -> tuple[bytes, bytes]:
    """The old and the new root that a consistency proof leads to (section 4.3)."""
    if m == n:
        if len(proof) != (0 if known else 1):
            raise Refusal
        return (known, known) if known else (proof[0], proof[0])
    if not proof:
        raise Refusal
    *rest, s = proof
    k = split(n)
    if m <= k:
        a, b = roots(m, k, rest, known)
        return a, node(b, s)
    a, b = roots(m - k, n - k, rest, None)
    return node(s, a), node(s, b)


def consistent(m: int, n: int, proof: list[bytes], old: bytes, new: bytes) -> bool:
    """Whether a proof shows the tree of m leaves to be the beginning of that of n (section 4.3)."""
    if m > n:
        return False
    if m == 0:
        return old == EMPTY and not proof and (n > 0 or new == EMPTY)
    try:
        return roots(m, n, proof, old) == (old, new)
    except Refusal:
        return False
