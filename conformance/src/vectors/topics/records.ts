import { digest, sha256, written } from '../../model/digest.ts';
import { canonical, canonicalBytes, type Json, type JsonObject } from '../../model/json.ts';
import { linkOf, recordLeaf } from '../../model/log.ts';
import { isRecord, RECORD_TYPES } from '../../model/record.ts';
import { fieldsOf, idOf, recordAt, digestOf } from '../lib/evidence.ts';
import type { CaseSource, Finding, Topic } from '../types.ts';

const FORM = 'EAAP-0011-002';
const LEAF = 'EAAP-0011-003';
const LINK = 'EAAP-0011-004';

const base = recordAt(5, 'fact.stored', digestOf(0xb1));

/** One record of every type, and records at the edges of their forms. */
function good(): CaseSource[] {
  const byType = RECORD_TYPES.map((type, at): CaseSource => ({
    id: `type-${type.replace('.', '-')}`,
    title: `a record ${type}`,
    requirements: [LEAF, LINK],
    input: { record: recordAt(at, type, at === 0 ? null : digestOf(0xb0)) },
  }));
  const edges: readonly (readonly [string, string, JsonObject])[] = [
    ['seq-largest', 'the largest place there is', { seq: 9007199254740991 }],
    ['leap-day', 'the 29th of February of a leap year', { ts: '2028-02-29T23:59:59.999Z' }],
    ['last-time', 'the last millisecond of the year 9999', { ts: '9999-12-31T23:59:59.999Z' }],
    ['first-time', 'the first millisecond of 1970', { ts: '1970-01-01T00:00:00.000Z' }],
    ['namespace-longest', 'a namespace of 63 characters', { ns: `n${'0'.repeat(62)}` }],
    [
      'principal-dotted',
      'a principal with dots, dashes and a leading digit',
      { principal: '7.billing_agent-2' },
    ],
    ['reason-longest', 'a reason of 64 characters', { reason: 'r'.repeat(64) }],
    ['object-of-colons', 'an object whose id holds colons', { object: 'control:agent.a:b' }],
    ['object-unversioned', 'an object without a version', { object: `fact:${idOf(9)}` }],
  ];
  const claims: readonly (readonly [string, string, JsonObject])[] = [
    ['claimed-all', 'canonical form, leaf and link claimed rightly', all(base)],
    ['claimed-leaf', 'the leaf claimed rightly', { leaf: written(recordLeaf(base)) }],
    ['claimed-link', 'the link claimed rightly', { link: linkOf(base) }],
  ];
  return [
    ...byType,
    ...edges.map(([id, title, change]): CaseSource => ({
      id,
      title,
      requirements: [FORM, LEAF, LINK],
      input: { record: { ...base, ...change } },
    })),
    ...claims.map(([id, title, claimed]): CaseSource => ({
      id,
      title,
      requirements: 'canonical' in claimed ? [LEAF, LINK] : 'leaf' in claimed ? [LEAF] : [LINK],
      input: { record: base, claimed },
    })),
  ];
}

const all = (record: JsonObject): JsonObject => ({
  canonical: canonical(record),
  leaf: written(recordLeaf(record)),
  link: linkOf(record),
});

const without = (name: string): JsonObject =>
  Object.fromEntries(Object.entries(base).filter(([member]) => member !== name));

/** What is no record, a fault each. */
function malformed(): CaseSource[] {
  const changes: readonly (readonly [string, string, JsonObject])[] = [
    ['further-member', 'a further member', { latency: 3 }],
    ['version-two', 'a version that is not known', { v: 2 }],
    ['version-text', 'the version as a text', { v: '1' }],
    ['seq-negative', 'a place below 0', { seq: -1 }],
    ['seq-fraction', 'a place that is not whole', { seq: 1.5 }],
    ['seq-text', 'a place as a text', { seq: '5' }],
    ['seq-null', 'a place that is null', { seq: null }],
    ['time-offset', 'a time with an offset', { ts: '2026-01-31T10:30:00.000+01:00' }],
    ['time-seconds', 'a time without milliseconds', { ts: '2026-01-31T09:30:00Z' }],
    ['time-microseconds', 'a time with six digits', { ts: '2026-01-31T09:30:00.000000Z' }],
    ['time-small-z', 'a time with a small z', { ts: '2026-01-31T09:30:00.000z' }],
    ['time-no-such-day', 'the 30th of February', { ts: '2026-02-30T09:30:00.000Z' }],
    ['time-no-leap-day', 'the 29th of February of no leap year', { ts: '2026-02-29T09:30:00.000Z' }],
    ['time-hour-24', 'the hour 24', { ts: '2026-01-31T24:00:00.000Z' }],
    ['time-leap-second', 'a leap second', { ts: '2016-12-31T23:59:60.000Z' }],
    ['time-before-1970', 'a time before 1970', { ts: '1969-12-31T23:59:59.999Z' }],
    ['time-number', 'a time as a number', { ts: 1769851800000 }],
    ['namespace-upper', 'a namespace in capitals', { ns: 'ACME' }],
    ['namespace-empty', 'an empty namespace', { ns: '' }],
    ['namespace-long', 'a namespace of 64 characters', { ns: `n${'0'.repeat(63)}` }],
    ['namespace-newline', 'a namespace with a newline at its end', { ns: 'acme\n' }],
    ['type-unknown', 'a type that is not on the list', { type: 'fact.deleted' }],
    ['type-upper', 'a type in capitals', { type: 'FACT.STORED' }],
    ['principal-null', 'no principal', { principal: null }],
    ['principal-mail', 'a mail address for a principal', { principal: 'root@example.com' }],
    ['object-bare', 'an object without a type', { object: idOf(4) }],
    ['object-version-zero', 'an object of version 0', { object: `fact:${idOf(4)}@0` }],
    ['object-space', 'an object with a space', { object: 'fact:a b' }],
    ['evaluation-upper', 'an id in capitals', { evaluation: idOf(0xabc).toUpperCase() }],
    ['evaluation-random', 'an id of version 4', { evaluation: '0b8f6a3e-6f0e-4c53-9a43-3b1d0c8c2f10' }],
    ['verdict-small', 'a verdict in small letters', { verdict: 'allow' }],
    ['verdict-unknown', 'a verdict there is not', { verdict: 'DENY' }],
    ['reason-text', 'free text for a reason', { reason: 'The invoice says 12.' }],
    ['reason-long', 'a reason of 65 characters', { reason: 'r'.repeat(65) }],
    ['commitment-bare', 'a digest without its algorithm', { commitment: 'a4'.repeat(32) }],
    ['commitment-upper', 'a digest in capitals', { commitment: `sha256:${'A4'.repeat(32)}` }],
    ['commitment-short', 'a digest of 31 bytes', { commitment: `sha256:${'a4'.repeat(31)}` }],
    [
      'policy-base64',
      'a digest in base64',
      { policy: `sha256:${Buffer.alloc(32, 0xa1).toString('base64')}` },
    ],
    ['prev-empty', 'an empty text where null is meant', { prev: '' }],
    ['prev-zeros', 'zeros without an algorithm for no record before', { prev: '0'.repeat(64) }],
  ];
  const values: readonly (readonly [string, string, Json])[] = [
    ['an-array', 'an array', [base]],
    ['a-text', 'a record as a text', canonical(base)],
    ['null', 'null', null],
    ['empty-object', 'an empty object', {}],
  ];
  const cases = [
    ...Object.keys(base).map(
      (name) => [`lacks-${name.replace('_', '-')}`, `no member ${name}`, without(name)] as const,
    ),
    ...changes.map(([id, title, change]) => [id, title, { ...base, ...change }] as const),
    ...values,
  ];
  return cases.map(([id, title, record]) => ({
    id,
    title,
    requirements: [FORM],
    input: { record },
    refused: 'malformed',
  }));
}

/** What records do not hash to. */
function mismatched(): CaseSource[] {
  const bytes = canonicalBytes(base);
  const spaced = Buffer.from(JSON.stringify(base, null, 1), 'utf8');
  const unsorted = Buffer.from(JSON.stringify(base), 'utf8');
  const dense = Object.fromEntries(Object.entries(base).filter(([, value]) => value !== null));
  const claims: readonly (readonly [string, string, JsonObject])[] = [
    [
      'leaf-without-prefix',
      'hashed the record without the byte 0x00 before it',
      { leaf: written(sha256(bytes)) },
    ],
    [
      'leaf-as-node',
      'took the byte of a node for that of a leaf',
      { leaf: written(sha256(Buffer.of(1), bytes)) },
    ],
    ['leaf-spaced', 'hashed the record as it was printed', { leaf: written(sha256(Buffer.of(0), spaced)) }],
    [
      'leaf-unsorted',
      'left the members in the order they came in',
      { leaf: written(sha256(Buffer.of(0), unsorted)) },
    ],
    ['leaf-without-nulls', 'left members that are null out', { leaf: written(recordLeaf(dense)) }],
    [
      'leaf-newline',
      'hashed a line, its newline included',
      { leaf: written(sha256(Buffer.of(0), bytes, Buffer.from('\n'))) },
    ],
    [
      'leaf-of-digest',
      'hashed the digest of the record for the record',
      { leaf: written(sha256(Buffer.of(0), sha256(bytes))) },
    ],
    ['leaf-is-link', 'took the link for the leaf', { leaf: linkOf(base) }],
  ];
  const links: readonly (readonly [string, string, JsonObject])[] = [
    ['link-is-leaf', 'took the leaf for the link', { link: written(recordLeaf(base)) }],
    ['link-untagged', 'hashed the record without a tag', { link: written(sha256(bytes)) }],
    [
      'link-without-separator',
      'left out the zero byte after the tag',
      { link: written(sha256(Buffer.from('EAAP-RECORD-v1'), bytes)) },
    ],
    ['link-other-tag', 'took another tag', { link: digest('EAAP-RECEIPT-v1', base) }],
    ['link-without-prev', 'left `prev` out of what is hashed', { link: linkOf(without('prev')) }],
    ['canonical-unsorted', 'left the members in the order they came in', { canonical: JSON.stringify(base) }],
  ];
  const cases = (list: typeof claims, requirement: string): CaseSource[] =>
    list.map(([id, mistake, claimed]) => ({
      id,
      title: `a claim made by a mistake: ${id.replaceAll('-', ' ')}`,
      requirements: [requirement],
      input: { record: base, claimed },
      refused: 'mismatch',
      mistake,
    }));
  return [...cases(claims, LEAF), ...cases(links, LINK)];
}

export const topic: Topic = {
  name: 'records',
  title: 'Records of the log',
  specified: 'RFC-0011 section 3',
  input:
    '`record` is what is to be a record, parsed. `claimed`, if there, holds some of the members of an output, as somebody claims them.',
  output:
    '`canonical` is the canonical form as a text, `leaf` the hash of its leaf, `link` what the next record has for `prev`.',
  reasons: {
    malformed: 'It is no record: a member is missing, unknown or not of its form.',
    mismatch: 'What is claimed is not what comes out.',
  },
  cases: () => [...good(), ...malformed(), ...mismatched()],
  answer(input): Finding {
    const { record = null, claimed = {} } = input as JsonObject;
    if (!isRecord(record)) return { refused: ['malformed'] };
    const output = all(record);
    const differs = Object.entries(claimed as JsonObject).some(([name, value]) => output[name] !== value);
    return differs ? { refused: ['mismatch'] } : { output };
  },
};

// A type without a row in the table would be a record that fills nothing.
for (const type of RECORD_TYPES)
  if (Object.values(fieldsOf(type)).every((value) => value === null))
    throw new Error(`${type} fills nothing`);
