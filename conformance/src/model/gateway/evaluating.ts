import { digest } from '../digest.ts';
import { reasonsDigest } from '../escalation.ts';
import type { Action, Extraction, JudgeInput, Manifest } from '../judge/documents.ts';
import { extract } from '../judge/extract.ts';
import { judge, type Judgment } from '../judge/judge.ts';
import { reasonDigest } from '../judge/reason.ts';
import { canonical, type Json, type JsonObject } from '../json.ts';
import { stateHash, windowStart, type State, type StateObject } from '../state.ts';
import { count, counters, type Metered } from './counting.ts';
import { ANY, byId, inOrder, problemAnswer, wire, type Answered, type Asked } from './types.ts';
import { counts } from './vault.ts';
import type { Case, World } from './world.ts';

/** Everything that a verdict depends on, and the verdict. */
export interface Judged {
  readonly judgment: Judgment;
  readonly extraction: Extraction;
  readonly metered: Metered;
  readonly executor: string;
  readonly approvals: readonly Case[];
  readonly subjects: readonly string[];
  state(commitment: string, window: number): State;
}

/** What is being judged. */
export interface Proposal {
  readonly evaluation: string;
  readonly principal: string;
  readonly executor: string | undefined;
  /** With tokens in the place of personal data. */
  readonly action: JsonObject;
}

/** What an approval is found by, as text (RFC-0009 section 3.2). */
export function actionKey(principal: string, action: JsonObject): string {
  const { tool = null, parameters = null, environment = null, claims = [], effects = [] } = action;
  return canonical({ principal, action: { tool, parameters, environment, claims, effects } });
}

/** The digest of the engine in force. It is learned for each trust table and set of manifests, and is another for each. */
export function engineOf(world: World, seen?: string): string {
  const parts = [...world.manifests.values()].map((one) => [String(one.document['tool']), one.digest]);
  const key = canonical([world.trust.digest, parts.sort(([a = ''], [b = '']) => inOrder(a, b))]);
  const isOther = ![...world.engines].some(([other, engine]) => engine === seen && other !== key);
  if (seen !== undefined && !world.engines.has(key) && isOther) world.engines.set(key, seen);
  return world.engines.get(key) ?? `another engine than any before (${digest('EAAP-VALUE-v1', key)})`;
}

/** Selects, extracts and judges (RFC-0008 section 2.1, RFC-0005 section 13). */
export function judgeNow(world: World, { evaluation, principal, executor: asked, action }: Proposal): Judged {
  const policy = world.policy.document;
  const read = action as unknown as Action;
  const manifest = world.manifests.get(read.tool)?.document ?? null;
  const mandate = policy.grounding?.mandate;
  const extraction = extract(read, manifest as unknown as Manifest | null, policy.selects, mandate);
  const isSelected = (one: { subject: string; attribute: string }): boolean =>
    extraction.selectors.some(
      ({ subject, attribute }) => subject === one.subject && attribute === one.attribute,
    );
  const facts = [...new Set(world.facts.map(({ id }) => id))]
    .map((id) => world.newestFact(id))
    .filter((fact) => fact !== undefined && counts(fact) && isSelected(fact))
    .map((fact) => fact as NonNullable<typeof fact>)
    .sort(byId);
  const conflicts = [...new Set(world.conflicts.map(({ id }) => id))]
    .map((id) => world.newestConflict(id))
    .filter((conflict) => conflict?.status === 'open' && isSelected(conflict))
    .map((conflict) => conflict as NonNullable<typeof conflict>)
    .sort(byId);
  const executor = asked ?? policy.executors[0] ?? '';
  const metered: Metered = { principal, tool: read.tool, session: read.session ?? '', extraction };
  const key = actionKey(principal, action);
  const approvals = world.cases
    .filter((one) => one.action_key === key && one.status === 'approved' && world.now < one.expires_at)
    .sort(byId)
    .slice(0, 16);
  const input: JudgeInput = {
    ...{ now: world.now, principal, executor, action: read, extraction, policy, truncated: false },
    manifest: manifest as unknown as Manifest | null,
    facts: facts.map((fact) => ({
      ...fact,
      source_kind: fact.source.kind,
      observed_at: fact.source.observed_at,
    })),
    conflicts,
    halted: world.halts.filter(
      ({ scope, name }) => scope !== 'agent' || [principal, executor].includes(name),
    ),
    counters: counters(world, metered, evaluation),
    approvals: approvals.map(({ id, reasons }) => ({
      escalation: id,
      reasons: reasons.map((reason) => reasonDigest(reason as never)),
    })),
  };
  const objects: StateObject[] = [
    ...approvals.map((one): StateObject => ['approval', one.id, one.version, one.commitment]),
    ...conflicts.map((one): StateObject => ['conflict', one.id, one.version, one.commitment ?? '']),
    ...facts.map((one): StateObject => ['fact', one.id, one.version, one.commitment ?? '']),
  ];
  const subjects = [
    ...extraction.selectors.map(({ subject }) => subject),
    ...extraction.claims.map(({ subject }) => subject),
    ...facts.flatMap(({ id }) => world.holders.subjectsOf('fact', id)),
  ];
  const state = (action_commitment: string, window: number): State => ({
    ...{ namespace: world.namespace, principal, action_commitment, window, objects },
    policy: world.policy.digest,
    engine: engineOf(world),
    selectors: extraction.selectors,
  });
  return { judgment: judge(input), extraction, metered, executor, approvals, subjects, state };
}

/** RFC-0008 section 2. */
export function evaluate(world: World, { asker, body = {} }: Asked): Answered {
  const sent = body['action'] as JsonObject;
  const action = world.tokens.replace(sent);
  const executor = body['executor'] as string | undefined;
  const id = world.oracle.id('evaluation');
  const engine = engineOf(world, String(world.oracle.answered('evaluation', 'engine')));
  const judged = judgeNow(world, { evaluation: id, principal: asker.principal, executor, action });
  const { judgment } = judged;
  const policy = world.policy.document;
  const commitment = world.oracle.commitment(`evaluation:${id}`);
  const window = windowStart(world.now, policy.window_ms);
  const state = judged.state(commitment, window);
  const escalation =
    judgment.verdict === 'ESCALATE' ? escalate(world, asker.owner, id, action, judged) : null;
  const about = {
    verdict: judgment.verdict,
    policy: world.policy.digest,
    engine,
    state_hash: stateHash(state),
  };
  const record = {
    type: 'evaluation.recorded',
    object: `evaluation:${id}`,
    evaluation: id,
    commitment,
    ...about,
  };
  const { seq } = world.append(record);
  const answer: JsonObject = {
    ...{ id, namespace: world.namespace, principal: asker.principal, executor: judged.executor, ...about },
    ...{ executable: false, action_commitment: commitment, window, escalation, seq },
    created_at: wire(world.now),
    expires_at: wire(world.now + policy.ttl_ms),
    judgment: judgment as unknown as Json,
  };
  const isAllowed = judgment.verdict === 'ALLOW';
  const token = isAllowed ? String(world.oracle.answered('token')) : null;
  world.decisions.push({
    ...{ id, token, answer, action, sent, state: state as unknown as Json, principal: asker.principal },
    ...{ executor: judged.executor, created_at: world.now, expires_at: world.now + policy.ttl_ms },
    ...{ status: isAllowed ? 'open' : 'closed', committed_at: null, reported_by: null, receipt: null },
  });
  world.holders.tell('evaluation', id, judged.subjects, action);
  count(world, judged.metered, id, 'attempt');
  if (isAllowed) return { status: 200, problem: null, body: { evaluation: answer, token: ANY } };
  if (escalation === null) return problemAnswer('blocked', { evaluation: answer });
  return problemAnswer('escalated', { evaluation: answer, escalation });
}

/** RFC-0009 section 2. */
function escalate(
  world: World,
  owner: string,
  evaluation: string,
  action: JsonObject,
  judged: Judged,
): string {
  const reasons = judged.judgment.gates
    .flatMap((gate) => gate.reasons)
    .filter(({ outcome, approved }) => outcome === 'escalate' && approved === null)
    .map((reason) => reason as unknown as JsonObject);
  const reasons_digest = reasonsDigest(reasons);
  const principal = world.asker.principal;
  const action_key = actionKey(principal, action);
  for (const status of ['pending', 'denied'])
    for (const one of [...world.cases].sort(byId)) {
      const isSame = one.action_key === action_key && one.reasons_digest === reasons_digest;
      if (isSame && one.status === status && world.now < one.expires_at) return one.id;
    }
  const id = world.oracle.id('escalation');
  const { target, ttl_ms } = world.policy.document.escalation;
  const commitment = world.oracle.commitment(`escalation:${id}@1`);
  world.cases.push({
    ...{ id, evaluation, target, proposer: principal, owner, action_key, reasons_digest, action, reasons },
    ...{ opened_at: world.now, expires_at: world.now + ttl_ms, challenge: '', commitment },
    ...{ status: 'pending', version: 1, decided_at: null, decided_by: null },
  });
  world.holders.tell('escalation', id, judged.subjects, { action, reasons });
  world.append({ type: 'escalation.opened', object: `escalation:${id}@1`, evaluation, commitment });
  return id;
}
