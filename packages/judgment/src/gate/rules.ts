import type { JudgeInput, Rule } from '@eaap/protocol';
import { CelFault } from '../cel/fault.ts';
import { programOf } from '../cel/compile.ts';
import { bindingsOf } from '../cel/bindings.ts';
import type { FactSource, RuleFault } from '../cel/meter.ts';
import { matchesName } from '../pattern/name.ts';
import { matchesTarget } from '../pattern/target.ts';
import { isInForce, isTrusted, type Context } from './context.ts';
import type { Finding } from './reason.ts';

/** Whether a rule is about this action: its tool, and one effect that is listed and has a target that is listed. */
function applies({ tools, effects, targets }: Rule, { action, extraction }: JudgeInput): boolean {
  if (tools !== undefined && !tools.some((pattern) => matchesName(pattern, action.tool))) return false;
  if (effects === undefined && targets === undefined) return true;
  return extraction.effects.some(
    ({ effect, target }) =>
      (effects === undefined || effects.includes(effect)) &&
      (targets === undefined || targets.some((pattern) => matchesTarget(pattern, target))),
  );
}

/** Only trusted facts in force answer a rule; what it reads, the verdict relies on. */
function factSource({ input, factsOf, isSelected, read }: Context, relied: boolean): FactSource {
  return {
    values(subject, attribute) {
      if (!isSelected(subject, attribute)) return null;
      const facts = factsOf(subject, attribute).filter(
        (fact) => isInForce(fact, input.now) && isTrusted(fact, 'verified'),
      );
      if (relied) for (const fact of facts) read.set(fact.id, fact);
      return facts.map(({ value }) => value);
    },
  };
}

const WHY: Record<RuleFault, string> = {
  cost: 'it ran over its cost',
  fact: 'it asks for a fact that neither the manifest nor the policy selects',
  failed: 'its condition has no value for this action',
  'not-boolean': 'its condition is neither true nor false',
};

const FIX: Record<RuleFault, string> = {
  cost: 'A smaller action, or a cheaper condition.',
  fact: 'An entry in the selects of the policy or manifest for that subject and attribute.',
  failed: 'A condition that asks with has() before it reads, or an action with the parameters it reads.',
  'not-boolean': 'A condition that is true or false.',
};

function failed(rule: Rule, why: string, admissible: string): Finding {
  const message = `The rule ${rule.id} could not be evaluated: ${why}. What cannot be evaluated blocks.`;
  return { code: 'rule-error', outcome: 'block', rule: rule.id, message, admissible };
}

function fired(rule: Rule): Finding {
  const shadow = rule.outcome === 'shadow';
  return {
    code: shadow ? 'rule-shadow' : 'rule',
    outcome: rule.outcome,
    rule: rule.id,
    message: `${shadow ? 'The shadow rule' : 'The rule'} ${rule.id} applies: ${rule.description}`,
    admissible: rule.admissible ?? `An action for which this is not true: ${rule.when}`,
  };
}

/** What the rules of the policy say, in the order of the policy. */
export function rules(context: Context): Finding[] {
  const { input } = context;
  const matching = input.policy.rules.filter((rule) => applies(rule, input));
  if (matching.length === 0) return [];
  const bindings = bindingsOf({ ...input, effects: input.extraction.effects });
  return matching.flatMap((rule) => {
    const program = programOf(rule.when);
    if (program instanceof CelFault)
      return failed(rule, 'its condition is not EAAP-CEL', 'A policy that loads.');
    const answer = program.run(bindings, factSource(context, rule.outcome !== 'shadow'));
    if (typeof answer === 'string') return failed(rule, WHY[answer], FIX[answer]);
    return answer ? fired(rule) : [];
  });
}
