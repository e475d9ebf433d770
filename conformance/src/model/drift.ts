import { canonical, type Json, type JsonObject } from './json.ts';
import type { State, StateObject } from './state.ts';

const DIGEST = /^sha256:[0-9a-f]{64}$/;
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
const MEMBERS = [
  'action_commitment',
  'engine',
  'namespace',
  'objects',
  'policy',
  'principal',
  'selectors',
  'window',
];
const LAST_MS = 253_402_300_799_999;

const isText = (value: unknown, pattern: RegExp): boolean => typeof value === 'string' && pattern.test(value);
const isWhole = (value: unknown, from: number, to: number): boolean =>
  Number.isSafeInteger(value) && (value as number) >= from && (value as number) <= to;

function isSelector(value: Json): boolean {
  const { subject, attribute, ...rest } = value as JsonObject;
  return (
    isText(subject, /^.{1,256}$/su) &&
    isText(attribute, /^[a-z][a-z0-9_.-]{0,127}$/) &&
    Object.keys(rest).length === 0
  );
}

function isObject(value: Json): boolean {
  if (!Array.isArray(value) || value.length !== 4) return false;
  const [type, id, version, commitment] = value as readonly Json[];
  return (
    ['approval', 'conflict', 'fact'].includes(String(type)) &&
    isText(id, UUID) &&
    isWhole(version, 1, Number.MAX_SAFE_INTEGER) &&
    isText(commitment, DIGEST)
  );
}

const hasDoubles = (keys: readonly string[]): boolean => new Set(keys).size < keys.length;

/** What keeps a value from being a state (RFC-0008 section 4). */
export function stateFaults(value: Json): string[] {
  const state = value as JsonObject;
  const names = Object.keys(state).sort();
  const lists = [state['selectors'], state['objects']];
  const isState =
    canonical(names) === canonical(MEMBERS) &&
    isText(state['namespace'], /^[a-z][a-z0-9-]{0,62}$/) &&
    isText(state['principal'], /^[a-z0-9][a-z0-9._-]{0,62}$/) &&
    ['action_commitment', 'engine', 'policy'].every((name) => isText(state[name], DIGEST)) &&
    isWhole(state['window'], 0, LAST_MS) &&
    lists.every((list) => Array.isArray(list)) &&
    (lists[0] as readonly Json[]).every(isSelector) &&
    (lists[1] as readonly Json[]).every(isObject);
  if (!isState) return ['not-a-state'];
  const { selectors, objects } = state as unknown as State;
  const doubles =
    hasDoubles(selectors.map(({ subject, attribute }) => canonical([subject, attribute]))) ||
    hasDoubles(objects.map(([type, id]) => canonical([type, id])));
  return doubles ? ['doubled'] : [];
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
const sorted = (objects: readonly StateObject[]): StateObject[] =>
  [...objects].sort((a, b) => compare(a[0], b[0]) || compare(a[1], b[1]));
const selectorsOf = (state: State): string =>
  canonical(state.selectors.map(({ subject, attribute }) => canonical([subject, attribute])).sort());

/** What has changed between two states, in the order and the words of RFC-0008 section 6. */
export function changed(then: State, now: State): string[] {
  const list: string[] = [];
  for (const name of ['policy', 'engine'] as const) if (then[name] !== now[name]) list.push(name);
  if (selectorsOf(then) !== selectorsOf(now)) list.push('selectors');
  for (const [type, id, version, commitment] of sorted(then.objects)) {
    const other = now.objects.find((object) => object[0] === type && object[1] === id);
    if (other === undefined) list.push(`${type}:${id} ${version}→none`);
    else if (other[2] !== version) list.push(`${type}:${id} ${version}→${other[2]}`);
    else if (other[3] !== commitment) list.push(`${type}:${id} commitment`);
  }
  for (const [type, id, version] of sorted(now.objects))
    if (!then.objects.some((object) => object[0] === type && object[1] === id))
      list.push(`${type}:${id} none→${version}`);
  return list.slice(0, 64);
}

/** The kinds of difference, a word each: what a state has drifted in. */
export function driftOf(then: State, now: State): string[] {
  const kinds = changed(then, now).map((text) => {
    if (!text.includes(':')) return `drift-${text}`;
    if (text.endsWith('→none')) return 'drift-gone';
    if (text.includes(' none→')) return 'drift-new';
    return text.endsWith(' commitment') ? 'drift-commitment' : 'drift-version';
  });
  return [...new Set(kinds)];
}
