import { EaapError, type Json } from '@eaap/protocol';
import type { DetectOptions } from './detect.ts';
import { scrubText, type Tokenise } from './scrub-text.ts';
import type { PiiFeatures, PiiType } from './types.ts';

/** Deeper values are refused (RFC-0001 section 4). */
const MAX_DEPTH = 64;
/** Smaller numbers have too few digits to be anything. */
const SMALLEST = 1_000_000;
/** How much of the names that lead to a value is looked at as its label. */
const LABEL_LENGTH = 64;

/** Where something was found in a JSON value, and what may be kept about it. Holds no personal data. */
export interface JsonFinding {
  /** JSON pointer (RFC 6901) into the scrubbed value. */
  readonly pointer: string;
  readonly type: PiiType;
  readonly features: PiiFeatures;
  /** True when it was in the member's name and not in its value. */
  readonly name: boolean;
}

/** A JSON value without detected personal data. */
export interface ScrubbedJson {
  readonly value: Json;
  readonly found: readonly JsonFinding[];
}

/**
 * A JSON value with every finding in its strings, member names and whole numbers replaced by tokens. The names that
 * lead to a value are its label: `{"phone": 4155550132}` holds a phone number, `{"order": 4155550132}` does not. A
 * number that is personal data becomes the token, a string. Data split over elements or members is not found.
 *
 * @throws EaapError as {@link detect} does; `invalid-request` when two names of one object become the same token or the
 *   value is nested too deep.
 * @see RFC-0003
 * @example
 * ```ts
 * import assert from 'node:assert/strict';
 * import { scrubJson } from '@eaap/ledger';
 *
 * const { value, found } = scrubJson({ to: 'ada@example.org', n: 7 }, (type) => `<${type}>`);
 * assert.deepEqual(value, { to: '<email>', n: 7 });
 * assert.deepEqual(found, [{ pointer: '/to', type: 'email', features: { domain: 'example.org' }, name: false }]);
 * ```
 */
export function scrubJson(value: Json, tokenise: Tokenise, options: DetectOptions = {}): ScrubbedJson {
  const found: JsonFinding[] = [];
  const walk = (node: Json, pointer: string, label: string, depth: number): Json => {
    if (depth > MAX_DEPTH)
      throw new EaapError('invalid-request', `The value is nested deeper than ${MAX_DEPTH}.`);
    if (typeof node === 'string') return scrub(node, pointer, label, false);
    if (typeof node === 'number') return scrubNumber(node, pointer, label);
    if (node === null || typeof node !== 'object') return node;
    if (Array.isArray(node)) return node.map((item, i) => walk(item, `${pointer}/${i}`, label, depth + 1));
    const names = new Set<string>();
    const entries = Object.entries(node).map(([name, item]) => {
      const clean = scrubName(name, pointer, names);
      const words = `${label} ${clean}`.slice(-LABEL_LENGTH);
      return [clean, walk(item, `${pointer}/${escapeName(clean)}`, words, depth + 1)] as const;
    });
    return Object.fromEntries(entries);
  };
  const scrub = (text: string, pointer: string, label: string, name: boolean): string => {
    const scrubbed = scrubText(text, tokenise, { ...options, label });
    for (const { type, features } of scrubbed.findings) found.push({ pointer, type, features, name });
    return scrubbed.text;
  };
  const scrubNumber = (number: number, pointer: string, label: string): Json => {
    if (!Number.isInteger(number) || Math.abs(number) < SMALLEST) return number;
    const digits = BigInt(Math.abs(number)).toString();
    const scrubbed = scrub(digits, pointer, label, false);
    return scrubbed === digits ? number : scrubbed;
  };
  const scrubName = (name: string, pointer: string, names: Set<string>): string => {
    const { text, findings } = scrubText(name, tokenise, { ...options, label: '' });
    // Keeping one of two would lose the other's value without a word.
    if (names.has(text))
      throw new EaapError('invalid-request', 'Two member names of one object hold the same personal data.');
    names.add(text);
    for (const { type, features } of findings) {
      found.push({ pointer: `${pointer}/${escapeName(text)}`, type, features, name: true });
    }
    return text;
  };
  return { value: walk(value, '', options.label ?? '', 0), found };
}

function escapeName(name: string): string {
  return name.replaceAll('~', '~0').replaceAll('/', '~1');
}
