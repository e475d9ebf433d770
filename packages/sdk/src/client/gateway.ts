import {
  canonicalize,
  EaapError,
  ROUTES,
  systemClock,
  systemEntropy,
  type CheckpointResponse,
  type Clock,
  type CommitRequest,
  type CommitResponse,
  type Conflict,
  type ConsistencyResponse,
  type ControlState,
  type Credential,
  type DecideRequest,
  type Discovery,
  type EntriesResponse,
  type Entropy,
  type EraseRequest,
  type EraseResponse,
  type Escalation,
  type EscalationsResponse,
  type EvaluateRequest,
  type EvaluateResponse,
  type EvaluationView,
  type Fact,
  type HaltRequest,
  type Json,
  type KeyRequest,
  type KeyResponse,
  type KeysResponse,
  type Manifest,
  type ManifestResponse,
  type ManifestsResponse,
  type NamespaceRequest,
  type Outcome,
  type OutcomeRequest,
  type Policy,
  type PolicyResponse,
  type ProofResponse,
  type ReasonRequest,
  type ResolveRequest,
  type Role,
  type RouteId,
  type SearchRequest,
  type SearchResponse,
  type StoreRequest,
  type StoreResponse,
  type TrustResponse,
  type TrustTable,
} from '@eaap/protocol';
import { readCredentials } from '../service/folder/credentials.ts';
import { DEFAULT_FOLDER, type FolderOptions } from '../service/folder/open.ts';
import { Service } from '../service/service.ts';
import { readAnswer } from './answer.ts';
import { httpTransport, type HttpOptions } from './http.ts';
import { localTransport } from './local.ts';
import type { Transport } from './transport.ts';
import { GatewayUnreachable } from './unreachable.ts';

/** A key by role; a credential with several roles is named under each. */
export type RoleKeys = Readonly<Partial<Record<Role, string>>>;

/** How to connect to a gateway by HTTP. */
export interface ConnectOptions extends HttpOptions {
  /** One key for everything. */
  readonly key?: string;
  /** Keys by role, when there are several. Takes precedence over `key`. */
  readonly keys?: RoleKeys;
}

/** How to open a gateway in this process. */
export interface OpenOptions extends FolderOptions {
  /** Keys by role; those in `credentials.json` unless stated. */
  readonly keys?: RoleKeys;
}

/** Which page. */
export interface PageQuery {
  readonly cursor?: string | number;
  readonly limit?: number;
}

interface Ask {
  readonly params?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, string | number | undefined>>;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

const BY_ID = new Map(ROUTES.map((route) => [route.id, route]));

/** Where several roles may do a thing, the one that is meant when keys for several are at hand. */
const MEANT: Readonly<Partial<Record<RouteId, readonly Role[]>>> = {
  store: ['recorder', 'agent'],
  search: ['approver', 'recorder', 'auditor', 'agent'],
  evaluation: ['approver', 'auditor', 'agent', 'executor'],
};

/** How often a commit is asked for again, under the same Idempotency-Key, when its answer was lost. */
const COMMIT_TRIES = 3;

/**
 * A gateway, in this process or at the other end of a wire: the same methods, the same errors. A method rejects with an
 * `EaapError` when the gateway refuses, and with {@link GatewayUnreachable} when there is no answer to believe.
 *
 * @see RFC-0001 section 13
 * @example
 * ```ts
 * import assert from 'node:assert/strict';
 * import { mkdtempSync } from 'node:fs';
 * import { tmpdir } from 'node:os';
 * import { join } from 'node:path';
 * import { Gateway } from '@eaap/sdk';
 *
 * const gateway = await Gateway.open({ path: mkdtempSync(join(tmpdir(), 'eaap-')) });
 * const action = { tool: 'crm.lookup', parameters: { customer: 'customer:42' }, environment: 'production' } as const;
 * const { evaluation } = await gateway.evaluate({ action });
 * assert.equal(evaluation.verdict, 'ALLOW');
 * await gateway.close();
 * ```
 */
export class Gateway {
  /** Where the gateway is, for messages. */
  readonly where: string;
  readonly clock: Clock;
  readonly entropy: Entropy;
  readonly #transport: Transport;
  readonly #key: string | undefined;
  readonly #keys: RoleKeys;

  private constructor(
    transport: Transport,
    parts: { key?: string; keys?: RoleKeys; clock?: Clock; entropy?: Entropy },
  ) {
    this.#transport = transport;
    this.where = transport.where;
    this.#key = parts.key;
    this.#keys = parts.keys ?? {};
    this.clock = parts.clock ?? systemClock();
    this.entropy = parts.entropy ?? systemEntropy();
  }

  /**
   * Opens the gateway in a folder, in this process, making it on the first open.
   *
   * @throws EaapError as {@link Service.open} does.
   */
  static async open(options: OpenOptions = {}): Promise<Gateway> {
    const service = await Service.open(options);
    try {
      const keys = options.keys ?? readCredentials(options.path ?? DEFAULT_FOLDER)?.keys ?? {};
      return Gateway.over(service, { keys });
    } catch (error) {
      await service.close();
      throw error;
    }
  }

  /** A gateway over a service that is open already. Closing the one closes the other. */
  static over(service: Service, parts: { readonly key?: string; readonly keys?: RoleKeys } = {}): Gateway {
    const { clock, entropy } = service.ledger.parts;
    return new Gateway(localTransport(service), { ...parts, clock, entropy });
  }

  /**
   * A gateway at a URL. Nothing is sent until a method is called.
   *
   * @throws EaapError `invalid-request` when the URL is not one.
   */
  static connect(options: ConnectOptions): Gateway {
    const { key, keys } = options;
    return new Gateway(httpTransport(options), {
      ...(key === undefined ? {} : { key }),
      ...(keys === undefined ? {} : { keys }),
    });
  }

  /** The same gateway, asked with the key of one role only. */
  as(role: Role): Gateway {
    return new Gateway(this.#transport, {
      key: this.#keyOf([role], 'as'),
      clock: this.clock,
      entropy: this.entropy,
    });
  }

  /** Whether there is a key for a role. */
  holds(role: Role): boolean {
    return this.#keys[role] !== undefined || this.#key !== undefined;
  }

  #keyOf(roles: readonly Role[], what: string): string {
    for (const role of roles) {
      const key = this.#keys[role];
      if (key !== undefined) return key;
    }
    if (this.#key !== undefined) return this.#key;
    const held = Object.keys(this.#keys).join(', ');
    throw new EaapError(
      'unauthenticated',
      `${what} needs a key with the role ${roles.join(' or ')}; ${held === '' ? 'there is none' : `there are keys for ${held}`}.`,
    );
  }

  async #ask<T>(id: RouteId, { params = {}, query = {}, headers = {}, body }: Ask = {}): Promise<T> {
    const route = BY_ID.get(id);
    if (route === undefined) throw new EaapError('internal', `There is no route ${id}.`);
    const asked = Object.entries(query).filter(([, value]) => value !== undefined);
    const response = await this.#transport.send({
      route,
      params,
      query: Object.fromEntries(asked.map(([name, value]) => [name, String(value)])),
      headers,
      ...(route.roles.length === 0 ? {} : { key: this.#keyOf(MEANT[id] ?? route.roles, id) }),
      // Refused here rather than there: what is not JSON would be sent as something else than was meant.
      ...(route.request === null ? {} : { body: canonicalize(body as Json) }),
    });
    return readAnswer(route, response, this.where) as T;
  }

  #change<T>(id: RouteId, record: string, version: number, body: unknown): Promise<T> {
    return this.#ask(id, { params: { id: record }, headers: { 'if-match': `"${version}"` }, body });
  }

  /** What the gateway is. */
  discovery(): Promise<Discovery> {
    return this.#ask('discovery');
  }
  /** Resolves when the gateway could decide now. */
  async ready(): Promise<void> {
    await this.#ask<string>('readyz');
  }
  /** Counters in the text format of Prometheus. */
  metrics(): Promise<string> {
    return this.#ask('metrics');
  }

  /** Stores a fact. */
  store(body: StoreRequest): Promise<StoreResponse> {
    return this.#ask('store', { body });
  }
  /** The context: facts, open conflicts, health. */
  search(body: SearchRequest = {}): Promise<SearchResponse> {
    return this.#ask('search', { body });
  }
  /** A fact in its current version. */
  fact(id: string): Promise<Fact> {
    return this.#ask('fact', { params: { id } });
  }
  /** Locks a fact: no action may go against it. */
  lock(id: string, version: number, body: ReasonRequest): Promise<Fact> {
    return this.#change('lock', id, version, body);
  }
  unlock(id: string, version: number, body: ReasonRequest): Promise<Fact> {
    return this.#change('unlock', id, version, body);
  }
  /** Retracts a fact: it is kept and no longer counts. */
  retract(id: string, version: number, body: ReasonRequest): Promise<Fact> {
    return this.#change('retract', id, version, body);
  }
  conflict(id: string): Promise<Conflict> {
    return this.#ask('conflict', { params: { id } });
  }
  /** Decides a conflict. */
  resolve(id: string, version: number, body: ResolveRequest): Promise<Conflict> {
    return this.#change('resolve', id, version, body);
  }
  /** Erases everything about a subject, for good. */
  erase(body: EraseRequest): Promise<EraseResponse> {
    return this.#ask('erase', { body });
  }

  /**
   * May this action happen? Resolves when it may be committed.
   *
   * @throws EaapError `blocked` and `escalated`, with the evaluation in `extras`.
   */
  evaluate(body: EvaluateRequest): Promise<EvaluateResponse> {
    return this.#ask('evaluate', { body });
  }
  getEvaluation(id: string): Promise<EvaluationView> {
    return this.#ask('evaluation', { params: { id } });
  }
  /**
   * Redeems a token. With an `idempotencyKey` a lost answer is asked for again, which returns the same receipt; without
   * one it is asked once.
   *
   * @throws EaapError `evaluation-expired`, `already-committed`, `action-mismatch`, `state-drift`, `no-longer-admissible`, …
   */
  async commit(body: CommitRequest, idempotencyKey?: string): Promise<CommitResponse> {
    const headers = idempotencyKey === undefined ? {} : { 'idempotency-key': idempotencyKey };
    for (let tried = 1; ; tried++) {
      try {
        return await this.#ask('commit', { headers, body });
      } catch (error) {
        const lost =
          error instanceof GatewayUnreachable && (error.kind === 'interrupted' || error.kind === 'timeout');
        if (idempotencyKey === undefined || !lost || tried >= COMMIT_TRIES) throw error;
      }
    }
  }
  /** Reports what became of a committed action. */
  outcome(body: OutcomeRequest): Promise<Outcome> {
    return this.#ask('outcome', { body });
  }

  escalations(query: PageQuery & { readonly status?: string } = {}): Promise<EscalationsResponse> {
    return this.#ask('escalations', { query: { ...query } });
  }
  escalation(id: string): Promise<Escalation> {
    return this.#ask('escalation', { params: { id } });
  }
  /** Approves this action for these reasons, once. */
  approve(id: string, version: number, body: DecideRequest): Promise<Escalation> {
    return this.#change('approve', id, version, body);
  }
  deny(id: string, version: number, body: DecideRequest): Promise<Escalation> {
    return this.#change('deny', id, version, body);
  }

  /** Halts: nothing is allowed until resumed. */
  halt(body: HaltRequest): Promise<ControlState> {
    return this.#ask('halt', { body });
  }
  resume(body: HaltRequest): Promise<ControlState> {
    return this.#ask('resume', { body });
  }
  /** What is halted. */
  control(): Promise<ControlState> {
    return this.#ask('control');
  }
  /** Accepts the clock as it is now. */
  async rebase(body: ReasonRequest): Promise<void> {
    await this.#ask<string>('rebase', { body });
  }

  policy(): Promise<PolicyResponse> {
    return this.#ask('policy');
  }
  setPolicy(body: Policy): Promise<PolicyResponse> {
    return this.#ask('set-policy', { body });
  }
  trust(): Promise<TrustResponse> {
    return this.#ask('trust');
  }
  setTrust(body: TrustTable): Promise<TrustResponse> {
    return this.#ask('set-trust', { body });
  }
  manifests(): Promise<ManifestsResponse> {
    return this.#ask('manifests');
  }
  /** Pins the manifest of a tool. */
  setManifest(body: Manifest): Promise<ManifestResponse> {
    return this.#ask('set-manifest', { params: { tool: body.tool }, body });
  }
  keys(): Promise<KeysResponse> {
    return this.#ask('keys');
  }
  /** Makes a credential; its key is shown once. */
  createKey(body: KeyRequest): Promise<KeyResponse> {
    return this.#ask('create-key', { body });
  }
  revokeKey(id: string): Promise<Credential> {
    return this.#ask('revoke-key', { params: { id } });
  }
  /** Makes a namespace and its first admin. Needs the key of an admin of `system`. */
  createNamespace(body: NamespaceRequest): Promise<KeyResponse> {
    return this.#ask('create-namespace', { body });
  }

  /** The log, oldest first. */
  entries(query: PageQuery & { readonly evaluation?: string } = {}): Promise<EntriesResponse> {
    return this.#ask('entries', { query: { ...query } });
  }
  /** The newest signed checkpoint. */
  checkpoint(): Promise<CheckpointResponse> {
    return this.#ask('checkpoint');
  }
  /** An inclusion proof for an entry in the newest checkpoint. */
  proof(seq: number): Promise<ProofResponse> {
    return this.#ask('proof', { query: { seq } });
  }
  consistency(from: number, to: number): Promise<ConsistencyResponse> {
    return this.#ask('consistency', { query: { from, to } });
  }

  /** Lets go of the gateway; one in this process is drained and closed. */
  close(): Promise<void> {
    return this.#transport.close();
  }
}
