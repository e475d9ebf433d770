import { effectiveConfidence, type JudgedFact, type TypedGround } from '@eaap/protocol';
import { agrees } from '../compare/agree.ts';
import { byCodeUnit } from '../lib/rank.ts';
import { isExpired, isTrusted, named, withValue, type Context, type GateFunction } from './context.ts';
import { isTyped, supports } from './grounding.ts';
import { supportOf } from '../typed/support.ts';
import type { Finding } from './reason.ts';

/** One thing that is relied on, and the facts any of which carries it. */
interface Reliance {
  readonly field: string | null;
  readonly facts: readonly JudgedFact[];
}

/** What a typed ground stands on: any fact that says so, or every operand of what was computed. */
function ofTyped(context: Context, ground: TypedGround): Reliance[] {
  const { support } = supportOf(context, ground, ({ status }) => status === 'active');
  if (support === null) return [];
  const { field } = ground;
  return support.all
    ? support.facts.map((fact) => ({ field, facts: [fact] }))
    : [{ field, facts: support.facts }];
}

function reliances(context: Context): Reliance[] {
  const { input, factsOf, read } = context;
  const active = (subject: string, attribute: string): JudgedFact[] =>
    factsOf(subject, attribute).filter(({ status }) => status === 'active');
  return [
    ...input.extraction.grounds.flatMap((ground): Reliance[] => {
      if (isTyped(ground)) return ofTyped(context, ground);
      const facts = active(ground.subject, ground.attribute).filter(
        (fact) => isTrusted(fact, ground.trust) && supports(ground, fact.value),
      );
      return [{ field: ground.field, facts }];
    }),
    ...input.extraction.claims.map(({ subject, attribute, value }) => {
      const known = active(subject, attribute);
      const same = withValue(known, value);
      // Only where no fact has the value itself: a fact in another spelling makes no stale one fresh.
      if (same.length > 0) return { field: null, facts: same };
      return { field: null, facts: known.filter((fact) => agrees(context, attribute, fact.value, value)) };
    }),
    ...[...read.values()]
      .sort((a, b) => byCodeUnit(a.id, b.id))
      .map((fact) => ({ field: null, facts: [fact] })),
  ];
}

function weak({ input }: Context, { field, facts }: Reliance): Finding | null {
  const { now, policy } = input;
  const { minimum } = policy.confidence;
  const fresh = facts.filter((fact) => !isExpired(fact, now));
  const left = (fact: JudgedFact): number => effectiveConfidence(fact, now);
  if (facts.length === 0 || fresh.some((fact) => left(fact) >= minimum)) return null;
  const best = fresh.reduce<JudgedFact | undefined>(
    (top, fact) => (top === undefined || left(fact) > left(top) ? fact : top),
    undefined,
  );
  const [first] = facts;
  if (best === undefined) {
    return {
      code: 'expired-fact',
      outcome: 'escalate',
      field,
      facts,
      message: `The action relies on the ${named(first ?? { subject: '', attribute: '' })}, and that fact is past its date.`,
      admissible: "The fact stored again from its source, or an approver's decision.",
    };
  }
  return {
    code: 'below-minimum',
    outcome: 'escalate',
    field,
    facts: [best],
    message: `Time has left ${left(best)} of ${best.confidence} basis points of confidence in the ${named(best)}; ${minimum} are needed.`,
    admissible: "The fact observed again, which reinforces it, or an approver's decision.",
  };
}

/**
 * Gate 7: what is relied on (by a ground, a claim or a rule) is still believed enough, and is not past its date.
 *
 * @see RFC-0001 section 8.7
 */
export const confidence: GateFunction = (context) => {
  const seen = new Set<string>();
  const findings: Finding[] = [];
  for (const reliance of reliances(context)) {
    const finding = weak(context, reliance);
    if (finding === null) continue;
    // A fact relied on twice at one place is told once.
    const key = JSON.stringify([finding.code, finding.field, (finding.facts ?? []).map(({ id }) => id)]);
    if (!seen.has(key)) findings.push(finding);
    seen.add(key);
  }
  return findings;
};
