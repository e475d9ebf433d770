import type { JudgedFact, JudgeInput } from '@eaap/protocol';
import { agrees } from '../compare/agree.ts';
import { byCodeUnit } from '../lib/rank.ts';
import { show } from '../lib/text.ts';
import { isInForce, isTrusted, named, type Context, type GateFunction } from './context.ts';
import type { Finding } from './reason.ts';

function conflictsOf({ input, factsOf }: Context): Finding[] {
  const conflicts = [...input.conflicts].sort((a, b) => byCodeUnit(a.id, b.id));
  return conflicts.map((conflict) => ({
    code: 'open-conflict',
    outcome: 'block',
    rule: conflict.id,
    facts: factsOf(conflict.subject, conflict.attribute).filter(
      ({ id }) => id === conflict.incumbent || id === conflict.challenger,
    ),
    message: `The ${named(conflict)} is in conflict: two facts disagree and nobody has decided.`,
    admissible: `An approver resolves the conflict ${conflict.id}.`,
  }));
}

type Claim = JudgeInput['extraction']['claims'][number];

function claimed(context: Context, claim: Claim): Finding[] {
  const { input, factsOf } = context;
  const facts = factsOf(claim.subject, claim.attribute).filter((fact) => isInForce(fact, input.now));
  const trusted = facts.filter((fact) => isTrusted(fact, 'verified'));
  // Of an attribute that holds several values, one that agrees is enough.
  const against = trusted.length > 0 ? trusted : facts;
  const isAgreed = (fact: JudgedFact): boolean => agrees(context, claim.attribute, fact.value, claim.value);
  if (against.length === 0 || against.some(isAgreed)) return [];
  const blocks = trusted.length > 0;
  return [
    {
      code: 'claim-contradicts-fact',
      outcome: blocks ? 'block' : 'escalate',
      value: { subject: claim.subject, attribute: claim.attribute, value: claim.value },
      facts: against,
      message: `The action claims that the ${named(claim)} is ${show(claim.value)}; ${
        blocks ? 'a trusted fact' : 'a fact of low trust'
      } says ${show(against[0]?.value ?? null)}.`,
      admissible: `The claim ${show(against[0]?.value ?? null)}, or a newer fact from a trusted source.`,
    },
  ];
}

/**
 * Gate 4: every row that may matter was read, none of them is in conflict, and nothing claimed contradicts a fact.
 *
 * @see RFC-0001 section 8.4
 */
export const consistency: GateFunction = (context) => {
  const findings: Finding[] = [];
  if (context.input.truncated) {
    findings.push({
      code: 'too-many-rows',
      outcome: 'block',
      message: 'More facts were selected than may be judged, and none of them may be left out.',
      admissible: 'An action, a manifest or a policy that selects fewer facts.',
    });
  }
  findings.push(...conflictsOf(context));
  for (const claim of context.input.extraction.claims) findings.push(...claimed(context, claim));
  return findings;
};
