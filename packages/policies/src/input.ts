import { extract, matchesName } from '@eaap/judgment';
import { isPlain, piiToken, scrubJson, writtenMark, type PiiType } from '@eaap/ledger';
import {
  Action,
  EaapError,
  matches,
  parseTime,
  type Extraction,
  type Json,
  type JudgedConflict,
  type JudgedFact,
  type JudgeInput,
  type Limit,
  type Manifest,
  type Policy,
} from '@eaap/protocol';
import type { Case, CaseFact } from './case.ts';

/** How an action is read; a gateway that declares extractors reads by them. */
export type Extract = (action: Action, manifest: Manifest | null, policy: Policy) => Extraction;

/** What cases are judged by. */
export interface Setting {
  readonly policy: Policy;
  readonly manifests: ReadonlyMap<string, Manifest>;
  /** {@link extract} unless stated. */
  readonly extract?: Extract;
}

/** The instant that a case is judged at unless it states one. */
export const CASE_TIME = Date.UTC(2026, 0, 31, 9, 30);
const YEAR = 365 * 24 * 3_600_000;
/** Cases are written down in clear, so the key of their tokens is nobody's secret. */
const TOKEN_KEY = new Uint8Array(32).fill(0xca);

/** Personal data in a case is replaced as a gateway would: a condition on a mail address sees its token here, too. */
function scrub(value: Json): Json {
  const token = (type: PiiType, normalised: string): string => piiToken(TOKEN_KEY, type, normalised);
  return scrubJson(value, (type, normalised, written) => {
    const plain = token(type, normalised);
    return isPlain(type, normalised, written) ? plain : `${plain}${writtenMark(token, type, written)}`;
  }).value;
}

function scrubAction(action: Action): Action {
  const value = scrub(action as unknown as Json);
  if (matches(Action, value)) return value;
  throw new EaapError(
    'invalid-request',
    'With tokens in the place of personal data this is no action any more.',
  );
}

/** An id of the form that records have, made of a counter. */
const idOf = (kind: number, n: number): string =>
  `0199c0de-000${kind}-7000-8000-${n.toString(16).padStart(12, '0')}`;

function factOf(fact: CaseFact, n: number, now: number): JudgedFact {
  return {
    id: idOf(1, n),
    version: 1,
    subject: String(scrub(fact.subject)),
    attribute: fact.attribute,
    value: scrub(fact.value),
    source_kind: fact.source ?? 'system',
    trust: fact.trust ?? 'verified',
    confidence: fact.confidence ?? 9500,
    half_life_ms: YEAR,
    observed_at: fact.observed_at === undefined ? now : parseTime(fact.observed_at),
    valid_until: fact.valid_until === undefined ? null : parseTime(fact.valid_until),
    locked: fact.locked ?? false,
    status: fact.status ?? 'active',
  };
}

/** What a limit counts for this action: one, or its money. */
const amountOf = ({ kind, currency }: Limit, { cost }: Extraction): number =>
  kind !== 'quota' || currency === undefined ? 1 : cost?.currency === currency ? cost.amount : 0;

/**
 * The document that a case is judged by: what a gateway would put together for this action in this state.
 *
 * @throws EaapError `invalid-request` when personal data stands where an action's own names are.
 */
export function inputOf(given: Case, { policy, manifests, extract: read = extract }: Setting): JudgeInput {
  const now = given.at === undefined ? CASE_TIME : parseTime(given.at);
  const action = scrubAction(given.action);
  const manifest = manifests.get(action.tool) ?? null;
  const extraction = read(action, manifest, policy);
  const selected = new Set(extraction.selectors.map(({ subject, attribute }) => `${attribute} ${subject}`));
  const isSelected = (of: { subject: string; attribute: string }): boolean =>
    selected.has(`${of.attribute} ${of.subject}`);
  const facts = (given.facts ?? []).map((fact, n) => factOf(fact, n, now));
  const conflicts = (given.conflicts ?? []).map(({ subject, attribute }, n): JudgedConflict => ({
    id: idOf(2, n),
    version: 1,
    subject: String(scrub(subject)),
    attribute,
    incumbent: idOf(3, n),
    challenger: idOf(4, n),
  }));
  return {
    v: 1,
    now,
    namespace: 'default',
    principal: given.principal ?? 'agent',
    executor: given.executor ?? policy.executors[0] ?? '',
    action,
    manifest,
    extraction,
    policy,
    facts: facts.filter(isSelected),
    conflicts: conflicts.filter(isSelected),
    truncated: false,
    halted: [],
    counters: policy.limits
      .filter(
        ({ tools }) => tools === undefined || tools.some((pattern) => matchesName(pattern, action.tool)),
      )
      .map((limit) => ({
        limit: limit.id,
        used: given.used?.[limit.id] ?? 0,
        next: amountOf(limit, extraction),
      })),
    approvals: [],
  };
}
