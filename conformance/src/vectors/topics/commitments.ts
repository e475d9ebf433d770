import { commitment, sha256, written } from '../../model/digest.ts';
import { canonical, canonicalBytes, type Json, type JsonObject } from '../../model/json.ts';
import type { CaseSource, Finding, Topic } from '../types.ts';

const FORMULA = 'EAAP-0002-009';
const SALT = 'EAAP-0002-010';
const PAYLOADS = 'EAAP-0002-011';
const SPELLING = 'EAAP-0002-006';

const salted = (byte: number, length = 32): string => Buffer.alloc(length, byte).toString('hex');
const ID = (n: number): string => `019c1371-2a40-7000-8000-${String(n).padStart(12, '0')}`;

const VALUE = { amount: { amount: '2500', currency: 'EUR' }, to: 'acct:7' } as const;
const WORKED = { ...VALUE, note: 'caf\u00e9 \u20ac5/h', rate: 1.5, '\u{1f600}': 100 } as const;

const FACT: JsonObject = {
  id: ID(1),
  version: 1,
  subject: 'customer:42',
  attribute: 'refund.limit',
  value: { amount: '5000', currency: 'EUR' },
  source: { kind: 'system', id: 'crm', observed_at: 1769850000000 },
  trust: 'verified',
  confidence: 9000,
  half_life_ms: 2592000000,
  valid_until: null,
  locked: false,
  status: 'active',
};
const CONFLICT: JsonObject = {
  id: ID(2),
  version: 1,
  status: 'open',
  subject: 'customer:42',
  attribute: 'refund.limit',
  incumbent: ID(1),
  challenger: ID(3),
  opened_at: 1769850060000,
  resolved_at: null,
  resolution: null,
  resolver: null,
};
const RESOLVED: JsonObject = {
  ...CONFLICT,
  version: 2,
  status: 'resolved',
  resolved_at: 1769850120000,
  resolution: 'replace',
  resolver: 'approver',
};
const APPROVAL: JsonObject = {
  id: ID(4),
  version: 2,
  status: 'approved',
  action_key: '5f'.repeat(32),
  reasons_digest: `sha256:${'6e'.repeat(32)}`,
  expires_at: 1769936400000,
  decided_by: 'approver',
};
const CLAIMS: JsonObject = {
  v: 1,
  jti: ID(5),
  namespace: 'acme',
  evaluation: ID(6),
  executor: 'executor',
  audience: 'billing',
  action_commitment: `sha256:${'4c'.repeat(32)}`,
  confirmation_key: Buffer.alloc(32, 0x63).toString('base64url'),
  issued_at: '2026-01-31T09:30:12.696Z',
  expires_at: '2026-01-31T09:31:12.696Z',
};
const ACTION: JsonObject = {
  tool: 'billing.refund',
  parameters: { amount: { amount: '2500', currency: 'EUR' }, customer: 'customer:42' },
  environment: 'production',
  intent: 'Refund for the broken lamp.',
};

/** The payload that section 5.1 names: what the object does not have is null. */
const PAYLOAD: Readonly<Record<string, (object: JsonObject) => JsonObject>> = {
  fact: (fact) => ({
    ...fact,
    statement: fact['statement'] ?? null,
    valid_until: fact['valid_until'] ?? null,
  }),
  conflict: (conflict) => conflict,
  approval: (approval) => approval,
};

const payloadOf = (input: JsonObject): Json =>
  input['of'] === undefined
    ? (input['payload'] as Json)
    : (PAYLOAD[String(input['of'])] as (object: JsonObject) => JsonObject)(input['object'] as JsonObject);

const plain = (id: string, title: string, input: JsonObject, requirement?: string): CaseSource => ({
  id,
  title,
  requirements: [requirement ?? (input['of'] === undefined ? FORMULA : PAYLOADS)],
  input,
});

const claim = (
  id: string,
  title: string,
  input: JsonObject,
  claimed: string,
  mistake: string,
): CaseSource => ({
  ...plain(id, title, { ...input, claimed }),
  refused: 'mismatch',
  mistake,
});

const fact = (changes: JsonObject = {}, salt = salted(0x11)): JsonObject => ({
  of: 'fact',
  salt,
  object: { ...FACT, ...changes },
});

function positives(): CaseSource[] {
  const of = (name: string, object: JsonObject, salt = salted(0x33)): JsonObject => ({
    of: name,
    salt,
    object,
  });
  const raw = (payload: Json, salt = salted(0x22)): JsonObject => ({ salt, payload });
  return [
    plain('worked-example', 'the worked example of RFC-0002', raw(WORKED)),
    plain('payload-null', 'a commitment to null', raw(null)),
    plain('payload-empty', 'a commitment to an empty object', raw({})),
    plain(
      'payload-unsorted',
      'the order of members does not count',
      raw({ to: 'acct:7', amount: { currency: 'EUR', amount: '2500' } }),
    ),
    plain('payload-unicode', 'a payload beyond ASCII', raw({ '\u{1f600}': 'caf\u00e9', '\ufb33': '\u20ac' })),
    plain('salt-zeros', 'a salt of zeros', raw(VALUE, salted(0))),
    plain('salt-other', 'another salt, another commitment', raw(VALUE, salted(0x23))),
    plain(
      'salt-rising',
      'a salt of 32 different bytes',
      raw(VALUE, Buffer.from(Array.from({ length: 32 }, (_, i) => i)).toString('hex')),
    ),
    plain('action', 'an action as it was sent', raw(ACTION)),
    plain(
      'action-bare',
      'an action without what it may leave out',
      raw({ tool: 'records.read', parameters: {}, environment: 'none' }),
    ),
    plain('claims', 'the claims of a receipt', raw(CLAIMS, salted(0x33))),
    plain(
      'clock',
      'a re-basing',
      raw({
        version: 1,
        at: '2026-01-31T09:30:00.000Z',
        principal: 'root',
        reason: 'The time server was wrong.',
      }),
    ),
    plain('fact', 'the fact of RFC-0001 section 1', fact()),
    plain('fact-statement', 'a fact with a statement', fact({ statement: 'May be refunded 50 EUR.' })),
    plain('fact-statement-empty', 'a fact with an empty statement', fact({ statement: '' })),
    plain('fact-until', 'a fact that ends', fact({ valid_until: 1772442000000 })),
    plain('fact-locked', 'a fact that was locked', fact({ version: 2, locked: true })),
    plain('fact-disputed', 'a fact that is disputed', fact({ version: 2, status: 'disputed' })),
    plain('fact-null-value', 'a fact whose value is null', fact({ value: null })),
    plain(
      'fact-token',
      'a fact with a token in it',
      fact({ subject: 'mail:[PII:email:cc5951024f80da0ec3584cf88160f8d3]' }),
    ),
    plain('conflict', 'a conflict that is open', of('conflict', CONFLICT)),
    plain('conflict-resolved', 'a conflict that is resolved', of('conflict', RESOLVED)),
    plain('conflict-noted', 'a conflict that is noted', of('conflict', { ...CONFLICT, status: 'noted' })),
    plain('approval', 'an approval', of('approval', APPROVAL)),
    plain(
      'approval-pending',
      'an escalation that is pending',
      of('approval', { ...APPROVAL, version: 1, status: 'pending', decided_by: null }),
    ),
    plain('claimed', 'a claim that is right', {
      ...raw(VALUE),
      claimed: commitment(Buffer.alloc(32, 0x22), VALUE),
    }),
    plain(
      'claimed-fact',
      'a claim that is right, of a fact',
      { ...fact(), claimed: commitment(Buffer.alloc(32, 0x11), { ...FACT, statement: null }) },
      PAYLOADS,
    ),
  ];
}

function formulas(): CaseSource[] {
  const salt = Buffer.alloc(32, 0x22);
  const input = { salt: salt.toString('hex'), payload: VALUE };
  const text = canonical(VALUE);
  const inner = sha256(canonicalBytes(VALUE));
  const hash = (...parts: readonly (string | Uint8Array)[]): string =>
    written(sha256(...parts.map((part) => (typeof part === 'string' ? Buffer.from(part, 'utf8') : part))));
  const tag = 'EAAP-COMMIT-v1\0';
  const not: readonly (readonly [string, string, string, string])[] = [
    [
      'no-inner-hash',
      'the payload itself behind the salt',
      hash(tag, salt, text),
      'does not hash the payload first',
    ],
    ['no-tag', 'without the tag', hash(salt, inner), 'leaves the tag out'],
    ['no-zero', 'without the zero byte', hash('EAAP-COMMIT-v1', salt, inner), 'leaves the zero byte out'],
    ['salt-behind', 'the salt behind the hash', hash(tag, inner, salt), 'puts the salt behind'],
    [
      'salt-as-hex',
      'the salt as hexadecimal text',
      hash(tag, salt.toString('hex'), inner),
      'hashes the text of the salt',
    ],
    [
      'salt-as-base64url',
      'the salt as base64url text',
      hash(tag, salt.toString('base64url'), inner),
      'hashes the text of the salt',
    ],
    [
      'inner-as-hex',
      'the inner hash as hexadecimal text',
      hash(tag, salt, inner.toString('hex')),
      'hashes the text of the inner hash',
    ],
    [
      'inner-written',
      'the inner hash as a written digest',
      hash(tag, salt, `sha256:${inner.toString('hex')}`),
      'hashes the written inner hash',
    ],
    [
      'inner-tagged',
      'the inner hash with a tag of its own',
      hash(tag, salt, sha256(Buffer.from(tag), canonicalBytes(VALUE))),
      'tags the inner hash',
    ],
    [
      'inner-salted',
      'the salt inside the inner hash',
      hash(tag, sha256(salt, canonicalBytes(VALUE))),
      'salts the inner hash',
    ],
    ['unsalted', 'no salt at all', hash(tag, inner), 'forgets the salt'],
    [
      'zero-salt',
      'a salt of zeros',
      hash(tag, Buffer.alloc(32), inner),
      'does not use the salt it was given',
    ],
    ['other-salt', 'another salt', commitment(Buffer.alloc(32, 0x23), VALUE), 'uses another salt'],
    [
      'unsorted',
      'members in the order they came in',
      hash(tag, salt, sha256(Buffer.from(JSON.stringify({ to: 'acct:7', amount: VALUE.amount })))),
      'hashes the text of a serialiser that does not sort',
    ],
  ];
  return not.map(([id, title, claimed, mistake]) => claim(`claim-${id}`, title, input, claimed, mistake));
}

function objects(): CaseSource[] {
  const salt = Buffer.alloc(32, 0x11);
  const whole: JsonObject = { ...FACT, statement: null };
  const without = (name: string, object: JsonObject = whole): JsonObject =>
    Object.fromEntries(Object.entries(object).filter(([key]) => key !== name));
  const source = FACT['source'] as JsonObject;
  const facts: readonly (readonly [string, string, JsonObject, string])[] = [
    [
      'no-statement',
      'a fact without a statement, the member left out',
      without('statement'),
      'leaves out what is absent',
    ],
    [
      'no-until',
      'a fact without an end, the member left out',
      without('valid_until'),
      'leaves out what is null',
    ],
    [
      'times-as-text',
      'a fact with its time as on the wire',
      { ...whole, source: { ...source, observed_at: '2026-01-31T09:00:00.000Z' } },
      'commits to the answer',
    ],
    [
      'with-created',
      'a fact with the time it was written',
      { ...whole, created_at: 1769850000000 },
      'commits to the whole row',
    ],
    ['with-about', 'a fact with whom else it is about', { ...whole, about: [] }, 'commits to what is sealed'],
    ['no-trust', 'a fact without its trust', without('trust'), 'leaves trust to be edited'],
    ['no-lock', 'a fact without its lock', without('locked'), 'leaves locks to be edited'],
    ['no-status', 'a fact without its status', without('status'), 'leaves the status to be edited'],
    ['no-version', 'a fact without its version', without('version'), 'commits to every version alike'],
    ['no-id', 'a fact without its id', without('id'), 'commits to equal facts alike'],
    ['lock-as-number', 'a fact with its lock as a number', { ...whole, locked: 0 }, 'commits to columns'],
    [
      'source-flat',
      'a fact with its source beside it',
      {
        ...without('source'),
        source_kind: 'system',
        source_id: 'crm',
        observed_at: source['observed_at'] as Json,
      },
      'commits to columns',
    ],
    [
      'value-as-text',
      'a fact with its value as text',
      { ...whole, value: canonical(FACT['value'] as Json) },
      'commits to columns',
    ],
  ];
  const conflictWith = (object: JsonObject): string => commitment(Buffer.alloc(32, 0x33), object);
  const conflict = { of: 'conflict', salt: salted(0x33), object: RESOLVED };
  const open = { of: 'conflict', salt: salted(0x33), object: CONFLICT };
  const approval = { of: 'approval', salt: salted(0x33), object: APPROVAL };
  return [
    ...facts.map(([id, title, payload, mistake]) =>
      claim(`claim-fact-${id}`, title, fact(), commitment(salt, payload), mistake),
    ),
    claim(
      'claim-fact-statement-empty',
      'an empty statement as none',
      fact({ statement: '' }),
      commitment(salt, whole),
      'takes an empty text for none',
    ),
    claim(
      'claim-conflict-nulls',
      'an open conflict without what it does not have',
      open,
      conflictWith(Object.fromEntries(Object.entries(CONFLICT).filter(([, value]) => value !== null))),
      'leaves out what is null',
    ),
    claim(
      'claim-conflict-before',
      'a resolved conflict as it was when open',
      conflict,
      conflictWith(CONFLICT),
      'keeps the first commitment',
    ),
    claim(
      'claim-conflict-sides',
      'a conflict with its sides changed over',
      open,
      conflictWith({
        ...CONFLICT,
        incumbent: CONFLICT['challenger'] as Json,
        challenger: CONFLICT['incumbent'] as Json,
      }),
      'mixes up the sides',
    ),
    claim(
      'claim-conflict-resolver',
      'a resolved conflict without who resolved it',
      conflict,
      conflictWith(without('resolver', RESOLVED)),
      'leaves out the resolver',
    ),
    claim(
      'claim-approval-no-reasons',
      'an approval without its reasons',
      approval,
      conflictWith(without('reasons_digest', APPROVAL)),
      'commits to the decision alone',
    ),
    claim(
      'claim-approval-no-expiry',
      'an approval without its end',
      approval,
      conflictWith(without('expires_at', APPROVAL)),
      'leaves the expiry to be edited',
    ),
    claim(
      'claim-approval-challenge',
      'an approval with its challenge',
      approval,
      conflictWith({ ...APPROVAL, challenge: 'mail.send 1A2B3C' }),
      'commits to the whole row',
    ),
  ];
}

function misuse(): CaseSource[] {
  const short = (id: string, title: string, salt: string, mistake?: string): CaseSource => ({
    ...plain(id, title, { salt, payload: VALUE }, SALT),
    refused: 'salt-length',
    ...(mistake === undefined ? {} : { mistake }),
  });
  const misspelt = (id: string, title: string, claimed: string): CaseSource => ({
    ...plain(id, title, { salt: salted(0x22), payload: VALUE, claimed }, SPELLING),
    refused: 'malformed-digest',
  });
  return [
    short('salt-none', 'no salt', '', 'takes no salt for an empty one'),
    short('salt-16', 'a salt of 16 bytes', salted(0x22, 16)),
    short('salt-31', 'a salt one byte too short', salted(0x22, 31), 'pads it'),
    short('salt-33', 'a salt one byte too long', salted(0x22, 33), 'cuts it'),
    short(
      'salt-64',
      'a salt that is the text of one',
      Buffer.from(salted(0x22), 'utf8').toString('hex'),
      'takes the text of a salt for the salt',
    ),
    misspelt(
      'spelling-capitals',
      'a commitment with digits in capitals',
      `sha256:${commitment(Buffer.alloc(32, 0x22), VALUE).slice(7).toUpperCase()}`,
    ),
    misspelt(
      'spelling-bare',
      'a commitment without what names the hash',
      commitment(Buffer.alloc(32, 0x22), VALUE).slice(7),
    ),
  ];
}

/** RFC-0002 section 5. */
export const topic: Topic = {
  name: 'commitments',
  title: 'Commitments',
  specified: 'RFC-0002 section 5',
  input:
    '`salt`, bytes in hexadecimal; and `payload`, a JSON value, or `of`, one of fact, conflict and approval, with `object`: the members of section 5.1, of which a fact leaves out what it does not have. `claimed`, if there, is a commitment that somebody states.',
  output: 'The commitment, as it is written.',
  reasons: {
    'salt-length': 'The salt is not 32 bytes.',
    'malformed-digest': 'What is claimed is not sha256: and 64 lower-case hexadecimal digits.',
    mismatch: 'What is claimed is another commitment.',
  },
  cases: () => [...positives(), ...formulas(), ...objects(), ...misuse()],
  answer(input): Finding {
    const asked = input as JsonObject;
    const salt = Buffer.from(String(asked['salt']), 'hex');
    const { claimed } = asked;
    const spelled = claimed === undefined || /^sha256:[0-9a-f]{64}$/.test(String(claimed));
    const refused = spelled ? [] : ['malformed-digest'];
    if (salt.length !== 32) return { refused: [...refused, 'salt-length'] };
    const output = commitment(salt, payloadOf(asked));
    if (spelled && claimed !== undefined && claimed !== output) refused.push('mismatch');
    return refused.length > 0 ? { refused } : { output };
  },
};
