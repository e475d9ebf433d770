import type { JsonObject } from '../../model/json.ts';
import type { CaseSource } from '../types.ts';
import { action, manifest, written } from './reading.ts';

const ID = { type: 'identifier' };
const authority = (subject: JsonObject, relation = 'equal', rest: JsonObject = {}): JsonObject => ({
  authority: { subject, attribute: 'a', relation, ...rest },
});
const REFUND = manifest({
  '/customer': ID,
  '/account': { ...ID, ...authority({ param: '/customer', prefix: 'customer:' }) },
});
const LINES = manifest({
  '/lines/*/sku': ID,
  '/lines/*/price': { type: 'money', ...authority({ param: '/lines/*/sku', prefix: 'sku:' }, 'at_most') },
});
const line = (sku: string, amount: string): JsonObject => ({ sku, price: { amount, currency: 'EUR' } });
const write = (subject: JsonObject, value?: string): JsonObject => ({
  writes: [{ subject, attribute: 'limit', ...(value === undefined ? {} : { value }) }],
});
const SET = manifest({ '/record': ID, '/limit': { type: 'integer' } }, write({ param: '/record' }, '/limit'));
const ROWS = manifest(
  { '/rows/*/id': ID, '/rows/*/to': { type: 'text', required: false } },
  write({ param: '/rows/*/id' }, '/rows/*/to'),
);
const COST = manifest({ '/m': { type: 'money', required: false } }, { cost: { amount: '/m' } });
const money = (amount: string): JsonObject => ({ amount, currency: 'EUR' });
const claim = (subject: string, attribute: string, value: JsonObject | string | number): JsonObject => ({
  subject,
  attribute,
  value,
});
const select = (param: string, more: JsonObject = {}): JsonObject => ({
  subject: { param, ...more },
  attribute: 'status',
});
const ids = (n: number): JsonObject => ({
  ids: Array.from({ length: n }, (_, at) => `i${String(at).padStart(3, '0')}`),
});
const MANY = manifest({ '/ids/*': ID }, { selects: [select('/ids/*')] });

/** Grounds, writes, costs and selectors. */
export const FACT_CASES: readonly CaseSource[] = written([
  {
    id: 'ground',
    title: 'A ground of the subject that a parameter names',
    of: [15, 17],
    action: action({ customer: 'c1', account: 'acct_1' }),
    manifest: REFUND,
  },
  {
    id: 'ground-literal',
    title: 'A ground of a fixed subject',
    of: [15, 17],
    action: action({ n: 5 }),
    manifest: manifest({
      '/n': { type: 'integer', ...authority({ literal: 'shop' }, 'at_most', { trust: 'authoritative' }) },
    }),
  },
  {
    id: 'ground-of-itself',
    title: 'A subject named by the value itself',
    of: [15, 17],
    action: action({ n: 'x' }),
    manifest: manifest({ '/n': { ...ID, ...authority({ param: '/n' }) } }),
  },
  {
    id: 'ground-bound',
    title: 'Each element of a list by its own subject',
    of: [10, 15],
    action: action({ lines: [line('a', '100'), line('b', '200')] }),
    manifest: LINES,
  },
  {
    id: 'ground-number-subject',
    title: 'A subject that is a number',
    of: [15],
    action: action({ id: 42, name: 'x' }),
    manifest: manifest({
      '/id': { type: 'integer' },
      '/name': { ...ID, ...authority({ param: '/id', prefix: 'row:' }) },
    }),
  },
  {
    id: 'ground-object',
    title: 'A value that is an object',
    of: [15],
    action: action({ data: { b: 1, a: 2 } }),
    manifest: manifest({ '/data': { type: 'json', ...authority({ literal: 's' }) } }),
  },
  {
    id: 'ground-8192',
    title: 'A value of 8192 bytes in canonical form',
    of: [15],
    action: action({ t: 'a'.repeat(8190) }),
    manifest: manifest({ '/t': { type: 'text', ...authority({ literal: 's' }) } }),
  },
  {
    id: 'ground-8193',
    title: 'One byte more',
    of: [15, 18],
    action: action({ t: 'a'.repeat(8191) }),
    manifest: manifest({ '/t': { type: 'text', ...authority({ literal: 's' }) } }),
    refused: 'too-large',
  },
  {
    id: 'ground-8193-bytes',
    title: 'Fewer characters, more bytes',
    of: [15, 18],
    action: action({ t: '\u00e9'.repeat(4096) }),
    manifest: manifest({ '/t': { type: 'text', ...authority({ literal: 's' }) } }),
    refused: 'too-large',
    mistake: 'counted characters instead of bytes',
  },
  {
    id: 'ground-several-subjects',
    title: 'Several subjects for one value',
    of: [15],
    action: action({ ids: ['a', 'b'], v: 'x' }),
    manifest: manifest({ '/ids/*': ID, '/v': { ...ID, ...authority({ param: '/ids/*' }) } }),
    refused: 'wrong-type',
    mistake: 'took the first, or any of them',
  },
  {
    id: 'ground-no-subject',
    title: 'An empty list of subjects',
    of: [15],
    action: action({ ids: [], v: 'x' }),
    manifest: manifest({ '/ids/*': ID, '/v': { ...ID, ...authority({ param: '/ids/*' }) } }),
    refused: 'missing-parameter',
    mistake: 'asked for no ground',
  },
  {
    id: 'ground-subject-absent',
    title: 'The subject left out',
    of: [15],
    action: action({ v: 'x' }),
    manifest: manifest({
      '/id': { ...ID, required: false },
      '/v': { ...ID, ...authority({ param: '/id' }) },
    }),
    refused: 'missing-parameter',
    mistake: 'asked for no ground where the subject is optional',
  },
  {
    id: 'ground-subject-absent-in-list',
    title: 'The subject left out of one element',
    of: [10, 15],
    action: action({ lines: [{ sku: 'a', v: 'x' }, { v: 'y' }] }),
    manifest: manifest({
      '/lines/*/sku': { ...ID, required: false },
      '/lines/*/v': { ...ID, ...authority({ param: '/lines/*/sku' }) },
    }),
    refused: 'missing-parameter',
    mistake: 'took the subject of another element',
  },
  {
    id: 'ground-subject-too-long',
    title: 'A subject that is too long behind its prefix',
    of: [15],
    action: action({ customer: 'a'.repeat(250), account: 'x' }),
    manifest: REFUND,
    refused: 'wrong-type',
  },
  {
    id: 'ground-not-read',
    title: 'A value that is not read is no ground',
    of: [15, 19],
    document: true,
    action: action({ customer: 'c1', account: 7 }),
    manifest: REFUND,
  },
  {
    id: 'grounds-129',
    title: '129 grounds',
    of: [15, 18],
    action: action({ ...ids(129) }),
    manifest: manifest({ '/ids/*': { ...ID, ...authority({ literal: 's' }) } }),
    refused: 'too-large',
    mistake: 'cut the list in silence',
  },

  {
    id: 'write',
    title: 'A write of a value',
    of: [16, 17],
    action: action({ record: 'r1', limit: 5 }),
    manifest: SET,
  },
  {
    id: 'write-unknown',
    title: 'A write of nobody knows what',
    of: [16],
    action: action({ record: 'r1', limit: 5 }),
    manifest: manifest({ '/record': ID, '/limit': { type: 'integer' } }, write({ param: '/record' })),
  },
  {
    id: 'write-literal',
    title: 'A write to a fixed subject',
    of: [16],
    action: action({ limit: 5 }),
    manifest: manifest({ '/limit': { type: 'integer' } }, write({ literal: 'shop' }, '/limit')),
  },
  {
    id: 'write-absent-value',
    title: 'A write whose value is left out',
    of: [16],
    action: action({}),
    manifest: manifest(
      { '/limit': { type: 'integer', required: false } },
      write({ literal: 'shop' }, '/limit'),
    ),
  },
  {
    id: 'write-null',
    title: 'A write of null',
    of: [16],
    action: action({ v: null }),
    manifest: manifest({ '/v': { type: 'json' } }, write({ literal: 'shop' }, '/v')),
  },
  {
    id: 'write-bound',
    title: 'Each row its own value, one without',
    of: [10, 16],
    action: action({ rows: [{ id: 'a', to: 'x' }, { id: 'b' }, { id: 'c', to: 'z' }] }),
    manifest: ROWS,
  },
  {
    id: 'write-all-values',
    title: 'A fixed subject and several values',
    of: [16],
    action: action({ v: ['x', 'y'] }),
    manifest: manifest({ '/v/*': { type: 'text' } }, write({ literal: 'shop' }, '/v/*')),
  },
  {
    id: 'write-no-rows',
    title: 'No rows, no writes',
    of: [16],
    action: action({ rows: [] }),
    manifest: ROWS,
  },
  {
    id: 'write-no-subject',
    title: 'The subject of a write left out',
    of: [16],
    action: action({ limit: 5 }),
    manifest: manifest(
      { '/record': { ...ID, required: false }, '/limit': { type: 'integer' } },
      write({ param: '/record' }, '/limit'),
    ),
    refused: 'missing-parameter',
    mistake: 'took it for no write',
  },
  {
    id: 'writes-65',
    title: '65 writes',
    of: [16, 18],
    action: action({ rows: Array.from({ length: 65 }, (_, at) => ({ id: `r${at}` })) }),
    manifest: ROWS,
    refused: 'too-large',
    mistake: 'cut the list in silence',
  },

  { id: 'cost', title: 'A cost', of: [20], action: action({ m: money('2500') }), manifest: COST },
  { id: 'cost-absent', title: 'A cost that is left out', of: [20], action: action({}), manifest: COST },
  {
    id: 'cost-unreadable',
    title: 'A cost that is no money',
    of: [4, 20],
    action: action({ m: { amount: '-1', currency: 'EUR' } }),
    manifest: COST,
    refused: 'unreadable-money',
  },

  {
    id: 'claims',
    title: 'Claims in their order, selectors sorted',
    of: [17],
    action: action({}, { claims: [claim('b', 'y', 1), claim('a', 'z', { k: 'v' }), claim('b', 'x', 'v')] }),
    manifest: manifest({}),
  },
  {
    id: 'claims-same-key',
    title: 'Two claims about one key: one selector',
    of: [17],
    action: action({}, { claims: [claim('b', 'y', 1), claim('b', 'y', 2)] }),
    manifest: manifest({}),
  },
  {
    id: 'selects',
    title: 'What the manifest selects',
    of: [17],
    action: action({ order: 'o1' }),
    manifest: manifest(
      { '/order': ID },
      {
        selects: [
          select('/order', { prefix: 'order:' }),
          { subject: { literal: 'shop' }, attribute: 'open' },
        ],
      },
    ),
  },
  {
    id: 'selects-optional',
    title: 'By a parameter that may be left out',
    of: [17],
    action: action({}),
    manifest: manifest({ '/order': { ...ID, required: false } }, { selects: [select('/order')] }),
  },
  {
    id: 'selects-empty-list',
    title: 'By an empty list',
    of: [17],
    action: action({ ids: [] }),
    manifest: MANY,
  },
  {
    id: 'selects-list',
    title: 'By a list, one of it twice',
    of: [17],
    action: action({ ids: ['b', 'a', 'b'] }),
    manifest: MANY,
  },
  {
    id: 'selects-policy',
    title: 'What the policy selects for this tool, and not for another',
    of: [17],
    action: action({ order: 'o1' }),
    manifest: manifest({ '/order': ID }),
    selects: [
      { tools: ['t.*'], ...select('/order') },
      { tools: ['u.*'], subject: { literal: 'other' }, attribute: 'x' },
    ],
  },
  {
    id: 'selects-policy-literal',
    title: 'A fixed subject for every tool',
    of: [17],
    action: action({}),
    manifest: manifest({}),
    selects: [{ tools: ['*'], subject: { literal: 'shop' }, attribute: 'open' }],
  },
  {
    id: 'selects-by-code-unit',
    title: 'Sorted by code unit',
    of: [17],
    action: action(
      {},
      {
        claims: [
          claim('\u{1f600}', 'a', 1),
          claim('\uff5e', 'a', 1),
          claim('Z', 'a', 1),
          claim('a', 'a', 1),
          claim('a', 'a.b', 1),
        ],
      },
    ),
    manifest: manifest({}),
  },
  {
    id: 'selects-ground-and-claim',
    title: 'A ground and a claim about one key',
    of: [15, 17],
    action: action({ customer: 'c1', account: 'x' }, { claims: [claim('customer:c1', 'a', 'x')] }),
    manifest: REFUND,
  },
  { id: 'selects-128', title: '128 selectors', of: [17, 18], action: action(ids(128)), manifest: MANY },
  {
    id: 'selects-129',
    title: '129 selectors',
    of: [17, 18],
    action: action(ids(129)),
    manifest: MANY,
    refused: 'too-large',
    mistake: 'cut the list in silence',
  },
  {
    id: 'selects-1025-places',
    title: '1025 places of one value: more than may be followed',
    of: [10, 18],
    action: action({ ids: Array<string>(1025).fill('a') }),
    manifest: MANY,
    refused: 'too-large',
  },
  {
    id: 'selects-1024-places',
    title: '1024 places of one value',
    of: [10, 18],
    action: action({ ids: Array<string>(1024).fill('a') }),
    manifest: MANY,
  },
  {
    id: 'selects-policy-absent',
    title: 'A parameter that the policy selects by, left out',
    of: [17],
    action: action({}),
    manifest: manifest({ '/order': { ...ID, required: false } }),
    selects: [{ tools: ['*'], ...select('/order') }],
    refused: 'missing-parameter',
    mistake: 'judged without the fact',
  },
  {
    id: 'selects-policy-unknown',
    title: 'One that the tool does not have',
    of: [17],
    action: action({ a: 'x' }),
    manifest: manifest({ '/a': ID }),
    selects: [{ tools: ['*'], ...select('/order') }],
    refused: 'missing-parameter',
  },
  {
    id: 'selects-list-absent',
    title: 'A list left out that facts are selected by',
    of: [17],
    action: action({}),
    manifest: manifest({ '/ids/*': { ...ID, required: false } }),
    selects: [{ tools: ['*'], ...select('/ids/*') }],
    refused: 'missing-parameter',
    mistake: 'took an absent list for an empty one',
  },
  {
    id: 'selects-policy-object',
    title: 'A subject that is an object',
    of: [17],
    action: action({ a: { b: 1 } }),
    manifest: manifest({ '/a': { type: 'json' } }),
    selects: [{ tools: ['*'], ...select('/a') }],
    refused: 'wrong-type',
    mistake: 'wrote the object as a text',
  },
  {
    id: 'selects-policy-empty',
    title: 'A subject that is the empty text',
    of: [17],
    action: action({ a: '' }),
    manifest: manifest({ '/a': { type: 'text' } }),
    selects: [{ tools: ['*'], ...select('/a', { prefix: 'x:' }) }],
    refused: 'wrong-type',
    mistake: 'selected the prefix alone',
  },
]);
