import type { Json, JsonObject } from '../../model/json.ts';
import type { CaseSource } from '../types.ts';
import { action, manifest, written } from './reading.ts';

const OPTIONAL = { type: 'text', required: false };
const CALL = { effect: 'network.call', target: { param: '/items/*/url', kind: 'host' } };
const URLS = manifest(
  { '/items/*/url': { type: 'url', required: false }, '/items/*/note': OPTIONAL },
  { effects: [CALL] },
);
const URL = { url: 'https://a.example.com/' };
const LAST = { url: 'https://z.example.net/' };

/** Items of which the first and the last say something, and those between them nothing. */
const padded = (length: number, first: JsonObject, last: JsonObject): JsonObject =>
  action({ items: [first, ...Array.from({ length: length - 2 }, (): Json => ({})), last] });

const IDS = manifest(
  { '/items/*/id': { type: 'identifier', required: false }, '/items/*/note': OPTIONAL },
  { selects: [{ subject: { param: '/items/*/id' }, attribute: 'a' }] },
);
const WRITES = manifest(
  { '/items/*/to': OPTIONAL },
  { writes: [{ subject: { literal: 's' }, attribute: 'a', value: '/items/*/to' }] },
);
const MANY = manifest(
  { '/ids/*': { type: 'identifier' } },
  { selects: [{ subject: { param: '/ids/*' }, attribute: 'a' }] },
);
const NESTED = manifest(
  { '/rows/*/*/url': { type: 'url', required: false } },
  { effects: [{ effect: 'network.call', target: { param: '/rows/*/*/url', kind: 'host' } }] },
);
const rows = (count: number, length: number): Json =>
  Array.from({ length: count }, (_, row) =>
    Array.from({ length }, (__, at) => (row + at === 0 || row + at === count + length - 2 ? URL : {})),
  );

const ground = (param: string): JsonObject => ({
  type: 'text',
  authority: { subject: { param }, attribute: 'x', relation: 'equal' },
});
const SUPPORTED = (param: string): JsonObject =>
  manifest({ '/ids/*': { type: 'identifier' }, '/p': ground(param) });
const BOUND = manifest({
  '/items/*/sku': { type: 'identifier', required: false },
  '/items/*/p': ground('/items/*/sku'),
});
const named = (length: number): JsonObject =>
  Object.fromEntries(Array.from({ length }, (_, at) => [`n${at}`, 1]));
const NO_TARGETS = [{ effect: 'deploy', target: 'host:A.example' }];
const OPEN = manifest(
  { '/ids/*': OPTIONAL, '/x/a': OPTIONAL },
  {
    selects: [
      { subject: { param: '/ids/0' }, attribute: 'a' },
      { subject: { param: '/ids/0' }, attribute: 'b' },
    ],
  },
);
const WIDE = manifest(
  { '/ids/*': { type: 'url' }, '/x/a': OPTIONAL },
  { effects: [{ effect: 'network.call', target: { param: '/ids/*', kind: 'host' } }] },
);
const FULL = manifest(
  {
    '/ids/*': { type: 'url' },
    '/a': { ...ground('/a'), authority: { subject: { literal: 's1' }, attribute: 'x', relation: 'equal' } },
    '/b': { ...ground('/b'), authority: { subject: { literal: 's2' }, attribute: 'x', relation: 'equal' } },
  },
  { effects: [{ effect: 'network.call', target: { param: '/ids/*', kind: 'host' } }] },
);

/** Bounds on places after each segment: what is cut in the middle is told, whatever is left at the end. */
export const PLACE_CASES: readonly CaseSource[] = written([
  {
    id: 'places-1024-before-the-last-segment',
    title: '1024 elements, of which the first and the last name a target',
    of: [10, 18],
    action: padded(1024, URL, LAST),
    manifest: URLS,
  },
  {
    id: 'places-1025-before-the-last-segment',
    title: '1025 elements, of which the first and the last name a target: the last is not lost in silence',
    of: [10, 18],
    action: padded(1025, URL, LAST),
    manifest: URLS,
    refused: 'too-large',
    mistake: 'counted the places after the last segment only',
  },
  {
    id: 'places-1026-before-the-last-segment',
    title: '1026 elements, of which the first and the last name a target',
    of: [10, 18],
    document: true,
    action: padded(1026, URL, LAST),
    manifest: URLS,
  },
  {
    id: 'places-subject-behind-padding',
    title: 'A subject behind 1025 elements that name none',
    of: [10, 17, 18],
    action: padded(1026, { id: 's1' }, { id: 's2' }),
    manifest: IDS,
    refused: 'too-large',
    mistake: 'counted the places after the last segment only',
  },
  {
    id: 'places-subject-at-1024',
    title: 'A subject that the last of 1024 elements names',
    of: [10, 17, 18],
    action: padded(1024, { id: 's1' }, { id: 's2' }),
    manifest: IDS,
  },
  {
    id: 'places-write-behind-padding',
    title: 'A value written, behind 1025 elements that hold none',
    of: [10, 16, 18],
    action: padded(1026, { to: 'x' }, { to: 'y' }),
    manifest: WRITES,
    refused: 'too-large',
    mistake: 'counted the places after the last segment only',
  },
  {
    id: 'places-nested-1024',
    title: '32 lists of 32 elements',
    of: [10, 18],
    action: action({ rows: rows(32, 32) }),
    manifest: NESTED,
  },
  {
    id: 'places-nested-1056',
    title: '33 lists of 32 elements: more than 1024 at the second star',
    of: [10, 18],
    action: action({ rows: rows(33, 32) }),
    manifest: NESTED,
    refused: 'too-large',
    mistake: 'counted the elements of each list by themselves',
  },
  {
    id: 'places-first-1024-kept',
    title: 'Of 1025 places the first 1024 are kept, and that there are more is noted at none',
    of: [10, 17, 18],
    document: true,
    action: action({ ids: [...Array<string>(1024).fill('b'), 'a'] }),
    manifest: MANY,
  },
  {
    id: 'ground-of-two-places-alike',
    title: 'Two places that name one subject: several, and a ground for each',
    of: [15],
    document: true,
    action: action({ p: '1', ids: ['a', 'a'] }),
    manifest: SUPPORTED('/ids/*'),
  },
  {
    id: 'ground-of-two-subjects',
    title: 'Two subjects: several, and a ground for each',
    of: [15],
    document: true,
    action: action({ p: '1', ids: ['b', 'a'] }),
    manifest: SUPPORTED('/ids/*'),
  },
  {
    id: 'ground-missing-where-it-is-bound',
    title: 'A subject that is missing is noted at the pointer as it is bound',
    of: [10, 15],
    document: true,
    action: action({ items: [{ sku: 's', p: '1' }, { p: '2' }] }),
    manifest: BOUND,
  },
  {
    id: 'selectors-first-128-sorted',
    title: 'Of 129 selectors the first 128 in order are kept, not in the order found',
    of: [17, 18],
    document: true,
    action: action({ ids: Array.from({ length: 129 }, (_, at) => `s${999 - at}`) }),
    manifest: MANY,
  },
  {
    id: 'grounds-129-selected',
    title: 'A ground that is one too many has selected its subject',
    of: [15, 17, 18],
    document: true,
    action: action({ items: Array.from({ length: 129 }, (_, at) => ({ sku: `s${999 - at}`, p: '1' })) }),
    manifest: BOUND,
  },
  {
    id: 'unread-511-and-one-there',
    title: '511 entries, and one that is there already: it is not added',
    of: [14, 18],
    document: true,
    action: action({ x: named(510), ids: ['', ''] }, { effects: NO_TARGETS }),
    manifest: OPEN,
  },
  {
    id: 'unread-512-too-large-twice',
    title: 'The last entry is too-large at no place, even if that is there already',
    of: [14, 18],
    document: true,
    action: action({ ids: [...Array<string>(1025).fill('a')], x: named(600) }),
    manifest: WIDE,
  },
  {
    id: 'unread-full-before-parameters',
    title: 'With unread full before step 5, it ends after one value; the second ground is not found',
    of: [15, 17, 18],
    document: true,
    action: action({ a: '1', b: '2', ids: Array<string>(600).fill('') }),
    manifest: FULL,
  },
  {
    id: 'unresolved-at-no-place-stays',
    title: 'A declared target with a fault stays beside another code at no place',
    of: [19],
    document: true,
    action: action({}, { effects: [{ effect: 'deploy', target: 'host:A.example' }] }),
    manifest: manifest({}, { effects: [] }),
  },
]);
