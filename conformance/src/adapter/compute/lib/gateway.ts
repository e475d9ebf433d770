import { manualClock, seededEntropy, type ManualClock, type RouteId } from '@eaap/protocol';
import { Service, setUp, type DispatchResponse } from '@eaap/sdk';
import { memoryKeyStore, openSqlite } from '@eaap/store';
import { MANIFESTS, POLICY, TRUST } from '../../../checks/fixtures/index.ts';
import type { Json, JsonObject } from '../../../model/json.ts';

/** When the gateways of vectors begin: 2026-01-31T09:30:00Z, on a minute. */
export const START_MS = 1_769_851_800_000;

/** Who a credential is for. */
export interface Who {
  readonly principal: string;
  readonly owner: string;
  readonly roles: readonly string[];
  readonly expires_at?: string;
}

/** The callers that are there from the beginning, each of another person. */
const CALLERS: readonly Who[] = [
  { principal: 'agent', owner: 'ann', roles: ['agent'] },
  { principal: 'stranger', owner: 'sam', roles: ['agent'] },
  { principal: 'executor', owner: 'eve', roles: ['executor'] },
  { principal: 'other-executor', owner: 'oli', roles: ['executor'] },
  { principal: 'approver', owner: 'pat', roles: ['approver'] },
  { principal: 'auditor', owner: 'aud', roles: ['auditor'] },
  { principal: 'recorder', owner: 'rec', roles: ['recorder'] },
];
/** The tools that vectors use; a gateway with few is opened sooner. */
const TOOLS = ['records.read', 'orders.ship', 'messages.send'];
const SOURCES = [{ kind: 'system', id: '*' }];

/** What is sent with a request. */
export interface Sent {
  readonly body?: Json;
  readonly params?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, string>>;
  readonly headers?: Readonly<Record<string, string>>;
}

/** An answer with its body read. */
export interface Answered {
  readonly status: number;
  /** The problem's type without its prefix. */
  readonly problem: string | undefined;
  readonly body: JsonObject;
}

/** A record of the log, as far as vectors look at it. */
export type Recorded = JsonObject & { readonly type: string };

/** A reference gateway in memory, on a clock of its own, that is led to where a vector begins. */
export class Led {
  readonly clock: ManualClock;
  readonly namespace = 'default';
  readonly #service: Service;
  readonly #keys = new Map<string, string>();

  private constructor(service: Service, clock: ManualClock) {
    this.#service = service;
    this.clock = clock;
  }

  /** Opens one under a policy that differs from the fixtures' as stated. */
  static async open(policy: object = {}, start = START_MS): Promise<Led> {
    const clock = manualClock(start);
    const entropy = seededEntropy('vectors');
    const service = await Service.compose({
      store: await openSqlite({ path: ':memory:', check: false }),
      keys: memoryKeyStore({ clock, entropy }),
      clock,
      entropy,
    });
    const led = new Led(service, clock);
    const { keys, system } = await setUp(service);
    led.#keys.set('admin', keys.admin).set('system', system);
    for (const who of CALLERS) await led.credential(who.principal, who);
    await led.must('set-trust', 'admin', { body: TRUST as unknown as Json });
    for (const manifest of MANIFESTS.filter(({ tool }) => TOOLS.includes(tool)))
      await led.must('set-manifest', 'admin', {
        params: { tool: manifest.tool },
        body: manifest as unknown as Json,
      });
    await led.must('set-policy', 'admin', { body: { ...POLICY, ...policy } as unknown as Json });
    return led;
  }

  /** Makes a credential that is called by a name from here on. */
  async credential(name: string, who: Who): Promise<void> {
    const sources = who.roles.includes('recorder') ? { sources: SOURCES } : {};
    const { body } = await this.must('create-key', 'admin', { body: { ...who, ...sources } });
    this.know(name, String(body['key']));
  }

  /** Calls a key by a name from here on. */
  know(name: string, key: string): void {
    this.#keys.set(name, key);
  }

  /** Sends a request as a caller; `null` for nobody. */
  async call(route: RouteId, as: string | null, sent: Sent = {}): Promise<Answered> {
    const { body, headers, ...rest } = sent;
    const key = as === null ? {} : { key: this.#keys.get(as) ?? '' };
    const answer: DispatchResponse = await this.#service.dispatch({
      route,
      ...key,
      ...rest,
      headers: { 'content-type': 'application/json', ...headers },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const isJson = answer.body.startsWith('{');
    return {
      status: answer.status,
      problem: answer.problem,
      body: isJson ? (JSON.parse(answer.body) as JsonObject) : {},
    };
  }

  /** Sends a request that has to succeed. */
  async must(route: RouteId, as: string, sent: Sent = {}): Promise<Answered> {
    const answer = await this.call(route, as, sent);
    if (answer.status >= 300) throw new Error(`${route}: ${JSON.stringify(answer.body)}`);
    return answer;
  }

  /** Lets time stand at so many milliseconds after the beginning. */
  at(ms: number, start = START_MS): void {
    this.clock.advance(start + ms - this.clock.now());
  }

  /** The types and outcomes of the records from `seq` on. */
  async records(from: number, as = 'auditor'): Promise<readonly Recorded[]> {
    const all: Recorded[] = [];
    for (let cursor: string | undefined = String(from); cursor !== undefined;) {
      const query = { cursor, limit: '500' };
      const { body } = await this.must('entries', as, { query });
      for (const entry of body['entries'] as readonly JsonObject[]) all.push(entry['record'] as Recorded);
      cursor = typeof body['next'] === 'string' ? body['next'] : undefined;
    }
    return all;
  }

  /** How many records there are. */
  async size(as = 'auditor'): Promise<number> {
    const { body } = await this.must('checkpoint', as);
    return Number(String(body['note']).split('\n')[1]);
  }

  close(): Promise<void> {
    return this.#service.close();
  }
}

/** Leads a gateway through some work and closes it. */
export async function leading<T>(
  policy: object,
  work: (led: Led) => Promise<T>,
  start = START_MS,
): Promise<T> {
  const led = await Led.open(policy, start);
  try {
    return await work(led);
  } finally {
    await led.close();
  }
}

/** A record as vectors state it: type, and what else is said of it. */
export function stated(record: Recorded): Json {
  const { type, principal, verdict, reason, object } = record;
  const version = /@(\d+)$/.exec(String(object))?.[1];
  return {
    type,
    principal: principal ?? null,
    verdict: verdict ?? null,
    reason: reason ?? null,
    version: version === undefined ? null : Number(version),
  };
}
