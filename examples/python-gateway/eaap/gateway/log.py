"""The log of a namespace: its tree in memory, proofs and checkpoints (RFC-0011 sections 3 to 5)."""

from eaap.digest import written
from eaap.note import padded, sign_checkpoint
from eaap.tree import EMPTY, node, split


class Tree:
    """The tree over leaves, with the hash of every complete subtree, so that proofs need few of them."""

    def __init__(self, leaves: list[bytes]) -> None:
        self.levels: list[list[bytes]] = [[]]
        for leaf in leaves:
            self.append(leaf)

    @property
    def size(self) -> int:
        return len(self.levels[0])

    def append(self, hash_: bytes) -> None:
        for level in range(64):
            if level == len(self.levels):
                self.levels.append([])
            self.levels[level].append(hash_)
            if len(self.levels[level]) % 2:
                return
            hash_ = node(*self.levels[level][-2:])

    def cut(self, size: int) -> None:
        for level, hashes in enumerate(self.levels):
            del hashes[size >> level :]

    def root(self, start: int, end: int) -> bytes:
        """The root over the leaves from start to end, as the tree of RFC 6962 cuts them."""
        n = end - start
        if n == 0:
            return EMPTY
        if n & n - 1 == 0:
            level = n.bit_length() - 1
            return self.levels[level][start >> level]
        middle = start + split(n)
        return node(self.root(start, middle), self.root(middle, end))

    def inclusion(self, m: int, size: int) -> list[str]:
        """The proof of leaf m in the tree of a size."""
        found, start, end = [], 0, size
        while end - start > 1:
            middle = start + split(end - start)
            if m < middle:
                found.append(self.root(middle, end))
                end = middle
            else:
                found.append(self.root(start, middle))
                start = middle
        return list(map(written, reversed(found)))

    def consistency(self, m: int, n: int) -> list[str]:
        return list(map(written, self.between(m, 0, n, True))) if m else []

    def between(self, m: int, start: int, end: int, whole: bool) -> list[bytes]:
        n = end - start
        if m == n:
            return [] if whole else [self.root(start, end)]
        k = split(n)
        middle = start + k
        if m <= k:
            return self.between(m, start, middle, whole) + [self.root(middle, end)]
        return self.between(m - k, middle, end, False) + [self.root(start, middle)]


def checkpoint(name: str, seed: bytes, namespace: str, tree: Tree) -> str:
    """The signed note over all of a log."""
    root = padded(tree.root(0, tree.size))
    note, _ = sign_checkpoint(name, seed, f"{name}/{namespace}", tree.size, root, [])
    return note
