import { createCipheriv } from 'node:crypto';
import { canonicalBytes, type Json, type JsonObject } from '../../model/json.ts';
import { hkdf } from '../../model/keyed.ts';
import { recordKey, setText, type SealedPlace } from '../../model/sealing.ts';
import { heldOf, opening, sealing } from '../lib/sealing-answers.ts';
import type { CaseSource, Finding, Topic } from '../types.ts';

const SET = 'EAAP-0012-002';
const DERIVE = 'EAAP-0012-003';
const SEAL = 'EAAP-0012-004';
const CORRUPT = 'EAAP-0012-005';
/** Of what was sealed for another record, not of what was changed. */
const MOVED = 'EAAP-0001-134';
const ERASED = 'EAAP-0012-007';
const LOST = 'EAAP-0012-008';

const KID = (n: number): string => `018bcfe5-6800-7000-8000-0000000000${n}`;
const key = (n: number): JsonObject => ({ kid: KID(n), key: String(n).repeat(32) });
const ONE = [key(51)];
const TWO = [key(51), key(52)];
const ROOT = [{ kid: KID(90), key: '90'.repeat(32) }];
const NONCE = 'a0a1a2a3a4a5a6a7a8a9aaab';

const PLACE = {
  namespace: 'acme',
  type: 'fact',
  id: '019c1371-2a40-7000-8000-000000000001',
  version: 1,
} as const;
const PAYLOAD = { salt: Buffer.alloc(32, 0x11).toString('base64url'), value: 'gold' } as const;

interface Parts {
  readonly place?: Partial<SealedPlace>;
  readonly keys?: readonly JsonObject[];
  readonly of?: 'namespace' | 'subjects';
  readonly nonce?: string;
  readonly payload?: Json;
}

const seal = ({
  place,
  keys = ONE,
  of = 'subjects',
  nonce = NONCE,
  payload = PAYLOAD,
}: Parts = {}): JsonObject => ({
  op: 'seal',
  ...PLACE,
  ...place,
  of,
  keys,
  nonce,
  payload,
});

/** The opening of what a sealing gave, with changes. */
function open(parts: Parts = {}, changes: JsonObject = {}): JsonObject {
  const asked = seal(parts);
  const { of: _, nonce: __, payload: ___, op: ____, ...at } = asked;
  return { op: 'open', ...at, ...sealing(asked), ...changes };
}

const plain = (
  id: string,
  title: string,
  requirements: readonly string[],
  input: JsonObject,
): CaseSource => ({
  id,
  title,
  requirements,
  input,
});

const refused = (
  id: string,
  title: string,
  requirement: string,
  input: JsonObject,
  reason: string,
  mistake?: string,
): CaseSource => ({
  ...plain(id, title, id.startsWith('moved-') ? [requirement, MOVED] : [requirement], input),
  refused: reason,
  ...(mistake === undefined ? {} : { mistake }),
});

function positives(): CaseSource[] {
  const both = [DERIVE, SEAL];
  const sealedAs = (id: string, title: string, parts: Parts): CaseSource =>
    plain(id, title, both, seal(parts));
  return [
    plain('worked-example-seal', 'the worked example of RFC-0012', both, seal({ keys: TWO })),
    sealedAs('seal-one-subject', 'a fact about one subject', {}),
    sealedAs('seal-keys-unsorted', 'the order in which subjects are named does not count', {
      keys: [key(52), key(51)],
      nonce: '00'.repeat(12),
    }),
    sealedAs('seal-subject-twice', 'a subject that is named twice counts once', { keys: [key(51), key(51)] }),
    sealedAs('seal-three-subjects', 'a fact about three subjects', { keys: [key(53), key(51), key(52)] }),
    sealedAs('seal-namespace', 'a record about nobody', {
      keys: ROOT,
      of: 'namespace',
      place: { type: 'clock', id: 'clock' },
    }),
    sealedAs('seal-vector', 'another type is under another key', {
      place: { type: 'vector' },
      payload: [1, -2, 0, 0],
    }),
    sealedAs('seal-version', 'a later version', { place: { version: 7 } }),
    sealedAs('seal-namespace-name', 'the same in another namespace', { place: { namespace: 'other' } }),
    sealedAs('seal-empty', 'an empty payload', { payload: {} }),
    sealedAs('seal-null', 'a payload that is null', { payload: null }),
    sealedAs('seal-unicode', 'a payload beyond ASCII, unsorted', {
      payload: { z: '\u{1f600}', '\ufb33': 1, '\u{1f600}': 2, a: 'caf\u00e9' },
    }),
    sealedAs('seal-nonce', 'another nonce', { nonce: 'ff'.repeat(12) }),
    plain('open-one-subject', 'what was sealed opens', [CORRUPT], open()),
    plain(
      'open-two-subjects',
      'what was sealed under two keys opens with both',
      [CORRUPT],
      open({ keys: TWO }),
    ),
    plain(
      'open-keys-in-any-order',
      'keys are found by id',
      [CORRUPT],
      open({ keys: TWO }, { keys: [key(53), key(52), key(51)] }),
    ),
    plain(
      'open-namespace',
      'what is under the root key opens',
      [LOST],
      open({ keys: ROOT, of: 'namespace' }),
    ),
    plain('set-one', 'a set of one', [SET], { op: 'set', of: 'subjects', kids: [KID(51)] }),
    plain('set-sorted', 'a set is sorted', [SET], { op: 'set', of: 'subjects', kids: [KID(52), KID(51)] }),
    plain('set-once', 'a set has no key twice', [SET], {
      op: 'set',
      of: 'subjects',
      kids: [KID(51), KID(51)],
    }),
    plain('set-namespace', 'the set of a root key', [SET], { op: 'set', of: 'namespace', kids: [KID(90)] }),
    plain('claimed', 'a claim that is right', both, { ...seal(), claimed: sealing(seal()).sealed }),
  ];
}

function sets(): CaseSource[] {
  const [a, b] = [KID(51), KID(52)];
  const texts: readonly (readonly [string, string, string, string?])[] = [
    ['unsorted', 'kids that are not sorted', `s:${b},${a}`, 'takes a set for a list'],
    ['twice', 'a kid twice', `s:${a},${a}`, 'takes a set for a list'],
    ['none', 'no kid', 's:'],
    ['empty', 'no text', ''],
    ['no-kind', 'kids without a kind', a],
    ['other-kind', 'a kind that is not there', `k:${a}`, 'takes what is not n for s'],
    ['capital-kind', 'a kind in capitals', `S:${a}`],
    ['namespace-two', 'two root keys', `n:${a},${b}`],
    ['capitals', 'a kid in capitals', `s:${KID(51).toUpperCase()}`, 'compares without regard to case'],
    ['space', 'a space behind the comma', `s:${a}, ${b}`, 'trims'],
    ['comma-behind', 'a comma behind the last', `s:${a},`],
    ['line-feed', 'a line feed behind it', `s:${a}\n`, 'matches to the end of a line'],
    ['not-an-id', 'a name in the place of a kid', 's:customer:42', 'names keys by their subject'],
    ['version-4', 'a UUID of version 4', 's:018bcfe5-6800-4000-8000-000000000051'],
  ];
  return texts.map(([id, title, kids, mistake]) =>
    refused(`set-${id}`, title, SET, open({ keys: TWO }, { kids }), 'set', mistake),
  );
}

function corrupt(): CaseSource[] {
  const bytes = sealing(seal()).sealed;
  const flip = (at: number): string => {
    const changed = Buffer.from(bytes, 'hex');
    const place = at < 0 ? changed.length + at : at;
    changed[place] = (changed[place] ?? 0) ^ 1;
    return changed.toString('hex');
  };
  const moved: readonly (readonly [string, string, JsonObject, string?])[] = [
    [
      'moved-namespace',
      'a ciphertext from another namespace',
      open({}, { namespace: 'other' }),
      'does not bind the namespace',
    ],
    [
      'moved-type',
      'a ciphertext of a vector in the place of a fact',
      open({ place: { type: 'vector' } }, { type: 'fact' }),
      'does not bind the type',
    ],
    [
      'moved-id',
      'a ciphertext of another fact',
      open({}, { id: '019c1371-2a40-7000-8000-000000000002' }),
      'does not bind the id',
    ],
    [
      'moved-version',
      'a ciphertext of an older version',
      open({}, { version: 2 }),
      'does not bind the version',
    ],
    [
      'moved-set-more',
      'a ciphertext under more keys than it was sealed under',
      open({}, { kids: `s:${KID(51)},${KID(52)}`, keys: TWO }),
    ],
    [
      'moved-set-fewer',
      'a ciphertext under fewer keys than it was sealed under',
      open({ keys: TWO }, { kids: `s:${KID(51)}` }),
      'seals under the first key alone',
    ],
    [
      'moved-set-other',
      'a ciphertext under another kid with the same key',
      open({}, { kids: `s:${KID(52)}`, keys: [{ kid: KID(52), key: '51'.repeat(32) }] }),
      'does not bind the set of keys',
    ],
    [
      'moved-kind',
      'a ciphertext of a subject as one of the namespace',
      open({}, { kids: `n:${KID(51)}` }),
      'does not bind whose keys they are',
    ],
    [
      'wrong-key',
      'another key under the same kid',
      open({}, { keys: [{ kid: KID(51), key: '00'.repeat(32) }] }),
    ],
    [
      'keys-changed-over',
      'two keys under each other’s kid',
      open(
        { keys: TWO },
        {
          keys: [
            { kid: KID(51), key: '52'.repeat(32) },
            { kid: KID(52), key: '51'.repeat(32) },
          ],
        },
      ),
      'joins keys in no order',
    ],
    ['flipped-nonce', 'a bit of the nonce changed', open({}, { sealed: flip(0) })],
    [
      'flipped-ciphertext',
      'a bit of the ciphertext changed',
      open({}, { sealed: flip(12) }),
      'does not check the tag',
    ],
    [
      'flipped-last',
      'the last bit of the ciphertext changed',
      open({}, { sealed: flip(-17) }),
      'does not check the tag',
    ],
    ['flipped-tag', 'a bit of the tag changed', open({}, { sealed: flip(-1) }), 'does not check the tag'],
    [
      'short-by-one',
      'the last byte cut off',
      open({}, { sealed: bytes.slice(0, -2) }),
      'takes a shorter tag',
    ],
    ['short-tag', 'a tag of 12 bytes', open({}, { sealed: bytes.slice(0, -8) }), 'takes a shorter tag'],
    ['no-tag', 'the tag cut off', open({}, { sealed: bytes.slice(0, -32) }), 'does not check the tag'],
    ['long-by-one', 'a byte more', open({}, { sealed: `${bytes}00` })],
    ['nonce-only', 'a nonce and nothing else', open({}, { sealed: NONCE })],
    ['nothing', 'no bytes', open({}, { sealed: '' })],
    [
      'tag-first',
      'the tag before the ciphertext',
      open({}, { sealed: NONCE + bytes.slice(-32) + bytes.slice(24, -32) }),
      'puts the tag first',
    ],
  ];
  return moved.map(([id, title, input, mistake]) => refused(id, title, CORRUPT, input, 'corrupt', mistake));
}

function gone(): CaseSource[] {
  return [
    refused('erased', 'the key of the one subject is gone', ERASED, open({}, { keys: [] }), 'erased'),
    refused(
      'erased-first',
      'the first of two keys is gone',
      ERASED,
      open({ keys: TWO }, { keys: [key(52)] }),
      'erased',
      'opens with the keys that are left',
    ),
    refused(
      'erased-second',
      'the second of two keys is gone',
      ERASED,
      open({ keys: TWO }, { keys: [key(51)] }),
      'erased',
      'opens with the keys that are left',
    ),
    refused(
      'erased-and-new-key',
      'the subject has a new key',
      ERASED,
      open({}, { keys: [key(52)] }),
      'erased',
      'takes the key that the subject has now',
    ),
    refused(
      'root-lost',
      'the root key is gone',
      LOST,
      open({ keys: ROOT, of: 'namespace' }, { keys: [] }),
      'key-lost',
      'takes a lost key store for an erasure',
    ),
    refused(
      'root-replaced',
      'the namespace has another root key',
      LOST,
      open({ keys: ROOT, of: 'namespace' }, { keys: [{ kid: KID(91), key: '91'.repeat(32) }] }),
      'key-lost',
      'makes a new root key',
    ),
  ];
}

function claims(): CaseSource[] {
  const input = seal({ keys: TWO });
  const kids = sealing(input).kids;
  const nonce = Buffer.from(NONCE, 'hex');
  const [first, second] = [Buffer.alloc(32, 0x51), Buffer.alloc(32, 0x52)];
  const info = { keys: 'subjects', ns: 'acme', type: 'fact' };
  const right = recordKey('acme', 'fact', 'subjects', heldOf(input));
  const under = (secret: Uint8Array, aad?: Json | Buffer, text?: Uint8Array): string => {
    const cipher = createCipheriv('aes-256-gcm', secret, nonce, { authTagLength: 16 });
    const whole = { v: 1, ns: 'acme', type: 'fact', id: PLACE.id, version: 1, kids };
    cipher.setAAD(Buffer.isBuffer(aad) ? aad : canonicalBytes((aad ?? whole) as Json));
    const body = [cipher.update(text ?? canonicalBytes(PAYLOAD)), cipher.final(), cipher.getAuthTag()];
    return Buffer.concat([nonce, ...body]).toString('hex');
  };
  const derived = (ikm: Buffer, salt = 'EAAP-SEAL-v1', of: Json = info): string => under(hkdf(ikm, salt, of));
  const both = Buffer.concat([first, second]);
  const xor = Buffer.alloc(32, 0x51 ^ 0x52);
  const not: readonly (readonly [string, string, string, string, string])[] = [
    ['first-key', 'under the first key alone', DERIVE, derived(first), 'seals under the first subject’s key'],
    [
      'keys-reversed',
      'under the keys in reverse',
      DERIVE,
      derived(Buffer.concat([second, first])),
      'joins keys in no order',
    ],
    ['keys-xored', 'under the keys added bit by bit', DERIVE, derived(xor), 'adds the keys'],
    ['no-derivation', 'under the key of the first subject itself', DERIVE, under(first), 'derives no key'],
    ['no-salt', 'derived without a salt', DERIVE, derived(both, ''), 'derives without a salt'],
    [
      'info-no-type',
      'derived without the type',
      DERIVE,
      derived(both, 'EAAP-SEAL-v1', { keys: 'subjects', ns: 'acme' }),
      'has one key for all types',
    ],
    [
      'info-no-namespace',
      'derived without the namespace',
      DERIVE,
      derived(both, 'EAAP-SEAL-v1', { keys: 'subjects', type: 'fact' }),
      'has one key for all namespaces',
    ],
    [
      'info-letter',
      'derived with s for subjects',
      DERIVE,
      derived(both, 'EAAP-SEAL-v1', { ...info, keys: 's' }),
      'writes whose keys they are as in the set',
    ],
    ['aad-none', 'with no associated data', SEAL, under(right, Buffer.alloc(0)), 'binds nothing'],
    [
      'aad-no-kids',
      'without the set in the associated data',
      SEAL,
      under(right, { v: 1, ns: 'acme', type: 'fact', id: PLACE.id, version: 1 }),
      'does not bind the set of keys',
    ],
    [
      'aad-no-version-of-layout',
      'without the version of the layout',
      SEAL,
      under(right, { ns: 'acme', type: 'fact', id: PLACE.id, version: 1, kids }),
      'leaves v out',
    ],
    [
      'aad-version-text',
      'with the version as a text',
      SEAL,
      under(right, { v: 1, ns: 'acme', type: 'fact', id: PLACE.id, version: '1', kids }),
      'writes numbers as texts',
    ],
    [
      'aad-joined',
      'with associated data joined by bars',
      SEAL,
      under(right, Buffer.from(`1|acme|fact|${PLACE.id}|1|${kids}`)),
      'joins strings',
    ],
    [
      'aad-kids-list',
      'with the kids as a list',
      SEAL,
      under(right, { v: 1, ns: 'acme', type: 'fact', id: PLACE.id, version: 1, kids: [KID(51), KID(52)] }),
      'binds the list and not its text',
    ],
    [
      'payload-unsorted',
      'a payload that is not canonical',
      SEAL,
      under(right, undefined, Buffer.from(JSON.stringify({ value: 'gold', salt: PAYLOAD.salt }))),
      'seals the text of a serialiser that does not sort',
    ],
    ['no-nonce', 'without the nonce', SEAL, under(right).slice(24), 'stores the nonce elsewhere'],
    ['nonce-behind', 'with the nonce behind', SEAL, under(right).slice(24) + NONCE, 'puts the nonce behind'],
  ];
  return [
    ...not.map(([id, title, requirement, claimed, mistake]) =>
      refused(`claim-${id}`, title, requirement, { ...input, claimed }, 'mismatch', mistake),
    ),
    refused(
      'nonce-short',
      'entropy that gives eleven bytes',
      SEAL,
      seal({ nonce: NONCE.slice(2) }),
      'nonce-length',
      'pads the nonce',
    ),
    refused(
      'nonce-none',
      'entropy that gives nothing',
      SEAL,
      seal({ nonce: '' }),
      'nonce-length',
      'uses a nonce of zeros',
    ),
  ];
}

/** RFC-0012 section 4. */
export const topic: Topic = {
  name: 'sealing',
  title: 'Sealing',
  specified: 'RFC-0012 section 4',
  input:
    '`op` says what is asked. seal: `namespace`, `type`, `id`, `version`; `of`, subjects or namespace; `keys`, a list of {kid, key in hexadecimal}; `nonce`, what the entropy gives, in hexadecimal; `payload`; `claimed`, if there, are sealed bytes that somebody states. open: `namespace`, `type`, `id`, `version`, `kids`, the text of the set; `sealed` in hexadecimal; `keys`, those that the key store has. set: `of` and `kids`.',
  output:
    'Of seal `kids`, the text of the set, and `sealed` in hexadecimal; of open the payload; of set its text.',
  reasons: {
    set: 'The text of the set of keys is not one that section 4.1 writes (storage-corrupt on the wire).',
    erased: 'A key of a subject is not there.',
    'key-lost': 'The root key is not there (key-store-unavailable on the wire).',
    corrupt: 'The ciphertext was changed, cut, or sealed for another place or under other keys.',
    'nonce-length': 'The entropy does not give 12 bytes.',
    mismatch: 'What is claimed are other bytes.',
  },
  cases: () => [...positives(), ...sets(), ...corrupt(), ...gone(), ...claims()],
  answer(input): Finding {
    const asked = input as JsonObject;
    if (asked['op'] === 'open') return opening(asked);
    if (asked['op'] === 'set')
      return { output: setText(asked['of'] as 'namespace', asked['kids'] as readonly string[]) };
    if (String(asked['nonce']).length !== 24) return { refused: ['nonce-length'] };
    const output = sealing(asked);
    const { claimed } = asked;
    return claimed !== undefined && claimed !== output.sealed ? { refused: ['mismatch'] } : { output };
  },
};
