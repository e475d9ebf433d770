import { EaapError, type Policy } from '@eaap/protocol';
import { programOf } from '../cel/compile.ts';
import { CelFault } from '../cel/fault.ts';
import { CEL_PROFILE } from '../cel/profile.ts';
import { targetPatternFault } from '../pattern/target.ts';

type Refuse = (kind: string, id: string, why: string) => never;

function checkIds(kind: string, entries: readonly { readonly id: string }[], refuse: Refuse): void {
  const seen = new Set<string>();
  for (const { id } of entries) {
    if (seen.has(id)) refuse(kind, id, 'the id is used twice');
    seen.add(id);
  }
}

function checkTargets(
  kind: string,
  id: string,
  targets: readonly string[] | undefined,
  refuse: Refuse,
): void {
  for (const pattern of targets ?? []) {
    const fault = targetPatternFault(pattern);
    if (fault !== null) refuse(kind, id, `the target pattern ${pattern} ${fault}`);
  }
}

function checkRules(policy: Policy, refuse: Refuse): void {
  let total = 0;
  for (const { id, when, targets } of policy.rules) {
    checkTargets('rule', id, targets, refuse);
    const program = programOf(when);
    if (program instanceof CelFault) refuse('rule', id, `the condition is not EAAP-CEL: ${program.message}`);
    else total += program.cost;
    if (total > CEL_PROFILE.maxPolicyCost) {
      refuse('rule', id, `all rules together may cost more than ${CEL_PROFILE.maxPolicyCost}`);
    }
  }
}

/**
 * Loads a policy, which means: refuses one that matches its schema and still cannot be judged by. Every condition is
 * compiled and its cost estimated, so that no rule fails at the first action it is for.
 *
 * @throws EaapError `invalid-policy` naming the rule, grant or limit and why; `kind` and `id` are in the extras.
 * @see RFC-0007 section 3.2
 * @example
 * ```ts
 * import assert from 'node:assert/strict';
 * import { compilePolicy } from '@eaap/judgment';
 * import type { Policy } from '@eaap/protocol';
 *
 * const policy: Policy = {
 *   v: 1, name: 'example', version: '1', executors: ['runner'], grants: [], limits: [],
 *   rules: [{ id: 'small', description: 'No large refunds.', when: 'action.parametres.n > 5', outcome: 'block' }],
 *   confidence: { minimum: 0 }, escalate: { effects: [], reversibility: [] },
 *   escalation: { target: 'people', ttl_ms: 60000 }, selects: [], ttl_ms: 60000, window_ms: 60000, outcome_ms: 60000,
 * };
 * assert.throws(() => compilePolicy(policy), /rule small: .* no member parametres/);
 * ```
 */
export function compilePolicy(policy: Policy): void {
  const refuse: Refuse = (kind, id, why) => {
    throw new EaapError('invalid-policy', `The ${kind} ${id}: ${why}.`, { kind, id });
  };
  checkIds('grant', policy.grants, refuse);
  checkIds('rule', policy.rules, refuse);
  checkIds('limit', policy.limits, refuse);
  for (const { id, effects, targets } of policy.grants) {
    for (const effect of effects) {
      if (effect === 'unknown' || effect === 'secret.read') {
        refuse('grant', id, `${effect} is always blocked and cannot be granted`);
      }
    }
    checkTargets('grant', id, targets, refuse);
  }
  for (const { id, kind, currency } of policy.limits) {
    if (currency !== undefined && kind !== 'quota') refuse('limit', id, `a ${kind} does not count money`);
  }
  checkRules(policy, refuse);
}
