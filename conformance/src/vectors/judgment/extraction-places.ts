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
]);
