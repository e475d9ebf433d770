import { ENVIRONMENTS, RISKS, type ExtractedEffect, type Grant, type JudgeInput } from '@eaap/protocol';
import { atLeast, highest } from '../lib/rank.ts';
import { listed } from '../lib/text.ts';
import { matchesName } from '../pattern/name.ts';
import { matchesTarget } from '../pattern/target.ts';
import type { GateFunction } from './context.ts';
import { mandated } from './mandate.ts';
import type { Finding } from './reason.ts';

/** What is asked of a grant. An effect `unknown` is left to the effects gate, which blocks it whatever is granted. */
interface Asked {
  readonly effects: readonly ExtractedEffect[];
  readonly risk: JudgeInput['extraction']['risk'];
}

function askedOf({ effects, risk }: JudgeInput['extraction']): Asked {
  const known = effects.filter(({ effect }) => effect !== 'unknown');
  if (known.length === effects.length) return { effects, risk };
  return {
    effects: known,
    risk: highest(
      RISKS,
      known.map((effect) => effect.risk),
      'low',
    ),
  };
}

const describe = ({ effect, target }: ExtractedEffect): string =>
  target === null ? `${effect} on no named target` : `${effect} on ${target}`;

/** What of the action a grant leaves uncovered. */
function gapsOf(grant: Grant, { action }: JudgeInput, { effects, risk }: Asked): Finding[] {
  const gaps: Finding[] = [];
  const rule = grant.id;
  const other = [...new Set(effects.map(({ effect }) => effect))].filter(
    (effect) => !grant.effects.includes(effect),
  );
  if (other.length > 0) {
    gaps.push({
      code: 'effect-not-granted',
      outcome: 'block',
      rule,
      value: other,
      message: `The grant ${rule} does not cover the effect ${listed(other)}.`,
      admissible: `An action without ${listed(other)}, or a grant that covers it.`,
    });
  }
  const outside = effects.filter(
    ({ target }) => !grant.targets.some((pattern) => matchesTarget(pattern, target)),
  );
  for (const effect of outside) {
    gaps.push({
      code: 'target-not-granted',
      outcome: 'block',
      rule,
      field: effect.field,
      value: effect.target,
      message: `The grant ${rule} does not cover ${describe(effect)}.`,
      admissible: `A target among ${listed(grant.targets)}, or a grant that covers this one.`,
    });
  }
  if (!atLeast(RISKS, grant.risk, risk)) {
    gaps.push({
      code: 'risk-above-grant',
      outcome: 'block',
      rule,
      value: risk,
      message: `The risk of the action is ${risk}; the grant ${rule} goes up to ${grant.risk}.`,
      admissible: `An action of risk ${grant.risk} or less, or a grant that goes up to ${risk}.`,
    });
  }
  if (!atLeast(ENVIRONMENTS, grant.environment, action.environment)) {
    gaps.push({
      code: 'environment-above-grant',
      outcome: 'block',
      rule,
      value: action.environment,
      message: `The environment is ${action.environment}; the grant ${rule} goes up to ${grant.environment}.`,
      admissible: `The environment ${grant.environment} or a lesser one, or a grant that goes up to ${action.environment}.`,
    });
  }
  return gaps;
}

/** Why no grant is for this principal and tool at all. */
function strangers({ policy, principal, action }: JudgeInput): Finding {
  const { tool } = action;
  const toTool = policy.grants.find(({ tools }) => tools.some((pattern) => matchesName(pattern, tool)));
  const toPrincipal = policy.grants.some(({ principals }) =>
    principals.some((pattern) => matchesName(pattern, principal)),
  );
  const admissible = `A grant in the policy that lets ${principal} use ${tool}.`;
  if (toTool !== undefined) {
    const message = `No grant lets ${principal} use ${tool}; others may.`;
    return {
      code: 'principal-not-granted',
      outcome: 'block',
      rule: toTool.id,
      value: principal,
      message,
      admissible,
    };
  }
  if (toPrincipal) {
    const message = `No grant of ${principal} covers the tool ${tool}.`;
    return { code: 'tool-not-granted', outcome: 'block', value: tool, message, admissible };
  }
  const message = `No grant covers ${principal} or the tool ${tool}. What is not granted is denied.`;
  return { code: 'no-grant', outcome: 'block', value: tool, message, admissible };
}

function granted(input: JudgeInput): Finding[] {
  const asked = askedOf(input.extraction);
  let nearest: Finding[] | null = null;
  for (const grant of input.policy.grants) {
    if (!grant.principals.some((pattern) => matchesName(pattern, input.principal))) continue;
    if (!grant.tools.some((pattern) => matchesName(pattern, input.action.tool))) continue;
    const gaps = gapsOf(grant, input, asked);
    if (gaps.length === 0) return [];
    if (nearest === null || gaps.length < nearest.length) nearest = gaps;
  }
  return nearest ?? [strangers(input)];
}

/**
 * Gate 2: one single grant covers the principal, the tool, every effect, every target, the risk and the environment,
 * and the executor may execute. Grants do not add up: two halves would permit what nobody wrote down.
 *
 * @see RFC-0001 section 8.2
 */
export const authority: GateFunction = (context) => {
  const { input } = context;
  const findings = granted(input);
  const { executor, policy } = input;
  if (!policy.executors.includes(executor)) {
    findings.push({
      code: 'executor-not-permitted',
      outcome: 'block',
      value: executor,
      message: `${executor} is not among the executors of the policy.`,
      admissible: `One of the executors ${listed(policy.executors)}.`,
    });
  }
  findings.push(...mandated(context));
  return findings;
};
