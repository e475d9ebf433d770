import { detect, type Actor, type Unit } from '@eaap/ledger';
import {
  commit as commitment,
  digestBytes,
  EaapError,
  equalDigest,
  formatTime,
  fromBase64Url,
  isConfirmationKey,
  toBase64Url,
  type Action,
  type CommitRequest,
  type CommitResponse,
  type Digest,
  type Json,
  type ReceiptClaims,
} from '@eaap/protocol';
import type { Row } from '@eaap/store';
import { detection } from './action.ts';
import { assemble, stateOf, type Assembly } from './assemble.ts';
import { RECEIPT_TTL_MS, type Engine } from './engine.ts';
import { transition } from './escalation/decide.ts';
import type { EvaluationPayload } from './evaluate.ts';
import { explain } from './explain.ts';
import { reserve } from './limits.ts';
import { buildReceipt, type CommitPayload } from './receipt.ts';
import { logRefusal } from './refusal.ts';
import { COMMIT_ROUTE, requestDigest } from './request.ts';
import { open, seal } from './seal.ts';
import { changesBetween } from './state.ts';

/** Why a commit is refused. It is returned from the transaction, which keeps the log entry, and thrown after it. */
interface Refusal {
  readonly refusal: EaapError;
}
type Checked<T> = T | Refusal;
const refuse = (...args: ConstructorParameters<typeof EaapError>): Refusal => ({
  refusal: new EaapError(...args),
});
const isRefusal = (value: object): value is Refusal => 'refusal' in value;

/** The digest a token is stored as; a text that encodes no 256 bits is no token, and is answered like an unknown one. */
function tokenDigest(token: string): Digest | undefined {
  try {
    return digestBytes('EAAP-TOKEN-v1', fromBase64Url(token));
  } catch {
    return undefined;
  }
}

/**
 * An audience is kept as it is: the receipt needs it. The address of a service is no person's, all else that is
 * personal data is refused.
 */
function refusePersonalAudience(engine: Engine, audience: string): void {
  const found = detect(audience, detection(engine.ledger)).find(({ type }) => type !== 'ip');
  if (found === undefined) return;
  throw new EaapError(
    'invalid-request',
    `The audience holds personal data or a credential (${found.type}). Use the name of a service.`,
    { pointer: '/audience', pii: found.type },
  );
}

/** The evaluation that a token names to this executor. Every way of not being it is answered alike. */
async function redeem(unit: Unit, actor: Actor, token: string): Promise<Checked<Row<'evaluations'>>> {
  const token_digest = tokenDigest(token);
  const [row] =
    token_digest === undefined
      ? []
      : await unit.tx.select('evaluations', { where: { token_digest }, limit: 1 });
  if (row === undefined || row.executor !== actor.principal || row.sealed === null) {
    return refuse('invalid-token', 'No evaluation can be committed with this token by this executor.');
  }
  return row;
}

/** The receipt an idempotency key stands for already, if any. */
async function replayed(
  unit: Unit,
  actor: Actor,
  key: string | undefined,
  request_digest: Digest,
): Promise<Checked<Row<'commits'>> | undefined> {
  if (key === undefined) return undefined;
  const row = await unit.tx.get('idempotency', { principal: actor.principal, route: COMMIT_ROUTE, key });
  if (row === undefined) return undefined;
  if (!equalDigest(row.request_digest, request_digest)) {
    return refuse(
      'idempotency-mismatch',
      'This Idempotency-Key was used for another commit. Use a new one for a new request.',
    );
  }
  const commit = await unit.tx.get('commits', { evaluation: row.reference });
  return commit ?? refuse('already-committed', 'The commit this Idempotency-Key stands for is gone.');
}

/**
 * What decides at commit stands twice: in columns, to be found by, and in the sealed payload, where whoever edits the
 * database cannot change it. A row that says something else than its payload was tampered with.
 */
function assertUntouched(row: Row<'evaluations'>, { evaluation, state }: EvaluationPayload): void {
  const same =
    evaluation.id === row.id &&
    evaluation.verdict === 'ALLOW' &&
    row.verdict === 'ALLOW' &&
    evaluation.principal === row.principal &&
    evaluation.executor === row.executor &&
    evaluation.expires_at === formatTime(row.expires_at) &&
    evaluation.action_commitment === row.commitment &&
    evaluation.state_hash === row.state_hash &&
    state.window === row.window;
  if (!same) {
    throw new EaapError(
      'storage-corrupt',
      'An evaluation was changed in the storage behind the back of the gateway; it cannot be committed.',
    );
  }
}

/** Expiry, single use, and that the action is the one that was evaluated. */
function admit(
  unit: Unit,
  row: Row<'evaluations'>,
  payload: EvaluationPayload,
  action: Action,
): Refusal | undefined {
  if (unit.now >= row.expires_at) {
    return refuse(
      'evaluation-expired',
      `The evaluation expired at ${formatTime(row.expires_at)}. Evaluate the action again.`,
    );
  }
  if (row.status !== 'open')
    return refuse('already-committed', 'The token was redeemed already; it works once.');
  const presented = commitment(fromBase64Url(payload.action_salt), action as unknown as Json);
  if (!equalDigest(presented, row.commitment)) {
    return refuse(
      'action-mismatch',
      'The action differs from the one that was evaluated. Commit exactly what was evaluated, or evaluate this one.',
    );
  }
  return undefined;
}

/** Selects and judges again, now: the state must be the same to the byte, and the verdict ALLOW. */
function reconsider(
  engine: Engine,
  row: Row<'evaluations'>,
  payload: EvaluationPayload,
  assembly: Assembly,
): Refusal | undefined {
  const state = stateOf(assembly, row.principal, row.commitment as Digest, row.window);
  if (!equalDigest(engine.parts.hash(state), row.state_hash)) {
    const changed = changesBetween(payload.state, state);
    return refuse(
      'state-drift',
      `The state has changed since the evaluation: ${changed.join(', ')}. Evaluate the action again.`,
      { changed },
    );
  }
  const judgment = engine.parts.judge(assembly.input);
  if (judgment.verdict !== 'ALLOW') {
    const outcome = judgment.verdict === 'BLOCK' ? 'block' : 'escalate';
    return refuse('no-longer-admissible', `Judged again at commit: ${explain(judgment, outcome)}`, {
      judgment,
    });
  }
  return undefined;
}

async function accept(
  engine: Engine,
  unit: Unit,
  actor: Actor,
  request: CommitRequest,
  row: Row<'evaluations'>,
  payload: EvaluationPayload,
  assembly: Assembly,
): Promise<Row<'commits'>> {
  const expires_at = unit.now + RECEIPT_TTL_MS;
  const claims: ReceiptClaims = {
    v: 1,
    jti: unit.ids(),
    namespace: unit.namespace,
    evaluation: row.id,
    executor: actor.principal,
    audience: request.audience,
    action_commitment: row.commitment as Digest,
    confirmation_key: request.confirmation_key,
    issued_at: formatTime(unit.now),
    expires_at: formatTime(expires_at),
  };
  const salt = engine.ledger.sealer.salt();
  for (const { escalation } of assembly.input.approvals) {
    const approved = await unit.tx.get('escalations', { id: escalation });
    if (approved === undefined)
      throw new EaapError('internal', 'An approval vanished within its own transaction.');
    await unit.tx.insert('consumptions', { escalation, evaluation: row.id, ts: unit.now });
    await transition(engine, unit, approved, 'consumed', null);
  }
  await reserve(engine.ledger, unit, assembly.policy, assembly.metered, row.id);
  const changed = await unit.tx.update(
    'evaluations',
    { id: row.id },
    { status: 'committed', committed_at: unit.now },
    { status: 'open' },
  );
  if (!changed) throw new EaapError('already-committed', 'The token was redeemed already; it works once.');
  const { seq } = await unit.append({
    type: 'commit.accepted',
    object: `evaluation:${row.id}`,
    evaluation: row.id,
    verdict: 'ALLOW',
    policy: assembly.policyDigest,
    engine: assembly.engineDigest,
    state_hash: row.state_hash as Digest,
    commitment: commitment(salt, claims as unknown as Json),
  });
  const sealed: CommitPayload = { claims, action_salt: payload.action_salt, claims_salt: toBase64Url(salt) };
  const commit = {
    evaluation: row.id,
    jti: claims.jti,
    executor: actor.principal,
    audience: request.audience,
    seq,
    committed_at: unit.now,
    expires_at,
    ...(await seal(engine, unit, 'commit', row.id, 1, assembly.subjects, sealed as unknown as Json)),
  };
  await unit.tx.insert('commits', commit);
  return commit;
}

/**
 * Redeems an execution token. In one transaction, under the namespace's lock: token known and this executor's, not
 * expired, unused, action equal, state equal, judged again to ALLOW; then approvals are consumed, limits reserved, the
 * commit logged. Every refusal is logged as durably as an acceptance.
 *
 * @returns the receipt, which proves the commit to a target.
 * @throws EaapError `invalid-token`, `idempotency-mismatch`, `evaluation-expired`, `already-committed`,
 * `action-mismatch`, `state-drift`, `no-longer-admissible`, in that order of checking.
 * @see RFC-0001 section 9.3
 */
export async function commit(
  engine: Engine,
  actor: Actor,
  request: CommitRequest,
  idempotencyKey?: string,
): Promise<CommitResponse> {
  const { ledger, parts } = engine;
  if (!isConfirmationKey(request.confirmation_key)) {
    throw new EaapError(
      'invalid-request',
      '/confirmation_key must be an Ed25519 public key in canonical base64url.',
      {
        pointer: '/confirmation_key',
      },
    );
  }
  refusePersonalAudience(engine, request.audience);
  // Whatever the executor put into its key stays out of the storage.
  const replayKey =
    idempotencyKey === undefined
      ? undefined
      : await ledger.sealer.index(actor.namespace, 'idempotency', idempotencyKey);
  const action = await parts.scrub(ledger, actor.namespace, request.action);
  const request_digest = requestDigest(request);
  const result = await ledger.write(
    actor.namespace,
    actor.principal,
    async (unit): Promise<Checked<Row<'commits'>>> => {
      const row = await redeem(unit, actor, request.token);
      if (isRefusal(row)) {
        await logRefusal(unit, row.refusal.type, undefined);
        return row;
      }
      const again = await replayed(unit, actor, replayKey, request_digest);
      if (again !== undefined && !isRefusal(again)) return again;
      const payload = await open<EvaluationPayload>(engine, unit.namespace, 'evaluation', row, 1);
      assertUntouched(row, payload);
      let refusal = again ?? admit(unit, row, payload, request.action);
      if (refusal === undefined) {
        const assembly = await assemble(engine, unit, {
          evaluation: row.id,
          principal: row.principal,
          executor: row.executor,
          action,
        });
        refusal = reconsider(engine, row, payload, assembly);
        if (refusal === undefined) {
          const committed = await accept(engine, unit, actor, request, row, payload, assembly);
          if (replayKey !== undefined) {
            await unit.tx.insert('idempotency', {
              principal: actor.principal,
              route: COMMIT_ROUTE,
              key: replayKey,
              request_digest,
              reference: row.id,
              created_at: unit.now,
            });
          }
          return committed;
        }
      }
      await logRefusal(unit, refusal.refusal.type, row.id);
      return refusal;
    },
  );
  if (isRefusal(result)) throw result.refusal;
  return { receipt: await ledger.read(actor.namespace, (view) => buildReceipt(engine, view, result)) };
}
