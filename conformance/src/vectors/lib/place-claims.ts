import type { JsonObject } from '../../model/json.ts';
import { AUTHORITATIVE, by, decide, right, say, UNTRUSTED, VERIFIED, wrong } from './place-cases.ts';

const FIRST = say(VERIFIED, 'paid');
const OTHER = say(VERIFIED, 'open');
const LESS = say(UNTRUSTED, 'open');
const THIRD = say(VERIFIED, 'lost');
type Rows = readonly JsonObject[];

/** The claim with some rows changed, by place. */
const rows =
  (name: 'facts' | 'conflicts' | 'records', changes: Readonly<Record<number, JsonObject>>) =>
  (truth: JsonObject): JsonObject => ({
    ...truth,
    [name]: (truth[name] as Rows).map((row, place) => ({ ...row, ...changes[place] })),
  });
/** The claim without the records of some types. */
const without =
  (...types: readonly string[]) =>
  (truth: JsonObject): JsonObject => ({
    ...truth,
    records: (truth['records'] as Rows).filter(({ type }) => !types.includes(String(type))),
  });
const answering =
  (changes: JsonObject) =>
  (truth: JsonObject): JsonObject => ({
    ...truth,
    answer: { ...(truth['answer'] as JsonObject), ...changes },
  });

/** What implementations that make a mistake say. */
export const CLAIMS = [
  wrong(
    'claim-challenger-active',
    '0001-040',
    'left the challenger active',
    [FIRST, OTHER],
    rows('facts', { 1: { status: 'active' } }),
  ),
  wrong(
    'claim-unlogged-dispute',
    '0003-028',
    'did not log that the incumbent is disputed',
    [FIRST, OTHER],
    without('fact.disputed'),
  ),
  wrong(
    'claim-noted-counts',
    '0003-008',
    'counted a challenger of less trust',
    [FIRST, LESS],
    rows('facts', { 1: { counts: true } }),
  ),
  wrong(
    'claim-noted-disputes',
    '0001-041',
    'disputed a fact for a less trusted source',
    [FIRST, LESS],
    rows('facts', { 0: { status: 'disputed', fact: '1@2' } }),
  ),
  wrong(
    'claim-trusted-replaces',
    '0001-039',
    'let greater trust replace',
    [FIRST, say(AUTHORITATIVE, 'open')],
    (truth) => ({
      ...rows('facts', { 0: { status: 'superseded' }, 1: { status: 'active' } })(truth),
      answer: { status: 201, problem: null, result: 'stored', fact: '2@1', conflict: null },
    }),
  ),
  wrong(
    'claim-locked-disputed',
    '0001-054',
    'disputed a locked fact',
    [FIRST, by('lock', 1), OTHER],
    rows('facts', { 0: { status: 'disputed' } }),
  ),
  wrong(
    'claim-locked-conflict',
    '0001-053',
    'answered `conflict` where a lock stands',
    [FIRST, by('lock', 1), OTHER],
    answering({ problem: 'conflict' }),
  ),
  wrong(
    'claim-second-conflict',
    '0003-009',
    'opened another conflict for the same challenge',
    [FIRST, OTHER, OTHER],
    (truth) => ({
      ...truth,
      answer: { ...(truth['answer'] as JsonObject), conflict: { number: 2, status: 'open' } },
      records: [{ type: 'conflict.opened', object: 'conflict:2@1', reason: null }],
    }),
  ),
  wrong(
    'claim-challenge-unlogged',
    '0003-010',
    'logged nothing of a repeated challenge',
    [FIRST, OTHER, OTHER],
    without('fact.refused'),
  ),
  wrong(
    'claim-challenge-reinforces',
    '0003-009',
    'took a repeated challenge for a repeated fact',
    [FIRST, OTHER, OTHER],
    answering({ status: 200, problem: null, result: 'reinforced', fact: '2@2', conflict: null }),
  ),
  wrong(
    'claim-third-against-one',
    '0003-007',
    'set a third value against the first fact alone',
    [FIRST, OTHER, say(VERIFIED, 'lost')],
    (truth) => ({
      ...without()(truth),
      conflicts: (truth['conflicts'] as Rows).slice(0, 2),
      records: (truth['records'] as Rows).slice(0, 2),
    }),
  ),
  wrong(
    'claim-lapsed-contradicts',
    '0003-005',
    'let an expired fact contradict',
    [say(VERIFIED, 'paid', 1000), OTHER],
    answering({ status: 409, problem: 'conflict', result: null }),
  ),
  wrong(
    'claim-lapsed-stays',
    '0003-006',
    'left an expired fact active beside the new one',
    [say(VERIFIED, 'paid', 1000), OTHER],
    (truth) => ({
      ...rows('facts', { 0: { status: 'active', counts: true, fact: '1@1' } })(truth),
      records: (truth['records'] as Rows).slice(1),
    }),
  ),
  wrong(
    'claim-retracted-contradicts',
    '0003-005',
    'let a retracted fact contradict',
    [FIRST, by('retract', 1), OTHER],
    answering({ status: 409, problem: 'conflict', result: null }),
  ),
  wrong(
    'claim-trust-raised-version',
    '0001-052',
    'made a version for a corroboration',
    [FIRST, say(UNTRUSTED, 'paid')],
    rows('facts', { 0: { fact: '1@2' } }),
  ),
  wrong(
    'claim-corroboration-unlogged',
    '0003-021',
    'logged nothing of a corroboration',
    [FIRST, say(UNTRUSTED, 'paid')],
    without('fact.corroborated'),
  ),
  wrong(
    'claim-loser-retracted',
    '0001-048',
    'retracted the challenger on keep',
    [FIRST, OTHER, decide(1, 'keep')],
    rows('facts', { 1: { status: 'retracted' } }),
  ),
  wrong(
    'claim-both-superseded',
    '0003-012',
    'superseded what is to be retracted',
    [FIRST, OTHER, decide(1, 'retract')],
    rows('facts', { 0: { status: 'superseded' }, 1: { status: 'superseded' } }),
  ),
  wrong(
    'claim-both-disputed',
    '0003-011',
    'left both disputed on keep_both',
    [FIRST, OTHER, decide(1, 'keep_both')],
    rows('facts', { 0: { status: 'disputed', fact: '1@2' }, 1: { status: 'disputed', fact: '2@1' } }),
  ),
  wrong(
    'claim-restored-too-soon',
    '0003-015',
    'restored a fact that is in another open conflict',
    [FIRST, OTHER, say(VERIFIED, 'lost'), decide(1, 'keep')],
    rows('facts', { 0: { status: 'active' } }),
  ),
  wrong(
    'claim-moot-left-open',
    '0003-016',
    'left a conflict open that has one side',
    [FIRST, OTHER, say(VERIFIED, 'lost'), decide(1, 'replace')],
    rows('conflicts', { 1: { status: 'open', conflict: '2@1', resolution: null } }),
  ),
  wrong(
    'claim-moot-not-said',
    '0003-016',
    'logged a moot conflict as one that was decided',
    [FIRST, OTHER, by('retract', 1, 2)],
    rows('records', { 1: { reason: 'replace' } }),
  ),
  wrong(
    'claim-rivals-in-silence',
    '0003-017',
    'let two answers stand in silence',
    [FIRST, LESS, say(VERIFIED, 'lost'), decide(2, 'replace'), decide(1, 'replace')],
    (truth) => ({
      ...rows('facts', { 1: { status: 'active' }, 2: { status: 'active' } })(truth),
      conflicts: (truth['conflicts'] as Rows).slice(0, 2),
    }),
  ),
  wrong(
    'claim-unlocked-active',
    '0003-024',
    'unlocked a contradicted fact as active',
    [FIRST, by('lock', 1), OTHER, by('unlock', 1, 2)],
    rows('facts', { 0: { status: 'active' } }),
  ),
  wrong(
    'claim-records-other-order',
    '0003-028',
    'logged the dispute before the conflict',
    [FIRST, OTHER],
    (truth) => ({ ...truth, records: [0, 2, 1].map((place) => (truth['records'] as Rows)[place] ?? {}) }),
  ),
  wrong(
    'claim-lock-without-version',
    '0003-028',
    'locked a version in place',
    [FIRST, by('lock', 1)],
    rows('facts', { 0: { fact: '1@1' } }),
  ),
  wrong(
    'claim-noted-moot',
    '0003-016',
    'closed a noted conflict as moot',
    [FIRST, LESS, by('retract', 2)],
    rows('conflicts', { 0: { status: 'resolved', conflict: '1@2', resolution: 'keep' } }),
  ),
  wrong(
    'claim-incumbent-unversioned',
    '0001-044',
    'named the version of the incumbent before it was disputed',
    [FIRST, OTHER],
    answering({ fact: '1@1' }),
  ),
  wrong(
    'claim-locked-loses-to-lapse',
    '0001-054',
    'superseded a locked fact past its valid_until',
    [say(VERIFIED, 'paid', 1500), by('lock', 1), OTHER],
    rows('facts', { 0: { status: 'superseded', counts: false } }),
  ),
  wrong(
    'claim-lapsed-by-weight',
    '0003-028',
    'superseded lapsed facts by weight',
    [
      say(UNTRUSTED, 'paid', 2500),
      say(VERIFIED, 'open', 2500),
      decide(1, 'keep_both'),
      say(VERIFIED, 'lost'),
    ],
    (truth) => ({ ...truth, records: [1, 0, 2].map((place) => (truth['records'] as Rows)[place] ?? {}) }),
  ),
  wrong(
    'claim-lapsed-by-a-challenge',
    '0003-006',
    'superseded a lapsed fact for a challenger',
    [say(VERIFIED, 'paid', 2500), OTHER, decide(1, 'keep_both'), say(VERIFIED, 'lost')],
    rows('facts', { 0: { fact: '1@4', status: 'superseded', counts: false } }),
  ),
  wrong(
    'claim-greater-trust-disputed',
    '0003-007',
    'disputed a fact of more trust, since the incumbent has less',
    [say(UNTRUSTED, 'paid'), by('lock', 1), say(AUTHORITATIVE, 'open'), say(VERIFIED, 'lost')],
    (truth) => ({
      ...truth,
      conflicts: [
        ...(truth['conflicts'] as Rows),
        { conflict: '3@1', status: 'open', incumbent: 2, challenger: 3, resolution: null },
      ],
    }),
  ),
  wrong(
    'claim-newest-challenge',
    '0003-009',
    'named the newest conflict of a repeated challenge',
    [FIRST, OTHER, say(VERIFIED, 'lost'), say(VERIFIED, 'lost')],
    answering({ conflict: { number: 3, status: 'open' } }),
  ),
  wrong(
    'claim-noted-before-open',
    '0003-009',
    'named the noted conflict of a value that counts in an open one',
    [FIRST, LESS, OTHER, LESS],
    answering({ conflict: { number: 1, status: 'noted' } }),
  ),
  wrong(
    'claim-former-incumbent',
    '0003-009',
    'named the incumbent of the known conflict, where another fact is the weightiest now',
    [FIRST, LESS, say(AUTHORITATIVE, 'lost'), LESS],
    answering({ fact: '1@2' }),
  ),
  wrong(
    'claim-former-lock',
    '0003-010',
    'asked the incumbent of the known conflict for a lock',
    [FIRST, LESS, say(AUTHORITATIVE, 'lost'), decide(2, 'keep_both'), by('lock', 3, 2), LESS],
    (truth) => ({
      ...rows('records', { 0: { reason: 'conflict' } })(truth),
      answer: { ...(truth['answer'] as JsonObject), problem: 'conflict' },
    }),
  ),
  wrong(
    'claim-bound-kept',
    '0001-051',
    'left valid_until where it was, and the repeated fact lapses',
    [say(VERIFIED, 'paid', 2500), say(VERIFIED, 'paid', 9000), by('lock', 9, 1), OTHER],
    answering({ status: 201, problem: null, result: 'stored', fact: '2@1', conflict: null }),
  ),
  wrong(
    'claim-bound-given',
    '0001-051',
    'gave a fact without valid_until that of a repetition',
    [FIRST, say(VERIFIED, 'paid', 1500), OTHER],
    answering({ status: 201, problem: null, result: 'stored', fact: '2@1', conflict: null }),
  ),
  wrong(
    'claim-outdated-disputes',
    '0003-017',
    'set a challenger past its valid_until against who stands',
    [FIRST, say(UNTRUSTED, 'open', 3500), THIRD, decide(2, 'replace'), decide(1, 'replace')],
    (truth) => ({
      ...rows('facts', { 1: { status: 'disputed' }, 2: { status: 'disputed', fact: '3@3' } })(truth),
      conflicts: [
        ...(truth['conflicts'] as Rows),
        { conflict: '3@1', status: 'open', incumbent: 3, challenger: 2, resolution: null },
      ],
    }),
  ),
  wrong(
    'claim-rival-lapsed',
    '0003-017',
    'set an admitted challenger against a fact past its valid_until',
    [FIRST, LESS, say(VERIFIED, 'lost', 3500), decide(2, 'replace'), decide(1, 'replace')],
    (truth) => ({
      ...rows('facts', { 1: { status: 'disputed' }, 2: { status: 'disputed', fact: '3@3' } })(truth),
      conflicts: [
        ...(truth['conflicts'] as Rows),
        { conflict: '3@1', status: 'open', incumbent: 3, challenger: 2, resolution: null },
      ],
    }),
  ),
  right('claim-right-conflict', '0001-040 0003-028', [FIRST, OTHER]),
  right('claim-right-replace', '0001-049 0003-028', [FIRST, OTHER, decide(1, 'replace')]),
];
