import { EaapError, type Policy } from '@eaap/protocol';

/**
 * A policy in which rules only report what they would do: all of them, or those named. Grants, limits and what is always
 * blocked stay as they are, since shadow only ever concerns a rule.
 *
 * @throws EaapError `invalid-request` when there is no rule of that name.
 * @see RFC-0007 section 4
 */
export function shadowed(policy: Policy, ids?: readonly string[]): Policy {
  for (const id of ids ?? []) {
    if (!policy.rules.some((rule) => rule.id === id))
      throw new EaapError('invalid-request', `The policy ${policy.name} has no rule ${id}.`);
  }
  const rules = policy.rules.map((rule) =>
    ids === undefined || ids.includes(rule.id) ? { ...rule, outcome: 'shadow' as const } : rule,
  );
  return { ...policy, rules };
}
