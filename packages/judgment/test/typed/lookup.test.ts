import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Derivation, JudgedFact, Json, Judgment, Manifest } from '@eaap/protocol';
import fc from 'fast-check';
import { checkManifest } from '@eaap/judgment';
import { fact, judged, manifest, reasonsOf } from '../fixture.ts';

const LOOKUP = ['limit', 'total', 'share'].map((attribute) => ({ subject: { literal: 'c' }, attribute }));

/** Pays money, in minor units, that may be derived from what is looked up. */
const paying = (derive: Derivation[]): Manifest => ({
  ...manifest,
  parameters: {
    '/customer': { type: 'identifier' },
    '/order': { type: 'identifier' },
    '/account': { type: 'identifier' },
    '/amount': { type: 'money', authority: { kinds: ['amount'], derive, lookup: LOOKUP } },
    '/note': { type: 'text', required: false },
  },
});
const eur = (amount: number): Json => ({ amount: String(amount), currency: 'EUR' });
const pay = (amount: number, derive: Derivation[], facts: JudgedFact[]): Judgment =>
  judged({ parameters: { amount: eur(amount) }, manifest: paying(derive), facts });
const known = (amounts: readonly number[], more: Partial<JudgedFact> = {}): JudgedFact[] =>
  amounts.map((amount, at) =>
    fact(at + 1, 'c', LOOKUP[at]?.attribute ?? 'x', eur(amount), at === 0 ? more : {}),
  );
const three = fc.tuple(...[0, 1, 2].map(() => fc.integer({ min: 1, max: 1_000_000 })));

test('the least of what is looked up is the least of all of it, and of nothing else', () => {
  fc.assert(
    fc.property(three, fc.constantFrom<Derivation>('min', 'max'), (amounts, way) => {
      const right = way === 'min' ? Math.min(...amounts) : Math.max(...amounts);
      for (const amount of amounts)
        assert.equal(pay(amount, [way], known(amounts)).verdict, amount === right ? 'ALLOW' : 'ESCALATE');
    }),
  );
});

test('what one operand lacks, the result lacks', () => {
  const lacks: readonly Partial<JudgedFact>[] = [
    { trust: 'untrusted' },
    { confidence: 100 },
    { valid_until: 1 },
    { status: 'disputed' },
    { value: { amount: '1', currency: 'USD' } },
  ];
  fc.assert(
    fc.property(three, fc.constantFrom(...lacks), (amounts, lack) => {
      const right = Math.min(...amounts);
      assert.equal(pay(right, ['min'], known(amounts)).verdict, 'ALLOW');
      assert.equal(pay(right, ['min'], known(amounts, lack)).verdict, 'ESCALATE');
    }),
  );
  assert.equal(pay(500, ['min'], known([500, 600])).verdict, 'ESCALATE', 'the third is not known');
});

test('a looked-up value of too little trust is cited', () => {
  const judgment = pay(500, ['lookup'], known([500, 600, 700], { trust: 'untrusted' }));
  const [reason] = reasonsOf(judgment, 'grounding');
  assert.equal(reason?.code, 'untrusted-ground');
  assert.deepEqual(reason.facts, [`${fact(1, 'c', 'limit', 1).id}@1`]);
});

test('a manifest that looks up in vain is refused', () => {
  const checked = (derive: Derivation[] | undefined, lookup: typeof LOOKUP): void => {
    const authority = { kinds: ['amount' as const], ...(derive === undefined ? {} : { derive }), lookup };
    checkManifest({
      ...paying(['min']),
      parameters: { ...paying(['min']).parameters, '/amount': { type: 'money', authority } },
    });
  };
  checked(['min'], LOOKUP);
  assert.throws(() => checked(['min'], LOOKUP.slice(1, 2)), {
    type: 'invalid-manifest',
    message: /fewer than two/,
  });
  assert.throws(() => checked(undefined, LOOKUP), { type: 'invalid-manifest', message: /looks facts up/ });
  assert.throws(() => checked(['lookup'], []), { type: 'invalid-manifest', message: /looks nothing up/ });
});
