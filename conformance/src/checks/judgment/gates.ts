import { actions } from '../fixtures/index.ts';
import { evaluationOf, reasonsOf } from '../read.ts';
import type { Answer, Check, CheckContext, World } from '../types.ts';
import { decided, GATES, refundable, shownOf } from './steps.ts';

/** Actions that stop at different gates, two of them at several. */
async function range(world: World): Promise<readonly (readonly [string, Answer<unknown>])[]> {
  await refundable(world);
  const blockedAndEscalated = { ...actions.send(), effects: [{ effect: 'secret.read' as const }] };
  return [
    ['an allowed action', await world.evaluate(actions.refund())],
    ['an action that is not granted', await world.evaluate(actions.notGranted())],
    ['a tool without a manifest', await world.evaluate(actions.ghost())],
    ['a secret', await world.evaluate(actions.peek())],
    ['an action that a rule blocks', await world.evaluate(actions.ruled(11))],
    ['an action that a rule escalates', await world.evaluate(actions.reviewed(11))],
    ['an action whose rule fails', await world.evaluate(actions.fragile())],
    ['an action without grounds', await world.evaluate(actions.refund('cust-2'))],
    ['an action that always needs a person', await world.evaluate(actions.send())],
    ['an action both to block and to escalate', await world.evaluate(blockedAndEscalated)],
  ];
}

export const allNine: Check = {
  id: 'judgment.nine-gates',
  requirements: ['EAAP-0001-065'],
  title: 'Every evaluation carries the results of all nine gates in their order, wherever the action stops.',
  grade: 'E1',
  needs: [],
  negative: false,
  async run(t: CheckContext) {
    for (const [what, answer] of await range(await t.world())) {
      const evaluation = decided(t, what, answer);
      const gates = evaluation?.judgment.gates.map(({ gate }) => gate);
      t.equal(`${what} is judged by the nine gates in their order`, gates, [...GATES]);
    }
  },
};

const RANK = ['pass', 'escalate', 'block'];
const VERDICTS = ['ALLOW', 'ESCALATE', 'BLOCK'];

export const highestOutcome: Check = {
  id: 'judgment.highest-outcome',
  requirements: ['EAAP-0001-066'],
  title: 'The verdict is the highest outcome of the gates.',
  grade: 'E1',
  needs: [],
  negative: false,
  async run(t: CheckContext) {
    for (const [what, answer] of await range(await t.world())) {
      const evaluation = decided(t, what, answer);
      const outcomes = evaluation?.judgment.gates.map(({ outcome }) => outcome) ?? [];
      const highest = Math.max(...outcomes.map((outcome) => RANK.indexOf(outcome)));
      const expected = outcomes.length === 0 ? 'a verdict' : VERDICTS[highest];
      t.expect(`${what} has the verdict of its gates`, evaluation?.verdict === expected, {
        expected,
        got: shownOf(answer),
      });
    }
  },
};

export const blockOverEscalate: Check = {
  id: 'judgment.block-over-escalate',
  requirements: ['EAAP-0001-066'],
  title: 'An action that one gate blocks and another escalates is blocked, and both gates say so.',
  grade: 'E1',
  needs: [],
  negative: true,
  async run(t: CheckContext) {
    const world = await t.world({
      policy: (policy) => ({
        ...policy,
        rules: [
          {
            id: 'quiet',
            description: 'No messages.',
            tools: ['messages.send'],
            when: 'action.parameters.text == "loud"',
            outcome: 'block',
          },
        ],
      }),
    });
    await world.escalated(actions.send('quiet'));
    const answer = await world.evaluate(actions.send('loud'));
    const evaluation = decided(t, 'an action both to block and to escalate', answer);
    const outcomeOf = (name: string) => evaluation?.judgment.gates.find(({ gate }) => gate === name)?.outcome;
    t.equal('the verdict', evaluation?.verdict, 'BLOCK');
    t.equal('the gate constraints', outcomeOf('constraints'), 'block');
    t.equal('the gate escalation', outcomeOf('escalation'), 'escalate');
  },
};

export const shadowReports: Check = {
  id: 'judgment.shadow-only-reports',
  requirements: ['EAAP-0001-066', 'EAAP-0007-004', 'EAAP-0007-005'],
  title: 'A shadow rule that is true is reported and does not raise the verdict.',
  grade: 'E1',
  needs: [],
  negative: false,
  async run(t: CheckContext) {
    const world = await t.world({
      policy: (policy) => ({
        ...policy,
        rules: [{ id: 'shade', description: 'On trial.', when: 'true', outcome: 'shadow' }],
      }),
    });
    const answer = await world.evaluate(actions.read());
    const evaluation = decided(t, 'an action a shadow rule is true of', answer);
    t.equal('the verdict', evaluation?.verdict, 'ALLOW');
    const reason = reasonsOf(answer).find(({ rule }) => rule === 'shade');
    t.equal('the reason of the shadow rule', [reason?.code, reason?.outcome], ['rule-shadow', 'shadow']);
  },
};

/** The closed list of codes by gate, with `gate-error`, which every gate may give (RFC-0001 section 8). */
const CODES: Readonly<Record<string, readonly string[]>> = {
  standing: ['halted', 'malformed'],
  authority: [
    'no-grant',
    'principal-not-granted',
    'tool-not-granted',
    'effect-not-granted',
    'target-not-granted',
    'risk-above-grant',
    'environment-above-grant',
    'executor-not-permitted',
  ],
  effects: ['unknown-effect', 'unread', 'secret-read', 'no-manifest', 'manifest-mismatch', 'below-floor'],
  consistency: ['open-conflict', 'claim-contradicts-fact', 'too-many-rows'],
  constraints: ['locked-fact', 'rule', 'rule-shadow', 'rule-error'],
  grounding: ['ungrounded', 'untrusted-ground', 'contradicted', 'over-ground'],
  confidence: ['below-minimum', 'expired-fact'],
  limits: ['over-quota', 'over-rate', 'loop', 'counter-missing', 'currency-mismatch'],
  escalation: ['always-escalate'],
};

const isText = (value: unknown): boolean => typeof value === 'string' && value.trim() !== '';

function explained(t: CheckContext, what: string, answer: Answer<unknown>): void {
  const evaluation = decided(t, what, answer);
  const given = (evaluation?.judgment.gates ?? []).flatMap(({ gate, reasons }) =>
    reasons.map((reason) => ({ under: gate, reason })),
  );
  t.expect(`${what} is denied for a reason`, given.length > 0, { got: shownOf(answer) });
  for (const { under, reason } of given) {
    const { gate, code, message, admissible } = reason;
    const isListed = [...(CODES[under] ?? []), 'gate-error'].includes(code);
    const seen = { got: { under, gate, code, message, admissible } };
    t.expect(`${what}: a reason names its gate and a code of it`, gate === under && isListed, seen);
    t.expect(`${what}: a reason says what happened`, isText(message), seen);
    t.expect(`${what}: a reason says what would be admissible`, isText(admissible), seen);
  }
}

export const reasonsExplain: Check = {
  id: 'judgment.reasons-explain',
  requirements: ['EAAP-0001-067'],
  title: 'Each reason of a denial has its gate, a code of the list, a message and what would be admissible.',
  grade: 'E1',
  needs: [],
  negative: false,
  async run(t: CheckContext) {
    const denied = (await range(await t.world())).filter(([, answer]) => {
      const verdict = evaluationOf(answer)?.verdict;
      return answer.status === 403 || (verdict !== undefined && verdict !== 'ALLOW');
    });
    t.require('actions are denied at different gates', denied.length >= 6, { got: denied.length });
    for (const [what, answer] of denied) explained(t, what, answer);
  },
};

export const checks = [allNine, highestOutcome, blockOverEscalate, shadowReports, reasonsExplain];
