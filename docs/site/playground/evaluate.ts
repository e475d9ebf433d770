import { CAPABILITIES, extract, judge, JUDGE_VERSION } from '@eaap/judgment';
import {
  canonicalize,
  commit,
  digest,
  EFFECTS_VERSION,
  effectiveConfidence,
  parseTime,
  type Action,
  type Digest,
  type Extraction,
  type Json,
  type JudgedFact,
  type JudgeInput,
  type Judgment,
  type State,
} from '@eaap/protocol';
import { isPlain, piiToken, PII_TABLE, scrubJson } from '../../../packages/ledger/src/pii/index.ts';
import { rateSource } from '../../../packages/ledger/src/fact/trust.ts';
import { sortObjects, stateHash, windowStart } from '../../../packages/admissibility/src/state.ts';
import type { Documents, StatedFact } from './documents.ts';

/** The salts of the worked example, and a key for tokens that protects nothing: this is a page, not a vault. */
const FACT_SALT = new Uint8Array(32).fill(0x11);
const ACTION_SALT = new Uint8Array(32).fill(0x22);
const CONFLICT_SALT = new Uint8Array(32).fill(0x44);
const PII_KEY = new Uint8Array(32).fill(0x66);

/** A digest, what it is of, and the bytes. */
export interface Digested {
  readonly name: string;
  readonly tag: string;
  readonly digest: string;
  readonly canonical: string;
}

/** A fact that was selected, with what time has left of it. */
export interface SelectedFact extends JudgedFact {
  readonly effective: number;
}

/** One decision with everything it was made from. */
export interface Decision {
  readonly input: JudgeInput;
  readonly extraction: Extraction;
  readonly judgment: Judgment;
  readonly facts: readonly SelectedFact[];
  /** Where personal data was replaced, as JSON Pointers into the action. */
  readonly replaced: readonly string[];
  readonly state: State;
  readonly stateHash: Digest;
  readonly digests: readonly Digested[];
  /** The action as it was sent, in canonical JSON: what a commit has to equal. */
  readonly action: string;
  readonly now: number;
  readonly expires: number;
}

type Committed = { [name: string]: Json } & {
  id: string;
  version: number;
  subject: string;
  attribute: string;
};

/** A fact as the ledger keeps it: trust from the table, and no more confidence or half-life than the table allows. */
function stored(fact: StatedFact, { trust }: Documents): Committed & JudgedFact {
  const rating = rateSource(trust, fact.source);
  const observed_at = parseTime(fact.source.observed_at) ?? 0;
  return {
    id: fact.id,
    version: fact.version ?? 1,
    subject: fact.subject,
    attribute: fact.attribute,
    value: fact.value as Json,
    statement: fact.statement ?? null,
    source: { kind: fact.source.kind, id: fact.source.id, observed_at },
    source_kind: fact.source.kind,
    observed_at,
    trust: rating.trust,
    confidence: Math.min(fact.confidence ?? rating.max_confidence, rating.max_confidence),
    half_life_ms: Math.min(fact.half_life_ms ?? rating.max_half_life_ms, rating.max_half_life_ms),
    valid_until: fact.valid_until === undefined ? null : (parseTime(fact.valid_until) ?? 0),
    locked: fact.locked ?? false,
    status: fact.status ?? 'active',
  } as Committed & JudgedFact;
}

function committedPart({ source_kind: _, observed_at: __, ...rest }: Committed & JudgedFact): Json {
  return rest;
}

function judgedPart({ statement: _, source: __, ...rest }: Committed & JudgedFact): JudgedFact {
  return rest as JudgedFact;
}

/** The action with tokens in the place of personal data, as it is judged and kept. */
function scrub(action: Action): { action: Action; replaced: string[] } {
  const { value, found } = scrubJson(action as unknown as Json, (type, normalised, written) => {
    const token = piiToken(PII_KEY, type, normalised);
    const mark = (): string => piiToken(PII_KEY, type, `written ${written}`).slice(-33, -1);
    return isPlain(type, normalised, written) ? token : `${token}[written:${mark()}]`;
  });
  return { action: value as unknown as Action, replaced: found.map(({ pointer }) => pointer) };
}

const selects = (extraction: Extraction, subject: string, attribute: string): boolean =>
  extraction.selectors.some((selector) => selector.subject === subject && selector.attribute === attribute);

const byId = (a: { id: string }, b: { id: string }): number => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);

const digested = (name: string, tag: Parameters<typeof digest>[0], value: Json): Digested => ({
  name,
  tag,
  digest: digest(tag, value),
  canonical: canonicalize(value),
});

const committed = (name: string, salt: Uint8Array, value: Json): Digested => ({
  name,
  tag: 'EAAP-COMMIT-v1',
  digest: commit(salt, value),
  canonical: canonicalize(value),
});

/** The versions of what decides here: they are part of the engine digest, and so of the state hash. */
export const VERSIONS = { judge: JUDGE_VERSION, effects: EFFECTS_VERSION, pii: PII_TABLE.version };

/**
 * Decides, by the packages a gateway decides by.
 *
 * @param versions - What the engine digest says of them; those of an earlier decision bring its state hash again.
 */
export function decide(documents: Documents, versions: typeof VERSIONS = VERSIONS): Decision {
  const { policy, manifest, trust, circumstances } = documents;
  const now = parseTime(circumstances.now) ?? 0;
  const sent = documents.action as unknown as Json;
  const { action, replaced } = scrub(documents.action);
  const matching = manifest.tool === action.tool ? manifest : null;
  const extraction = extract(action, matching, policy);
  const rows = documents.facts
    .map((fact) => stored(fact, documents))
    .filter(({ status }) => status === 'active' || status === 'disputed')
    .filter(({ subject, attribute }) => selects(extraction, subject, attribute))
    .sort(byId);
  const conflicts = circumstances.conflicts
    .filter(({ subject, attribute }) => selects(extraction, subject, attribute))
    .sort(byId);
  const facts = rows.map(judgedPart);
  const input: JudgeInput = {
    v: 1,
    now,
    namespace: circumstances.namespace,
    principal: circumstances.principal,
    executor: circumstances.executor,
    action,
    manifest: matching,
    extraction,
    policy,
    facts,
    conflicts,
    truncated: false,
    halted: circumstances.halted,
    counters: policy.limits.map(({ id, kind, currency }) => ({
      limit: id,
      used: circumstances.used[id] ?? 0,
      next:
        kind !== 'quota' || currency === undefined
          ? 1
          : extraction.cost?.currency === currency
            ? extraction.cost.amount
            : 0,
    })),
    approvals: [],
  };
  const judgment = judge(input);
  const ofFacts = rows.map((row) => committed(`fact ${row.id}`, FACT_SALT, committedPart(row)));
  const ofConflicts = conflicts.map((row) =>
    committed(`conflict ${row.id}`, CONFLICT_SALT, row as unknown as Json),
  );
  const ofAction = committed('action', ACTION_SALT, sent);
  const ofPolicy = digested('policy', 'EAAP-POLICY-v1', policy as unknown as Json);
  const ofManifest = digested('manifest', 'EAAP-MANIFEST-v1', manifest as unknown as Json);
  const ofTrust = digested('trust table', 'EAAP-TRUST-v1', trust as unknown as Json);
  const ofEngine = digested('engine', 'EAAP-ENGINE-v1', {
    ...versions,
    capabilities: [...CAPABILITIES],
    manifests: [[manifest.tool, ofManifest.digest]],
    trust: ofTrust.digest,
  });
  const state: State = {
    namespace: circumstances.namespace,
    principal: circumstances.principal,
    action_commitment: ofAction.digest as Digest,
    policy: ofPolicy.digest as Digest,
    engine: ofEngine.digest as Digest,
    selectors: extraction.selectors,
    objects: sortObjects([
      ...rows.map(
        (row, i) =>
          ['fact', row.id, row.version, ofFacts[i]?.digest ?? ''] as [string, string, number, string],
      ),
      ...conflicts.map(
        (row, i) =>
          ['conflict', row.id, row.version, ofConflicts[i]?.digest ?? ''] as [string, string, number, string],
      ),
    ]) as State['objects'],
    window: windowStart(now, policy.window_ms),
  };
  const ofState = digested('state', 'EAAP-STATE-v1', state as unknown as Json);
  return {
    input,
    extraction,
    judgment,
    facts: facts.map((fact) => ({ ...fact, effective: effectiveConfidence(fact, now) })),
    replaced,
    state,
    stateHash: stateHash(state),
    digests: [ofState, ofAction, ...ofFacts, ...ofConflicts, ofPolicy, ofManifest, ofTrust, ofEngine],
    action: ofAction.canonical,
    now,
    expires: now + policy.ttl_ms,
  };
}
