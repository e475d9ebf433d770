import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import {
  consistencyProof,
  createTree,
  fromHex,
  inclusionProof,
  leafHash,
  nodesNeeded,
  sha256,
  toHex,
  verifyConsistency,
  verifyInclusion,
  type ConsistencyClaim,
  type InclusionClaim,
  type NodeAt,
} from '../../src/index.ts';
import { flip, knownLeaves, leavesOf } from './known.ts';

const MAX = 140;
const tree = createTree(leavesOf(MAX));
const leafOf = (index: number): Uint8Array => leavesOf(MAX)[index] ?? assert.fail();

const inclusion = (index: number, size: number): InclusionClaim => ({
  leaf: leafOf(index),
  index,
  size,
  proof: inclusionProof(tree.nodeAt, index, size),
  root: tree.root(size),
});

const consistency = (oldSize: number, newSize: number): ConsistencyClaim => ({
  oldSize,
  newSize,
  proof: consistencyProof(tree.nodeAt, oldSize, newSize),
  oldRoot: tree.root(oldSize),
  newRoot: tree.root(newSize),
});

/** An index and a size above it. */
const place = fc.integer({ min: 1, max: MAX }).chain((size) => fc.tuple(fc.nat(size - 1), fc.constant(size)));

describe('inclusion', () => {
  it('proofs of the known tree', () => {
    const known = createTree(knownLeaves);
    const proofOf = (index: number, size: number): string[] =>
      inclusionProof(known.nodeAt, index, size).map(toHex);
    assert.deepEqual(proofOf(0, 1), []);
    assert.deepEqual(proofOf(0, 8), [
      '96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7',
      '5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e',
      '6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4',
    ]);
    assert.deepEqual(proofOf(5, 8), [
      'bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b',
      'ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0',
      'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
    ]);
    assert.deepEqual(proofOf(2, 3), ['fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125']);
  });

  it('is shown for every leaf of every tree', () => {
    for (let size = 1; size <= 40; size++) {
      for (let index = 0; index < size; index++)
        assert.ok(verifyInclusion(inclusion(index, size)), `${index} of ${size}`);
    }
    fc.assert(fc.property(place, ([index, size]) => verifyInclusion(inclusion(index, size))));
  });

  it('is not shown once any bit is turned', () => {
    fc.assert(
      fc.property(place, fc.nat(), (at, random) => {
        const claim = inclusion(...at);
        const { proof } = claim;
        assert.ok(!verifyInclusion({ ...claim, root: flip(claim.root, random % 256) }));
        assert.ok(!verifyInclusion({ ...claim, leaf: flip(claim.leaf, random % 16) }));
        for (let i = 0; i < proof.length; i++) {
          const turned = proof.map((hash, j) => (i === j ? flip(hash, random % 256) : hash));
          assert.ok(!verifyInclusion({ ...claim, proof: turned }));
        }
      }),
    );
  });

  it('is not shown for another place, another size, or with a hash too few or too many', () => {
    fc.assert(
      fc.property(place, fc.nat(MAX), fc.integer({ min: 1, max: MAX }), ([index, size], other, otherSize) => {
        const claim = inclusion(index, size);
        if (other !== index) assert.ok(!verifyInclusion({ ...claim, index: other }));
        if (otherSize !== size) {
          assert.ok(!verifyInclusion({ ...claim, size: otherSize, root: tree.root(otherSize) }));
        }
        assert.ok(!verifyInclusion({ ...claim, proof: [...claim.proof, new Uint8Array(32)] }));
        if (size > 1) assert.ok(!verifyInclusion({ ...claim, proof: claim.proof.slice(1) }));
      }),
    );
  });

  it('of an inner node passed off as a leaf is not shown', () => {
    const [left, right] = [leafHash(leafOf(0)), leafHash(leafOf(1))];
    const leaf = Uint8Array.from([1, ...left, ...right]);
    const proof = inclusionProof(tree.nodeAt, 0, 4).slice(1);
    assert.ok(!verifyInclusion({ leaf, index: 0, size: 2, proof, root: tree.root(4) }));
  });

  it('is not shown, and nothing thrown, for what is out of shape', () => {
    const claim = inclusion(2, 5);
    for (const wrong of [
      { index: 5 },
      { index: -1 },
      { index: 1.5 },
      { size: 0 },
      { size: NaN },
      { size: 2 ** 53 },
    ]) {
      assert.ok(!verifyInclusion({ ...claim, ...wrong }), JSON.stringify(wrong));
    }
    assert.ok(!verifyInclusion({ ...claim, proof: claim.proof.map((hash) => hash.slice(1)) }));
    assert.ok(!verifyInclusion({ ...claim, root: new Uint8Array() }));
  });

  it('cannot be proven for a leaf that is not there', () => {
    assert.throws(() => inclusionProof(tree.nodeAt, 3, 3), {
      name: 'EaapError',
      type: 'invalid-request',
      detail: 'A tree of 3 leaves has no leaf 3.',
    });
    assert.throws(() => inclusionProof(tree.nodeAt, -1, 3), { type: 'invalid-request' });
    assert.throws(() => inclusionProof(() => undefined, 0, 3), { type: 'storage-corrupt' });
  });
});

describe('consistency', () => {
  it('proofs of the known tree', () => {
    const known = createTree(knownLeaves);
    const proofOf = (from: number, to: number): string[] =>
      consistencyProof(known.nodeAt, from, to).map(toHex);
    assert.deepEqual(proofOf(1, 1), []);
    assert.deepEqual(proofOf(1, 8), [
      '96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7',
      '5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e',
      '6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4',
    ]);
    assert.deepEqual(proofOf(6, 8), [
      '0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a',
      'ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0',
      'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
    ]);
    assert.deepEqual(proofOf(2, 5), [
      '5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e',
      'bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b',
    ]);
  });

  it('is shown between any two sizes', () => {
    for (let newSize = 0; newSize <= 40; newSize++) {
      for (let oldSize = 0; oldSize <= newSize; oldSize++) {
        assert.ok(verifyConsistency(consistency(oldSize, newSize)), `${oldSize} to ${newSize}`);
      }
    }
    fc.assert(fc.property(place, ([oldSize, newSize]) => verifyConsistency(consistency(oldSize, newSize))));
  });

  it('is not shown once any bit is turned', () => {
    fc.assert(
      fc.property(place, fc.nat(255), ([oldSize, newSize], bit) => {
        const claim = consistency(oldSize, newSize);
        assert.ok(!verifyConsistency({ ...claim, oldRoot: flip(claim.oldRoot, bit) }));
        // The empty tree begins every tree, so that there the new root is not spoken of.
        if (oldSize > 0) assert.ok(!verifyConsistency({ ...claim, newRoot: flip(claim.newRoot, bit) }));
        for (let i = 0; i < claim.proof.length; i++) {
          const proof = claim.proof.map((hash, j) => (i === j ? flip(hash, bit) : hash));
          assert.ok(!verifyConsistency({ ...claim, proof }));
        }
      }),
    );
  });

  it('is not shown with a hash too few or too many, or towards a smaller tree', () => {
    fc.assert(
      fc.property(place, ([oldSize, newSize]) => {
        const claim = consistency(oldSize, newSize);
        assert.ok(!verifyConsistency({ ...claim, proof: [...claim.proof, new Uint8Array(32)] }));
        if (claim.proof.length > 0)
          assert.ok(!verifyConsistency({ ...claim, proof: claim.proof.slice(0, -1) }));
        const { oldRoot, newRoot } = claim;
        assert.ok(
          !verifyConsistency({
            ...claim,
            oldSize: newSize,
            newSize: oldSize,
            oldRoot: newRoot,
            newRoot: oldRoot,
          }),
        );
      }),
    );
  });

  it('is not shown when history was rewritten', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 60 }),
        fc.integer({ min: 0, max: 60 }),
        fc.nat(),
        (oldSize, more, changed) => {
          const leaves = leavesOf(oldSize + more);
          leaves[changed % oldSize] = Uint8Array.of(9, 9, 9);
          const forged = createTree(leaves);
          assert.ok(
            !verifyConsistency({
              oldSize,
              newSize: oldSize + more,
              proof: consistencyProof(forged.nodeAt, oldSize, oldSize + more),
              oldRoot: tree.root(oldSize),
              newRoot: forged.root(),
            }),
          );
        },
      ),
    );
  });

  it('of the empty tree needs its own root and no proof', () => {
    const empty = sha256(new Uint8Array());
    const claim = { oldSize: 0, newSize: 0, proof: [], oldRoot: empty, newRoot: empty };
    assert.ok(verifyConsistency(claim));
    assert.ok(!verifyConsistency({ ...claim, newRoot: tree.root(1) }));
    assert.ok(!verifyConsistency({ ...claim, newSize: 1, oldRoot: tree.root(1), newRoot: tree.root(1) }));
    assert.ok(!verifyConsistency({ ...claim, newSize: 1, newRoot: tree.root(1), proof: [empty] }));
  });

  it('is not shown, and nothing thrown, for what is out of shape', () => {
    const claim = consistency(3, 7);
    for (const wrong of [
      { oldSize: -1 },
      { oldSize: 2.5 },
      { newSize: NaN },
      { newSize: 2 ** 53 },
      { oldSize: 8 },
    ]) {
      assert.ok(!verifyConsistency({ ...claim, ...wrong }), JSON.stringify(wrong));
    }
    assert.ok(!verifyConsistency({ ...claim, proof: claim.proof.map(() => fromHex('00')) }));
    assert.ok(!verifyConsistency({ ...claim, proof: [] }));
    assert.ok(!verifyConsistency({ ...claim, oldRoot: new Uint8Array(33) }));
  });

  it('cannot be proven backwards or without nodes', () => {
    assert.throws(() => consistencyProof(tree.nodeAt, 4, 3), {
      name: 'EaapError',
      type: 'invalid-request',
      detail: 'A tree cannot be consistent with a smaller one.',
    });
    assert.throws(() => consistencyProof(() => undefined, 1, 3), { type: 'storage-corrupt' });
  });
});

describe('proofs from a table', () => {
  it('need only the nodes that were named beforehand', () => {
    fc.assert(
      fc.property(place, ([index, size]) => {
        const run = (nodeAt: NodeAt): unknown => [
          inclusionProof(nodeAt, index, size),
          consistencyProof(nodeAt, index, size),
        ];
        const needed = nodesNeeded(run);
        const table = new Map(
          needed.map(({ level, position }) => [`${level}:${position}`, tree.nodeAt(level, position)]),
        );
        assert.deepEqual(
          run((level, position) => table.get(`${level}:${position}`)),
          run(tree.nodeAt),
        );
        assert.ok(needed.length <= 4 * 8);
      }),
    );
  });
});
