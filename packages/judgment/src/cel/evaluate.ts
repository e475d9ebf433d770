import { bindingsOf, type Subject } from './bindings.ts';
import { programOf } from './compile.ts';
import { CelFault, type CelFaultCode } from './fault.ts';
import type { FactSource, RuleFault } from './meter.ts';

/** What became of a condition: its answer, why it does not load, or why it has no answer. */
export type Evaluated =
  { readonly value: boolean } | { readonly load: CelFaultCode } | { readonly run: RuleFault };

/**
 * Evaluates one condition in EAAP-CEL, as a rule of a policy is evaluated.
 *
 * @see RFC-0007 section 5
 * @example
 * ```ts
 * import assert from 'node:assert/strict';
 * import { evaluateCondition } from '@eaap/judgment';
 *
 * const about = {
 *   action: { tool: 'billing.refund', parameters: { units: 7 }, environment: 'production' as const },
 *   effects: [], principal: 'agent', now: 0,
 * };
 * const facts = { values: () => null };
 * assert.deepEqual(evaluateCondition('action.parameters.units > 5', about, facts), { value: true });
 * assert.deepEqual(evaluateCondition('action.parameters.other > 5', about, facts), { run: 'failed' });
 * assert.deepEqual(evaluateCondition('action.units > 5', about, facts), { load: 'name' });
 * ```
 */
export function evaluateCondition(when: string, about: Subject, facts: FactSource): Evaluated {
  const program = programOf(when);
  if (program instanceof CelFault) return { load: program.code };
  const answer = program.run(bindingsOf(about), facts);
  return typeof answer === 'boolean' ? { value: answer } : { run: answer };
}
