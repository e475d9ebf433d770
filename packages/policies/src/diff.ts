import { extract, judge } from '@eaap/judgment';
import {
  canonicalize,
  VERDICTS,
  type Json,
  type JudgeInput,
  type Limit,
  type Policy,
  type Unread,
  type Verdict,
} from '@eaap/protocol';
import { reasonName, reasonsOf } from './test.ts';

/** A recorded decision under another policy, and what was not recorded and so could not be judged. */
export interface Rejudged {
  readonly input: JudgeInput;
  /** `fact:<subject> <attribute>` and `limit:<id>` that the recorded decision had no need of. */
  readonly unknown: readonly string[];
}

/** What decides how a limit counts; its maximum and its outcome do not. */
const counting = ({ kind, scope, tools, currency, window_ms }: Limit): string =>
  canonicalize({ kind, scope, tools: tools ?? null, currency: currency ?? null, window_ms } as Json);

/**
 * The extraction of a recorded action under another policy. Of a policy it depends on `selects` alone, so what code was read
 * as stays as it was recorded, by whatever extractors there were.
 */
function reread(input: JudgeInput, policy: Policy): JudgeInput['extraction'] {
  if (canonicalize(policy.selects as Json) === canonicalize(input.policy.selects as Json))
    return input.extraction;
  const before = extract(input.action, input.manifest, input.policy);
  const after = extract(input.action, input.manifest, policy);
  const name = ({ code, field }: Unread): string => `${code} ${field ?? ''}`;
  const known = new Set(before.unread.map(name));
  const fresh = after.unread.filter((entry) => !known.has(name(entry)));
  if (fresh.length > 0) return { ...after, unread: [...input.extraction.unread, ...fresh] };
  return { ...input.extraction, selectors: after.selectors };
}

/**
 * A recorded decision as another policy would have been asked. What the other policy relies on and nobody recorded is
 * named: such a limit is left out, and such a fact is as if there were none.
 */
export function rejudged(input: JudgeInput, policy: Policy): Rejudged {
  const extraction = reread(input, policy);
  const key = ({ subject, attribute }: { subject: string; attribute: string }): string =>
    `${subject} ${attribute}`;
  const recorded = new Set(input.extraction.selectors.map(key));
  const wanted = new Set(extraction.selectors.map(key));
  const before = new Map(input.policy.limits.map((limit) => [limit.id, counting(limit)]));
  const known = policy.limits.filter((limit) => before.get(limit.id) === counting(limit));
  const ids = new Set(known.map(({ id }) => id));
  return {
    input: {
      ...input,
      policy: { ...policy, limits: known },
      extraction,
      executor: policy.executors.includes(input.executor) ? input.executor : (policy.executors[0] ?? ''),
      facts: input.facts.filter((fact) => wanted.has(key(fact))),
      conflicts: input.conflicts.filter((conflict) => wanted.has(key(conflict))),
      counters: input.counters.filter(({ limit }) => ids.has(limit)),
    },
    unknown: [
      ...[...wanted].filter((one) => !recorded.has(one)).map((one) => `fact:${one}`),
      ...policy.limits.filter(({ id }) => !ids.has(id)).map(({ id }) => `limit:${id}`),
    ],
  };
}

/** A decision to be judged under two policies. */
export interface Compared {
  /** What it is called: the id of an evaluation, or the name of a case. */
  readonly name: string;
  readonly from: Rejudged;
  readonly to: Rejudged;
}

/** A decision that the new policy makes otherwise. */
export interface Change {
  readonly name: string;
  readonly tool: string;
  readonly principal: string;
  readonly from: Verdict;
  readonly to: Verdict;
  /** looser and stricter compare verdicts; reasons: the same verdict for other reasons. */
  readonly is: 'looser' | 'stricter' | 'reasons';
  readonly gained: readonly string[];
  readonly lost: readonly string[];
  readonly unknown: readonly string[];
}

/** What a new policy would have decided otherwise. */
export interface PolicyDiff {
  readonly decisions: number;
  readonly same: number;
  readonly looser: number;
  readonly stricter: number;
  readonly reasons: number;
  readonly changes: readonly Change[];
  /** What could not be judged in some decision, and in how many. */
  readonly unknown: Readonly<Record<string, number>>;
}

function change({ name, from, to }: Compared): Change | undefined {
  const [before, after] = [judge(from.input), judge(to.input)];
  const [was, is] = [before, after].map((judgment) => new Set(reasonsOf(judgment).map(reasonName)));
  const gained = [...(is ?? [])].filter((reason) => was?.has(reason) !== true);
  const lost = [...(was ?? [])].filter((reason) => is?.has(reason) !== true);
  const step = VERDICTS.indexOf(after.verdict) - VERDICTS.indexOf(before.verdict);
  if (step === 0 && gained.length === 0 && lost.length === 0) return undefined;
  return {
    name,
    tool: to.input.action.tool,
    principal: to.input.principal,
    from: before.verdict,
    to: after.verdict,
    is: step < 0 ? 'looser' : step > 0 ? 'stricter' : 'reasons',
    gained,
    lost,
    unknown: to.unknown,
  };
}

/** Judges decisions under two policies, and lists what would change. */
export function diffDecisions(decisions: Iterable<Compared>): PolicyDiff {
  const changes: Change[] = [];
  const unknown: Record<string, number> = {};
  let count = 0;
  for (const decision of decisions) {
    count += 1;
    for (const what of new Set([...decision.from.unknown, ...decision.to.unknown]))
      unknown[what] = (unknown[what] ?? 0) + 1;
    const found = change(decision);
    if (found !== undefined) changes.push(found);
  }
  const of = (kind: Change['is']): number => changes.filter(({ is }) => is === kind).length;
  return {
    decisions: count,
    same: count - changes.length,
    looser: of('looser'),
    stricter: of('stricter'),
    reasons: of('reasons'),
    changes,
    unknown,
  };
}
