import type { Json, JudgedFact } from '@eaap/protocol';
import { show } from '../lib/text.ts';
import { isBinding, named, withValue, type Context, type GateFunction } from './context.ts';
import { isTyped, supports } from './grounding.ts';
import type { Finding } from './reason.ts';
import { rules } from './rules.ts';

type Key = Pick<JudgedFact, 'subject' | 'attribute'>;

function violated(
  key: Key,
  facts: readonly JudgedFact[],
  what: string,
  field: string | null,
  value: Json,
): Finding {
  const locked = facts[0]?.value ?? null;
  return {
    code: 'locked-fact',
    outcome: 'block',
    field,
    value,
    facts,
    message: `The ${named(key)} is locked at ${show(locked)}, and the action ${what}.`,
    admissible: `The value ${show(locked)}, or an approver unlocks the fact first.`,
  };
}

/** What the action writes, claims or stands on against a locked fact. No approval overrides a lock; an unlock does. */
function locks({ input, factsOf }: Context): Finding[] {
  const binding = ({ subject, attribute }: Key): JudgedFact[] =>
    factsOf(subject, attribute).filter(isBinding);
  const findings: Finding[] = [];
  for (const write of input.extraction.writes) {
    const facts = binding(write);
    if (facts.length === 0) continue;
    if (write.field === null) {
      findings.push(violated(write, facts, 'changes it to nobody knows what', null, null));
    } else if (withValue(facts, write.value).length === 0) {
      findings.push(violated(write, facts, `changes it to ${show(write.value)}`, write.field, write.value));
    }
  }
  for (const claim of input.extraction.claims) {
    const facts = binding(claim);
    if (facts.length === 0 || withValue(facts, claim.value).length > 0) continue;
    findings.push(violated(claim, facts, `claims ${show(claim.value)}`, null, claim.value));
  }
  for (const ground of input.extraction.grounds) {
    // What a user said states no value of a key, so it locks none.
    if (isTyped(ground)) continue;
    const facts = binding(ground);
    if (facts.length === 0 || facts.some((fact) => supports(ground, fact.value))) continue;
    findings.push(violated(ground, facts, `goes by ${show(ground.value)}`, ground.field, ground.value));
  }
  return findings;
}

/**
 * Gate 5: no locked fact is violated, and no rule of the policy objects.
 *
 * @see RFC-0001 section 8.5
 */
export const constraints: GateFunction = (context) => [...locks(context), ...rules(context)];
