import { createEngine, sweep, type Engine, type EngineParts } from '@eaap/admissibility';
import {
  authenticate,
  openLedger,
  type Actor,
  type ClockBounds,
  type Detector,
  type Ledger,
} from '@eaap/ledger';
import {
  createIds,
  EaapError,
  systemClock,
  systemEntropy,
  type Clock,
  type Entropy,
  type Extractor,
  type RouteId,
} from '@eaap/protocol';
import type { KeyStore, Store } from '@eaap/store';
import { dispatch, problem, traceOf, type Dispatcher } from './dispatch.ts';
import { HANDLERS } from './handlers/index.ts';
import { createMetrics } from './metrics.ts';
import { createBuckets, type Rate } from './rate.ts';
import { openFolder, type FolderOptions } from './folder/open.ts';
import type { DispatchRequest, DispatchResponse, Handler, Handlers, ServiceLog } from './types.ts';

/** What a service is made of. Each part has one right implementation and can be replaced by another. */
export interface ServiceParts {
  readonly store: Store;
  readonly keys: KeyStore;
  readonly clock?: Clock;
  readonly entropy?: Entropy;
  readonly detectors?: readonly Detector[];
  /** The name in the log's origin and key, `eaap.local` unless stated. */
  readonly name?: string;
  /** How far the clock may stray before nothing is written any more. */
  readonly clockBounds?: Partial<ClockBounds>;
  readonly profile?: 'cooperative' | 'enforced';
  readonly log?: ServiceLog;
  /** Requests of one credential; 1000 a second and 10000 at once unless stated. */
  readonly requestRate?: Rate;
  /** Failed attempts to authenticate of one peer; 50 a second and 2000 at once unless stated. */
  readonly attemptRate?: Rate;
  /** Whether answers are held against their schema before they leave; true unless stated. */
  readonly checkResponses?: boolean;
  /** How often at most overdue commits and escalations are looked for before a request; 1000 ms unless stated. */
  readonly sweepMs?: number;
  /** Readers of code by dialect, as `loadExtractors` of `@eaap/extractors` gives them; none unless stated. */
  readonly extractors?: ReadonlyMap<string, Extractor>;
  /** Replaces parts of the admissibility layer. */
  readonly engine?: Partial<EngineParts>;
  /** Given the ledger, returns the one to use. */
  readonly ledger?: (ledger: Ledger) => Ledger;
  /** Replaces the way from a key to an actor. */
  readonly authenticate?: (ledger: Ledger, key: string) => Promise<Actor>;
  /** Given the right handler of a route, returns the one to use. */
  readonly handlers?: Readonly<Partial<Record<RouteId, (next: Handler) => Handler>>>;
}

const quiet: ServiceLog = () => undefined;

/**
 * A gateway without a transport: the routes of the HTTP binding as one function. The HTTP server and the in-process
 * client both stand on it, so that they cannot differ.
 *
 * @see RFC-0001 section 13
 */
export class Service {
  readonly ledger: Ledger;
  readonly engine: Engine;
  readonly clock: Clock;
  readonly #parts: ServiceParts;
  readonly #dispatcher: Dispatcher;
  readonly #swept = new Map<string, number>();
  readonly #running = new Set<Promise<unknown>>();
  #draining = false;
  #closing: Promise<void> | undefined;
  #probe: Promise<void> | undefined;

  private constructor(parts: ServiceParts, ledger: Ledger, engine: Engine) {
    this.#parts = parts;
    this.ledger = ledger;
    this.engine = engine;
    this.clock = ledger.parts.clock;
    const metrics = createMetrics();
    const { clock } = this;
    this.#dispatcher = {
      clock,
      metrics,
      handlers: handlersOf(parts.handlers),
      log: parts.log ?? quiet,
      authenticate: (key) => (parts.authenticate ?? authenticate)(ledger, key),
      requests: createBuckets(parts.requestRate ?? { perSecond: 1000, burst: 10_000 }, clock),
      attempts: createBuckets(parts.attemptRate ?? { perSecond: 50, burst: 2000 }, clock),
      checkResponses: parts.checkResponses ?? true,
      sweep: (namespace) => this.#sweepBefore(namespace),
      draining: () => this.#draining,
      context: {
        ledger,
        engine,
        profile: parts.profile ?? 'cooperative',
        metrics: (namespace) => metrics.render(namespace),
        ready: () => this.ready(),
      },
    };
  }

  /**
   * A service over parts that are open already. It takes them over: `close` closes store and keys.
   *
   * @throws EaapError `storage-*`, `key-store-unavailable`, `clock-unreliable`
   */
  static async compose(parts: ServiceParts): Promise<Service> {
    const clock = parts.clock ?? systemClock();
    const entropy = parts.entropy ?? systemEntropy();
    const opened = await openLedger({
      store: parts.store,
      keys: parts.keys,
      clock,
      entropy,
      ids: createIds(clock, entropy),
      name: parts.name ?? 'eaap.local',
      ...(parts.detectors === undefined ? {} : { detectors: parts.detectors }),
      ...(parts.clockBounds === undefined ? {} : { clockBounds: parts.clockBounds }),
    });
    const ledger = parts.ledger?.(opened) ?? opened;
    return new Service(parts, ledger, createEngine(ledger, parts.engine, parts.extractors));
  }

  /**
   * Opens the gateway in a folder, making it on the first open: database, key store, key-encryption key, the namespaces
   * `system` and `default`, a starter policy, and a key for each role in `credentials.json` (see {@link FolderOptions}).
   *
   * @throws EaapError `storage-*` and `key-store-unavailable` with a sentence that says which file and what to do.
   * @example
   * ```ts
   * import assert from 'node:assert/strict';
   * import { mkdtempSync } from 'node:fs';
   * import { tmpdir } from 'node:os';
   * import { join } from 'node:path';
   * import { Service } from '@eaap/sdk';
   *
   * const service = await Service.open({ path: mkdtempSync(join(tmpdir(), 'eaap-')) });
   * const answer = await service.dispatch({ route: 'livez' });
   * assert.equal(answer.status, 200);
   * await service.close();
   * ```
   */
  static async open(options: FolderOptions = {}): Promise<Service> {
    return openFolder(options, (parts) => Service.compose(parts));
  }

  /** Answers a request. Never rejects: what goes wrong is a problem that allows nothing. */
  async dispatch(request: DispatchRequest): Promise<DispatchResponse> {
    const answer = dispatch(this.#dispatcher, request).catch((thrown: unknown) => {
      this.#dispatcher.log({ level: 'error', event: 'failure', route: request.route, ...traceOf(thrown) });
      return problem(EaapError.from(thrown));
    });
    this.#running.add(answer);
    try {
      return await answer;
    } finally {
      this.#running.delete(answer);
    }
  }

  /**
   * Whether it could decide now: makes the storage flush a write, asks the key store, and holds the clock to its rule.
   *
   * @throws EaapError the problem that stands in the way.
   */
  async ready(): Promise<void> {
    // Callers at once share one probe: the route asks for no key, and each probe costs a flush.
    this.#probe ??= this.#checkReady().finally(() => (this.#probe = undefined));
    return this.#probe;
  }

  async #checkReady(): Promise<void> {
    const { ledger, clock } = this;
    await ledger.parts.keys.ensure('system', 'signing', 'checkpoint');
    await ledger.write('system', 'gateway', async ({ tx }) => {
      const name = 'probe';
      // Written and taken away again: a row that no record speaks for is what `eaap verify` looks for.
      await tx.delete('settings', { name });
      await tx.insert('settings', { name, digest: '', version: 1, value: '1', updated_at: clock.now() });
      await tx.delete('settings', { name });
    });
  }

  /** Expires what is due in every namespace: commits without an outcome, escalations nobody decided. */
  async sweep(): Promise<void> {
    for (const namespace of await this.ledger.parts.store.namespaces()) await this.#sweepNow(namespace);
  }

  async #sweepBefore(namespace: string): Promise<void> {
    const now = this.clock.now();
    const last = this.#swept.get(namespace);
    if (last !== undefined && now >= last && now - last < (this.#parts.sweepMs ?? 1000)) return;
    this.#swept.set(namespace, now);
    await this.#sweepNow(namespace);
  }

  /** What is overdue counts as overdue whether it was swept or not, so a failure here is told and costs nothing. */
  async #sweepNow(namespace: string): Promise<void> {
    try {
      await sweep(this.engine, namespace);
    } catch (thrown) {
      this.#dispatcher.log({ level: 'warn', event: 'sweep-failed', ...traceOf(thrown) });
    }
  }

  /** Whether new work is refused already. */
  get draining(): boolean {
    return this.#draining;
  }

  /** Answers `draining` from now on, and resolves when what was running has been answered. */
  async drain(): Promise<void> {
    this.#draining = true;
    while (this.#running.size > 0) await Promise.allSettled([...this.#running]);
  }

  /** Drains, then closes store and key store. Calling it again awaits the same end. */
  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  async #close(): Promise<void> {
    await this.drain();
    try {
      await this.ledger.parts.store.close();
    } finally {
      await this.ledger.parts.keys.close();
    }
    this.#dispatcher.log({ level: 'info', event: 'drained' });
  }
}

function handlersOf(wrappers: ServiceParts['handlers']): Handlers {
  if (wrappers === undefined) return HANDLERS;
  const entries = Object.entries(HANDLERS) as [RouteId, Handler][];
  return Object.fromEntries(
    entries.map(([id, next]) => [id, wrappers[id]?.(next) ?? next]),
  ) as unknown as Handlers;
}
