import { GatewayUnreachable } from '@eaap/sdk';
import { canonicalize, EaapError } from '@eaap/protocol';
import type { Output } from '../lib/output.ts';
import { wrap } from '../lib/text.ts';
import { allowed } from './acts/allowed.ts';
import { blocked } from './acts/blocked.ts';
import { erased } from './acts/erased.ts';
import { escalated } from './acts/escalated.ts';
import { refused } from './acts/refused.ts';
import { tampered } from './acts/tampered.ts';
import { createNarrator, type Step } from './narrator.ts';
import { OVER_LIMIT, refund, setStage, type Decision, type Stage } from './stage.ts';

/** What the demo came to. */
export interface DemoResult {
  readonly result: 'PASS' | 'FAIL';
  readonly operator_decision: Decision;
  /** Whether the escalated action was done. */
  readonly action_executed: boolean;
  /** Where to find it in the log: the namespace, and the evaluation that was escalated. */
  readonly audit_stream_id: string | null;
  /** The folder, when it was kept. */
  readonly folder: string | null;
  readonly steps: readonly Step[];
}

/** How the demo is played. */
export interface DemoOptions {
  readonly decision: Decision;
  readonly keep: boolean;
}

async function play(stage: Stage): Promise<void> {
  await allowed(stage);
  await blocked(stage);
  await escalated(stage);
  await refused(stage);
  await tampered(stage);
  await erased(stage);
}

/** Asked of the target, who alone knows what it has done. */
const wasPaid = ({ target }: Stage): boolean =>
  target.done.some(
    (action) => canonicalize(action.parameters) === canonicalize(refund(OVER_LIMIT).parameters),
  );

const sentence = (error: unknown): string =>
  error instanceof EaapError || error instanceof GatewayUnreachable
    ? error.message
    : `It failed: ${error instanceof Error ? `${error.name}: ${error.message}` : typeof error}.`;

/** Plays the demo: every step is really done, and what is said of it is what came of it. */
export async function runDemo(
  out: Output,
  write: (text: string) => void,
  { decision, keep }: DemoOptions,
): Promise<DemoResult> {
  const { colours, columns } = out;
  const narrator = createNarrator(out, write);
  const intro =
    'A refund agent proposes, a gateway decides, a target acts on receipts only. All of it is real and on this machine: no model, no network, a folder that is removed at the end.';
  if (!out.json) {
    write(`${[colours.bold('EAAP demo'), ...wrap(intro, Math.min(columns, 88))].join('\n')}\n`);
  }
  let stage: Stage | undefined;
  try {
    stage = await setStage(out, narrator, decision);
    await play(stage);
  } catch (error) {
    if (narrator.steps.length === 0) narrator.begin('Setting up');
    narrator.expect('gateway', false, sentence(error));
  } finally {
    await stage?.end(keep);
  }
  const executed = stage !== undefined && wasPaid(stage);
  const escalation = stage?.left.escalated;
  const steps = narrator.steps;
  const asDecided = executed === (decision === 'approve');
  return {
    result: steps.length === 6 && steps.every(({ ok }) => ok) && asDecided ? 'PASS' : 'FAIL',
    operator_decision: decision,
    action_executed: executed,
    audit_stream_id: escalation === undefined ? null : `default:${escalation}`,
    folder: keep ? (stage?.folder ?? null) : null,
    steps,
  };
}
