import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Json, Manifest } from '@eaap/protocol';
import { extract } from '../src/index.ts';
import { cut, show } from '../src/lib/text.ts';
import { atMost, sameValue } from '../src/lib/value.ts';
import { policy } from './fixture.ts';

const euros = (amount: string): Json => ({ amount, currency: 'EUR' });

describe('atMost', () => {
  it('compares whole numbers, and money of one currency', () => {
    assert.ok(atMost(5, 5) && atMost(-1, 0) && atMost(euros('9'), euros('10')));
    assert.ok(!atMost(6, 5) && !atMost(euros('11'), euros('10')));
  });

  it('compares nothing else', () => {
    const pairs: [Json, Json][] = [
      [1.5, 2],
      [1, 2.5],
      ['1', '2'],
      [1, '2'],
      [null, 2],
      [1, euros('2')],
      [euros('1'), { amount: '2', currency: 'USD' }],
      [euros('-5'), euros('2')],
    ];
    for (const [value, bound] of pairs)
      assert.equal(atMost(value, bound), false, JSON.stringify([value, bound]));
  });
});

describe('sameValue', () => {
  it('goes by canonical form: order of members is nothing, type is all', () => {
    assert.ok(sameValue({ a: 1, b: [null] }, { b: [null], a: 1 }));
    const pairs: [Json, Json][] = [
      [1, '1'],
      [null, false],
      [0, null],
      [
        [1, 2],
        [2, 1],
      ],
      [{}, []],
      [[], null],
      ['a', 'A'],
    ];
    for (const [a, b] of pairs) assert.equal(sameValue(a, b), false, JSON.stringify([a, b]));
  });
});

describe('text in sentences', () => {
  it('is cut without halving a character', () => {
    assert.equal(cut('abc', 3), 'abc');
    assert.equal(cut('abcd', 3), 'ab…');
    assert.equal(cut('a😀cd', 3), 'a…');
    assert.equal(show('x'.repeat(500)).length, 160);
  });
});

describe('authority', () => {
  it('needs one subject: a value that several could support is unread', () => {
    const manifest: Manifest = {
      v: 1,
      tool: 't',
      version: '1',
      description: 'd',
      effects: [{ effect: 'compute' }],
      parameters: {
        '/who/*': { type: 'identifier' },
        '/sum': {
          type: 'integer',
          authority: { subject: { param: '/who/*' }, attribute: 'limit', relation: 'at_most' },
        },
      },
    };
    const read = (who: Json) =>
      extract({ tool: 't', environment: 'none', parameters: { who, sum: 5 } }, manifest, policy);
    assert.deepEqual(read(['a']).unread, []);
    assert.deepEqual(read(['a', 'b']).unread, [
      {
        code: 'wrong-type',
        field: '/sum',
        detail: 'Several subjects could support the value; it needs exactly one.',
      },
    ]);
    // With nobody to support it the value would go unchecked.
    assert.deepEqual(
      read([]).unread.map(({ code, field }) => [code, field]),
      [['missing-parameter', '/sum']],
    );
  });
});
