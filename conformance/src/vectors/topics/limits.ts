import type { Json } from '../../model/json.ts';
import { countLimit, type Counted, type Limit, type Use } from '../../model/limits.ts';
import { counts } from '../lib/limit-counts.ts';
import { MINUTE, NINE, OWN_EVALUATION } from '../lib/limit-parts.ts';
import { quotas } from '../lib/limit-quotas.ts';
import type { CaseSource, Topic } from '../types.ts';

const cases = (): CaseSource[] =>
  [...quotas, ...counts].map(
    ([id, title, requirements, { limit, action, history = [], now, evaluation }, refused, mistake]) => ({
      id,
      title,
      requirements,
      input: {
        limit,
        action,
        evaluation: evaluation ?? OWN_EVALUATION,
        now: now ?? NINE + 30 * MINUTE,
        history,
      } as unknown as Json,
      ...(refused === undefined ? {} : { refused }),
      ...(mistake === undefined ? {} : { mistake }),
    }),
  );

export const topic: Topic = {
  name: 'limits',
  title: 'Limits',
  specified: 'RFC-0010 sections 2 to 4',
  input:
    'limit: one of a policy. action: what is judged, with its principal, tool, session if it has one, effects and cost (minor units). evaluation: its id. now: the time of the judgment. history: uses before, each with `what` (`attempt`, which an evaluation is, or `commit`), the id of its evaluation and its time; the limit was in force all along. Times are milliseconds since 1970.',
  output:
    'The counter, {used, next}, of an action that is within the limit; null when the limit does not apply.',
  reasons: {
    'over-quota': 'the sum would be over a limit of kind quota',
    'over-rate': 'the number of commits would be over a limit of kind rate',
    loop: 'the number of attempts would be over a limit of kind loop',
    'counter-missing': 'money is moved, and its amount is not known',
    'currency-mismatch': 'the cost is in another currency than the limit',
  },
  cases,
  answer(input) {
    const { limit, action, evaluation, now, history } = input as unknown as {
      limit: Limit;
      action: Counted;
      evaluation: string;
      now: number;
      history: readonly Use[];
    };
    const found = countLimit(limit, action, evaluation, now, history);
    return typeof found === 'string'
      ? { refused: [found] }
      : { output: found === null ? null : { used: found.used, next: found.next } };
  },
};
