import type { JudgeInput, Limit } from '@eaap/protocol';
import { matchesName } from '../pattern/name.ts';
import type { GateFunction } from './context.ts';
import type { Finding } from './reason.ts';

const CODES = { quota: 'over-quota', rate: 'over-rate', loop: 'loop' } as const;
const COUNTED = { quota: 'the sum', rate: 'the number of commits', loop: 'the number of attempts' } as const;

const applies = ({ tools }: Limit, tool: string): boolean =>
  tools === undefined || tools.some((pattern) => matchesName(pattern, tool));

/** Why a quota of money cannot be counted for this action, if it cannot. */
function uncountable(limit: Limit, { extraction }: JudgeInput): Finding | null {
  if (limit.kind !== 'quota' || limit.currency === undefined) return null;
  const { cost, effects } = extraction;
  if (cost === null) {
    if (!effects.some(({ effect }) => effect === 'money.move')) return null;
    return {
      code: 'counter-missing',
      outcome: 'block',
      rule: limit.id,
      message: `The action moves money and its manifest does not say how much, so the limit ${limit.id} cannot be kept.`,
      admissible: 'A manifest whose cost names the amount, and an action that states it.',
    };
  }
  if (cost.currency === limit.currency) return null;
  return {
    code: 'currency-mismatch',
    outcome: 'block',
    rule: limit.id,
    value: cost.currency,
    message: `The limit ${limit.id} counts ${limit.currency}, and the action costs ${cost.currency}.`,
    admissible: `A cost in ${limit.currency}, or a limit in ${cost.currency}.`,
  };
}

function over(limit: Limit, input: JudgeInput): Finding | null {
  const { id: rule, kind, max, currency, window_ms, outcome, scope } = limit;
  const counters = input.counters.filter((counter) => counter.limit === rule);
  const [counter] = counters;
  if (counter === undefined || counters.length > 1) {
    return {
      code: 'counter-missing',
      outcome: 'block',
      rule,
      message: `The counter of the limit ${rule} could not be read.`,
      admissible: 'A gateway that can read its counters.',
    };
  }
  const cost = kind === 'quota' && currency !== undefined ? (input.extraction.cost?.amount ?? 0) : 0;
  const next = Math.max(counter.next, cost);
  // Compared this way round, no sum can leave the whole numbers.
  if (counter.used <= max - next) return null;
  const unit = kind === 'quota' && currency !== undefined ? ` ${currency} minor units` : '';
  return {
    code: CODES[kind],
    outcome,
    rule,
    value: next,
    message: `The limit ${rule} is ${max}${unit} for ${COUNTED[kind]} per ${scope} in ${window_ms} ms; ${counter.used} are used and this action adds ${next}.`,
    admissible:
      next > max
        ? `An action that adds at most ${max}${unit}.`
        : `An action that adds at most ${Math.max(0, max - counter.used)}${unit} now, or the same one later.`,
  };
}

/**
 * Gate 8: no limit of the policy is exceeded. A limit whose counter is missing blocks.
 *
 * @see RFC-0001 section 8.8
 */
export const limits: GateFunction = ({ input }) =>
  input.policy.limits
    .filter((limit) => applies(limit, input.action.tool))
    .flatMap((limit) => uncountable(limit, input) ?? over(limit, input) ?? []);
