import assert from 'node:assert/strict';
import { test } from 'node:test';
import { COMPARE_FORMS, type CompareForm, type Json, type Judgment } from '@eaap/protocol';
import fc from 'fast-check';
import { DAY, fact, facts, judged, NOW, reasonsOf } from '../fixture.ts';

const claimed = (value: Json, known: readonly ReturnType<typeof fact>[], form?: CompareForm): Judgment =>
  judged({
    action: { claims: [{ subject: 'customer:42', attribute: 'x', value }] },
    policy: form === undefined ? {} : { compare: { x: form } },
    facts: [...facts, ...known],
  });
const about = (n: number, value: Json, more: Parameters<typeof fact>[4] = {}): ReturnType<typeof fact> =>
  fact(n, 'customer:42', 'x', value, more);

test('without a declaration another spelling contradicts; with one it does not', () => {
  const known = [about(3, '10000 m')];
  const [reason] = reasonsOf(claimed('10 km', known), 'consistency');
  assert.equal(reason?.code, 'claim-contradicts-fact');
  assert.equal(claimed('10 km', known, 'quantity').verdict, 'ALLOW');
  assert.equal(claimed('11 km', known, 'quantity').verdict, 'BLOCK');
  assert.equal(claimed('10 km', known, 'name').verdict, 'BLOCK');
});

test('a lock goes by bytes', () => {
  const judgment = claimed('10 km', [about(3, '10000 m', { locked: true })], 'quantity');
  assert.deepEqual(
    judgment.gates.flatMap(({ reasons }) => reasons.map(({ code }) => code)),
    ['locked-fact'],
  );
});

test('a fact that agrees in another spelling is relied on', () => {
  const old = { observed_at: NOW - 60 * DAY };
  const [reason] = reasonsOf(claimed('10 km', [about(3, '10000 m', old)], 'quantity'), 'confidence');
  assert.equal(reason?.code, 'below-minimum');
});

test('a declaration takes contradictions away and loosens nothing else', () => {
  const value = fc.constantFrom<Json>(
    '10 km',
    '10000 m',
    '1 KB',
    '3 November 2026',
    '2026-11-03',
    '03/11/2026',
    'M\u00fcller',
    'Mu\u0308ller',
    '75 EUR',
    { amount: '7500', currency: 'EUR' },
  );
  const known = fc.record({
    value,
    trust: fc.constantFrom('untrusted' as const, 'verified' as const),
    confidence: fc.constantFrom(9000, 4000),
    valid_until: fc.constantFrom(null, NOW),
    locked: fc.boolean(),
    status: fc.constantFrom('active' as const, 'disputed' as const),
  });
  const keyed = (judgment: Judgment): Set<string> =>
    new Set(
      judgment.gates.flatMap(({ gate, reasons }) =>
        reasons.map(({ code, facts: of, field }) => JSON.stringify([gate, code, field, of])),
      ),
    );
  fc.assert(
    fc.property(
      value,
      fc.array(known, { maxLength: 3 }),
      fc.constantFrom(...COMPARE_FORMS),
      (claim, all, by) => {
        const rows = all.map(({ value: has, ...more }, at) => about(at + 3, has, more));
        const before = keyed(claimed(claim, rows));
        const after = keyed(claimed(claim, rows, by));
        for (const reason of before)
          if (!reason.includes('"claim-contradicts-fact"')) assert.ok(after.has(reason), reason);
        for (const reason of after)
          if (!before.has(reason)) assert.match(reason, /^\["confidence"/, 'only what is relied on is added');
      },
    ),
  );
});
