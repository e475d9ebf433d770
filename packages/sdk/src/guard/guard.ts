import {
  canonicalize,
  confirmationKey,
  digest,
  EaapError,
  signPossession,
  type Action,
  type Environment,
  type Evaluation,
  type Json,
  type JsonObject,
  type Manifest,
  type Outcome,
  type OutcomeRequest,
  type Receipt,
} from '@eaap/protocol';
import type { Gateway } from '../client/gateway.ts';
import {
  ActionBlocked,
  ActionDrifted,
  ActionEscalated,
  ManifestMismatch,
  OutcomeUnreported,
  ToolFailed,
} from './errors.ts';

/** What is guarded, and how. */
export interface GuardOptions {
  /** The tool's dotted name, as in `billing.refund`. */
  readonly tool: string;
  /** Where the action takes effect. */
  readonly environment: Environment;
  /** What the tool does, as this code has it. When given, the gateway must judge by exactly this one. */
  readonly manifest?: Manifest;
  /** Whom the receipt is for; the tool's name unless stated. */
  readonly audience?: string;
  /** A gateway that holds the executor's key, when it is another than the one that proposes. */
  readonly executor?: Gateway;
}

/** What may be said about one call. */
export interface CallOptions {
  readonly intent?: string;
  readonly claims?: NonNullable<Action['claims']>;
  readonly effects?: NonNullable<Action['effects']>;
  readonly session?: string;
  readonly model?: string;
  readonly framework?: string;
}

/** What the guarded function gets besides its parameters. */
export interface Permit {
  readonly receipt: Receipt;
  readonly evaluation: Evaluation;
  /** The action as it was committed: what a target recomputes its commitment over. */
  readonly action: Action;
  /** A signature that shows a target that the receipt was given to this caller. */
  prove(audience?: string): string;
}

/** What a guarded call resolves to. */
export interface Guarded<R> {
  readonly result: R;
  readonly evaluation: Evaluation;
  readonly receipt: Receipt;
  readonly outcome: Outcome;
}

/** A guarded function. */
export type GuardedTool<P extends JsonObject, R> = (
  parameters: P,
  options?: CallOptions,
) => Promise<Guarded<R>>;

const DRIFT: ReadonlySet<string> = new Set([
  'state-drift',
  'no-longer-admissible',
  'evaluation-expired',
  'action-mismatch',
]);

/** The problem as the error a caller can act on. */
function refusal(tool: string, thrown: unknown): unknown {
  if (!(thrown instanceof EaapError)) return thrown;
  if (thrown.type === 'blocked') return new ActionBlocked(tool, thrown);
  if (thrown.type === 'escalated') return new ActionEscalated(tool, thrown);
  if (DRIFT.has(thrown.type)) return new ActionDrifted(tool, thrown);
  return thrown;
}

/**
 * Turns a function into one that runs only with a commit: it evaluates the action, commits it, runs the function, and
 * reports the outcome. The parameters are copied first, so that what was judged is what runs.
 *
 * @throws Each call: {@link ActionBlocked}, {@link ActionEscalated}, {@link ActionDrifted} (nothing was done);
 * {@link ToolFailed} (it ran and threw); {@link OutcomeUnreported} (it ran, the report failed); {@link ManifestMismatch};
 * any other `EaapError` or `GatewayUnreachable` means that nothing was done.
 * @see RFC-0001 section 9
 * @example
 * ```ts
 * import assert from 'node:assert/strict';
 * import { mkdtempSync } from 'node:fs';
 * import { tmpdir } from 'node:os';
 * import { join } from 'node:path';
 * import { ActionBlocked, Gateway, guard } from '@eaap/sdk';
 *
 * const gateway = await Gateway.open({ path: mkdtempSync(join(tmpdir(), 'eaap-')) });
 * const options = { tool: 'crm.lookup', environment: 'production' } as const;
 * const lookup = guard(gateway, options, async ({ customer }: { customer: string }) => ({ customer, orders: 2 }));
 *
 * const { result, outcome } = await lookup({ customer: 'customer:42' }, { intent: 'Answer a question.' });
 * assert.deepEqual([result.orders, outcome.status], [2, 'executed']);
 * await assert.rejects(lookup({ customer: 'vault:root' }), ActionBlocked);
 * await gateway.close();
 * ```
 */
export function guard<P extends JsonObject, R>(
  gateway: Gateway,
  options: GuardOptions,
  run: (parameters: P, permit: Permit) => Promise<R> | R,
): GuardedTool<P, R> {
  const { tool, environment, audience = tool } = options;
  const executor = options.executor ?? gateway;
  let checked: Promise<void> | undefined;

  async function admit(action: Action): Promise<Permit> {
    try {
      const { evaluation, token } = await gateway.evaluate({ action });
      const { publicKey, seed } = confirmationKey(gateway.entropy);
      const request = { token, action, audience, confirmation_key: publicKey };
      const { receipt } = await executor.commit(request, `commit:${evaluation.id}`);
      const prove = (to = audience): string =>
        signPossession(seed, { jti: receipt.claims.jti, audience: to });
      return { receipt, evaluation, action, prove };
    } catch (thrown) {
      throw refusal(tool, thrown);
    }
  }

  return async (parameters, call = {}) => {
    if (options.manifest !== undefined) {
      checked ??= checkManifest(gateway, options.manifest);
      await checked.catch((error: unknown) => {
        checked = undefined;
        throw error;
      });
    }
    // A copy, made of the very bytes that are judged: nobody can change the parameters between verdict and execution.
    const own = JSON.parse(canonicalize(parameters)) as P;
    const action: Action = { tool, parameters: own, environment, ...call };
    const permit = await admit(JSON.parse(canonicalize(action as unknown as Json)) as Action);
    const report = (outcome: Omit<OutcomeRequest, 'evaluation'>): Promise<Outcome> =>
      executor.outcome({ evaluation: permit.evaluation.id, ...outcome });
    let result: R;
    try {
      result = await run(own, permit);
    } catch (cause) {
      throw await failed(tool, permit.evaluation.id, cause, report);
    }
    try {
      const outcome = await report({ status: 'executed', ...artifactOf(result) });
      return { result, evaluation: permit.evaluation, receipt: permit.receipt, outcome };
    } catch (cause) {
      throw new OutcomeUnreported(tool, permit.evaluation.id, result, cause);
    }
  };
}

type Report = (outcome: Omit<OutcomeRequest, 'evaluation'>) => Promise<Outcome>;

async function failed(tool: string, evaluation: string, cause: unknown, report: Report): Promise<ToolFailed> {
  try {
    await report({ status: 'failed' });
    return new ToolFailed(tool, evaluation, cause);
  } catch (unreported) {
    return new ToolFailed(tool, evaluation, cause, unreported);
  }
}

/** The digest of what the function returned, where that is JSON: an outcome backed by something that can be compared. */
function artifactOf(result: unknown): { artifacts?: { name: string; digest: `sha256:${string}` }[] } {
  if (result === undefined) return {};
  try {
    return { artifacts: [{ name: 'result', digest: digest('EAAP-ARTIFACT-v1', result as Json) }] };
  } catch {
    return {};
  }
}

async function checkManifest(gateway: Gateway, manifest: Manifest): Promise<void> {
  const { manifests } = await gateway.manifests();
  const pinned = manifests.find((entry) => entry.manifest.tool === manifest.tool);
  const wanted = digest('EAAP-MANIFEST-v1', manifest as unknown as Json);
  if (pinned?.digest !== wanted) throw new ManifestMismatch(manifest.tool, pinned !== undefined);
}
