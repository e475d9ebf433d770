import { createHash } from 'node:crypto';
import { digest, digestBytes, sha256, written } from '../../model/digest.ts';
import { canonical, canonicalBytes, type Json, type JsonObject } from '../../model/json.ts';
import { NAMED, TAGS } from '../lib/digest-parts.ts';
import type { CaseSource, Finding, Topic } from '../types.ts';

const FORMULA = 'EAAP-0002-005';
const SPELLING = 'EAAP-0002-006';
const KNOWN = 'EAAP-0002-007';
const OBJECTS = 'EAAP-0002-008';

const VALUE = { to: 'acct:7', amount: { amount: '2500', currency: 'EUR' } } as const;
const WORKED = { ...VALUE, note: 'caf\u00e9 \u20ac5/h', rate: 1.5, '\u{1f600}': 100 } as const;
const DIGEST = (digit: string): string => `sha256:${digit.repeat(64)}`;

const ENGINE: JsonObject = {
  judge: '1',
  capabilities: [],
  effects: '1',
  pii: '1',
  manifests: [
    ['billing.refund', DIGEST('a')],
    ['mail.send', DIGEST('b')],
  ],
  trust: DIGEST('c'),
};
const CREDENTIAL: JsonObject = {
  key: DIGEST('d'),
  id: '018bcfe5-6800-7000-8000-000000000001',
  principal: 'shop',
  owner: 'owner-1',
  roles: ['recorder', 'auditor'],
  sources: [{ kind: 'system', id: 'crm' }],
  created_at: 1769850000000,
  expires_at: null,
};
const KEY = `eaap_acme_${Buffer.alloc(32, 0x61).toString('base64url')}`;
const TOKEN = Buffer.alloc(32, 0xfb).toString('base64url');
const BODY: JsonObject = {
  token: TOKEN,
  action: { tool: 'billing.refund', parameters: { customer: 'customer:42' }, environment: 'production' },
  audience: 'billing',
  confirmation_key: Buffer.alloc(32, 0x63).toString('base64url'),
};

const plain = (id: string, title: string, input: JsonObject, requirement = FORMULA): CaseSource => ({
  id,
  title,
  requirements: [requirement],
  input,
});

function claim(id: string, title: string, input: JsonObject, claimed: string, mistake: string): CaseSource {
  const requirement = 'of' in input ? OBJECTS : FORMULA;
  return { ...plain(id, title, { ...input, claimed }, requirement), refused: 'mismatch', mistake };
}

function misspelt(id: string, title: string, claimed: string, mistake?: string): CaseSource {
  const input = { tag: 'EAAP-VALUE-v1', value: VALUE, claimed };
  const shared = plain(id, title, input, SPELLING);
  return { ...shared, refused: 'malformed-digest', ...(mistake === undefined ? {} : { mistake }) };
}

const unknown = (id: string, title: string, tag: string): CaseSource => ({
  ...plain(id, title, { tag, value: VALUE }, KNOWN),
  refused: 'unknown-tag',
});

const right = digest('EAAP-VALUE-v1', VALUE);
const hashed = (...parts: readonly (string | Uint8Array)[]): string =>
  written(sha256(...parts.map((part) => (typeof part === 'string' ? Buffer.from(part, 'utf8') : part))));

function positives(): CaseSource[] {
  return [
    plain('worked-example', 'the worked example of RFC-0002', { tag: 'EAAP-VALUE-v1', value: WORKED }),
    plain('worked-example-policy', 'the same under another tag', { tag: 'EAAP-POLICY-v1', value: WORKED }),
    ...TAGS.map((tag) =>
      plain(`tag-${tag.slice(5, -3).toLowerCase()}`, `one value under ${tag}`, { tag, value: VALUE }),
    ),
    ...([null, false, 0, '', [], {}, [[]], 'sha256:'] as const).map((value, i) =>
      plain(`value-${i}`, `the digest of ${JSON.stringify(value)}`, {
        tag: 'EAAP-VALUE-v1',
        value: value as Json,
      }),
    ),
    plain('value-order', 'the order of members does not count', {
      tag: 'EAAP-VALUE-v1',
      value: { amount: VALUE.amount, to: 'acct:7', z: 1, a: 2 },
    }),
    plain('value-unicode', 'texts are not normalised', {
      tag: 'EAAP-VALUE-v1',
      value: ['\u00e9', 'e\u0301'],
    }),
    plain('bytes-none', 'the digest of no bytes', { tag: 'EAAP-ARTIFACT-v1', hex: '' }),
    plain('bytes-zeros', 'the digest of zeros', { tag: 'EAAP-ARTIFACT-v1', hex: '00'.repeat(32) }),
    plain('bytes-canonical', 'bytes that are a canonical form have its digest', {
      tag: 'EAAP-ARTIFACT-v1',
      hex: canonicalBytes(VALUE).toString('hex'),
    }),
    plain(
      'claimed',
      'a claim that is right',
      { tag: 'EAAP-VALUE-v1', value: VALUE, claimed: right },
      SPELLING,
    ),
    ...named(),
  ];
}

function named(): CaseSource[] {
  const of = (id: string, title: string, name: string, parts: JsonObject): CaseSource =>
    plain(id, title, { of: name, parts }, OBJECTS);
  return [
    of('engine', 'an engine with two manifests', 'engine', ENGINE),
    of('engine-empty', 'an engine with no manifest', 'engine', { ...ENGINE, manifests: [] }),
    of('engine-unsorted', 'manifests are sorted by tool', 'engine', {
      ...ENGINE,
      manifests: [
        ['z', DIGEST('1')],
        ['a.b', DIGEST('2')],
        ['a-b', DIGEST('3')],
        ['a', DIGEST('4')],
      ],
    }),
    of('engine-capabilities', 'capabilities are sorted', 'engine', {
      ...ENGINE,
      capabilities: ['sql.postgresql', 'shell.bash'],
    }),
    of('credential', 'a credential', 'credential', CREDENTIAL),
    of('credential-roles-sorted', 'roles stand in their fixed order', 'credential', {
      ...CREDENTIAL,
      roles: ['auditor', 'recorder', 'auditor'],
    }),
    of('credential-agent', 'an agent that expires', 'credential', {
      ...CREDENTIAL,
      roles: ['agent'],
      sources: [{ kind: 'agent', id: 'shop' }],
      expires_at: 1769853600000,
    }),
    of('credential-no-sources', 'a credential that may assert nothing', 'credential', {
      ...CREDENTIAL,
      roles: ['admin'],
      sources: [],
    }),
    of('credential-sources-kept', 'sources keep their order', 'credential', {
      ...CREDENTIAL,
      sources: [
        { kind: 'tool', id: 'b' },
        { kind: 'tool', id: 'a' },
      ],
    }),
    of('request', 'a commit request', 'request', { body: BODY }),
    of('key', 'a key, its whole text', 'key', { text: KEY }),
    of('token', 'a token, its bytes', 'token', { text: TOKEN }),
  ];
}

function claims(): CaseSource[] {
  const input = { tag: 'EAAP-VALUE-v1', value: VALUE };
  const text = canonical(VALUE);
  const state = { namespace: '2ns', policy: 'v1', objects: ['a', 'b'], window: 0 };
  const engine = {
    of: 'engine',
    parts: {
      ...ENGINE,
      manifests: [
        ['b', DIGEST('1')],
        ['a', DIGEST('2')],
      ],
    },
  };
  const credential = { of: 'credential', parts: CREDENTIAL };
  return [
    claim('claim-no-tag', 'without a tag', input, hashed(text), 'hashes the canonical form alone'),
    claim(
      'claim-no-zero',
      'without the zero byte',
      input,
      hashed('EAAP-VALUE-v1', text),
      'joins tag and canonical form',
    ),
    claim(
      'claim-zero-as-digit',
      'the digit 0 in the place of the zero byte',
      input,
      hashed('EAAP-VALUE-v10', text),
      'writes the zero as a digit',
    ),
    claim(
      'claim-colon',
      'a colon in the place of the zero byte',
      input,
      hashed('EAAP-VALUE-v1:', text),
      'separates by a colon',
    ),
    claim(
      'claim-other-tag',
      'under the tag of a policy',
      input,
      digest('EAAP-POLICY-v1', VALUE),
      'uses one tag for everything',
    ),
    claim(
      'claim-small-tag',
      'under the tag in small letters',
      input,
      hashed('eaap-value-v1\0', text),
      'writes the tag in small letters',
    ),
    claim(
      'claim-tag-behind',
      'the tag behind the value',
      input,
      hashed(text, '\0EAAP-VALUE-v1'),
      'puts the tag behind',
    ),
    claim(
      'claim-insertion-order',
      'members in the order they came in',
      input,
      hashed('EAAP-VALUE-v1\0', JSON.stringify(VALUE)),
      'hashes the text of a serialiser that does not sort',
    ),
    claim(
      'claim-spaces',
      'with spaces behind commas and colons',
      input,
      hashed('EAAP-VALUE-v1\0', text.replaceAll(':', ': ').replaceAll(',', ', ')),
      'hashes what Python writes unasked',
    ),
    claim(
      'claim-line-feed',
      'with a line feed behind the value',
      input,
      hashed('EAAP-VALUE-v1\0', `${text}\n`),
      'hashes a line',
    ),
    claim(
      'claim-inner-hash',
      'over the hash of the value',
      input,
      hashed('EAAP-VALUE-v1\0', sha256(Buffer.from(text))),
      'hashes twice',
    ),
    claim(
      'claim-sha512',
      'SHA-512, cut to 32 bytes',
      input,
      written(createHash('sha512').update(`EAAP-VALUE-v1\0${text}`).digest().subarray(0, 32)),
      'uses another hash',
    ),
    claim(
      'claim-ascii-escapes',
      'with characters beyond ASCII escaped',
      { tag: 'EAAP-VALUE-v1', value: WORKED },
      hashed(
        'EAAP-VALUE-v1\0',
        canonical(WORKED).replace(
          /[\u0080-\uffff]/g,
          (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
        ),
      ),
      'writes ASCII only',
    ),
    claim(
      'claim-by-code-point',
      'names sorted by code point',
      { tag: 'EAAP-VALUE-v1', value: { '\ufb33': 1, '\u{1f600}': 2 } },
      hashed('EAAP-VALUE-v1\0', '{"\ufb33":1,"\u{1f600}":2}'),
      'sorts names by code point',
    ),
    claim(
      'claim-float',
      'a whole number with a fraction',
      { tag: 'EAAP-VALUE-v1', value: { n: 100 } },
      hashed('EAAP-VALUE-v1\0', '{"n":100.0}'),
      'writes numbers as its language does',
    ),
    claim(
      'claim-normalised',
      'a text in composed form',
      { tag: 'EAAP-VALUE-v1', value: 'e\u0301' },
      digest('EAAP-VALUE-v1', '\u00e9'),
      'normalises texts',
    ),
    claim(
      'claim-null-dropped',
      'a member that is null left out',
      { tag: 'EAAP-VALUE-v1', value: { a: 1, b: null } },
      digest('EAAP-VALUE-v1', { a: 1 }),
      'drops what is null',
    ),
    claim(
      'claim-joined',
      'the state by joining strings, as the original has it',
      { tag: 'EAAP-STATE-v1', value: state },
      hashed('ab', 'v1', '2ns', '0'),
      'joins sorted objects, policy version, namespace and window',
    ),
    claim(
      'claim-bytes-as-hex',
      'bytes by their hexadecimal text',
      { tag: 'EAAP-ARTIFACT-v1', hex: '00ff10' },
      hashed('EAAP-ARTIFACT-v1\0', '00ff10'),
      'hashes the text of the bytes',
    ),
    claim(
      'claim-bytes-as-json',
      'bytes as a JSON string',
      { tag: 'EAAP-ARTIFACT-v1', hex: '6162' },
      digest('EAAP-ARTIFACT-v1', 'ab'),
      'hashes a text as JSON',
    ),
    claim(
      'claim-bytes-untagged',
      'bytes without a tag',
      { tag: 'EAAP-ARTIFACT-v1', hex: '6162' },
      hashed('ab'),
      'hashes the file alone',
    ),
    claim(
      'claim-off-by-one',
      'the right digest with one digit changed',
      input,
      right.slice(0, -1) + (right.endsWith('0') ? '1' : '0'),
      'compares a prefix',
    ),
    claim(
      'claim-engine-unsorted',
      'an engine with manifests as they came',
      engine,
      digest('EAAP-ENGINE-v1', engine.parts),
      'does not sort manifests',
    ),
    claim(
      'claim-engine-object',
      'an engine with manifests as an object',
      engine,
      digest('EAAP-ENGINE-v1', { ...ENGINE, manifests: { a: DIGEST('2'), b: DIGEST('1') } }),
      'keeps manifests by name',
    ),
    claim(
      'claim-engine-no-trust',
      'an engine without its trust table',
      { of: 'engine', parts: ENGINE },
      digest(
        'EAAP-ENGINE-v1',
        Object.fromEntries(Object.entries(ENGINE).filter(([name]) => name !== 'trust')),
      ),
      'forgets what trust decides',
    ),
    claim(
      'claim-engine-tools-only',
      'an engine with the names of its tools',
      { of: 'engine', parts: ENGINE },
      digest('EAAP-ENGINE-v1', { ...ENGINE, manifests: ['billing.refund', 'mail.send'] }),
      'leaves manifests out',
    ),
    claim(
      'claim-credential-arrays',
      'a credential with roles and sources as arrays',
      credential,
      digest('EAAP-CREDENTIAL-v1', CREDENTIAL),
      'hashes arrays where a row has texts',
    ),
    claim(
      'claim-credential-as-asked',
      'a credential with roles in the order they were asked for',
      { of: 'credential', parts: { ...CREDENTIAL, roles: ['auditor', 'recorder'] } },
      digest('EAAP-CREDENTIAL-v1', {
        ...CREDENTIAL,
        roles: '["auditor","recorder"]',
        sources: '[{"id":"crm","kind":"system"}]',
      }),
      'keeps the order of roles',
    ),
    claim(
      'claim-credential-times',
      'a credential with times as on the wire',
      credential,
      digest('EAAP-CREDENTIAL-v1', {
        ...CREDENTIAL,
        roles: '["recorder","auditor"]',
        sources: '[{"id":"crm","kind":"system"}]',
        created_at: '2026-01-31T09:00:00.000Z',
      }),
      'writes times as texts',
    ),
    claim(
      'claim-request-body',
      'a request without its route',
      { of: 'request', parts: { body: BODY } },
      digest('EAAP-REQUEST-v1', BODY),
      'hashes the body alone',
    ),
    claim(
      'claim-request-path',
      'a request with its path',
      { of: 'request', parts: { body: BODY } },
      digest('EAAP-REQUEST-v1', { route: '/v2/actions/commit', body: BODY }),
      'names the route by its path',
    ),
    claim(
      'claim-key-secret',
      'a key without what stands before it',
      { of: 'key', parts: { text: KEY } },
      digestBytes('EAAP-KEY-v1', Buffer.from(KEY.slice(10), 'utf8')),
      'hashes the secret part',
    ),
    claim(
      'claim-key-decoded',
      'a key, its bytes',
      { of: 'key', parts: { text: KEY } },
      digestBytes('EAAP-KEY-v1', Buffer.alloc(32, 0x61)),
      'decodes the key',
    ),
    claim(
      'claim-token-text',
      'a token, its text',
      { of: 'token', parts: { text: TOKEN } },
      digestBytes('EAAP-TOKEN-v1', Buffer.from(TOKEN, 'utf8')),
      'hashes the text of the token',
    ),
    claim(
      'claim-token-json',
      'a token as a JSON string',
      { of: 'token', parts: { text: TOKEN } },
      digest('EAAP-TOKEN-v1', TOKEN),
      'hashes the token as JSON',
    ),
  ];
}

function spellings(): CaseSource[] {
  const hex = right.slice(7);
  return [
    misspelt('spelling-bare', 'without what names the hash', hex),
    misspelt(
      'spelling-capitals',
      'digits in capitals',
      `sha256:${hex.toUpperCase()}`,
      'compares without regard to case',
    ),
    misspelt(
      'spelling-capital-name',
      'the hash in capitals',
      `SHA256:${hex}`,
      'compares without regard to case',
    ),
    misspelt('spelling-dash', 'sha-256', `sha-256:${hex}`),
    misspelt('spelling-equals', 'an equals sign', `sha256=${hex}`),
    misspelt(
      'spelling-base64',
      'base64',
      `sha256:${Buffer.from(hex, 'hex').toString('base64')}`,
      'decodes whatever it can',
    ),
    misspelt('spelling-short', 'a digit too few', right.slice(0, -1), 'compares a prefix'),
    misspelt('spelling-long', 'a digit too many', `${right}0`, 'compares a prefix'),
    misspelt('spelling-space', 'a space before it', ` ${right}`, 'trims'),
    misspelt('spelling-line-feed', 'a line feed behind it', `${right}\n`, 'matches to the end of a line'),
    misspelt('spelling-empty', 'no text', ''),
    unknown('tag-version-2', 'a version that is not there', 'EAAP-VALUE-v2'),
    unknown('tag-small', 'a tag in small letters', 'eaap-value-v1'),
    unknown('tag-empty', 'no tag', ''),
    unknown('tag-commit', 'the tag of commitments', 'EAAP-COMMIT-v1'),
    unknown('tag-with-zero', 'a tag with a zero byte', 'EAAP-VALUE-v1\0'),
    unknown('tag-proto', 'a name that objects inherit', 'toString'),
  ];
}

/** RFC-0002 section 4. */
export const topic: Topic = {
  name: 'digests',
  title: 'Digests',
  specified: 'RFC-0002 section 4',
  input:
    'Either `tag` with `value`, a JSON value, or with `hex`, bytes in hexadecimal; or `of`, one of engine, credential, request, key and token, with `parts`: the members of section 4.3 or 4.4 with lists and roles as they came, the `body` of a commit request, or the `text` of a key or token. `claimed`, if there, is a digest that somebody states.',
  output: 'The digest, as it is written.',
  reasons: {
    'unknown-tag': 'The tag is not in the table of section 4.2.',
    'malformed-digest': 'What is claimed is not sha256: and 64 lower-case hexadecimal digits.',
    mismatch: 'What is claimed is another digest.',
  },
  cases: () => [...positives(), ...claims(), ...spellings()],
  answer(input): Finding {
    const { tag, value, hex, of, parts, claimed } = input as JsonObject;
    const known = of !== undefined || (TAGS as readonly string[]).includes(String(tag));
    const output =
      of !== undefined
        ? (NAMED[String(of)] as (parts: JsonObject) => string)(parts as JsonObject)
        : hex !== undefined
          ? digestBytes(String(tag), Buffer.from(String(hex), 'hex'))
          : digest(String(tag), value as Json);
    const refused = known ? [] : ['unknown-tag'];
    if (claimed !== undefined) {
      if (!/^sha256:[0-9a-f]{64}(?!\n)$/.test(String(claimed))) refused.push('malformed-digest');
      else if (claimed !== output) refused.push('mismatch');
    }
    return refused.length > 0 ? { refused } : { output };
  },
};
