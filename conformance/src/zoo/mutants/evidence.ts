import type { Answer } from '../../vectors/types.ts';
import { canonical, type Json, type JsonObject } from '../../model/json.ts';
import { sha256, written } from '../../model/digest.ts';
import type { Mutant } from '../types.ts';
import { withEntries } from './lib/parts.ts';

type Compute = NonNullable<Mutant['compute']>;

/** Computes one topic in another way. */
const computing =
  (topic: string, change: (right: Answer, input: JsonObject) => Answer): Compute =>
  (next) =>
  async (asked, input) => {
    const right = await next(asked, input);
    return asked === topic && !('unsupported' in right) ? change(right, input as JsonObject) : right;
  };

/** Does not see what is refused for a reason, everywhere or where a condition holds. */
const blindTo = (
  topic: string,
  reason: string,
  where: (input: JsonObject) => boolean = () => true,
): Compute =>
  computing(topic, (right, input) =>
    'refused' in right && right.refused === reason && where(input) ? { output: null } : right,
  );

const claimsOf = ({ receipt }: JsonObject): JsonObject =>
  ((receipt as JsonObject | null)?.['claims'] ?? {}) as JsonObject;

/** A mutant that does not look at one thing. */
const blind = (
  topic: string,
  [id, reason, requirement, description]: readonly [string, string, number, string],
  more: {
    where?: (input: JsonObject) => boolean;
    also?: readonly number[];
    invariant?: readonly number[];
  } = {},
): Mutant => {
  const number = (n: number): string => `0011-${String(n).padStart(3, '0')}`;
  const broken = [requirement, ...(more.also ?? [])].map(number);
  return {
    id,
    breaks: broken.map((of) => `EAAP-${of}`),
    invariant: more.invariant ?? [7],
    description,
    expected: broken.map((of) => `vectors.${topic}.${of}`),
    compute: blindTo(topic, reason, more.where),
  };
};

const otherSignature = (input: JsonObject): boolean => {
  const line = String(input['note']).trimEnd().split('\n').at(-1) ?? '';
  const bytes = Buffer.from(line.split(' ')[2] ?? '', 'base64').subarray(4);
  return bytes.length === 64 && (bytes[63] ?? 0) > 0x10;
};

/** Verifiers that overlook something in a note. */
const NOTES: readonly Mutant[] = [
  blind(
    'checkpoints',
    [
      'key-id-unread',
      'malformed-key',
      7,
      'A verifier key is taken by its last part, whatever stands before it.',
    ],
    {
      where: ({ note }) => note !== undefined && !String(note).includes('AAAAAAAAAAAAAAAA'),
    },
  ),
  blind('checkpoints', ['note-read-loosely', 'malformed-note', 8, 'What is signed somehow is a note.']),
  blind('checkpoints', [
    'checkpoint-read-loosely',
    'malformed-checkpoint',
    9,
    'The lines of a checkpoint are taken as they come.',
  ]),
  blind(
    'checkpoints',
    ['any-origin', 'wrong-origin', 10, 'A checkpoint of any log of the gateway will do.'],
    { invariant: [4, 7] },
  ),
  blind('checkpoints', ['any-signer', 'unknown-key', 11, 'A note that anybody signed is signed.']),
  blind(
    'checkpoints',
    ['signature-unread', 'bad-signature', 12, 'The name of the key is enough of a signature.'],
    { also: [14] },
  ),
  blind('checkpoints', ['signed-twice', 'duplicate-signature', 13, 'A key may sign as often as it likes.']),
  blind('checkpoints', ['s-over-the-order', 'bad-signature', 14, 'S is not held below the group order.'], {
    where: otherSignature,
  }),
  {
    id: 'witnesses-refused',
    breaks: ['EAAP-0011-015'],
    invariant: [7],
    description: 'A signature by a key that is not known makes a note worthless.',
    expected: ['vectors.checkpoints.0011-015'],
    compute: computing('checkpoints', (right) =>
      'output' in right && Number((right.output as JsonObject)['others'] ?? 0) > 0
        ? { refused: 'unknown-key' }
        : right,
    ),
  },
];

/** Verifiers that overlook something in a log. */
const LOGS: readonly Mutant[] = [
  blind('logs', ['records-unread', 'record-malformed', 16, 'What stands in a log is a record.']),
  blind('logs', ['places-unread', 'sequence-gap', 17, 'The places that records claim are not looked at.']),
  blind('logs', ['namespaces-unread', 'namespace-mixed', 18, 'A record may be of any namespace.'], {
    invariant: [4, 7],
  }),
  blind('logs', ['links-unread', 'chain-broken', 19, 'The tree is verified and the chain is not.']),
  blind('logs', ['times-unread', 'time-reversed', 20, 'Time may go back in a log.']),
  blind('logs', ['leaves-unread', 'leaf-mismatch', 21, 'Leaves beside records are believed.']),
  blind('logs', [
    'signatures-unread',
    'signature-invalid',
    22,
    'A checkpoint that does not open is passed over.',
  ]),
  blind('logs', [
    'cut-unseen',
    'truncated',
    23,
    'A checkpoint over more records than there are is passed over.',
  ]),
  blind('logs', ['root-unread', 'root-mismatch', 24, 'The chain is verified and the root is not.']),
  blind('logs', [
    'fork-unseen',
    'checkpoint-fork',
    25,
    'Checkpoints are not compared with each other and with anchors.',
  ]),
  blind('logs', [
    'end-unsigned',
    'checkpoint-missing',
    26,
    'Records that no checkpoint covers are taken on trust.',
  ]),
  {
    id: 'rebase-is-reversal',
    breaks: ['EAAP-0011-027'],
    invariant: [7],
    description: 'Time that goes back with a record that says so counts as reversed.',
    expected: ['vectors.logs.0011-027'],
    compute: computing('logs', (right, { records }) =>
      'output' in right && JSON.stringify(records).includes('clock.rebased')
        ? { refused: 'time-reversed' }
        : right,
    ),
  },
];

/** Targets that overlook something in a receipt. */
const TARGETS: readonly Mutant[] = [
  blind('receipts', ['form-unread', 'malformed', 28, 'A target takes what it is given for a receipt.'], {
    invariant: [],
  }),
  blind('receipts', ['for-anybody', 'audience', 29, 'A target acts on receipts for others.'], {
    where: (input) => claimsOf(input)['namespace'] === input['namespace'],
    invariant: [],
  }),
  blind('receipts', ['of-any-tenant', 'audience', 30, 'A target acts for every namespace of the gateway.'], {
    where: (input) => claimsOf(input)['audience'] === input['audience'],
    invariant: [4],
  }),
  blind('receipts', ['from-the-future', 'not-yet-valid', 31, 'When a receipt was issued is not looked at.'], {
    invariant: [12],
  }),
  blind('receipts', ['expiry-unread', 'expired', 32, 'When a receipt expires is not looked at.'], {
    invariant: [12],
  }),
  blind(
    'receipts',
    ['valid-at-expiry', 'expired', 32, 'A receipt holds in the very millisecond of its expiry.'],
    {
      where: (input) => Date.parse(String(claimsOf(input)['expires_at'])) === input['now'],
      invariant: [12],
    },
  ),
  blind('receipts', ['any-action', 'action-mismatch', 33, 'A receipt for one action admits any.'], {
    invariant: [11],
  }),
  blind('receipts', ['claims-believed', 'claims-mismatch', 34, 'Claims are believed as they stand.']),
  blind('receipts', ['any-record', 'not-a-commit', 35, 'Any record will do for a commit.']),
  blind('receipts', ['any-checkpoint', 'checkpoint', 36, 'A checkpoint is not opened.'], {
    invariant: [4, 7],
  }),
  blind('receipts', ['proof-unread', 'inclusion', 37, 'A proof is there, and that is enough.']),
  blind('receipts', ['bearer-receipts', 'possession', 38, 'Whoever has a receipt may use it.'], {
    invariant: [],
  }),
  blind('receipts', ['target-without-memory', 'replayed', 39, 'A target forgets what it has acted on.'], {
    invariant: [12],
  }),
  {
    id: 'no-skew',
    breaks: ['EAAP-0011-040'],
    invariant: [],
    description: 'A target whose clock is a little behind refuses every fresh receipt.',
    expected: ['vectors.receipts.0011-040'],
    compute: computing('receipts', (right, input) =>
      'output' in right && Number(input['now']) < Date.parse(String(claimsOf(input)['issued_at']))
        ? { refused: 'not-yet-valid' }
        : right,
    ),
  },
];

/** Broken in hashes and proofs. */
const HASHES: readonly Mutant[] = [
  blind('records', ['record-read-loosely', 'malformed', 2, 'Whatever is an object is a record.']),
  {
    id: 'record-hashes-believed',
    breaks: ['EAAP-0011-003', 'EAAP-0011-004'],
    invariant: [7],
    description: 'What is claimed of a record is not computed again.',
    expected: ['vectors.records.0011-003', 'vectors.records.0011-004'],
    compute: blindTo('records', 'mismatch'),
  },
  {
    id: 'leaf-unprefixed',
    breaks: ['EAAP-0011-003'],
    invariant: [7],
    description: 'The leaf of a record is its plain hash.',
    // What is computed of a record is one answer: its link is beside the leaf.
    expected: ['vectors.records.0011-002', 'vectors.records.0011-003', 'vectors.records.0011-004'],
    compute: computing('records', (right) => {
      if (!('output' in right)) return right;
      const output = right.output as JsonObject;
      return {
        output: { ...output, leaf: written(sha256(Buffer.from(String(output['canonical']), 'utf8'))) },
      };
    }),
  },
  blind('inclusion', [
    'inclusion-unread',
    'not-included',
    5,
    'An inclusion proof that does not lead there is accepted.',
  ]),
  blind('consistency', [
    'consistency-unread',
    'not-consistent',
    6,
    'A tree that does not extend the other is accepted.',
  ]),
  {
    id: 'inclusion-from-the-root',
    breaks: ['EAAP-0001-119'],
    invariant: [7],
    description: 'The hashes of an inclusion proof are given from the root down.',
    expected: ['vectors.inclusion.0001-119'],
    compute: computing('inclusion', (right, { op }) => {
      if (op !== 'prove' || !('output' in right)) return right;
      const output = right.output as { root: Json; proof: readonly Json[] };
      return { output: { ...output, proof: output.proof.toReversed() } };
    }),
  },
  {
    id: 'consistency-with-old-root',
    breaks: ['EAAP-0001-120'],
    invariant: [7],
    description: 'A consistency proof always begins with the old root.',
    expected: ['vectors.consistency.0001-120'],
    compute: computing('consistency', (right, { op }) => {
      if (op !== 'prove' || !('output' in right)) return right;
      const output = right.output as { old_root: Json; proof: readonly Json[] };
      const isThere = output.proof.length === 0 || output.proof[0] === output.old_root;
      return isThere ? right : { output: { ...output, proof: [output.old_root, ...output.proof] } };
    }),
  },
  {
    id: 'checkpoint-extended',
    breaks: ['EAAP-0001-118'],
    invariant: [7],
    description: 'A checkpoint is signed with its further lines left out.',
    expected: ['vectors.checkpoints.0001-118'],
    compute: (next) => (topic, input) => {
      const isSigned = topic === 'checkpoints' && (input as JsonObject)['op'] === 'sign';
      const extensions = isSigned ? ((input as JsonObject)['extensions'] as readonly string[]) : [];
      const isCut = extensions.length > 0 && !extensions.includes('');
      return next(topic, isCut ? { ...(input as JsonObject), extensions: [] } : input);
    },
  },
  {
    id: 'problem-500',
    breaks: ['EAAP-0001-147'],
    invariant: [],
    description: 'What is unforeseen is answered with 500.',
    expected: ['vectors.problems.0001-147'],
    compute: computing('problems', (right, { op, type }) =>
      op === 'describe' && type === 'internal' && 'output' in right
        ? { output: { ...(right.output as JsonObject), status: 500 } }
        : right,
    ),
  },
  {
    id: 'problem-unsorted',
    breaks: ['EAAP-0013-012'],
    invariant: [],
    description: 'The members of a problem come in the order they were put in.',
    expected: ['vectors.problems.0013-012'],
    compute: computing('problems', (right, { op }) => {
      if (op !== 'write' || !('output' in right)) return right;
      const output = right.output as JsonObject;
      const { type = null, ...rest } = JSON.parse(String(output['body'])) as JsonObject;
      const body = `{"type":${canonical(type)},${canonical(rest).slice(1)}`;
      return { output: { ...output, body } };
    }),
  },
  {
    id: 'verdict-of-a-fact',
    breaks: ['EAAP-0011-001'],
    invariant: [7],
    description: 'The record of a stored fact has a verdict.',
    expected: ['log.record-members'],
    change: (parts) => withEntries(parts, ({ type }) => (type === 'fact.stored' ? { verdict: 'ALLOW' } : {})),
  },
];

/** Broken in what RFC-0011 asks of verifiers and targets, as far as they compute. */
export const EVIDENCE_MUTANTS: readonly Mutant[] = [...HASHES, ...NOTES, ...LOGS, ...TARGETS];
