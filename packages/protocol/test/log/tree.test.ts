import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import {
  appendNodes,
  createTree,
  fromHex,
  leafHash,
  nodeHash,
  nodesNeeded,
  rootAt,
  rootOf,
  sha256,
  toHex,
  type NodeAt,
} from '../../src/index.ts';
import { knownLeaves, knownRoots, leavesOf } from './known.ts';

/** The definition of RFC 6962 section 2.1 as it stands there. */
function merkleTreeHash(leaves: readonly Uint8Array[]): Uint8Array {
  const [first] = leaves;
  if (first === undefined) return sha256(new Uint8Array());
  if (leaves.length === 1) return leafHash(first);
  let split = 1;
  while (split * 2 < leaves.length) split *= 2;
  return nodeHash(merkleTreeHash(leaves.slice(0, split)), merkleTreeHash(leaves.slice(split)));
}

describe('the tree', () => {
  it('has the known roots at every size', () => {
    for (const [size, root] of knownRoots.entries()) {
      assert.equal(toHex(rootOf(knownLeaves.slice(0, size))), root);
      assert.equal(toHex(createTree(knownLeaves).root(size)), root);
    }
  });

  it('is the one the RFC defines, grown leaf by leaf, also at former sizes', () => {
    const tree = createTree();
    const leaves = leavesOf(150);
    for (const [index, leaf] of leaves.entries()) {
      tree.append(leaf);
      assert.deepEqual(tree.root(), merkleTreeHash(leaves.slice(0, index + 1)));
    }
    assert.equal(tree.size, 150);
    for (let size = 0; size <= 150; size++)
      assert.deepEqual(tree.root(size), merkleTreeHash(leaves.slice(0, size)));
  });

  it('completes each subtree once, fewer than two nodes a leaf', () => {
    const seen = new Map<string, Uint8Array>();
    const nodeAt: NodeAt = (level, position) => seen.get(`${level}:${position}`);
    for (const [size, leaf] of leavesOf(100).entries()) {
      for (const { level, position, hash } of appendNodes(size, leaf, nodeAt).nodes) {
        assert.ok(!seen.has(`${level}:${position}`));
        assert.ok((position + 1) * 2 ** level <= size + 1);
        seen.set(`${level}:${position}`, hash);
      }
    }
    assert.ok(seen.size < 200);
    assert.deepEqual(rootAt(100, nodeAt), merkleTreeHash(leavesOf(100)));
  });

  it('holds at sizes beyond 32 bits', () => {
    const hash = leafHash(new Uint8Array());
    assert.deepEqual(
      nodesNeeded((nodeAt) => rootAt(2 ** 40 + 3, nodeAt)),
      [
        { level: 40, position: 0 },
        { level: 1, position: 2 ** 39 },
        { level: 0, position: 2 ** 40 + 2 },
      ],
    );
    const { nodes } = appendNodes(2 ** 40 + 1, new Uint8Array(), () => hash);
    assert.deepEqual(
      nodes.map(({ level, position }) => [level, position]),
      [
        [0, 2 ** 40 + 1],
        [1, 2 ** 39],
      ],
    );
    assert.equal(nodesNeeded((nodeAt) => rootAt(Number.MAX_SAFE_INTEGER, nodeAt)).length, 53);
  });

  it('keeps leaves and nodes apart', () => {
    const [left, right] = [leafHash(Uint8Array.of(1)), leafHash(Uint8Array.of(2))];
    assert.notDeepEqual(leafHash(Uint8Array.from([...left, ...right])), nodeHash(left, right));
  });

  it('says which nodes a calculation needs, no more and no fewer', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 70 }), (size) => {
        const tree = createTree(leavesOf(size));
        const needed = nodesNeeded((nodeAt) => appendNodes(size, new Uint8Array(), nodeAt));
        const only = new Map(
          needed.map(({ level, position }) => [`${level}:${position}`, tree.nodeAt(level, position)]),
        );
        const nodeAt: NodeAt = (level, position) => only.get(`${level}:${position}`);
        assert.deepEqual(
          appendNodes(size, new Uint8Array(), nodeAt),
          appendNodes(size, new Uint8Array(), tree.nodeAt),
        );
      }),
    );
  });

  it('refuses to make up a node that is missing or damaged', () => {
    const fault = {
      name: 'EaapError',
      type: 'storage-corrupt',
      detail: 'The log has no node at level 1, position 0.',
    };
    assert.throws(() => rootAt(2, () => undefined), fault);
    assert.throws(() => rootAt(2, () => new Uint8Array(31)), fault);
    assert.throws(() => appendNodes(1, new Uint8Array(), () => undefined), {
      type: 'storage-corrupt',
      detail: 'The log has no node at level 0, position 0.',
    });
    assert.throws(() => createTree(knownLeaves).root(9), { type: 'storage-corrupt' });
  });

  it('refuses sizes that are none, and hashes of another length', () => {
    const fault = { type: 'invalid-request', detail: 'The size of the tree is a whole number, 0 or more.' };
    for (const size of [-1, 1.5, NaN, 2 ** 53]) {
      assert.throws(() => rootAt(size, () => undefined), fault);
      assert.throws(() => appendNodes(size, new Uint8Array(), () => undefined), fault);
    }
    assert.throws(() => nodeHash(new Uint8Array(32), fromHex('00')), {
      type: 'invalid-request',
      detail: 'A node joins two hashes of 32 bytes.',
    });
  });
});
