import { canonical, type Json } from '../json.ts';
import { evaluateRule } from '../cel/index.ts';
import { effectiveConfidence } from '../decay.ts';
import { agree } from './declared/forms.ts';
import type { Fact, JudgeInput } from './documents.ts';
import { factsOf, inForce, isExpired, isTrusted, says, type Found } from './findings.ts';
import { coversName, isCovered } from './pattern.ts';
import { supportOf, typedGrounding } from './typed/support.ts';
import { equal, inOrder, isWhole, readMoney } from './text.ts';

type Ground = JudgeInput['extraction']['grounds'][number];

/** RFC-0005 section 7. */
export function consistency(input: JudgeInput): Found[] {
  const found: Found[] = input.truncated ? [{ code: 'too-many-rows', outcome: 'block' }] : [];
  for (const conflict of [...input.conflicts].sort((a, b) => inOrder(a.id, b.id))) {
    const facts = factsOf(input, conflict).filter(({ id }) =>
      [conflict.incumbent, conflict.challenger].includes(id),
    );
    found.push({ code: 'open-conflict', outcome: 'block', rule: conflict.id, facts });
  }
  for (const { subject, attribute, value } of input.extraction.claims) {
    const all = inForce(input, { subject, attribute });
    const verified = all.filter((fact) => isTrusted(fact, 'verified'));
    const facts = verified.length > 0 ? verified : all;
    const { compare } = input.policy;
    if (facts.length === 0 || facts.some((fact) => agree(compare, attribute, fact.value, value))) continue;
    const outcome = verified.length > 0 ? 'block' : 'escalate';
    found.push({ code: 'claim-contradicts-fact', outcome, value: { subject, attribute, value }, facts });
  }
  return found;
}

/** Whether a ground is of one key, and not of a session. */
const isKeyed = ({ relation }: Ground): boolean => relation !== 'supported';

/** Whether a value supports a ground (RFC-0005 section 9). */
export function supports(ground: Ground, value: Json): boolean {
  if (ground.relation === 'equal') return equal(ground.value, value);
  if (isWhole(ground.value) && isWhole(value)) return ground.value <= value;
  const [asked, most] = [readMoney(ground.value), readMoney(value)];
  if (asked === null || most === null) return false;
  return asked.currency === most.currency && asked.amount <= most.amount;
}

/** RFC-0005 section 8, the locks. */
function locks(input: JudgeInput): Found[] {
  const binding = (key: { subject: string; attribute: string }): readonly Fact[] =>
    factsOf(input, key).filter(({ locked, status }) => locked && ['active', 'disputed'].includes(status));
  const { writes, claims, grounds } = input.extraction;
  const all = [
    ...writes.map((write) => ({
      of: write,
      field: write.field,
      value: write.field === null ? null : write.value,
      fits: (facts: readonly Fact[]) => write.field !== null && says(facts, write.value),
    })),
    ...claims.map((claim) => ({
      of: claim,
      field: null,
      value: claim.value,
      fits: (facts: readonly Fact[]) => says(facts, claim.value),
    })),
    ...grounds.filter(isKeyed).map((ground) => ({
      of: ground,
      field: ground.field,
      value: ground.value,
      fits: (facts: readonly Fact[]) => facts.some((fact) => supports(ground, fact.value)),
    })),
  ];
  return all.flatMap(({ of, field, value, fits }): Found[] => {
    const facts = binding(of);
    if (facts.length === 0 || fits(facts)) return [];
    return [{ code: 'locked-fact', outcome: 'block', field, value, facts }];
  });
}

/** RFC-0005 section 8. What rules rely on is put into `read`, by id. */
export function constraints(input: JudgeInput, read: Map<string, Fact>): Found[] {
  const { action, extraction, policy, principal, now } = input;
  const seen = (key: { subject: string; attribute: string }): readonly Fact[] =>
    inForce(input, key).filter((fact) => isTrusted(fact, 'verified'));
  const facts = extraction.selectors.map((key) => ({
    subject: key.subject,
    attribute: key.attribute,
    values: seen(key).map(({ value }) => value),
  }));
  const effects = extraction.effects.map(({ effect, target, risk, reversibility }) => ({
    effect,
    target,
    risk,
    reversibility,
  }));
  const found = locks(input);
  for (const rule of policy.rules) {
    if (rule.tools !== undefined && !rule.tools.some((pattern) => coversName(pattern, action.tool))) continue;
    const isAbout = extraction.effects.some(
      ({ effect, target }) =>
        (rule.effects?.includes(effect) ?? true) &&
        (rule.targets === undefined || isCovered(rule.targets, target)),
    );
    if (!isAbout && (rule.effects !== undefined || rule.targets !== undefined)) continue;
    const answer = evaluateRule(rule.when, { action, effects, principal, now, facts });
    if (rule.outcome !== 'shadow')
      for (const key of answer.asked) for (const fact of seen(key)) read.set(fact.id, fact);
    if ('error' in answer) found.push({ code: 'rule-error', outcome: 'block', rule: rule.id });
    else if (answer.value) {
      const code = rule.outcome === 'shadow' ? 'rule-shadow' : 'rule';
      found.push({ code, outcome: rule.outcome, rule: rule.id });
    }
  }
  return found;
}

/** RFC-0005 section 9. */
export function grounding(input: JudgeInput): Found[] {
  return input.extraction.grounds.flatMap((ground): Found[] => {
    if (!isKeyed(ground)) return typedGrounding(input, ground);
    const { field, value } = ground;
    const all = inForce(input, ground);
    const trusted = all.filter((fact) => isTrusted(fact, ground.trust));
    const fits = (facts: readonly Fact[]): readonly Fact[] =>
      facts.filter((fact) => supports(ground, fact.value));
    if (fits(trusted).length > 0) return [];
    const escalate = (code: string, facts: readonly Fact[]): Found[] => [
      { code, outcome: 'escalate', field, value, facts },
    ];
    if (trusted.length > 0)
      return escalate(ground.relation === 'at_most' ? 'over-ground' : 'contradicted', trusted);
    return fits(all).length > 0 ? escalate('untrusted-ground', fits(all)) : escalate('ungrounded', []);
  });
}

/** RFC-0005 section 10. */
export function confidence(input: JudgeInput, read: ReadonlyMap<string, Fact>): Found[] {
  const { now, policy, extraction } = input;
  const active = (key: { subject: string; attribute: string }): readonly Fact[] =>
    factsOf(input, key).filter(({ status }) => status === 'active');
  const relied: { field: string | null; facts: readonly Fact[] }[] = [
    ...extraction.grounds.flatMap((ground): { field: string | null; facts: readonly Fact[] }[] => {
      const { field } = ground;
      if (isKeyed(ground)) {
        const fits = (fact: Fact): boolean => isTrusted(fact, ground.trust) && supports(ground, fact.value);
        return [{ field, facts: active(ground).filter(fits) }];
      }
      const { support } = supportOf(input, ground, ({ status }) => status === 'active');
      if (support === null) return [];
      return support.all
        ? support.facts.map((fact) => ({ field, facts: [fact] }))
        : [{ field, facts: support.facts }];
    }),
    ...extraction.claims.map((claim) => {
      const has = active(claim).filter((fact) => equal(fact.value, claim.value));
      const agreeing = active(claim).filter((fact) =>
        agree(policy.compare, claim.attribute, fact.value, claim.value),
      );
      return { field: null, facts: has.length > 0 ? has : agreeing };
    }),
    ...[...read.values()].sort((a, b) => inOrder(a.id, b.id)).map((fact) => ({ field: null, facts: [fact] })),
  ];
  const found: Found[] = [];
  for (const { field, facts } of relied) {
    const fresh = facts.filter((fact) => !isExpired(fact, now));
    const left = (fact: Fact): number => effectiveConfidence(fact, now);
    const most = Math.max(...fresh.map(left));
    if (facts.length === 0 || most >= policy.confidence.minimum) continue;
    const best = fresh.find((fact) => left(fact) === most);
    found.push(
      best === undefined
        ? { code: 'expired-fact', outcome: 'escalate', field, facts }
        : { code: 'below-minimum', outcome: 'escalate', field, facts: [best] },
    );
  }
  const keyOf = ({ code, field, facts }: Found): string =>
    canonical([code, field ?? null, (facts ?? []).map(({ id }) => id)]);
  return found.filter((one, index) => found.findIndex((other) => keyOf(other) === keyOf(one)) === index);
}
