import { digest, sha256, written } from '../../model/digest.ts';
import { canonicalBytes, type Json } from '../../model/json.ts';
import type { Mutant } from '../types.ts';
import { editing, only, renumbered, repairing, repairingBytes } from './lib/body.ts';
import { rewriting } from './lib/wire.ts';

/** The same JSON with only the last of equal names, every number as it was written. */
function lastNameWins(text: string): string {
  const raw: string[] = [];
  // Numbers become strings that no body holds, and numbers again afterwards: nothing is rounded on the way.
  const marked = renumbered(text, (token) => `"\\u0001${raw.push(token) - 1}"`);
  try {
    const read = JSON.stringify(JSON.parse(marked));
    const unmarked = read.replace(/"\\u0001(\d+)"/g, (_, at: string) => raw[Number(at)] ?? '');
    return unmarked.padEnd(text.length);
  } catch {
    return text;
  }
}

/** A text up to the end of its first value. */
function firstValue(text: string): string {
  let depth = 0;
  for (const match of text.matchAll(/"(?:[^"\\]|\\.)*"|[[\]{}]/g)) {
    if (match[0].startsWith('"')) continue;
    depth += '[{'.includes(match[0]) ? 1 : -1;
    if (depth > 0) continue;
    const end = match.index + 1;
    // Space may stand there.
    return /^[ \t\r\n]*$/.test(text.slice(end)) ? text : text.slice(0, end);
  }
  return text;
}

// Looking behind lets a match begin only where the nesting does: without it long bodies take minutes.
const flattened = (text: string): string =>
  text.replace(/(?<!\[)\[{64,}\]*(?=\}$)/, '1').replace(/(?<!\{"a":)(?:\{"a":){64,}1\}+$/, '1}');

const HIGH = '\\\\u[dD][89abAB][0-9a-fA-F]{2}';
const LOW = '\\\\u[dD][c-fC-F][0-9a-fA-F]{2}';
const LONE = new RegExp(`${HIGH}(?!${LOW})|(?<!${HIGH})${LOW}`, 'g');
const NONCHARACTER = /\p{Noncharacter_Code_Point}|\\uff[ff][ef]|\\ufd[de][0-9a-f]|\\udbff\\udff[ef]/giu;

const STORE = [
  'namespace',
  'subject',
  'attribute',
  'value',
  'statement',
  'source',
  'confidence',
  'half_life_ms',
  'valid_until',
  'about',
];
const ACTION = [
  'tool',
  'parameters',
  'environment',
  'intent',
  'claims',
  'effects',
  'session',
  'model',
  'framework',
];
const POLICY = [
  'v',
  'name',
  'version',
  'executors',
  'grants',
  'rules',
  'limits',
  'confidence',
  'escalate',
  'escalation',
  'selects',
  'ttl_ms',
  'window_ms',
  'outcome_ms',
];

const mutant = (
  id: string,
  requirement: string,
  description: string,
  expected: readonly string[],
  fetch: NonNullable<Mutant['fetch']>,
): Mutant => ({ id, breaks: [`EAAP-0001-${requirement}`], invariant: [], description, expected, fetch });

/** Broken in how bodies are read, and in what is hashed. */
export const BYTES_MUTANTS: readonly Mutant[] = [
  mutant(
    'trailing-commas',
    '001',
    'Trailing commas are taken.',
    ['bytes.json-syntax'],
    repairing((text) => text.replace(/,\s*(?=[\]}])/g, '')),
  ),
  mutant(
    'not-a-number-is-null',
    '001',
    'NaN and infinities are read as null.',
    ['bytes.json-not-a-number'],
    repairing((text) => text.replace(/(?<=[:[,]\s*)-?(?:NaN|Infinity)/g, 'null')),
  ),
  mutant(
    'rest-ignored',
    '001',
    'What follows the value is not looked at.',
    ['bytes.json-trailing'],
    repairing(firstValue),
  ),
  mutant(
    'utf8-repaired',
    '001',
    'Bytes that are not UTF-8 become replacement characters.',
    ['bytes.json-utf8'],
    repairingBytes((bytes) =>
      Buffer.from(new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes), 'utf8'),
    ),
  ),
  mutant(
    'byte-order-mark-taken',
    '001',
    'A byte order mark is passed over.',
    ['bytes.json-byte-order-mark'],
    repairing((text) => text.replace(/^\ufeff/, '')),
  ),
  mutant(
    'surrogates-repaired',
    '001',
    'Surrogates without their other half become replacement characters.',
    ['bytes.json-surrogates'],
    repairing((text) => text.replace(LONE, '\ufffd')),
  ),
  mutant(
    'noncharacters-repaired',
    '001',
    'Noncharacters become replacement characters.',
    ['bytes.json-noncharacters'],
    repairing((text) => text.replace(NONCHARACTER, '\ufffd')),
  ),
  mutant(
    'negative-zero-taken',
    '001',
    'Negative zero is read as zero.',
    ['bytes.json-negative-zero'],
    repairing((text) =>
      renumbered(text, (token) =>
        Object.is(Number(token), -0) && /^-0(\.0*)?(e0)?$/.test(token) ? '0' : token,
      ),
    ),
  ),
  mutant(
    'integers-clamped',
    '001',
    'Integers just beyond 2^53-1 become the greatest that is kept.',
    ['bytes.json-integer-range', 'bytes.json-inexact-numbers'],
    repairing((text) =>
      renumbered(text, (token) =>
        /^-?\d{16}$/.test(token) && !Number.isSafeInteger(Number(token))
          ? `${token.startsWith('-') ? '-' : ''}${Number.MAX_SAFE_INTEGER}`
          : token,
      ),
    ),
  ),
  mutant(
    'infinity-is-null',
    '001',
    'Numbers out of range are read as null.',
    ['bytes.json-number-out-of-range'],
    repairing((text) => renumbered(text, (token) => (Number.isFinite(Number(token)) ? token : 'null'))),
  ),
  mutant(
    'last-name-wins',
    '002',
    'Of equal names the last one is taken.',
    ['bytes.json-duplicate-names', 'bytes.json-duplicate-in-action', 'bytes.json-every-route'],
    repairing(lastNameWins),
  ),
  mutant(
    'numbers-rounded',
    '003',
    'Fractions are rounded to what a machine number holds.',
    ['bytes.json-inexact-numbers'],
    repairing((text) =>
      renumbered(text, (token) =>
        /[.eE]/.test(token) && Number.isFinite(Number(token)) && !token.startsWith('-')
          ? String(Number(token))
          : token,
      ),
    ),
  ),
  mutant(
    'nesting-flattened',
    '004',
    'What is nested too deeply is left out.',
    ['bytes.json-nesting'],
    repairing(flattened),
  ),
  mutant(
    'space-not-counted',
    '005',
    'Space at the end of a body does not count towards its size.',
    ['bytes.too-large'],
    repairingBytes((bytes) => {
      let end = bytes.length;
      while (end > 0 && bytes[end - 1] === 0x20) end -= 1;
      return end === bytes.length ? bytes : bytes.subarray(0, end);
    }),
  ),
  mutant(
    'unknown-members-dropped',
    '006',
    'Members of a store request that are not known are left out.',
    ['bytes.unknown-member'],
    editing(/\/vault\/store$/, (body) => only(body, STORE)),
  ),
  mutant(
    'unknown-members-of-actions-dropped',
    '006',
    'Members of an action that are not known are left out.',
    ['bytes.unknown-member-action'],
    editing(/\/actions\/evaluate$/, (body) => {
      const { action } = body;
      const isObject = typeof action === 'object' && action !== null;
      return { ...body, ...(isObject ? { action: only(action as Record<string, unknown>, ACTION) } : {}) };
    }),
  ),
  mutant(
    'unknown-members-of-policies-dropped',
    '006',
    'Members of a policy that are not known are left out.',
    ['bytes.unknown-member-configuration'],
    editing(/\/policy$/, (body) => only(body, POLICY)),
  ),
  {
    id: 'policy-digest-normalised',
    breaks: ['EAAP-0001-007'],
    invariant: [11],
    description: 'The digest of a policy is taken after its texts were normalised: two documents share one.',
    expected: ['bytes.policy-digest'],
    fetch: rewriting(/\/v2\/policy$/, (body) => ({
      ...body,
      digest: digest('EAAP-POLICY-v1', JSON.parse(JSON.stringify(body['policy']).normalize('NFC')) as Json),
    })),
  },
  {
    id: 'policy-digest-untagged',
    breaks: ['EAAP-0001-007'],
    invariant: [11],
    description: 'The digest of a policy is answered without its tag.',
    expected: ['bytes.policy-digest', 'bytes.policy-digest-canonical'],
    fetch: rewriting(/\/v2\/policy$/, (body) => ({
      ...body,
      digest: written(sha256(canonicalBytes(body['policy'] as Json))),
    })),
  },
];
