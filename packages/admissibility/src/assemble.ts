import { getManifest, getPolicy, type View } from '@eaap/ledger';
import { reasonDigest } from '@eaap/judgment';
import type { Action, JudgeInput, Policy, State } from '@eaap/protocol';
import { actionKey, loopKey } from './action.ts';
import { readHalts } from './control.ts';
import type { Engine } from './engine.ts';
import { openEscalation } from './escalation/record.ts';
import { readCounters, type Metered } from './limits.ts';
import { sortObjects, type StateObject } from './state.ts';

/** Everything a verdict depends on, read in one transaction. */
export interface Assembly {
  readonly input: JudgeInput;
  readonly policy: Policy;
  readonly policyDigest: `sha256:${string}`;
  readonly engineDigest: `sha256:${string}`;
  readonly objects: StateObject[];
  /** Subject indexes of the rows and selectors, for sealing and for erasure. */
  readonly subjects: readonly string[];
  readonly actionKey: string;
  readonly loopKey: string;
  readonly metered: Metered;
}

/** What is being judged, and for whom. */
export interface Proposal {
  readonly evaluation: string;
  readonly principal: string;
  readonly executor: string | undefined;
  readonly action: Action;
}

/** Approvals of this very action that are in force and unused. */
async function approvalsFor(engine: Engine, view: View, key: string) {
  const rows = await view.tx.select('escalations', {
    where: { action_key: key, status: 'approved' },
    // A row whose time is over keeps its status; however many there are, none stands before one that is in force.
    range: { column: 'expires_at', from: view.now + 1 },
    order: [['id', 'asc']],
    limit: 17,
  });
  const found = [];
  for (const row of rows) {
    if (row.expires_at <= view.now || row.sealed === null) continue;
    if ((await view.tx.get('consumptions', { escalation: row.id })) !== undefined) continue;
    const payload = await openEscalation(engine, view.namespace, row);
    found.push({ row, reasons: payload.reasons.map(reasonDigest) });
  }
  return found.slice(0, 16);
}

/**
 * Reads everything the verdict on a proposal depends on: policy, manifest, selected rows, halts, counters, approvals.
 * The rows are selected by exact key and are never ranked, cut short or chosen by the agent.
 *
 * @see RFC-0001 section 9.1
 */
export async function assemble(engine: Engine, view: View, proposal: Proposal): Promise<Assembly> {
  const { ledger, parts } = engine;
  const { principal, action, evaluation } = proposal;
  const { policy, digest: policyDigest } = await getPolicy(view);
  const manifest = (await getManifest(view, action.tool))?.manifest ?? null;
  const extraction = parts.extract(action, manifest, policy, engine.extractors);
  const rows = await parts.select(view, ledger.sealer, extraction.selectors);
  const loop = await loopKey(ledger, view.namespace, principal, action.tool, extraction);
  const key = await actionKey(ledger, view.namespace, principal, action);
  const metered: Metered = { principal, action, extraction, loop };
  const approvals = await approvalsFor(engine, view, key);
  const executor = proposal.executor ?? policy.executors[0] ?? '';
  const input: JudgeInput = {
    v: 1,
    now: view.now,
    namespace: view.namespace,
    principal,
    executor,
    action,
    manifest,
    extraction,
    policy,
    facts: rows.facts,
    conflicts: rows.conflicts,
    truncated: rows.truncated,
    halted: await readHalts(view, [principal, executor]),
    counters: await readCounters(ledger, view, policy, metered, evaluation),
    approvals: approvals.map(({ row, reasons }) => ({ escalation: row.id, reasons })),
  };
  return {
    input,
    policy,
    policyDigest,
    engineDigest: await parts.digest(view, engine.extractors),
    objects: sortObjects([
      ...rows.objects.map((object): StateObject => [...object]),
      ...approvals.map(({ row }): StateObject => ['approval', row.id, row.version, row.commitment]),
    ]),
    subjects: rows.subjects,
    actionKey: key,
    loopKey: loop,
    metered,
  };
}

/** The state that is hashed, from what was assembled. */
export function stateOf(
  assembly: Assembly,
  principal: string,
  commitment: `sha256:${string}`,
  window: number,
): State {
  return {
    namespace: assembly.input.namespace,
    principal,
    action_commitment: commitment,
    policy: assembly.policyDigest,
    engine: assembly.engineDigest,
    selectors: assembly.input.extraction.selectors,
    objects: assembly.objects,
    window,
  };
}
