import { commitment, sha256 } from '../../model/digest.ts';
import { PREDICATE, type Predicate } from '../../model/envelope.ts';
import { canonical, canonicalBytes, type Json, type JsonObject } from '../../model/json.ts';
import { chained, checkpointOver, digestOf, idOf, impostor, refusedFor } from '../lib/evidence.ts';
import type { CaseSource } from '../types.ts';
import { contentsOf, handed, handedOver, sealed, stated, type Making } from './bundle-making.ts';
import { salt } from './receipt-making.ts';

const [STATEMENT, OTHER, FORM, DECISION, NAMESPACE, SUBJECT, RECEIPT, CHECKPOINT, INCLUSION] = [
  'EAAP-0011-048',
  'EAAP-0011-049',
  'EAAP-0011-050',
  'EAAP-0011-051',
  'EAAP-0011-052',
  'EAAP-0011-053',
  'EAAP-0011-054',
  'EAAP-0011-055',
  'EAAP-0011-056',
] as const;

type Row = readonly [id: string, title: string, input: Json, mistake?: string];
type Changed = Omit<Predicate, 'receipt'> & { readonly receipt: JsonObject };

const plain = contentsOf();
const committed = contentsOf({ commit: {} }) as Changed;
const statement = stated(plain);
const subjects = statement['subject'] as readonly JsonObject[];
const text = canonical(statement);

const raw = (payload: string | Uint8Array): JsonObject => handed(sealed(Buffer.from(payload)));
const withStatement = (change: JsonObject): JsonObject => handed(sealed({ ...statement, ...change }));
const withPredicate = (change: JsonObject): JsonObject =>
  withStatement({ predicate: { ...(statement['predicate'] as JsonObject), ...change } });
const without = (of: JsonObject, name: string): JsonObject =>
  Object.fromEntries(Object.entries(of).filter(([member]) => member !== name));
const of = (making: Making): JsonObject => handedOver(contentsOf(making));
const withReceipt = (change: JsonObject): JsonObject =>
  handedOver({ ...committed, receipt: { ...committed.receipt, ...change } });
const withRecord = (change: JsonObject): JsonObject => {
  const [entry] = plain.entries as [Predicate['entries'][number]];
  return {
    ...plain,
    entries: [{ ...entry, record: { ...entry.record, ...change } }],
  } as unknown as JsonObject;
};
const entry = plain.entries[0] as unknown as JsonObject;

const badStatements: readonly Row[] = [
  ['statement-empty', 'an empty payload', raw('')],
  ['statement-no-json', 'a payload that is no JSON', raw(plain.checkpoint)],
  ['statement-list', 'a list', raw(`[${text}]`)],
  [
    'statement-spaced',
    'a space behind a colon',
    raw(text.replace(':', ': ')),
    'read JSON and not canonical JSON',
  ],
  ['statement-line-feed', 'a line feed at the end', raw(`${text}\n`)],
  [
    'statement-unsorted',
    'members in another order',
    raw(JSON.stringify({ subject: subjects, ...without(statement, 'subject') })),
    'compared what was read and not its bytes',
  ],
  [
    'statement-escaped',
    'a character that is escaped without need',
    raw(text.replace('in-toto', 'in\\u002dtoto')),
  ],
  ['statement-byte-order-mark', 'a byte order mark', raw(`\ufeff${text}`)],
  [
    'statement-not-utf8',
    'a byte that is no UTF-8',
    raw(Buffer.from(text.replace('policy', 'polic\u00ff'), 'latin1')),
  ],
  ['statement-number', 'a number with a fraction of zero', raw(text.replace('"v":1', '"v":1.0'))],
  [
    'statement-duplicate',
    'a member twice',
    raw(text.replace(`"predicateType"`, `"predicateType":"x","predicateType"`)),
  ],
  [
    'statement-older',
    'a statement of version 0.1',
    withStatement({ _type: 'https://in-toto.io/Statement/v0.1' }),
    'did not look at the type of the statement',
  ],
  [
    'statement-type-slash',
    'its type with a slash behind it',
    withStatement({ _type: 'https://in-toto.io/Statement/v1/' }),
  ],
  ...['_type', 'subject', 'predicateType', 'predicate'].map((name): Row => [
    `statement-lacks-${name.replace('_', '').toLowerCase()}`,
    `no member ${name}`,
    handed(sealed(without(statement, name))),
  ]),
  [
    'statement-further',
    'a further member',
    withStatement({ note: 'x' }),
    'ignored what it did not know, as in-toto has it',
  ],
  ['statement-predicate-null', 'null for a predicate', withStatement({ predicate: null })],
  ['subject-none', 'no subject', withStatement({ subject: [] })],
  ['subject-four', 'four subjects', withStatement({ subject: [...subjects, ...subjects] })],
  [
    'subject-uri',
    'a subject with an address',
    withStatement({ subject: [{ ...subjects[0], uri: 'urn:x' }, subjects[1] as Json] }),
  ],
  [
    'subject-nameless',
    'a subject without a name',
    withStatement({ subject: [without(subjects[0] as JsonObject, 'name'), subjects[1] as Json] }),
  ],
  [
    'subject-other-name',
    'a subject of another name',
    withStatement({ subject: [{ ...subjects[0], name: 'action' }, subjects[1] as Json] }),
  ],
  [
    'subject-prefixed',
    'a digest as records have it',
    withStatement({
      subject: [
        { ...subjects[0], digest: { sha256: String(plain.entries[0]?.record['commitment']) } },
        subjects[1] as Json,
      ],
    }),
  ],
  [
    'subject-capitals',
    'a digest in capitals',
    withStatement({
      subject: [{ ...subjects[0], digest: { sha256: 'AB'.repeat(32) } }, subjects[1] as Json],
    }),
  ],
  [
    'subject-sha512',
    'a digest of another algorithm beside',
    withStatement({
      subject: [
        { ...subjects[0], digest: { ...(subjects[0]?.['digest'] as JsonObject), sha512: '00'.repeat(64) } },
        subjects[1] as Json,
      ],
    }),
  ],
];

const badPredicates: readonly Row[] = [
  ['predicate-empty', 'no members', withStatement({ predicate: {} })],
  ['predicate-version', 'another version', withPredicate({ v: 2 })],
  ...['v', 'entries', 'checkpoint', 'receipt'].map((name): Row => [
    `predicate-lacks-${name}`,
    `no member ${name}`,
    withStatement({ predicate: without(statement['predicate'] as JsonObject, name) }),
  ]),
  [
    'predicate-further',
    'a further member',
    withPredicate({ verdict: 'ALLOW' }),
    'ignored what it did not know',
  ],
  ['entries-none', 'no entries', withPredicate({ entries: [] })],
  ['entries-many', 'sixty-five entries', withPredicate({ entries: Array.from({ length: 65 }, () => entry) })],
  ['entry-further', 'an entry with its place', withPredicate({ entries: [{ ...entry, index: 3 }] })],
  ['entry-lacks-proof', 'an entry without a proof', withPredicate({ entries: [without(entry, 'proof')] })],
  [
    'entry-proof-base64',
    'a proof in base64',
    withPredicate({ entries: [{ ...entry, proof: [salt(1).toString('base64')] }] }),
  ],
  [
    'entry-proof-long',
    'a proof of 65 hashes',
    withPredicate({ entries: [{ ...entry, proof: Array.from({ length: 65 }, () => digestOf(1)) }] }),
  ],
  [
    'record-further',
    'a record with a further member',
    withPredicate({ entries: [{ ...entry, record: { ...(entry['record'] as JsonObject), latency: 1 } }] }),
    'hashed a record it had not read',
  ],
  [
    'record-no-such-day',
    'a record of a day that does not exist',
    withPredicate({
      entries: [{ ...entry, record: { ...(entry['record'] as JsonObject), ts: '2026-02-30T00:00:00.000Z' } }],
    }),
  ],
  ['checkpoint-number', 'a number for a checkpoint', withPredicate({ checkpoint: 5 })],
  ['checkpoint-long', 'a checkpoint of 4097 characters', withPredicate({ checkpoint: 'x'.repeat(4097) })],
  ['receipt-empty', 'an empty receipt', withPredicate({ receipt: {} })],
  ['receipt-further', 'a receipt with a further member', withReceipt({ note: 'x' })],
  [
    'receipt-salt-spelled-twice',
    'a salt with bits set behind its last byte',
    withReceipt({ claims_salt: `${salt(0x33).toString('base64url').slice(0, -1)}N` }),
  ],
];

const [decision, commit] = committed.entries as [Predicate['entries'][number], Predicate['entries'][number]];
const twoCommits: Making = { commit: {}, then: ['commit.accepted'] };
const otherEvaluation = { evaluation: idOf(9) };

const badDecisions: readonly Row[] = [
  [
    'decision-missing',
    'a commit without its decision',
    handedOver({ ...committed, entries: [commit] }),
    'took a commit for a decision',
  ],
  ['decision-twice', 'two decisions', of({ then: ['evaluation.recorded'] })],
  [
    'entry-twice',
    'one record twice',
    handedOver({ ...plain, entries: [...plain.entries, ...plain.entries] }),
  ],
  [
    'entries-reversed',
    'records against the order of the log',
    handedOver({ ...committed, entries: [commit, decision] }),
  ],
  [
    'entry-of-another',
    'a record of another evaluation',
    of({ then: [['outcome.unknown', otherEvaluation]] }),
    'showed records beside the decision',
  ],
  [
    'entry-of-none',
    'a record of no evaluation',
    of({ then: ['fact.stored'], shown: ({ seq }) => Number(seq) >= 3 }),
  ],
  [
    'entry-of-another-namespace',
    'a record of another namespace',
    of({ then: [['outcome.unknown', { ns: 'shop' }]] }),
  ],
  ['committed-twice', 'two commits of one decision', of(twoCommits)],
  ...['verdict', 'policy', 'engine', 'state_hash', 'commitment'].map((name): Row => [
    `decision-without-${name.replace('_', '-')}`,
    `a decision without its ${name}`,
    // What is null has no digest: the subjects are those of the plain bundle.
    handed(sealed({ ...stated(contentsOf({ decision: { [name]: null } })), subject: subjects })),
  ]),
];

const named = (name: string, sha: string): JsonObject => ({ name, digest: { sha256: sha } });
const receiptSubject = (committedSubjects: readonly JsonObject[]): JsonObject =>
  committedSubjects[2] as JsonObject;
const ofCommitted = stated(committed);
const three = ofCommitted['subject'] as readonly JsonObject[];
const withSubjects = (list: readonly Json[], whole: JsonObject = statement): JsonObject =>
  handed(sealed({ ...whole, subject: list }));

const badSubjects: readonly Row[] = [
  [
    'subject-other-action',
    'another action',
    withSubjects([named('action_commitment', 'ab'.repeat(32)), subjects[1] as Json]),
    'believed the subject',
  ],
  [
    'subject-other-state',
    'another state',
    withSubjects([subjects[0] as Json, named('state_hash', 'ab'.repeat(32))]),
  ],
  [
    'subject-one',
    'the action alone',
    withSubjects([subjects[0] as Json]),
    'held that one subject that fits is enough',
  ],
  ['subject-twice', 'one subject twice', withSubjects([...subjects, subjects[0] as Json])],
  ['subject-swapped', 'the subjects in another order', withSubjects([...subjects].reverse())],
  [
    'subject-names-swapped',
    'the names exchanged',
    withSubjects([
      { ...subjects[0], name: 'state_hash' },
      { ...subjects[1], name: 'action_commitment' },
    ]),
    'matched subjects by digest alone',
  ],
  [
    'subject-receipt-left-out',
    'a commit without a subject for its receipt',
    withSubjects(three.slice(0, 2), ofCommitted),
  ],
  [
    'subject-receipt-untagged',
    'the plain hash of the receipt',
    withSubjects(
      [...three.slice(0, 2), named('receipt', sha256(canonicalBytes(committed.receipt)).toString('hex'))],
      ofCommitted,
    ),
    'hashed the receipt without its tag',
  ],
  [
    'subject-receipt-of-none',
    'a receipt that is not there',
    withSubjects([...subjects, receiptSubject(three)]),
  ],
];

const otherClaims = contentsOf({ commit: {}, claims: { audience: 'shipping' } }).receipt as JsonObject;
const claims = committed.receipt['claims'] as JsonObject;

const badReceipts: readonly Row[] = [
  [
    'receipt-left-out',
    'a commit without its receipt',
    handedOver({ ...committed, receipt: null }),
    'took a commit without a receipt',
  ],
  [
    'receipt-without-commit',
    'a receipt without its commit',
    handedOver({ ...committed, entries: [decision] }),
  ],
  [
    'receipt-of-another-commit',
    'the receipt of another commit',
    handedOver({ ...committed, receipt: otherClaims }),
    'checked the receipt for itself',
  ],
  [
    'receipt-claims-changed',
    'claims that are not those of the record',
    withReceipt({ claims: { ...claims, audience: 'shipping' } }),
    'believed the claims',
  ],
  ['receipt-claims-salt', 'another salt', withReceipt({ claims_salt: salt(0x34).toString('base64url') })],
  ['receipt-index', 'another place', withReceipt({ index: 3 })],
  [
    'receipt-other-action',
    'a commit of another action',
    of({ commit: {}, claims: { action_commitment: commitment(salt(0x23), 'x') } }),
    'did not compare what was decided with what was committed',
  ],
  ['receipt-other-executor', 'a commit by another executor', of({ commit: { principal: 'other-executor' } })],
  [
    'receipt-other-namespace',
    'claims of another namespace',
    of({ commit: {}, claims: { namespace: 'shop' } }),
  ],
  ['receipt-other-evaluation', 'claims of another evaluation', of({ commit: {}, claims: otherEvaluation })],
  [
    'commit-other-state',
    'a commit on another state',
    of({ commit: { state_hash: digestOf(0x5a) } }),
    'did not compare the state of decision and commit',
  ],
  ['commit-other-policy', 'a commit under another policy', of({ commit: { policy: digestOf(0x5b) } })],
  ['commit-other-engine', 'a commit by another engine', of({ commit: { engine: digestOf(0x5c) } })],
  [
    'commit-of-block',
    'a commit of a decision that blocks',
    of({ decision: { verdict: 'BLOCK' }, commit: {} }),
    'did not look at the verdict',
  ],
  [
    'commit-without-allow',
    'a commit that escalates',
    of({ decision: { verdict: 'ESCALATE' }, commit: { verdict: 'ESCALATE' } }),
  ],
];

const elsewhere = contentsOf({ signer: impostor });
const another = chained(['namespace.created', 'key.created', 'key.created', 'key.created']);
const later = contentsOf({ then: ['fact.stored', 'fact.stored', 'fact.stored'] });
const proofOf = (from: Predicate): readonly string[] => from.entries[0]?.proof ?? [];
const withProof = (proof: readonly string[]): JsonObject =>
  handedOver({ ...later, entries: [{ ...(later.entries[0] as Predicate['entries'][number]), proof }] });

const badCheckpoints: readonly Row[] = [
  [
    'checkpoint-impostor',
    'a checkpoint by another key of the same name',
    handedOver(elsewhere),
    'looked at the name of the key alone',
  ],
  [
    'checkpoint-other-log',
    'the checkpoint of another namespace',
    handedOver({ ...plain, checkpoint: contentsOf({ ns: 'shop' }).checkpoint }),
  ],
  [
    'checkpoint-unsigned',
    'a checkpoint without a signature',
    handedOver({ ...plain, checkpoint: `${plain.checkpoint.split('\n\n')[0] ?? ''}\n` }),
    'held the signature on the envelope to be enough',
  ],
  [
    'checkpoint-changed',
    'a checkpoint changed after signing',
    handedOver({ ...plain, checkpoint: plain.checkpoint.replace('\n4\n', '\n5\n') }),
  ],
  ['checkpoint-empty', 'an empty text', handedOver({ ...plain, checkpoint: '' })],
  [
    'checkpoint-of-receipt',
    'a receipt whose own checkpoint is another’s',
    withReceipt({ checkpoint: String(contentsOf({ commit: {}, signer: impostor }).receipt?.['checkpoint']) }),
    'checked the proofs of the bundle and not that of the receipt',
  ],
  [
    'checkpoint-other-key',
    'the log of another gateway',
    handed(sealed(statement), { log_key: impostor.verifierKey }),
    'opened checkpoints with whatever key signed the envelope',
  ],
];

const badInclusions: readonly Row[] = [
  ['inclusion-no-proof', 'no proof', withProof([]), 'checked signature and not inclusion'],
  ['inclusion-short', 'a hash left out', withProof(proofOf(later).slice(1))],
  ['inclusion-long', 'a hash more', withProof([...proofOf(later), digestOf(1)])],
  [
    'inclusion-other-tree',
    'the checkpoint of another log of the same name',
    handedOver({ ...plain, checkpoint: checkpointOver(another) }),
  ],
  [
    'inclusion-later',
    'a later checkpoint with the earlier proof',
    handedOver({ ...plain, checkpoint: later.checkpoint }),
  ],
  [
    'inclusion-before',
    'a checkpoint from before the decision',
    handedOver({ ...plain, checkpoint: checkpointOver(another.slice(0, 3)) }),
  ],
  [
    'inclusion-record-changed',
    'a record that was changed',
    handedOver(withRecord({ principal: 'other' }) as unknown as Predicate),
    'believed the records',
  ],
  [
    'inclusion-verdict-changed',
    'a verdict that was changed',
    handedOver(withRecord({ verdict: 'BLOCK' }) as unknown as Predicate),
  ],
  [
    'inclusion-place-changed',
    'a record that says another place',
    handedOver(withRecord({ seq: 2 }) as unknown as Predicate),
  ],
  [
    'inclusion-second',
    'a second record without a proof',
    handedOver({ ...committed, entries: [decision, { ...commit, proof: [] }] }),
    'checked the first record alone',
  ],
  [
    'inclusion-of-receipt',
    'a receipt whose own proof is none',
    withReceipt({ proof: [] }),
    'checked the proofs of the bundle and not that of the receipt',
  ],
];

/** Bundles that are signed, and do not show what they say. */
export function unproven(): CaseSource[] {
  const shop = contentsOf({ ns: 'shop' });
  return [
    ...refusedFor('malformed-statement', STATEMENT, badStatements),
    ...refusedFor('predicate-type', OTHER, [
      [
        'predicate-provenance',
        'the provenance of a build',
        withStatement({ predicateType: 'https://slsa.dev/provenance/v1' }),
        'did not look at the type',
      ],
      ['predicate-later', 'a later version', withStatement({ predicateType: PREDICATE.replace('v1', 'v2') })],
      [
        'predicate-capitals',
        'the type in capitals',
        withStatement({ predicateType: PREDICATE.toUpperCase() }),
      ],
      ['predicate-untyped', 'an empty type', withStatement({ predicateType: '' })],
    ]),
    ...refusedFor('malformed-predicate', FORM, badPredicates),
    ...refusedFor('not-a-decision', DECISION, badDecisions),
    ...refusedFor('namespace', NAMESPACE, [
      [
        'namespace-other',
        'a decision of another namespace',
        handedOver(shop),
        'took whatever the gateway signed, for any tenant',
      ],
      ['namespace-begins-so', 'a namespace that begins so', handedOver(contentsOf({ ns: 'acme-2' }))],
      ['namespace-asked-for', 'another namespace asked for', handedOver(plain, { namespace: 'acme-2' })],
    ]),
    ...refusedFor('subject-mismatch', SUBJECT, badSubjects),
    ...refusedFor('receipt-mismatch', RECEIPT, badReceipts),
    ...refusedFor('checkpoint', CHECKPOINT, badCheckpoints),
    ...refusedFor('inclusion', INCLUSION, badInclusions),
  ];
}
