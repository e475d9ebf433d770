import { digest } from '../../model/digest.ts';
import type { Json, JsonObject } from '../../model/json.ts';
import { approvedBy, reasonDigest, type Approval, type Reason } from '../../model/judge/reason.ts';
import { uuid } from '../judgment/refund.ts';
import type { CaseSource, Finding, Topic } from '../types.ts';

function answer(input: Json): Finding {
  const { reason, approvals, claimed } = input as unknown as {
    reason: Reason;
    approvals?: readonly Approval[];
    claimed?: string;
  };
  const own = reasonDigest(reason);
  const refused = claimed !== undefined && claimed !== own ? ['mismatch'] : [];
  if (approvals === undefined) return refused.length > 0 ? { refused } : { output: { digest: own } };
  const approved = approvedBy(reason, approvals);
  if (reason.outcome !== 'escalate') refused.push('not-approvable');
  else if (approved === null) refused.push('not-covered');
  return refused.length > 0 ? { refused } : { output: { digest: own, approved } };
}

const FACTS = [`${uuid(1)}@1`, `${uuid(2)}@3`];
const OVER: Reason = {
  gate: 'grounding',
  code: 'over-ground',
  outcome: 'escalate',
  rule: null,
  field: '/amount',
  value: { amount: '7500', currency: 'EUR' },
  facts: [`${uuid(2)}@1`],
};

const REASONS: readonly (readonly [id: string, title: string, reason: Reason])[] = [
  ['over-ground', 'An amount over the fact', OVER],
  [
    'ungrounded',
    'A value without a fact',
    { ...OVER, code: 'ungrounded', field: '/iban', value: 'DE00', facts: [] },
  ],
  [
    'two-facts',
    'Two facts',
    { ...OVER, code: 'contradicted', field: '/account', value: 'acct_2', facts: FACTS },
  ],
  [
    'rule',
    'A rule',
    { ...OVER, gate: 'constraints', code: 'rule', rule: 'review', field: null, value: null, facts: [] },
  ],
  [
    'claim',
    'A claim, its value an object',
    {
      ...OVER,
      gate: 'consistency',
      code: 'claim-contradicts-fact',
      field: null,
      value: { value: 'paid', subject: 'order:7', attribute: 'status' },
    },
  ],
  [
    'always',
    'An effect without a target',
    {
      ...OVER,
      gate: 'escalation',
      code: 'always-escalate',
      rule: 'escalate.effects',
      field: null,
      value: { effect: 'money.move', target: null },
      facts: [],
    },
  ],
  [
    'quota',
    'A limit',
    { ...OVER, gate: 'limits', code: 'over-quota', rule: 'daily', field: null, value: 7500, facts: [] },
  ],
  [
    'unicode',
    'A value that is not ASCII',
    { ...OVER, code: 'ungrounded', field: '/\u00e9~1x', value: 'Z\u00fcrich \u{1f600}', facts: [] },
  ],
];

const over = (tag: string, reason: Reason, pick: (all: JsonObject) => Json): string => {
  const { gate, code, rule, field, value, facts } = reason;
  return digest(tag, pick({ gate, code, rule, field, value, facts }));
};

type Mistake = readonly [id: string, mistake: string, claimed: (reason: Reason) => string];
const MISTAKES: readonly Mistake[] = [
  ['tag', 'used the tag of a value', (reason) => over('EAAP-VALUE-v1', reason, (all) => all)],
  [
    'outcome',
    'included the outcome',
    (reason) => over('EAAP-REASONS-v1', reason, (all) => ({ ...all, outcome: reason.outcome })),
  ],
  [
    'list',
    'joined the members in a list',
    (reason) => over('EAAP-REASONS-v1', reason, (all) => Object.values(all)),
  ],
  [
    'absent',
    'left out members that are null',
    (reason) =>
      over('EAAP-REASONS-v1', reason, (all) =>
        Object.fromEntries(Object.entries(all).filter(([, one]) => one !== null)),
      ),
  ],
  [
    'ids',
    'cited facts without their versions',
    (reason) =>
      over('EAAP-REASONS-v1', reason, (all) => ({
        ...all,
        facts: reason.facts.map((one) => one.split('@')[0] ?? ''),
      })),
  ],
  [
    'no-value',
    'left the value out',
    (reason) => over('EAAP-REASONS-v1', reason, (all) => ({ ...all, value: null })),
  ],
  [
    'text',
    'wrote the value as a text',
    (reason) => over('EAAP-REASONS-v1', reason, (all) => ({ ...all, value: JSON.stringify(reason.value) })),
  ],
];

function digests(): CaseSource[] {
  const requirements = ['EAAP-0005-003'];
  return REASONS.flatMap(([id, title, reason], index): CaseSource[] => {
    const input = { reason: reason as unknown as Json };
    const own = reasonDigest(reason);
    const wrong = MISTAKES.filter(([, , claimed]) => claimed(reason) !== own).filter(
      ([name], at) => index === 0 || (at + index) % 3 === 0 || (name === 'ids' && id === 'two-facts'),
    );
    return [
      { id: `digest-${id}`, title, requirements, input },
      ...wrong.map(([name, mistake, claimed]) => ({
        id: `digest-${id}-claimed-${name}`,
        title: `${title}, a digest made wrongly`,
        requirements,
        input: { ...input, claimed: claimed(reason) },
        refused: 'mismatch',
        mistake,
      })),
    ];
  });
}

function approvals(): CaseSource[] {
  const own = reasonDigest(OVER);
  const other = reasonDigest({ ...OVER, facts: [`${uuid(2)}@2`] });
  const by = (n: number, ...reasons: readonly string[]): Approval => ({ escalation: uuid(n), reasons });
  const covers = (
    id: string,
    title: string,
    reason: Reason,
    given: readonly Approval[],
    refused?: string,
    mistake?: string,
  ): CaseSource => ({
    id: `approval-${id}`,
    title,
    requirements: [refused === 'not-approvable' ? 'EAAP-0005-004' : 'EAAP-0005-003'],
    input: { reason, approvals: given } as unknown as Json,
    ...(refused === undefined ? {} : { refused }),
    ...(mistake === undefined ? {} : { mistake }),
  });
  const blocked = { ...OVER, outcome: 'block' };
  const shadow = { ...OVER, outcome: 'shadow' };
  return [
    covers('one', 'One approval', OVER, [by(9, own)]),
    covers('among-others', 'Among other reasons', OVER, [by(9, other, own)]),
    covers('of-two', 'Two approvals: the first in order', OVER, [by(9, own), by(8, own)]),
    covers('second', 'The second of two', OVER, [by(8, other), by(9, own)]),
    covers('none', 'No approval', OVER, [], 'not-covered'),
    covers(
      'empty',
      'An approval of nothing',
      OVER,
      [by(9)],
      'not-covered',
      'took an approval without reasons for one of all',
    ),
    covers(
      'other-version',
      'An approval for another version of the fact',
      OVER,
      [by(9, other)],
      'not-covered',
      'compared facts without their versions',
    ),
    covers(
      'other-value',
      'An approval of another amount',
      { ...OVER, value: { amount: '7501', currency: 'EUR' } },
      [by(9, own)],
      'not-covered',
      'compared reasons without their values',
    ),
    covers(
      'other-field',
      'An approval for another parameter',
      { ...OVER, field: '/fee' },
      [by(9, own)],
      'not-covered',
    ),
    covers(
      'other-code',
      'An approval of another code',
      { ...OVER, code: 'untrusted-ground' },
      [by(9, own)],
      'not-covered',
      'compared gates instead of reasons',
    ),
    covers(
      'other-rule',
      'An approval of another rule',
      { ...OVER, rule: 'review' },
      [by(9, own)],
      'not-covered',
    ),
    covers(
      'one-fact-more',
      'One fact more than approved',
      { ...OVER, facts: [`${uuid(1)}@1`, ...OVER.facts] },
      [by(9, own)],
      'not-covered',
    ),
    covers('capitals', 'The digest in capitals', OVER, [by(9, own.toUpperCase())], 'not-covered'),
    covers(
      'block',
      'A block whose digest is approved',
      blocked,
      [by(9, own)],
      'not-approvable',
      'let an approval cover a block',
    ),
    covers('block-none', 'A block without approval', blocked, [], 'not-approvable'),
    covers(
      'shadow',
      'A shadow whose digest is approved',
      shadow,
      [by(9, own)],
      'not-approvable',
      'used up an approval for a shadow',
    ),
    covers(
      'unknown-outcome',
      'An outcome that nobody knows',
      { ...OVER, outcome: 'warn' },
      [by(9, own)],
      'not-approvable',
    ),
  ];
}

export const topic: Topic = {
  name: 'reasons',
  title: 'Reasons and approvals',
  specified: 'RFC-0005 section 3.2',
  input:
    '`reason`, its sentences left aside; `approvals`, if there, as in a judge input; `claimed`, if there, a digest that somebody says the reason has.',
  output: '`digest` of the reason; with `approvals` also `approved`, the escalation that covers it.',
  reasons: {
    mismatch: 'The claimed digest is not that of the reason.',
    'not-covered': 'No approval lists the digest of the reason.',
    'not-approvable': 'The outcome of the reason is not escalate, which alone can be approved.',
  },
  cases: () => [...digests(), ...approvals()],
  answer,
};
