import { Mandate, matches, type JudgedFact, type Json } from '@eaap/protocol';
import { isObject, member } from '../lib/value.ts';
import { show } from '../lib/text.ts';
import { matchesName } from '../pattern/name.ts';
import { matchesTarget } from '../pattern/target.ts';
import { formOf } from '../typed/kinds.ts';
import { MANDATE, sessionOf } from '../typed/session.ts';
import { isExpired, isTrusted, type Context } from './context.ts';
import type { Finding } from './reason.ts';

/** Kinds of values that name whom or what an action reaches. */
const RECIPIENTS = ['account', 'host', 'mail', 'name'] as const;

const forms = (kinds: readonly string[], value: Json): string[] =>
  RECIPIENTS.filter((kind) => kinds.includes(kind)).flatMap((kind) => formOf(kind, value) ?? []);

/** Whether a fact is a mandate for this principal: by a person or an operator, trusted; disputed or past its date, too. */
function concerns(fact: JudgedFact, principal: string): boolean {
  const { value, status, source_kind } = fact;
  if (status !== 'active' && status !== 'disputed') return false;
  if (source_kind !== 'human' && source_kind !== 'system') return false;
  return isTrusted(fact, 'verified') && isObject(value) && member(value, 'agent') === principal;
}

function outside(fact: JudgedFact, field: string | null, value: Json, what: string): Finding {
  return {
    code: 'outside-mandate',
    outcome: 'escalate',
    field,
    value,
    facts: [fact],
    message: `The mandate of this session does not cover ${what}.`,
    admissible: "A mandate that covers it, or an approver's decision.",
  };
}

/** What of the action one mandate leaves out. A mandate past its date, or one that cannot be read, covers nothing. */
function gapsOf({ input }: Context, fact: JudgedFact): Finding[] {
  const { tool } = input.action;
  if (isExpired(fact, input.now) || !matches(Mandate, fact.value)) {
    return [outside(fact, null, tool, 'anything: it is past its date or cannot be read')];
  }
  const { tools, targets, recipients } = fact.value;
  const gaps: Finding[] = [];
  if (!tools.some((pattern) => matchesName(pattern, tool)))
    gaps.push(outside(fact, null, tool, `the tool ${tool}`));
  for (const { field, target } of targets === undefined ? [] : input.extraction.effects) {
    if (targets?.some((pattern) => matchesTarget(pattern, target)) === true) continue;
    gaps.push(outside(fact, field, target, `the target ${target ?? 'that nobody named'}`));
  }
  const allowed = recipients?.flatMap((one) => forms(RECIPIENTS, one));
  for (const { field, value, kinds = [] } of allowed === undefined ? [] : input.extraction.grounds) {
    const own = forms(kinds, value);
    if (own.length === 0 || own.some((form) => allowed?.includes(form) === true)) continue;
    gaps.push(outside(fact, field, value, `the recipient ${show(value)}`));
  }
  return gaps;
}

/**
 * Mandates of the session narrow what its actions may do; all of them, and none of them lets through what a grant does
 * not cover.
 *
 * @see RFC-0005 section 14.9
 */
export function mandated(context: Context): Finding[] {
  const { input, factsOf } = context;
  const mode = input.policy.grounding?.mandate ?? 'none';
  if (mode === 'none') return [];
  const mandates = factsOf(sessionOf(input.action), MANDATE).filter((fact) =>
    concerns(fact, input.principal),
  );
  if (mandates.length > 0) return mandates.flatMap((fact) => gapsOf(context, fact));
  if (mode === 'optional') return [];
  return [
    {
      code: 'no-mandate',
      outcome: 'escalate',
      value: input.action.session ?? null,
      message: 'The policy asks for a mandate of the session, and there is none for this agent.',
      admissible: "A mandate recorded by an operator, or an approver's decision.",
    },
  ];
}
