import { RISKS } from '@eaap/protocol';
import { atLeast } from '../lib/rank.ts';
import type { GateFunction } from './context.ts';
import type { Finding } from './reason.ts';

/**
 * Gate 9: what the policy always wants a person to decide.
 *
 * @see RFC-0001 section 8.9
 */
export const escalation: GateFunction = ({ input }) => {
  const { effects, risk } = input.extraction;
  const { escalate } = input.policy;
  const findings = new Map<string, Finding>();
  const add = (rule: string, key: string, finding: Pick<Finding, 'field' | 'value' | 'message'>): void => {
    if (findings.has(`${rule} ${key}`)) return;
    findings.set(`${rule} ${key}`, {
      code: 'always-escalate',
      outcome: 'escalate',
      rule,
      ...finding,
      admissible: `The decision of an approver: queue ${input.policy.escalation.target}.`,
    });
  };
  for (const { effect, target, field } of effects) {
    if (!escalate.effects.includes(effect)) continue;
    const on = target === null ? '' : ` on ${target}`;
    add('escalate.effects', `${effect} ${target ?? ''}`, {
      field,
      value: { effect, target },
      message: `The policy always wants a person to decide ${effect}${on}.`,
    });
  }
  for (const { reversibility } of effects) {
    if (!escalate.reversibility.includes(reversibility)) continue;
    add('escalate.reversibility', reversibility, {
      value: reversibility,
      message: `The policy always wants a person to decide what is ${reversibility}.`,
    });
  }
  if (escalate.risk !== undefined && atLeast(RISKS, risk, escalate.risk)) {
    add('escalate.risk', risk, {
      value: risk,
      message: `The risk is ${risk}, and the policy always wants a person to decide ${escalate.risk} and above.`,
    });
  }
  return [...findings.values()];
};
