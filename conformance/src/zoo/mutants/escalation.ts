import { approve, getEscalation } from '@eaap/admissibility';
import { judge } from '@eaap/judgment';
import { EaapError, type DecideRequest, type EscalationsResponse } from '@eaap/protocol';
import type { Mutant } from '../types.ts';
import {
  all,
  handling,
  indexing,
  misjudge,
  misread,
  rejudged,
  withEngine,
  type Called,
  type Change,
} from './lib/deciding.ts';
import { over, withTx } from './lib/parts.ts';

const isOf = (error: unknown, type: string): error is EaapError =>
  error instanceof EaapError && error.type === type;

/** The parts of what an action's approvals are found by. */
interface Key {
  readonly principal: string;
  readonly action: Record<string, unknown>;
}

const idOf = ({ call }: Called<DecideRequest>): string => call.params['id'] ?? '';

/** Approve and deny by somebody else than who asks. */
const decidingAs = (who: { readonly principal?: string; readonly owner?: string }): Change =>
  all(
    handling('approve', ({ actor, next }) => next({ actor: { ...actor, ...who } })),
    handling('deny', ({ actor, next }) => next({ actor: { ...actor, ...who } })),
  );

/** Broken gateways of RFC-0001 sections 9.5 and 9.6. */
export const ESCALATION_MUTANTS: readonly Mutant[] = [
  {
    id: 'escalates-to-nobody',
    breaks: ['EAAP-0001-104'],
    invariant: [13],
    description: 'Answers an ESCALATE without saying where it waits.',
    expected: ['admission.escalated'],
    change: handling('evaluate', async ({ next }) => {
      try {
        return await next();
      } catch (error) {
        if (!isOf(error, 'escalated')) throw error;
        throw new EaapError('escalated', error.detail, { evaluation: error.extras['evaluation'] });
      }
    }),
  },
  {
    id: 'hides-the-reasons',
    breaks: ['EAAP-0001-105'],
    invariant: [13],
    description: 'Shows approvers an action without the reasons for which it waits.',
    expected: ['admission.escalation-listed'],
    change: handling('escalations', async ({ next }) => {
      const answer = await next();
      const { escalations, next: cursor } = answer.body as EscalationsResponse;
      const bare = escalations.map((escalation) => ({ ...escalation, reasons: [] }));
      return { ...answer, body: { escalations: bare, next: cursor } };
    }),
  },
  {
    id: 'approves-in-vain',
    breaks: ['EAAP-0001-106'],
    invariant: [13],
    description: 'Takes no notice of an approval.',
    expected: [
      'admission.approved-action',
      'admission.approval-of-many-reasons',
      'admission.approvals-swapped',
      'admission.same-action-other-spelling',
    ],
    change: misread((input) => ({ ...input, approvals: [] })),
  },
  {
    id: 'approves-the-tool',
    breaks: ['EAAP-0001-107'],
    invariant: [13],
    description: 'Takes an approval of one action for one of its tool.',
    expected: [
      'admission.escalation-listed',
      'admission.approval-of-another-action',
      'admission.escalation-to-the-millisecond',
      'ledger.if-match-other',
      'admission.escalation-erased',
    ],
    change: indexing('action-key', (value) => {
      const { principal, action } = value as Key;
      return { principal, tool: action['tool'] };
    }),
  },
  {
    id: 'approves-for-everybody',
    breaks: ['EAAP-0001-107'],
    invariant: [13],
    description: 'Takes an approval for one principal for one of everybody.',
    expected: ['admission.approval-of-another-action'],
    change: indexing('action-key', (value) => ({ action: (value as Key).action })),
  },
  {
    id: 'approves-any-reason',
    breaks: ['EAAP-0001-108'],
    invariant: [13],
    description: 'Takes an approval of an action for one of whatever reasons it has now.',
    expected: [
      'admission.approval-of-another-reason',
      'admission.approval-before-a-rule',
      'admission.approval-of-another-version',
    ],
    change: misjudge((judgment, { approvals: [approval] }) =>
      approval === undefined
        ? judgment
        : rejudged(judgment, (reason) =>
            reason.outcome === 'escalate' ? { ...reason, approved: approval.escalation } : reason,
          ),
    ),
  },
  {
    id: 'approves-any-version',
    breaks: ['EAAP-0001-108'],
    invariant: [13],
    description: 'Takes an approval for one of the same reason about other versions of the facts.',
    expected: ['admission.approval-of-another-version'],
    change: withEngine({
      judge: (input) => {
        const oldest = judge({ ...input, facts: input.facts.map((fact) => ({ ...fact, version: 1 })) });
        return oldest.verdict === 'ALLOW' ? oldest : judge(input);
      },
    }),
  },
  {
    id: 'approves-for-good',
    breaks: ['EAAP-0001-109'],
    invariant: [12, 13],
    description: 'Does not use an approval up.',
    expected: [
      'admission.approval-used-twice',
      'admission.approval-used-at-once',
      'admission.approval-consumed',
      'admission.race-for-one-approval',
      'failing.commit-fails-at-each-step',
      'failing.commit-killed-at-each-step',
    ],
    change: (parts) =>
      withTx(parts, {
        write: (tx) =>
          over(tx, {
            insert: async (table, row) => {
              if (table !== 'consumptions') await tx.insert(table, row);
            },
            update: async (table, key, changes, expect) => {
              const isUse = table === 'escalations' && 'status' in changes && changes.status === 'consumed';
              return isUse ? true : tx.update(table, key, changes, expect);
            },
          }),
      }),
  },
  {
    id: 'owners-approve',
    breaks: ['EAAP-0001-110'],
    invariant: [13],
    description: 'Compares the principals of proposer and approver, and not who answers for them.',
    expected: ['admission.separation-of-duties'],
    change: decidingAs({ owner: 'nobody' }),
  },
  {
    id: 'proposers-approve',
    breaks: ['EAAP-0001-110'],
    invariant: [13],
    description: 'Compares who answers for proposer and approver, and not who they are.',
    expected: ['admission.proposer-under-another-key'],
    change: decidingAs({ principal: 'somebody' }),
  },
  {
    id: 'approves-late',
    breaks: ['EAAP-0001-111'],
    invariant: [12, 13],
    description: 'Answers an approval that comes too late as one in time.',
    expected: ['admission.escalation-expired', 'admission.escalation-to-the-millisecond'],
    change: handling<DecideRequest>('approve', async (called) => {
      try {
        return await called.next();
      } catch (error) {
        if (!isOf(error, 'escalation-expired')) throw error;
        const escalation = await getEscalation(called.context.engine, called.actor, idOf(called));
        return { body: { ...escalation, status: 'approved' } };
      }
    }),
  },
  {
    id: 'denial-read-as-approval',
    breaks: ['EAAP-0001-112'],
    invariant: [13],
    description: 'Keeps that somebody has decided, and not what.',
    expected: ['admission.denied-stays-denied', 'ledger.if-match-other'],
    change: handling<DecideRequest>('deny', async (called) => {
      const { engine } = called.context;
      const { version, challenge } = await getEscalation(engine, called.actor, idOf(called));
      const { reason } = called.call.body;
      return { body: await approve(engine, called.actor, idOf(called), version, { reason, challenge }) };
    }),
  },
  {
    id: 'approval-overrides',
    breaks: ['EAAP-0001-113'],
    invariant: [8, 13],
    description: 'Lets an approval override what blocks.',
    expected: [
      'admission.approved-and-blocked',
      'admission.approved-against-a-lock',
      'admission.approved-and-halted',
    ],
    change: misjudge((judgment, { approvals: [approval] }) =>
      approval === undefined
        ? judgment
        : rejudged(judgment, ({ outcome, ...reason }) =>
            outcome === 'block' ? undefined : { outcome, ...reason },
          ),
    ),
  },
  {
    id: 'halts-in-name',
    breaks: ['EAAP-0001-114'],
    invariant: [],
    description: 'Lists a halt and goes on.',
    expected: [
      'admission.halted-since',
      'admission.halted',
      'admission.halted-from-the-answer-on',
      'admission.halt-of-an-agent',
      'admission.halt-of-an-executor',
      'admission.approved-and-halted',
    ],
    change: misread((input) => ({ ...input, halted: [] })),
  },
];
