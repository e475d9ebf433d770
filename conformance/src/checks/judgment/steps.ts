import { SOURCES } from '../fixtures/index.ts';
import { evaluationOf, reasonsOf } from '../read.ts';
import type { Answer, CheckContext, World } from '../types.ts';
import type { Evaluation, Fact, Manifest, Policy, Reason } from '../wire.ts';
import { READ } from '../fixtures/manifests.ts';

/** The nine gates in their order (RFC-0001 section 8). */
export const GATES = [
  'standing',
  'authority',
  'effects',
  'consistency',
  'constraints',
  'grounding',
  'confidence',
  'limits',
  'escalation',
] as const;

type Asked = Answer<unknown>;
type Verdict = Evaluation['verdict'];

/** The verdict and the codes of an answer, as a failure shows them. */
export const shownOf = (answer: Asked): unknown => ({
  status: answer.status,
  problem: answer.problem,
  verdict: evaluationOf(answer)?.verdict,
  reasons: reasonsOf(answer).map(({ gate, code, outcome, rule, field }) => ({
    gate,
    code,
    outcome,
    rule,
    field,
  })),
});

/**
 * What an answer to evaluate decided. A denial that does not carry its evaluation is the fault of other sentences, so
 * that nothing can be said here.
 */
export function decided(t: CheckContext, what: string, answer: Asked): Evaluation | undefined {
  const evaluation = evaluationOf(answer);
  const isBareDenial = answer.status === 403 && evaluation === undefined;
  t.require(`${what}: the evaluation can be read`, !isBareDenial, { got: shownOf(answer) });
  return evaluation;
}

/** States the verdict on an action and, with `code`, that it was given for it. */
export function judged(
  t: CheckContext,
  what: string,
  answer: Asked,
  verdict: Verdict,
  reason?: Partial<Pick<Reason, 'gate' | 'code' | 'rule' | 'field'>>,
): void {
  const evaluation = decided(t, what, answer);
  const wanted = Object.entries(reason ?? {});
  const outcome = { BLOCK: 'block', ESCALATE: 'escalate', ALLOW: undefined }[verdict];
  const isGiven =
    reason === undefined ||
    reasonsOf(answer).some(
      (given) =>
        given.outcome === outcome && wanted.every(([name, value]) => given[name as keyof Reason] === value),
    );
  const expected = { verdict, ...(reason === undefined ? {} : { reason }) };
  const isSo = evaluation?.verdict === verdict && isGiven;
  const said = reason === undefined ? '' : ` for ${Object.values(reason).join(', ')}`;
  t.expect(`${what} is answered ${verdict}${said}`, isSo, { expected, got: shownOf(answer) });
}

/** The two facts that ground a refund of at most 50.00 EUR to `acct_1`; each may be left out or changed. */
export async function refundable(
  world: World,
  change: { account?: Partial<Fact> | null; limit?: Partial<Fact> | null; customer?: string } = {},
): Promise<{ account: Fact | undefined; limit: Fact | undefined }> {
  const subject = change.customer ?? 'cust-1';
  const account = { subject, attribute: 'account', value: 'acct_1', ...change.account };
  const limit = {
    subject,
    attribute: 'refund.limit',
    value: { amount: '5000', currency: 'EUR' },
    ...change.limit,
  };
  return {
    account: change.account === null ? undefined : await world.stored(account),
    limit: change.limit === null ? undefined : await world.stored(limit),
  };
}

/** A source of the fixtures, seen `ago` milliseconds ago. */
export const seen = async (world: World, of: keyof typeof SOURCES, ago = 1000) => ({
  ...SOURCES[of],
  observed_at: await world.time(-ago),
});

/** `records.read` under another name, changed. */
export const reader = (tool: string, change: Partial<Manifest> = {}): Manifest => ({
  ...READ,
  tool,
  ...change,
});

/** The grant of `records.read` for another tool, changed. */
export const grantFor = (
  tool: string,
  change: Partial<Policy['grants'][number]> = {},
): Policy['grants'][number] => ({
  id: tool,
  principals: ['agent'],
  tools: [tool],
  effects: ['data.read'],
  targets: ['resource:*'],
  risk: 'low',
  environment: 'production',
  ...change,
});
