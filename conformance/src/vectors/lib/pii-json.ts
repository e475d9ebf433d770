import type { Json, JsonObject } from '../../model/json.ts';
import { token } from '../../model/keyed.ts';
import { replaceJson } from '../../model/pii/replace.ts';
import type { CaseSource } from '../types.ts';
import { KEY, R } from './pii-claims.ts';

type Way = 'asked' | 'right' | ((replaced: string) => string);
type Row = readonly [
  id: string,
  title: string,
  requirements: readonly string[],
  json: Json,
  more: JsonObject,
  way: Way,
  mistake?: string,
];

const key = Buffer.from(KEY, 'hex');
const mail = token(key, 'email', 'ada@example.org');
const withoutMarks = (text: string): string => text.replace(/\[written:[0-9a-f]{32}\]/g, '');
const otherKey = (text: string): string =>
  text.replaceAll(mail, token(Buffer.alloc(32, 2), 'email', 'ada@example.org'));
const MARKED = { marks: true };

const ROWS: readonly Row[] = [
  [
    'json-strings',
    'strings at every depth',
    [R.token],
    { a: ['ada@example.org', { b: 'to ada@example.org' }], n: 7, t: true, z: null },
    {},
    'asked',
  ],
  ['json-names', 'a name', [R.names], { 'ada@example.org': 1, other: 2 }, {}, 'asked'],
  [
    'json-numbers',
    'whole numbers under names',
    [R.names, R.labels],
    { phone: 4155550132, order: 4155550132 },
    {},
    'asked',
  ],
  ['json-card-number', 'a card as a number', [R.names], [4111111111111111, 411111.5], {}, 'asked'],
  ['json-negative', 'a number below zero', [R.names], { card: -4111111111111111 }, {}, 'asked'],
  [
    'json-labels-nested',
    'names further up',
    [R.labels],
    { contact: { phone: { value: 4155550132 } } },
    {},
    'asked',
  ],
  [
    'json-labels-array',
    'elements of an array',
    [R.labels],
    { ssns: ['460899847', '123456788'] },
    {},
    'asked',
  ],
  [
    'json-labels-given',
    'what stands before the value',
    [R.labels],
    ['4155550132'],
    { label: 'customer.mobile' },
    'asked',
  ],
  [
    'json-labels-nearest',
    'the nearest of two names counts',
    [R.labels],
    { phone: { order: '4155550132' } },
    {},
    'asked',
  ],
  ['json-token-kept', 'a token that is there already', [R.leave], { to: mail }, {}, 'asked'],
  ['json-small-number', 'fewer than seven digits', [R.names], { phone: 999999 }, {}, 'asked'],
  ['json-claimed', 'claimed rightly', [R.token], { to: 'ada@example.org' }, {}, 'right'],
  [
    'json-key',
    'under the key of another namespace',
    [R.token],
    { to: 'ada@example.org', n: 1 },
    {},
    otherKey,
    'the token does not depend on the key',
  ],
  [
    'json-token-sha',
    'a token without a key',
    [R.token],
    { to: 'ada@example.org', n: 2 },
    {},
    (text) => text.replace(mail, '[PII:email:8e9e1b8c4a0fbd2b7c4c0b0b8a7f3d11]'),
    'a hash without a key',
  ],
  [
    'json-token-long',
    'a token of the whole value',
    [R.token],
    { to: 'ada@example.org', n: 3 },
    {},
    (text) => text.replace(/([0-9a-f]{32})\]/, '$1$1]'),
    'all digits are kept and not the first 32',
  ],
  [
    'json-token-type',
    'a token of another type',
    [R.token],
    { to: 'ada@example.org', n: 4 },
    {},
    (text) => text.replace('PII:email', 'PII:mail'),
    'types have other names',
  ],
  [
    'json-name-left',
    'a name in clear',
    [R.names],
    { 'bob@example.org': 1 },
    {},
    () => '{"bob@example.org":1}',
    'names are not searched',
  ],
  [
    'json-number-left',
    'a number in clear',
    [R.names],
    { card: 5555555555554444 },
    {},
    () => '{"card":5555555555554444}',
    'numbers are not searched',
  ],
  [
    'json-sign-kept',
    'a sign before a token',
    [R.names],
    { card: -5555555555554444 },
    {},
    (text) => text.replace('"[PII', '"-[PII'),
    'the sign is kept',
  ],
  [
    'json-label-left',
    'digits under a name',
    [R.labels],
    { fax: '4155550199' },
    {},
    () => '{"fax":"4155550199"}',
    'names are no labels',
  ],
  [
    'json-token-again',
    'a token that is there already',
    [R.leave],
    [mail],
    {},
    (text) => text.replace(/[0-9a-f]{32}/, '0'.repeat(32)),
    'a token is replaced by another one',
  ],
  ['written-plain', 'plain, in capitals', [R.marks], { to: 'Ada@Example.org' }, MARKED, 'asked'],
  ['written-percent', 'an encoded letter', [R.marks], { to: 'a%64a@example.org' }, MARKED, 'asked'],
  [
    'written-longer',
    'inside a longer text that reads as an address',
    [R.marks],
    { to: 'ada@example.org@evil.example' },
    MARKED,
    'asked',
  ],
  [
    'written-card-grouped',
    'a card in groups',
    [R.marks],
    ['4111 1111-1111-1111', '4111 1111 1111 1111'],
    MARKED,
    'asked',
  ],
  ['written-card-dots', 'a card with dots', [R.marks], ['4111.1111.1111.1111'], MARKED, 'asked'],
  [
    'written-phone',
    'a number as people write it',
    [R.marks],
    ['+44 (0)20 7946 0958', '020 7946 0958', '+442079460958'],
    MARKED,
    'asked',
  ],
  [
    'written-phone-extension',
    'a number with an extension',
    [R.marks],
    ['+44 20 7946 0958 ext. 7'],
    MARKED,
    'asked',
  ],
  [
    'written-key',
    'a key as it is, and encoded',
    [R.marks],
    ['ghp_abcdefghij0123456789', '%67hp_abcdefghij0123456789'],
    MARKED,
    'asked',
  ],
  [
    'written-ip',
    'an address in another form',
    [R.marks],
    ['2001:db8::1', '2001:DB8:0:0:0:0:0:1'],
    MARKED,
    'asked',
  ],
  ['written-zero-width', 'an invisible character', [R.marks], 'ada\u200b@example.org', MARKED, 'asked'],
  [
    'written-claimed',
    'a mark claimed rightly',
    [R.marks],
    '460.89.9847',
    { ...MARKED, label: 'ssn' },
    'right',
  ],
  ['written-fact', 'outside an action there is no mark', [R.marks], 'a%64a@example.org', {}, 'asked'],
  [
    'written-left-out',
    'an encoded letter',
    [R.marks],
    'ad%61@example.org',
    MARKED,
    withoutMarks,
    'the mark is left out',
  ],
  [
    'written-left-out-base64',
    'in base64',
    [R.marks],
    'bWFpbCBhZGFAZXhhbXBsZS5vcmc=',
    MARKED,
    withoutMarks,
    'the mark is left out',
  ],
  [
    'written-left-out-longer',
    'inside a longer text',
    [R.marks],
    'bob@example.org@evil.example',
    MARKED,
    withoutMarks,
    'the mark is left out',
  ],
  [
    'written-needless',
    'plain',
    [R.marks],
    'ada@example.org',
    MARKED,
    (text) => text.replace(/"$/, `[written:${'0'.repeat(32)}]"`),
    'every detection keeps a mark',
  ],
  [
    'written-unkeyed',
    'the spelling in clear',
    [R.marks],
    'a%64a@example.org!',
    MARKED,
    (text) => text.replace(/\[written:[0-9a-f]{32}\]/, '[written:a%64a@example.org]'),
    'the mark holds the spelling',
  ],
];

/** JSON values. */
export function jsonCases(): CaseSource[] {
  const rows = ROWS.map(([id, title, requirements, json, more, way, mistake]): CaseSource => {
    const shared = { id, title, requirements };
    const input = { key: KEY, json, ...more };
    if (way === 'asked') return { ...shared, input };
    const label = typeof more['label'] === 'string' ? more['label'] : '';
    const replaced = replaceJson(json, label, { key, marks: more['marks'] === true });
    if (way === 'right') return { ...shared, input: { ...input, claimed: replaced } };
    const claimed = JSON.parse(way(JSON.stringify(replaced))) as Json;
    return {
      ...shared,
      input: { ...input, claimed },
      refused: 'other-text',
      ...(mistake === undefined ? {} : { mistake }),
    };
  });
  const equal: readonly (readonly [string, string, Json])[] = [
    ['names-equal-forms', 'a name in two forms', { 'ada@example.org': 1, 'ADA@example.org': 2 }],
    ['names-equal-token', 'a name beside its token', { 'ada@example.org': 1, [mail]: 2 }],
    ['names-equal-deep', 'inside an array', [{ a: { '460-89-9847': 1, '460 89 9847': 2 } }]],
  ];
  return [
    ...rows,
    ...equal.map(([id, title, json]): CaseSource => ({
      id,
      title,
      requirements: [R.equalNames],
      input: { key: KEY, json },
      refused: 'equal-names',
      mistake: 'the later value takes the place of the earlier',
    })),
    {
      id: 'names-different',
      title: 'two names that stay different',
      requirements: [R.equalNames],
      input: { key: KEY, json: { 'ada@example.org': 1, 'bob@example.org': 2 } },
    },
    {
      id: 'size-in-json',
      title: 'a long string in a value',
      requirements: [R.size],
      input: { key: KEY, json: ['short', '.'.repeat(65537)] },
      refused: 'payload-too-large',
    },
  ];
}
