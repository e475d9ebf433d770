import { seal, type Predicate } from '../../model/envelope.ts';
import { canonical, canonicalBytes, type Json, type JsonObject } from '../../model/json.ts';
import { signerOf } from '../../model/sign.ts';
import { digestOf, gateway, refusedFor } from '../lib/evidence.ts';
import type { CaseSource } from '../types.ts';
import { auditor, contentsOf, handed, handedOver, sealed, stated, toMake } from './bundle-making.ts';

// Bundles at their limits and beside what a hasty reader takes for the rule, for the topic `envelopes`.

type Row = readonly [id: string, title: string, input: Json, mistake?: string];

const plain = contentsOf();
const committed = contentsOf({ commit: {} });
const entry = plain.entries[0] as Predicate['entries'][number];
const statement = stated(plain);
const envelope = seal(canonicalBytes(statement), [gateway]);
const own = (envelope['signatures'] as readonly Json[])[0] as Json;

/** The envelope with further signatures, by keys that nobody knows. */
const beside = (...keyids: readonly string[]): JsonObject =>
  handed(canonical({ ...envelope, signatures: [own, ...keyids.map((keyid) => ({ keyid, sig: 'AAAA' }))] }));
/** A key id of so many code points, most of them two UTF-16 units and four bytes. */
const keyid = (length: number): string => `${'😀'.repeat(length - 9)}+00000000`;
/** The note of the plain bundle, brought to so many code points by the signature of somebody with a long name. */
const noteOf = (length: number): string => {
  const end = ' AAAAAAA=\n';
  return `${plain.checkpoint}— ${'😀'.repeat(length - plain.checkpoint.length - 2 - end.length)}${end}`;
};
const withNote = (length: number): JsonObject => handedOver({ ...plain, checkpoint: noteOf(length) });
const withProof = (length: number): JsonObject =>
  handedOver({ ...plain, entries: [{ ...entry, proof: Array.from({ length }, () => digestOf(1)) }] });

const second = signerOf('second.example', Buffer.alloc(32, 0x61));

const good: readonly Row[] = [
  ['keyid-256', 'a key id of 256 code points beyond U+FFFF', beside(keyid(256))],
  [
    'signatures-hundred',
    'a hundred signatures',
    beside(...Array.from({ length: 99 }, (_, n) => `w${n}.example+00000000`)),
  ],
  ['checkpoint-4096', 'a checkpoint of 4096 code points', withNote(4096)],
  [
    'entries-64',
    'sixty-four entries',
    handedOver(contentsOf({ before: [], then: Array.from({ length: 63 }, () => 'outcome.unknown') })),
  ],
  [
    'decision-not-first',
    'a record of the evaluation before its decision',
    handedOver(contentsOf({ before: ['namespace.created', 'commit.refused'] })),
  ],
  [
    'by-one-key-of-two-names',
    'one public key known under two names, that signed under both',
    handed(sealed(statement, [auditor, second]), {
      verifier_keys: [auditor.verifierKey, second.verifierKey],
    }),
  ],
];

const nameless = contentsOf({
  decision: { evaluation: null },
  shown: ({ type }) => type === 'evaluation.recorded',
});
const byGateway = [['eaap.example', 1]] as const;

/** What no other case tells apart. */
export function atLimits(): CaseSource[] {
  return [
    ...good.map(([id, title, input]) => ({ id, title, requirements: ['EAAP-0011-057'], input })),
    ...refusedFor('malformed-envelope', 'EAAP-0011-043', [
      ['keyid-257', 'a key id of 257 code points', beside(keyid(257))],
      ['keyid-no-break-space', 'U+00A0 in the name of a key', beside('w\u00a0.example+00000000')],
      ['keyid-ideographic-space', 'U+3000 in the name of a key', beside('w\u3000.example+00000000')],
    ]),
    ...refusedFor('malformed-statement', 'EAAP-0011-048', [
      [
        'predicate-type-number',
        'a number for the type of the predicate',
        handed(sealed({ ...statement, predicateType: 7 })),
      ],
    ]),
    ...refusedFor('malformed-predicate', 'EAAP-0011-050', [
      ['checkpoint-4097', 'a note of 4097 code points', withNote(4097)],
    ]),
    ...refusedFor('not-a-decision', 'EAAP-0011-051', [
      [
        'decision-without-evaluation',
        'a decision without its evaluation',
        handedOver(nameless),
        'compared nothing with nothing',
      ],
    ]),
    ...refusedFor('receipt-mismatch', 'EAAP-0011-054', [
      [
        'receipt-other-record',
        'a receipt whose record differs from the entry in its reason, with a checkpoint that has it',
        handedOver({ ...committed, receipt: contentsOf({ commit: { reason: 'other' } }).receipt }),
        'held that there is a commit',
      ],
    ]),
    ...refusedFor('inclusion', 'EAAP-0011-056', [
      ['proof-64', 'a proof of 64 hashes, which has its form', withProof(64)],
    ]),
    ...refusedFor('malformed-envelope', 'EAAP-0011-058', [
      [
        'make-by-many',
        'a hundred and one keys',
        toMake(
          plain,
          Array.from({ length: 101 }, (_, n) => [`w${n}.example`, n + 1] as const),
        ),
      ],
      ['make-keyid-257', 'a key id of 257 code points', toMake(plain, [['😀'.repeat(248), 1]])],
    ]),
    ...refusedFor('malformed-predicate', 'EAAP-0011-058', [
      [
        'make-further',
        'a further member',
        toMake({ ...plain, note: 'x' } as unknown as Predicate, byGateway),
        'ignored what it did not know',
      ],
    ]),
  ];
}
