import type { Control } from '../../control/types.ts';
import { commitment, digest, digestBytes, sha256, written } from '../../model/digest.ts';
import { canonical, canonicalBytes, type Json, type JsonObject } from '../../model/json.ts';
import { hkdf, hmac, keyed, useKey } from '../../model/keyed.ts';
import { ACTION, type LOOP } from '../../vectors/lib/keyed-inputs.ts';
import type { Mutant } from '../types.ts';

type Computed = Awaited<ReturnType<Control['compute']>>;

/** Answers the vectors of one topic wrongly, where `wrong` says something else. */
const computing =
  (topic: string, wrong: (input: JsonObject, right: Computed) => Computed | undefined) =>
  (next: Control['compute']): Control['compute'] =>
  async (asked, input) => {
    const right = await next(asked, input);
    return asked === topic ? (wrong(input as JsonObject, right) ?? right) : right;
  };

/** Another canonical form where one is answered. */
const rewritten = (change: (text: string) => string) =>
  computing('canonical-json', (_input, right) => {
    if (!('output' in right)) return undefined;
    const text = change((right.output as { canonical: string }).canonical);
    return { output: { canonical: text, sha256: sha256(Buffer.from(text, 'utf8')).toString('hex') } };
  });

/** Another output to inputs that claim nothing. */
const answering = (topic: string, wrong: (input: JsonObject) => Json | undefined) =>
  computing(topic, (input, right) => {
    const output = 'output' in right && input['claimed'] === undefined ? wrong(input) : undefined;
    return output === undefined ? undefined : { output };
  });

/** An answer where there is a refusal for this reason. */
const accepting = (topic: string, reason: string, wrong: (input: JsonObject) => Json | undefined) =>
  computing(topic, (input, right) => {
    const output = 'refused' in right && right.refused === reason ? wrong(input) : undefined;
    return output === undefined ? undefined : { output };
  });

function byCodePoint(value: Json): string {
  if (Array.isArray(value)) return `[${value.map(byCodePoint).join(',')}]`;
  if (typeof value !== 'object' || value === null) return canonical(value);
  const names = Object.keys(value).sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
  return `{${names.map((name) => `${canonical(name)}:${byCodePoint((value as JsonObject)[name] ?? null)}`).join(',')}}`;
}

const rootOf = (input: JsonObject): Buffer => Buffer.from(String(input['root']), 'hex');
const indexKey = (input: JsonObject): Buffer => useKey(rootOf(input), 'index', String(input['namespace']));
const bytes = (text: Json | undefined): Buffer => Buffer.from(String(text), 'utf8');

/** Broken in bytes that only vectors show: RFC-0002. */
export const VECTORS_OF_BYTES: readonly Mutant[] = [
  {
    id: 'names-by-code-point',
    breaks: ['EAAP-0002-002'],
    invariant: [],
    description: 'Names are sorted by code point, as UTF-8 sorts them.',
    expected: ['vectors.canonical-json.0002-002'],
    compute: rewritten((text) => byCodePoint(JSON.parse(text) as Json)),
  },
  {
    id: 'exponents-of-two-digits',
    breaks: ['EAAP-0002-003'],
    invariant: [],
    description: 'Exponents have two digits, as Python writes them.',
    expected: ['vectors.canonical-json.0002-003', 'vectors.canonical-json.0001-003'],
    compute: rewritten((text) => text.replace(/(\de[+-])(\d)(?!\d)/g, '$10$2')),
  },
  {
    id: 'solidus-escaped',
    breaks: ['EAAP-0002-004'],
    invariant: [],
    description: 'A solidus is written with a backslash, as PHP writes it.',
    expected: ['vectors.canonical-json.0002-004', 'vectors.canonical-json.0002-002'],
    compute: rewritten((text) => text.replaceAll('/', '\\/')),
  },
  {
    id: 'digest-joined',
    breaks: ['EAAP-0002-005'],
    invariant: [],
    description: 'No zero byte stands between a tag and what it is of.',
    expected: ['vectors.digests.0002-005'],
    compute: answering('digests', ({ tag, value }) =>
      value === undefined ? undefined : written(sha256(bytes(tag), canonicalBytes(value))),
    ),
  },
  {
    id: 'digest-any-case',
    breaks: ['EAAP-0002-006'],
    invariant: [],
    description: 'A digest in capitals is taken for the same in small letters.',
    expected: ['vectors.digests.0002-006'],
    compute: accepting('digests', 'malformed-digest', ({ claimed }) => {
      const small = String(claimed).toLowerCase();
      return /^sha256:[0-9a-f]{64}$/.test(small) ? small : undefined;
    }),
  },
  {
    id: 'tag-of-any-kind',
    breaks: ['EAAP-0002-007'],
    invariant: [],
    description: 'Digests are computed under whatever tag is asked for.',
    expected: ['vectors.digests.0002-007'],
    compute: accepting('digests', 'unknown-tag', ({ tag, value }) => digest(String(tag), value ?? null)),
  },
  {
    id: 'token-by-its-text',
    breaks: ['EAAP-0002-008'],
    invariant: [7, 11],
    description: 'The digest of a token is over its text and not over its bytes.',
    expected: ['vectors.digests.0002-008'],
    compute: answering('digests', ({ of, parts }) =>
      of === 'token' ? digestBytes('EAAP-TOKEN-v1', bytes((parts as JsonObject)['text'])) : undefined,
    ),
  },
  {
    id: 'commitment-without-inner-hash',
    breaks: ['EAAP-0002-009'],
    invariant: [7, 11],
    description: 'A commitment is over the payload and not over its hash.',
    expected: ['vectors.commitments.0002-009'],
    compute: answering('commitments', ({ salt, payload }) =>
      payload === undefined
        ? undefined
        : written(
            sha256(bytes('EAAP-COMMIT-v1\0'), Buffer.from(String(salt), 'hex'), canonicalBytes(payload)),
          ),
    ),
  },
  {
    id: 'salt-of-any-length',
    breaks: ['EAAP-0002-010'],
    invariant: [7, 14],
    description: 'A salt that is too short is filled up, and one that is too long is cut.',
    expected: ['vectors.commitments.0002-010'],
    compute: accepting('commitments', 'salt-length', ({ salt, payload }) => {
      const whole = Buffer.alloc(32);
      Buffer.from(String(salt), 'hex').copy(whole);
      return commitment(whole, payload ?? null);
    }),
  },
  {
    id: 'absent-left-out',
    breaks: ['EAAP-0002-011'],
    invariant: [5, 7, 10],
    description: 'What a fact does not have is left out of what is committed to.',
    expected: ['vectors.commitments.0002-011'],
    compute: answering('commitments', ({ of, salt, object }) =>
      of === 'fact' && (object as JsonObject)['statement'] === undefined
        ? commitment(Buffer.from(String(salt), 'hex'), object as JsonObject)
        : undefined,
    ),
  },
  {
    id: 'label-joined',
    breaks: ['EAAP-0002-012'],
    invariant: [4],
    description: 'No zero byte stands between the label of a keyed value and the value.',
    expected: ['vectors.keyed-values.0002-012'],
    compute: answering('keyed-values', ({ op, key, label, value }) =>
      op === 'keyed'
        ? hmac(Buffer.from(String(key), 'hex'), bytes(label), canonicalBytes(value ?? null)).toString('hex')
        : undefined,
    ),
  },
  {
    id: 'key-of-any-length',
    breaks: ['EAAP-0002-013'],
    invariant: [1, 4],
    description: 'Values are keyed under short keys, and under none.',
    expected: ['vectors.keyed-values.0002-013'],
    compute: accepting('keyed-values', 'short-key', ({ key, label, value }) =>
      keyed(Buffer.from(String(key), 'hex'), String(label), value ?? null),
    ),
  },
  {
    id: 'one-key-for-everything',
    breaks: ['EAAP-0002-014'],
    invariant: [1, 4],
    description: 'The MAC of a snapshot is under the key of indexes.',
    expected: ['vectors.keyed-values.0002-014'],
    compute: answering('keyed-values', (input) =>
      input['op'] === 'mac' ? keyed(indexKey(input), 'snapshot', input['snapshot'] ?? null) : undefined,
    ),
  },
  {
    id: 'values-without-attribute',
    breaks: ['EAAP-0002-015'],
    invariant: [3, 4],
    description: 'The index of a value does not depend on its attribute.',
    expected: ['vectors.keyed-values.0002-015'],
    compute: answering('keyed-values', (input) =>
      input['op'] === 'value' ? keyed(indexKey(input), 'value', input['value'] ?? null) : undefined,
    ),
  },
  {
    id: 'mark-without-prefix',
    breaks: ['EAAP-0002-016'],
    invariant: [1],
    description: 'The mark of how personal data is written is over the spelling alone, as a token is.',
    expected: ['vectors.keyed-values.0002-016'],
    compute: answering('keyed-values', (input) => {
      const { op, type, spelling, namespace } = input;
      if (op !== 'written') return undefined;
      const key = useKey(rootOf(input), 'pii', String(namespace));
      return `[written:${keyed(key, 'EAAP-PII-v1', { type: type ?? null, normalised: spelling ?? null }).slice(0, 32)}]`;
    }),
  },
  {
    id: 'approval-of-the-whole-action',
    breaks: ['EAAP-0002-017'],
    invariant: [13],
    description: 'The key of an action is over the action whole, its intent included.',
    expected: ['vectors.keyed-values.0002-017'],
    compute: answering('keyed-values', (input) => {
      const { op, principal, action } = input;
      if (op !== 'action-key') return undefined;
      return keyed(indexKey(input), 'action-key', {
        principal: principal ?? null,
        action: { claims: [], effects: [], ...((action ?? ACTION) as JsonObject) },
      });
    }),
  },
  {
    id: 'loop-in-order',
    breaks: ['EAAP-0002-018'],
    invariant: [],
    description: 'Effects of a loop stand in the order they came in.',
    expected: ['vectors.keyed-values.0002-018'],
    compute: answering('keyed-values', (input) => {
      const { op, principal, tool, effects } = input;
      if (op !== 'loop-key') return undefined;
      const texts = (effects as unknown as typeof LOOP.effects).map(
        (one) => `${one.effect} ${one.target ?? ''}`,
      );
      return keyed(indexKey(input), 'loop-key', {
        principal,
        tool,
        effects: [...new Set(texts)],
      } as JsonObject);
    }),
  },
  {
    id: 'id-without-variant',
    breaks: ['EAAP-0002-019'],
    invariant: [],
    description: 'Ids keep the two bits that the variant takes the place of.',
    expected: ['vectors.ids-times.0002-019'],
    compute: answering('ids-times', ({ op, draws }) => {
      const runs = draws as unknown as readonly (readonly [number, string, number])[];
      if (op !== 'ids' || runs.length !== 1 || runs[0]?.[2] !== 1) return undefined;
      const [ms, drawn] = runs[0];
      const hex = ms.toString(16).padStart(12, '0');
      const counter = (Number.parseInt(drawn.slice(0, 4), 16) & 0x7ff).toString(16).padStart(3, '0');
      return [`${hex.slice(0, 8)}-${hex.slice(8)}-7${counter}-${drawn.slice(4, 8)}-${drawn.slice(8)}`];
    }),
  },
  {
    id: 'ids-of-any-version',
    breaks: ['EAAP-0002-020'],
    invariant: [],
    description: 'Any UUID is taken for an id.',
    expected: ['vectors.ids-times.0002-020'],
    compute: accepting('ids-times', 'not-an-id', ({ text }) =>
      /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(String(text)) ? String(text) : undefined,
    ),
  },
  {
    id: 'ids-begin-anew',
    breaks: ['EAAP-0002-021'],
    invariant: [],
    description: 'The last id of several is made with the counter of the one before.',
    expected: ['vectors.ids-times.0002-021'],
    compute: computing('ids-times', ({ op, claimed }, right) => {
      if (op !== 'ids' || claimed !== undefined || !('output' in right)) return undefined;
      const ids = right.output as readonly string[];
      return ids.length > 1 ? { output: [...ids.slice(0, -1), ids.at(-2) ?? ''] } : undefined;
    }),
  },
  {
    id: 'entropy-counted-from-one',
    breaks: ['EAAP-0002-022'],
    invariant: [],
    description: 'Seeded entropy begins with its second block.',
    expected: ['vectors.ids-times.0002-022'],
    compute: answering('ids-times', ({ op, sizes }) =>
      op === 'entropy' ? (sizes as readonly number[]).map((size) => '00'.repeat(size)) : undefined,
    ),
  },
  {
    id: 'times-in-seconds',
    breaks: ['EAAP-0002-023'],
    invariant: [],
    description: 'A time that is a whole second is written without a fraction.',
    expected: ['vectors.ids-times.0002-023'],
    compute: answering('ids-times', ({ op, ms }) =>
      op === 'write-time' && Number(ms) % 1000 === 0
        ? `${new Date(Number(ms)).toISOString().slice(0, 19)}Z`
        : undefined,
    ),
  },
  {
    id: 'times-of-any-offset',
    breaks: ['EAAP-0002-024'],
    invariant: [],
    description: 'Times are read as RFC 3339 writes them, with any offset and fraction.',
    expected: ['vectors.ids-times.0002-024'],
    compute: accepting('ids-times', 'spelling', ({ text }) => {
      const ms = /^\d{4}-\d\d-\d\dT.*[Z\d]$/.test(String(text)) ? Date.parse(String(text)) : NaN;
      return Number.isNaN(ms) ? undefined : ms;
    }),
  },
  {
    id: 'money-by-number',
    breaks: ['EAAP-0002-025'],
    invariant: [],
    description: 'An amount is whatever reads as a number.',
    expected: ['vectors.ids-times.0002-025'],
    compute: accepting('ids-times', 'not-money', ({ value }) => {
      const { amount, currency } = (value ?? {}) as JsonObject;
      return amount === undefined ? undefined : { amount: Number(amount), currency: currency ?? null };
    }),
  },
];

const held = (input: JsonObject): readonly { kid: string; key: string }[] =>
  input['keys'] as unknown as readonly { kid: string; key: string }[];

/** Broken in bytes that only vectors show: RFC-0012. */
export const VECTORS_OF_SECRETS: readonly Mutant[] = [
  {
    id: 'set-as-a-list',
    breaks: ['EAAP-0012-002'],
    invariant: [3],
    description: 'A set of keys may be written in any order.',
    expected: ['vectors.sealing.0012-002'],
    compute: accepting('sealing', 'set', ({ kids }) => {
      const [kind, list = ''] = String(kids).split(':');
      const sorted = [...new Set(list.split(','))].sort().join(',');
      return kind === 's' && sorted !== list && !list.includes(' ') && !list.endsWith(',') ? {} : undefined;
    }),
  },
  {
    id: 'sealed-under-the-first-key',
    breaks: ['EAAP-0012-003'],
    invariant: [3, 14],
    description:
      'A record about several is sealed under the key of the first, and its sealed bytes are as long as right ones.',
    expected: ['vectors.sealing.0012-003', 'vectors.sealing.0012-004'],
    compute: answering('sealing', (input) => {
      const { op, payload, of, namespace, type } = input;
      if (op !== 'seal' || held(input).length < 2) return undefined;
      const [first] = [...held(input)].sort((a, b) => (a.kid < b.kid ? -1 : 1));
      const info = { keys: of ?? null, ns: namespace ?? null, type: type ?? null };
      const secret = hkdf(Buffer.from(first?.key ?? '', 'hex'), 'EAAP-SEAL-v1', info);
      return {
        kids: `s:${first?.kid ?? ''}`,
        sealed: hmac(secret, canonicalBytes(payload ?? null)).toString('hex'),
      };
    }),
  },
  {
    id: 'nonce-behind',
    breaks: ['EAAP-0012-004'],
    invariant: [3],
    description: 'The nonce stands behind what is sealed.',
    expected: ['vectors.sealing.0012-003', 'vectors.sealing.0012-004'],
    compute: computing('sealing', ({ op, claimed }, right) => {
      if (op !== 'seal' || claimed !== undefined || !('output' in right)) return undefined;
      const { kids, sealed } = right.output as { kids: string; sealed: string };
      return { output: { kids, sealed: sealed.slice(24) + sealed.slice(0, 24) } };
    }),
  },
  {
    id: 'moved-ciphertexts-open',
    breaks: ['EAAP-0012-005'],
    invariant: [3, 7],
    description: 'A ciphertext opens for whatever it is said to be of.',
    expected: ['vectors.sealing.0012-005', 'vectors.sealing.0001-134'],
    compute: accepting('sealing', 'corrupt', () => ({})),
  },
  {
    id: 'erased-as-corrupt',
    breaks: ['EAAP-0012-007'],
    invariant: [14],
    description: 'What was erased is answered as damage.',
    expected: ['vectors.sealing.0012-007'],
    compute: computing('sealing', (_input, right) =>
      'refused' in right && right.refused === 'erased' ? { refused: 'corrupt' } : undefined,
    ),
  },
  {
    id: 'lost-as-erased',
    breaks: ['EAAP-0012-008'],
    invariant: [3, 14],
    description: 'Without its root key a namespace is answered as if it had been erased.',
    expected: ['vectors.sealing.0012-008'],
    compute: computing('sealing', (_input, right) =>
      'refused' in right && right.refused === 'key-lost' ? { refused: 'erased' } : undefined,
    ),
  },
];
