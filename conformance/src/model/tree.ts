import { sha256 } from './digest.ts';

/**
 * The tree of RFC 6962 section 2.1, written as its definitions are: by recursion on the size, a root or a proof taken
 * apart from its end.
 */

/** The hash of a leaf. */
export function leafHash(bytes: Uint8Array): Buffer {
  return sha256(Buffer.of(0), bytes);
}

/** The hash of a node. */
export function nodeHash(left: Uint8Array, right: Uint8Array): Buffer {
  return sha256(Buffer.of(1), left, right);
}

/** The largest power of two below `size`, which is 2 or more. */
function split(size: number): number {
  let power = 1;
  while (power * 2 < size) power *= 2;
  return power;
}

/** The root over leaf hashes. */
export function rootOf(leaves: readonly Uint8Array[]): Buffer {
  const [only] = leaves;
  if (only === undefined) return sha256();
  if (leaves.length === 1) return Buffer.from(only);
  const k = split(leaves.length);
  return nodeHash(rootOf(leaves.slice(0, k)), rootOf(leaves.slice(k)));
}

/** The proof that a leaf is in the tree, from the leaf up (RFC 6962 section 2.1.1). */
export function inclusionProof(leaves: readonly Uint8Array[], index: number): Buffer[] {
  if (leaves.length <= 1) return [];
  const k = split(leaves.length);
  return index < k
    ? [...inclusionProof(leaves.slice(0, k), index), rootOf(leaves.slice(k))]
    : [...inclusionProof(leaves.slice(k), index - k), rootOf(leaves.slice(0, k))];
}

/** The proof that the first `from` leaves are the beginning of the tree (RFC 6962 section 2.1.2). */
export function consistencyProof(leaves: readonly Uint8Array[], from: number): Buffer[] {
  return from === 0 ? [] : subproof(leaves, from, true);
}

/** `SUBPROOF` of RFC 6962; `isWhole` says that the verifier knows the hash over these leaves already. */
function subproof(leaves: readonly Uint8Array[], from: number, isWhole: boolean): Buffer[] {
  if (from === leaves.length) return isWhole ? [] : [rootOf(leaves)];
  const k = split(leaves.length);
  return from <= k
    ? [...subproof(leaves.slice(0, k), from, isWhole), rootOf(leaves.slice(k))]
    : [...subproof(leaves.slice(k), from - k, false), rootOf(leaves.slice(0, k))];
}

/** The root that an inclusion proof leads to, or `null` when it has another length than the place asks for. */
function rootThrough(
  leaf: Uint8Array,
  index: number,
  size: number,
  proof: readonly Uint8Array[],
): Uint8Array | null {
  if (size === 1) return proof.length === 0 ? leaf : null;
  const sibling = proof.at(-1);
  if (sibling === undefined) return null;
  const k = split(size);
  const rest = proof.slice(0, -1);
  const below = index < k ? rootThrough(leaf, index, k, rest) : rootThrough(leaf, index - k, size - k, rest);
  if (below === null) return null;
  return index < k ? nodeHash(below, sibling) : nodeHash(sibling, below);
}

const isSize = (n: number): boolean => Number.isSafeInteger(n) && n >= 0;
const isHash = (hash: Uint8Array): boolean => hash.length === 32;
const same = (a: Uint8Array, b: Uint8Array): boolean => Buffer.compare(a, b) === 0;

/** Whether the proof shows the leaf with this hash at `index` of the tree of `size` leaves with this root. */
export function includes(claim: {
  readonly leaf: Uint8Array;
  readonly index: number;
  readonly size: number;
  readonly proof: readonly Uint8Array[];
  readonly root: Uint8Array;
}): boolean {
  const { leaf, index, size, proof, root } = claim;
  if (!isSize(index) || !isSize(size) || index >= size) return false;
  if (![leaf, root, ...proof].every(isHash)) return false;
  const found = rootThrough(leaf, index, size, proof);
  return found !== null && same(found, root);
}

/** Old and new root as a consistency proof makes them; `known` is the old root where the proof leaves it out. */
function rootsThrough(
  from: number,
  to: number,
  proof: readonly Uint8Array[],
  known: Uint8Array | null,
): readonly [Uint8Array, Uint8Array] | null {
  if (from === to) {
    const hash = known ?? proof[0];
    return hash !== undefined && proof.length === (known === null ? 1 : 0) ? [hash, hash] : null;
  }
  const sibling = proof.at(-1);
  if (sibling === undefined) return null;
  const k = split(to);
  const rest = proof.slice(0, -1);
  if (from <= k) {
    const left = rootsThrough(from, k, rest, known);
    return left === null ? null : [left[0], nodeHash(left[1], sibling)];
  }
  const right = rootsThrough(from - k, to - k, rest, null);
  return right === null ? null : [nodeHash(sibling, right[0]), nodeHash(sibling, right[1])];
}

/** Whether the proof shows that the tree of `from` leaves is the beginning of the tree of `to` leaves. */
export function extendsTree(claim: {
  readonly from: number;
  readonly to: number;
  readonly proof: readonly Uint8Array[];
  readonly oldRoot: Uint8Array;
  readonly newRoot: Uint8Array;
}): boolean {
  const { from, to, proof, oldRoot, newRoot } = claim;
  if (!isSize(from) || !isSize(to) || from > to) return false;
  if (![oldRoot, newRoot, ...proof].every(isHash)) return false;
  const empty = sha256();
  if (to === 0 && !same(newRoot, empty)) return false;
  if (from === 0) return proof.length === 0 && same(oldRoot, empty);
  const roots = rootsThrough(from, to, proof, oldRoot);
  return roots !== null && same(roots[0], oldRoot) && same(roots[1], newRoot);
}
