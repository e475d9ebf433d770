import { sha256 } from '../digest/hash.ts';
import { EaapError } from '../problem/error.ts';
import {
  checkCount,
  HASH_BYTES,
  isCount,
  leafHash,
  nodeHash,
  rangeHash,
  splitOf,
  type NodeAt,
} from './tree.ts';

/** A claim that a leaf stands in a tree. */
export interface InclusionClaim {
  /** The bytes of the leaf, not their hash: hashed here, so that no inner node can stand in for a leaf. */
  readonly leaf: Uint8Array;
  readonly index: number;
  readonly size: number;
  readonly proof: readonly Uint8Array[];
  readonly root: Uint8Array;
}

/** A claim that a tree is the beginning of a later one. */
export interface ConsistencyClaim {
  readonly oldSize: number;
  readonly newSize: number;
  readonly proof: readonly Uint8Array[];
  readonly oldRoot: Uint8Array;
  readonly newRoot: Uint8Array;
}

/**
 * The proof that leaf `index` stands in the tree of `size` leaves: the hashes beside its way up, from the leaf on.
 *
 * @throws EaapError `invalid-request` if there is no such leaf; `storage-corrupt` if a node is not there.
 * @see RFC 6962 section 2.1.1
 * @example
 * ```ts
 * import assert from 'node:assert/strict';
 * import { createTree, inclusionProof, verifyInclusion } from '@eaap/protocol';
 *
 * const leaves = [1, 2, 3].map((byte) => Uint8Array.of(byte));
 * const tree = createTree(leaves);
 * const proof = inclusionProof(tree.nodeAt, 2, 3);
 * assert.ok(verifyInclusion({ leaf: Uint8Array.of(3), index: 2, size: 3, proof, root: tree.root() }));
 * ```
 */
export function inclusionProof(nodeAt: NodeAt, index: number, size: number): Uint8Array[] {
  checkCount(index, 'index of the leaf');
  checkCount(size, 'size of the tree');
  if (index >= size) throw new EaapError('invalid-request', `A tree of ${size} leaves has no leaf ${index}.`);
  const proof: Uint8Array[] = [];
  let start = 0;
  let count = size;
  while (count > 1) {
    const split = splitOf(count);
    if (index < start + split) {
      proof.push(rangeHash(nodeAt, start + split, count - split));
      count = split;
    } else {
      proof.push(rangeHash(nodeAt, start, split));
      start += split;
      count -= split;
    }
  }
  return proof.reverse();
}

/**
 * The proof that the tree of `oldSize` leaves is the beginning of the tree of `newSize`.
 *
 * @throws EaapError `invalid-request` if the sizes are out of order; `storage-corrupt` if a node is not there.
 * @see RFC 6962 section 2.1.2
 * @example
 * ```ts
 * import assert from 'node:assert/strict';
 * import { consistencyProof, createTree, verifyConsistency } from '@eaap/protocol';
 *
 * const tree = createTree([1, 2, 3].map((byte) => Uint8Array.of(byte)));
 * const proof = consistencyProof(tree.nodeAt, 2, 3);
 * assert.ok(verifyConsistency({ oldSize: 2, newSize: 3, proof, oldRoot: tree.root(2), newRoot: tree.root() }));
 * ```
 */
export function consistencyProof(nodeAt: NodeAt, oldSize: number, newSize: number): Uint8Array[] {
  checkCount(oldSize, 'old size of the tree');
  checkCount(newSize, 'new size of the tree');
  if (oldSize > newSize)
    throw new EaapError('invalid-request', 'A tree cannot be consistent with a smaller one.');
  if (oldSize === 0 || oldSize === newSize) return [];
  const proof: Uint8Array[] = [];
  let start = 0;
  let count = newSize;
  // Down along the old tree's right edge until the old tree ends where a subtree ends.
  while (oldSize - start < count) {
    const split = splitOf(count);
    if (oldSize <= start + split) {
      proof.push(rangeHash(nodeAt, start + split, count - split));
      count = split;
    } else {
      proof.push(rangeHash(nodeAt, start, split));
      start += split;
      count -= split;
    }
  }
  // A verifier who holds the old root knows this hash already when it is that root.
  if (start > 0) proof.push(rangeHash(nodeAt, start, count));
  return proof.reverse();
}

const equal = (a: Uint8Array, b: Uint8Array): boolean =>
  a.length === b.length && a.every((byte, i) => byte === b[i]);
const isOdd = (n: number): boolean => n % 2 === 1;
const half = (n: number): number => Math.floor(n / 2);
const areHashes = (hashes: readonly Uint8Array[]): boolean =>
  hashes.every((hash) => hash.length === HASH_BYTES);

/**
 * Whether a proof shows that a leaf stands in a tree. Never throws: what is out of shape is not shown.
 *
 * @see RFC 9162 section 2.1.3.2, for the trees of RFC 6962
 * @example
 * ```ts
 * import assert from 'node:assert/strict';
 * import { leafHash, verifyInclusion } from '@eaap/protocol';
 *
 * const leaf = Uint8Array.of(1);
 * assert.ok(verifyInclusion({ leaf, index: 0, size: 1, proof: [], root: leafHash(leaf) }));
 * assert.ok(!verifyInclusion({ leaf, index: 0, size: 2, proof: [], root: leafHash(leaf) }));
 * ```
 */
export function verifyInclusion({ leaf, index, size, proof, root }: InclusionClaim): boolean {
  if (!isCount(index) || !isCount(size) || index >= size || !areHashes([...proof, root])) return false;
  let own = index;
  let last = size - 1;
  let hash = leafHash(leaf);
  for (const sibling of proof) {
    if (last === 0) return false;
    if (isOdd(own) || own === last) {
      hash = nodeHash(sibling, hash);
      // A right edge without a sibling goes up unchanged.
      while (!isOdd(own) && own !== 0) [own, last] = [half(own), half(last)];
    } else {
      hash = nodeHash(hash, sibling);
    }
    [own, last] = [half(own), half(last)];
  }
  return last === 0 && equal(hash, root);
}

/**
 * Whether a proof shows that a tree is the beginning of a later one. Never throws: what is out of shape is not shown.
 * The empty tree begins every tree, without proof; two trees of one size are consistent if their roots are equal.
 *
 * @see RFC 9162 section 2.1.4.2, for the trees of RFC 6962
 * @example
 * ```ts
 * import assert from 'node:assert/strict';
 * import { rootOf, verifyConsistency } from '@eaap/protocol';
 *
 * const oldRoot = rootOf([]);
 * const newRoot = rootOf([Uint8Array.of(1)]);
 * assert.ok(verifyConsistency({ oldSize: 0, newSize: 1, proof: [], oldRoot, newRoot }));
 * assert.ok(!verifyConsistency({ oldSize: 1, newSize: 1, proof: [], oldRoot, newRoot }));
 * ```
 */
export function verifyConsistency({ oldSize, newSize, proof, oldRoot, newRoot }: ConsistencyClaim): boolean {
  if (!isCount(oldSize) || !isCount(newSize) || oldSize > newSize) return false;
  if (!areHashes([...proof, oldRoot, newRoot])) return false;
  const empty = sha256(new Uint8Array());
  if (newSize === 0 && !equal(newRoot, empty)) return false;
  if (oldSize === 0) return proof.length === 0 && equal(oldRoot, empty);
  if (oldSize === newSize) return proof.length === 0 && equal(oldRoot, newRoot);

  let own = oldSize - 1;
  let last = newSize - 1;
  while (isOdd(own)) [own, last] = [half(own), half(last)];
  // The old tree is a complete subtree: its root is where the proof sets out from.
  const [first, ...rest] = own === 0 ? [oldRoot, ...proof] : proof;
  if (first === undefined) return false;
  let oldHash = first;
  let newHash = first;
  for (const sibling of rest) {
    if (last === 0) return false;
    if (isOdd(own) || own === last) {
      oldHash = nodeHash(sibling, oldHash);
      newHash = nodeHash(sibling, newHash);
      while (!isOdd(own) && own !== 0) [own, last] = [half(own), half(last)];
    } else {
      newHash = nodeHash(newHash, sibling);
    }
    [own, last] = [half(own), half(last)];
  }
  return last === 0 && equal(oldHash, oldRoot) && equal(newHash, newRoot);
}
