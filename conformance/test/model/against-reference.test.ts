import assert from 'node:assert/strict';
import test from 'node:test';
import fc from 'fast-check';
import * as reference from '@eaap/protocol';
import { effectiveConfidence } from '../../src/model/decay.ts';
import * as digests from '../../src/model/digest.ts';
import { canonical, type Json } from '../../src/model/json.ts';
import { extendsTree, includes, leafHash, rootOf } from '../../src/model/tree.ts';

// The model shares no code with the packages; here the two are set against each other.
const json = fc.jsonValue({ noUnicodeString: false }).filter((value) => {
  try {
    reference.assertJson(value);
    return true;
  } catch {
    return false;
  }
}) as fc.Arbitrary<Json>;

test('one canonical form and one digest', () => {
  fc.assert(
    fc.property(json, fc.uint8Array({ minLength: 32, maxLength: 32 }), (value, salt) => {
      assert.equal(canonical(value), reference.canonicalize(value as reference.Json));
      assert.equal(
        digests.digest('EAAP-VALUE-v1', value),
        reference.digest('EAAP-VALUE-v1', value as reference.Json),
      );
      assert.equal(digests.commitment(salt, value), reference.commit(salt, value as reference.Json));
    }),
  );
});

test('one tree: the proofs of the reference convince the model, and altered ones do not', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 40 }), fc.nat(), fc.nat(), (to, a, b) => {
      const leaves = Array.from({ length: to }, (_, i) => Buffer.from(`leaf ${i}`));
      const hashes = leaves.map(leafHash);
      const tree = reference.createTree(leaves);
      const [index, from] = [a % to, b % (to + 1)];
      const root = rootOf(hashes);
      assert.deepEqual(new Uint8Array(root), tree.root());
      const leaf = hashes[index] as Buffer;
      const inclusion = reference.inclusionProof(tree.nodeAt, index, to);
      assert.ok(includes({ leaf, index, size: to, proof: inclusion, root }));
      const consistency = reference.consistencyProof(tree.nodeAt, from, to);
      const claim = { from, to, proof: consistency, oldRoot: rootOf(hashes.slice(0, from)), newRoot: root };
      assert.ok(extendsTree(claim));
      for (const at of inclusion.keys()) {
        const proof = inclusion.map((hash, i) => (i === at ? leafHash(hash) : hash));
        assert.ok(!includes({ leaf, index, size: to, proof, root }));
      }
      for (const at of consistency.keys()) {
        const proof = consistency.map((hash, i) => (i === at ? leafHash(hash) : hash));
        assert.ok(!extendsTree({ ...claim, proof }));
      }
    }),
  );
});

test('one decay', () => {
  const fading = fc.record({
    confidence: fc.integer({ min: 0, max: 10_000 }),
    half_life_ms: fc.integer({ min: 1, max: 315_360_000_000 }),
    observed_at: fc.integer({ min: 0, max: 2_000_000_000_000 }),
  });
  fc.assert(
    fc.property(fading, fc.integer({ min: 0, max: 4_000_000_000_000 }), (fact, now) => {
      assert.equal(effectiveConfidence(fact, now), reference.effectiveConfidence(fact, now));
    }),
  );
});
