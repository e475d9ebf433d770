import { written } from '../../model/digest.ts';
import { canonicalBytes, type Json, type JsonObject } from '../../model/json.ts';
import { LOG_FINDINGS, linkOf, recordLeaf, verifyLog } from '../../model/log.ts';
import { leafHash, rootOf } from '../../model/tree.ts';
import {
  chained,
  checkpointOver,
  checkpointText,
  digestOf,
  gateway,
  impostor,
  leavesOf,
  recordAt,
  refusedFor,
  timeAt,
  witness,
  type Draft,
} from '../lib/evidence.ts';
import type { CaseSource, Finding, Topic } from '../types.ts';

const OF: Readonly<Record<string, string>> = Object.fromEntries(
  LOG_FINDINGS.map((code, at) => [code, `EAAP-0011-${String(16 + at).padStart(3, '0')}`]),
);
const CLEAN = 'EAAP-0011-027';

const STORY: readonly Draft[] = [
  'namespace.created',
  'policy.changed',
  'key.created',
  'fact.stored',
  'evaluation.recorded',
  'commit.accepted',
  'outcome.reported',
];
const story = chained(STORY);

/** A note over whatever stands in the places of records. */
const noteOver = (values: readonly Json[], signer = gateway): string =>
  signer.note(
    checkpointText(
      'eaap.example/acme',
      values.length,
      rootOf(values.map((one) => leafHash(canonicalBytes(one)))),
    ),
  );

const logOf = (records: readonly Json[], change: JsonObject = {}): JsonObject => ({
  namespace: 'acme',
  records,
  checkpoints: [noteOver(records)],
  anchors: [],
  verifier_key: gateway.verifierKey,
  ...change,
});

/** The story told with another draft in one place. */
const told = (at: number, draft: Draft): JsonObject[] =>
  chained(STORY.map((one, seq) => (seq === at ? draft : one)));
const replaced = (at: number, value: Json): Json[] => story.map((one, seq) => (seq === at ? value : one));
const changedAt = (at: number, change: JsonObject): Json[] =>
  replaced(at, { ...(story[at] as JsonObject), ...change });
/** Checkpoints over the story as it was, at some sizes. */
const signedAt = (...sizes: readonly number[]): string[] =>
  sizes.map((size) => checkpointOver(story.slice(0, size)));

function clean(): CaseSource[] {
  const rebased = chained([
    'namespace.created',
    ['policy.changed', { ts: timeAt(90_000) }],
    ['clock.rebased', { ts: timeAt(5) }],
    ['fact.stored', { ts: timeAt(6) }],
  ]);
  const same = chained([
    'namespace.created',
    ['policy.changed', { ts: timeAt(0) }],
    ['key.created', { ts: timeAt(0) }],
  ]);
  const cosigned = `${noteOver(story)}${witness.note(String(noteOver(story)).split('\n\n')[0] + '\n').split('\n\n')[1] ?? ''}`;
  const cases: readonly (readonly [string, string, JsonObject])[] = [
    ['plain', 'seven records and a checkpoint', logOf(story)],
    [
      'every-flush',
      'a checkpoint at every size',
      logOf(story, { checkpoints: signedAt(1, 2, 3, 4, 5, 6, 7) }),
    ],
    ['any-order', 'checkpoints in another order', logOf(story, { checkpoints: signedAt(7, 2, 5) })],
    ['twice-the-same', 'the same checkpoint twice', logOf(story, { checkpoints: signedAt(7, 7) })],
    ['with-leaves', 'leaves beside the records', logOf(story, { leaves: leavesOf(story) })],
    ['with-anchor', 'held against an earlier checkpoint', logOf(story, { anchors: signedAt(3) })],
    ['anchor-is-newest', 'held against its newest checkpoint', logOf(story, { anchors: signedAt(7) })],
    [
      'anchor-of-nothing',
      'held against the checkpoint of the empty log',
      logOf(story, { anchors: [noteOver([])] }),
    ],
    ['empty', 'no record and no checkpoint', logOf([], { checkpoints: [] })],
    ['empty-signed', 'no record and a checkpoint over none', logOf([])],
    ['single', 'one record', logOf(story.slice(0, 1))],
    ['eight', 'a whole tree', logOf(chained([...STORY, 'control.halted']))],
    ['rebased', 'time goes back with a record that says so', logOf(rebased)],
    ['same-millisecond', 'records of one millisecond', logOf(same)],
    ['cosigned', 'a witness has signed beside the gateway', logOf(story, { checkpoints: [cosigned] })],
    [
      'extension-line',
      'a checkpoint with a further line',
      logOf(story, {
        checkpoints: [
          gateway.note(checkpointText('eaap.example/acme', 7, rootOf(story.map(recordLeaf)), 'x')),
        ],
      }),
    ],
  ];
  return cases.map(([id, title, input]) => ({ id, title, requirements: [CLEAN], input }));
}

function aboutRecords(): CaseSource[] {
  const bare = (at: number): Json[] => {
    const { prev: _prev, ...rest } = story[at] as JsonObject;
    return replaced(at, rest);
  };
  const swapped = chained(
    STORY.map((draft, seq): Draft =>
      seq === 3 ? ['fact.stored', { seq: 4 }] : seq === 4 ? ['evaluation.recorded', { seq: 3 }] : draft,
    ),
  );
  const foreign = chained(STORY.map((draft): Draft => [String(draft), { ns: 'other' }]));
  const leaves = leavesOf(story);
  const of = (code: string, cases: Parameters<typeof refusedFor>[2]): CaseSource[] =>
    refusedFor(code, OF[code] as string, cases);
  return [
    ...of('record-malformed', [
      ['malformed-first', 'something else in the first place', logOf(replaced(0, {}))],
      [
        'malformed-middle',
        'a member missing in the middle, signed so',
        logOf(bare(3)),
        'read records without checking their form',
      ],
      [
        'malformed-last',
        'a further member in the last place, signed so',
        logOf(changedAt(6, { latency: 3 })),
      ],
      ['malformed-text', 'a record as a text', logOf(replaced(2, 'record'))],
      ['malformed-null', 'null in the place of a record', logOf(replaced(6, null))],
      ['malformed-day', 'a day that does not exist', logOf(changedAt(6, { ts: '2026-02-30T09:30:00.000Z' }))],
      [
        'malformed-then-earlier',
        'something else in a place, and behind it a record older than those before it, signed so',
        logOf(
          told(4, ['evaluation.recorded', { ts: timeAt(1) }]).map((one, seq): Json =>
            seq === 3 ? 'record' : one,
          ),
        ),
        'compared times across a place without a record',
      ],
    ]),
    ...of('sequence-gap', [
      ['gap-skipped', 'a place is skipped, signed so', logOf(told(6, ['outcome.reported', { seq: 7 }]))],
      ['gap-doubled', 'a place stands twice, signed so', logOf(told(6, ['outcome.reported', { seq: 5 }]))],
      [
        'gap-first',
        'the log begins with 1, signed so',
        logOf([recordAt(1, 'namespace.created', null)]),
        'counted from the first record’s own place',
      ],
      ['reordered-signed', 'two records in each other’s place, signed so', logOf(swapped)],
    ]),
    ...of('namespace-mixed', [
      [
        'foreign-middle',
        'a record of another namespace, signed so',
        logOf(told(3, ['fact.stored', { ns: 'other' }])),
      ],
      [
        'foreign-first',
        'the first record is of another namespace',
        logOf(told(0, ['namespace.created', { ns: 'other' }])),
        'took the first record’s namespace for the log’s',
      ],
      [
        'foreign-all',
        'every record is of another namespace',
        logOf(foreign),
        'took the first record’s namespace for the log’s',
      ],
    ]),
    ...of('chain-broken', [
      [
        'chain-null',
        'a record in the middle points to nothing, signed so',
        logOf(told(3, ['fact.stored', { prev: null }])),
        'took null for the beginning of a chain wherever it stands',
      ],
      [
        'chain-skips',
        'a record points to the one before the one before',
        logOf(told(3, ['fact.stored', { prev: linkOf(story[1] as JsonObject) }])),
      ],
      [
        'chain-first',
        'the first record points somewhere',
        logOf([recordAt(0, 'namespace.created', digestOf(0xb1))]),
        'did not look at the first record’s `prev`',
      ],
      [
        'chain-by-leaves',
        'the last record points to the leaf of the one before',
        logOf(told(6, ['outcome.reported', { prev: written(recordLeaf(story[5] as JsonObject)) }])),
        'chained leaves and not links',
      ],
      [
        'chain-itself',
        'the last record points to what comes before an older one',
        logOf(told(6, ['outcome.reported', { prev: linkOf(story[4] as JsonObject) }])),
      ],
    ]),
    ...of('time-reversed', [
      [
        'time-back',
        'a record is a millisecond older than the one before',
        logOf(told(6, ['outcome.reported', { ts: timeAt(4999) }])),
      ],
      [
        'time-far-back',
        'a record is a year older',
        logOf(told(4, ['evaluation.recorded', { ts: '2025-01-31T09:30:00.000Z' }])),
      ],
      [
        'time-back-after-rebase',
        'time goes back again after a record that says so',
        logOf(
          chained([
            'namespace.created',
            ['clock.rebased', { ts: timeAt(-5000) }],
            ['fact.stored', { ts: timeAt(-5001) }],
          ]),
        ),
      ],
    ]),
    ...of('leaf-mismatch', [
      [
        'leaf-other',
        'the leaf beside a record is another',
        logOf(story, { leaves: [...leaves.slice(0, 3), digestOf(0), ...leaves.slice(4)] }),
      ],
      [
        'leaf-swapped',
        'two leaves in each other’s place',
        logOf(story, { leaves: [...leaves.slice(0, 5), leaves[6] ?? '', leaves[5] ?? ''] }),
      ],
      [
        'leaf-upper',
        'a leaf in capitals',
        logOf(story, {
          leaves: [...leaves.slice(0, 6), `sha256:${String(leaves[6]).slice(7).toUpperCase()}`],
        }),
      ],
      [
        'leaf-too-few',
        'no leaf beside the last record',
        logOf(story, { leaves: leaves.slice(0, 6) }),
        'compared the leaves that are there',
      ],
      [
        'leaf-too-many',
        'a leaf more than there are records',
        logOf(story, { leaves: [...leaves, digestOf(0)] }),
        'compared the leaves of the records that are there',
      ],
      ['leaf-none', 'an empty list of leaves', logOf(story, { leaves: [] }), 'took no leaves for none given'],
      [
        'leaf-links',
        'the link beside the last record and not its leaf',
        logOf(story, { leaves: [...leaves.slice(0, 6), linkOf(story[6] as JsonObject)] }),
      ],
    ]),
  ];
}

function aboutCheckpoints(): CaseSource[] {
  const last = signedAt(7);
  const blocked = told(4, ['evaluation.recorded', { verdict: 'BLOCK' }]);
  const renumbered = chained(['namespace.created', 'key.created', 'policy.changed', ...STORY.slice(3)]);
  const regrown = chained([...STORY.slice(0, 5), 'control.halted', 'control.resumed', 'fact.stored']);
  const of = (code: string, cases: Parameters<typeof refusedFor>[2]): CaseSource[] =>
    refusedFor(code, OF[code] as string, cases);
  return [
    ...of('signature-invalid', [
      [
        'unsigned',
        'an older checkpoint without a signature',
        logOf(story, { checkpoints: [checkpointText('eaap.example/acme', 3, Buffer.alloc(32)), ...last] }),
      ],
      [
        'by-impostor',
        'an older checkpoint by another key of the same name',
        logOf(story, { checkpoints: [checkpointOver(story.slice(0, 3), impostor), ...last] }),
      ],
      [
        'of-other-log',
        'an older checkpoint of the log of another namespace',
        logOf(story, { checkpoints: [checkpointOver(story.slice(0, 3), gateway, 'other'), ...last] }),
        'looked at the signature alone',
      ],
      [
        'changed-checkpoint',
        'an older checkpoint changed after signing',
        logOf(story, { checkpoints: [String(signedAt(3)[0]).replace('\n3\n', '\n4\n'), ...last] }),
      ],
      [
        'anchor-by-impostor',
        'an anchor by another key',
        logOf(story, { anchors: [checkpointOver(story, impostor)] }),
        'believed what was kept elsewhere',
      ],
      ['anchor-no-note', 'an anchor that is no note', logOf(story, { anchors: ['7'] })],
    ]),
    ...of('truncated', [
      [
        'cut-checkpoint-left',
        'the last record cut off, its checkpoint left',
        logOf(story.slice(0, 6), { checkpoints: last }),
      ],
      [
        'cut-with-checkpoint',
        'the end cut off with its checkpoint, an anchor kept',
        logOf(story.slice(0, 4), { anchors: last }),
        'held the log against its own checkpoints alone',
      ],
      [
        'cut-to-nothing',
        'every record gone, an anchor kept',
        logOf([], { checkpoints: [], anchors: signedAt(2) }),
      ],
      [
        'cut-two-anchors',
        'the end cut off, with two anchors',
        logOf(story.slice(0, 5), { anchors: signedAt(3, 6) }),
      ],
    ]),
    ...of('root-mismatch', [
      [
        'changed-last',
        'the last record changed',
        logOf(changedAt(6, { reason: 'failed' }), { checkpoints: last }),
      ],
      [
        'changed-principal',
        'the principal of the last record changed',
        logOf(changedAt(6, { principal: 'mallory' }), { checkpoints: last }),
      ],
      [
        'rehashed',
        'a verdict changed and everything after it chained anew, without the key',
        logOf(blocked, { checkpoints: last }),
        'verified the chain and not the checkpoint',
      ],
      [
        'rehashed-leaves',
        'the same with new leaves beside the records',
        logOf(blocked, { checkpoints: last, leaves: leavesOf(blocked) }),
        'believed the leaves',
      ],
      [
        'reordered',
        'two records in each other’s place, renumbered and chained anew',
        logOf(renumbered, { checkpoints: last }),
      ],
      [
        'rehashed-and-grown',
        'a changed log signed on: the older checkpoint differs, the newest fits',
        logOf(blocked, { checkpoints: [...signedAt(6), noteOver(blocked)] }),
        'looked at the newest checkpoint alone',
      ],
      [
        'older-only',
        'one of many checkpoints differs',
        logOf(regrown, { checkpoints: [...signedAt(2, 6), noteOver(regrown)] }),
      ],
      [
        'replaced-whole',
        'another log altogether',
        logOf(chained(STORY.map((draft): Draft => [String(draft), { principal: 'mallory' }])), {
          checkpoints: last,
        }),
      ],
    ]),
    ...of('checkpoint-fork', [
      [
        'forked-own',
        'two checkpoints of one size by one key, one fitting',
        logOf(story, { checkpoints: [...last, noteOver(blocked)] }),
      ],
      [
        'forked-older',
        'the same at an older size',
        logOf(story, { checkpoints: [...signedAt(5, 7), noteOver(blocked.slice(0, 5))] }),
      ],
      ['forked-anchor', 'an anchor of the same size with another root', logOf(blocked, { anchors: last })],
      [
        'rewritten',
        'the log rewritten and signed again; an older anchor differs',
        logOf(blocked, { anchors: signedAt(5) }),
        'held the log against its own checkpoints alone',
      ],
      [
        'cut-and-grown',
        'the end cut off and other records grown over it',
        logOf(regrown, { anchors: signedAt(7) }),
        'compared sizes and not roots',
      ],
    ]),
    ...of('checkpoint-missing', [
      ['no-checkpoint', 'records and no checkpoint', logOf(story, { checkpoints: [] })],
      ['checkpoint-behind', 'no checkpoint over the last record', logOf(story, { checkpoints: signedAt(6) })],
      [
        'only-anchored',
        'a checkpoint elsewhere and none of its own',
        logOf(story, { checkpoints: [], anchors: last }),
      ],
      [
        'checkpoint-of-nothing',
        'a checkpoint over nothing alone',
        logOf(story, { checkpoints: [noteOver([])] }),
      ],
    ]),
  ];
}

export const topic: Topic = {
  name: 'logs',
  title: 'Logs verified offline',
  specified: 'RFC-0011 section 6',
  input:
    '`namespace`, whose log it has to be; `records`, what stands in the places of records; `leaves`, if there, as digests, one for each place; `checkpoints` and `anchors`, signed notes; `verifier_key`.',
  output:
    '`size`, how many records there are, and `root`, the hash of the tree over them, when there is no finding. No case has more than one.',
  reasons: {
    'record-malformed': 'Something in the place of a record is none.',
    'sequence-gap': 'A record says another place than it stands in.',
    'namespace-mixed': 'A record is of another namespace.',
    'chain-broken': 'A record does not point to the one before it.',
    'time-reversed': 'A record other than `clock.rebased` is older than the record in the place before.',
    'leaf-mismatch':
      'The leaf beside a place is not its hash, or there are more or fewer leaves than places.',
    'signature-invalid': 'A checkpoint or an anchor is refused by section 5.',
    truncated: 'A signed checkpoint covers more records than there are.',
    'root-mismatch': 'The records are not those that a checkpoint of the log was signed over.',
    'checkpoint-fork':
      'Two signed checkpoints cannot both be of one log, or the log fits its own and not an anchor.',
    'checkpoint-missing': 'There are records that no checkpoint of the log covers.',
  },
  cases: () => [...clean(), ...aboutRecords(), ...aboutCheckpoints()],
  answer(input): Finding {
    const { namespace, records, checkpoints, anchors, verifier_key, leaves } = input as {
      readonly [name: string]: never;
    };
    const found = verifyLog({
      namespace: String(namespace),
      records: records as unknown as readonly Json[],
      checkpoints: checkpoints as unknown as readonly string[],
      anchors: anchors as unknown as readonly string[],
      verifierKey: String(verifier_key),
      ...(leaves === undefined ? {} : { leaves: leaves as unknown as readonly string[] }),
    });
    if (found.length > 0) return { refused: found.map(({ code }) => code) };
    const hashes = (records as unknown as readonly Json[]).map((one) => leafHash(canonicalBytes(one)));
    return { output: { size: hashes.length, root: written(rootOf(hashes)) } };
  },
};
