import {
  authenticate,
  createKey,
  entries,
  getConflict,
  getFact,
  loadFacts,
  lockFact,
  openMemoryLedger,
  resolveConflict,
  retractFact,
  setTrust,
  storeFact,
  unlockFact,
  type Actor,
  type MemoryLedger,
  type Resolution,
} from '@eaap/ledger';
import { EaapError, formatTime, type Json as Value, type TrustTable } from '@eaap/protocol';
import type { Json, JsonObject } from '../../model/json.ts';
import type { Answer } from '../../vectors/types.ts';
import { answered } from './lib/claimed.ts';

type Event = JsonObject & { readonly do: string; readonly at: number };
const KINDS = { authoritative: 'human', verified: 'system', untrusted: 'document' } as const;
const bounds = { id: '*', max_confidence: 10_000, max_half_life_ms: 31_536_000_000 };
const TABLE: TrustTable = {
  v: 1,
  version: 'vectors',
  sources: Object.entries(KINDS).map(([trust, kind]) => ({
    ...bounds,
    kind,
    trust: trust as keyof typeof KINDS,
  })),
  many: ['several'],
};

interface Opened extends MemoryLedger {
  readonly actor: Actor;
}
let opened: Promise<Opened> | undefined;
let cases = 0;

async function open(): Promise<Opened> {
  const memory = await openMemoryLedger();
  const { ledger } = memory;
  const sources = Object.values(KINDS).map((kind) => ({ kind, id: '*' }));
  const wanted = {
    principal: 'vectors',
    owner: 'ada',
    roles: ['recorder' as const, 'approver' as const],
    sources,
  };
  const { key } = await ledger.write('acme', 'root', async (unit) => {
    await setTrust(unit, TABLE);
    return createKey(ledger, unit, wanted);
  });
  return { ...memory, actor: await authenticate(ledger, key) };
}

/** One place of the ledger that all vectors share, each of them with a place of its own. */
class Led {
  readonly facts: string[] = [];
  readonly conflicts: string[] = [];
  readonly #of: Opened;
  readonly #place: { readonly subject: string; readonly attribute: string };
  readonly #start: number;

  constructor(of: Opened, many: boolean) {
    this.#of = of;
    this.#place = { subject: `place:${++cases}`, attribute: many ? 'several' : 'single' };
    of.clock.advance(1000);
    this.#start = of.clock.now();
  }

  /** How many records there are. */
  size(): Promise<number> {
    return this.#of.ledger.read('acme', async (view) => (await entries(view, { limit: 1 })).size);
  }

  /** Lets an event happen, and answers what the gateway does. */
  async happen(event: Event): Promise<JsonObject> {
    const { clock } = this.#of;
    clock.advance(this.#start + event.at - clock.now());
    const before = await this.size();
    try {
      return await this.#do(event);
    } finally {
      await this.#learn(before);
    }
  }

  async #do(event: Event): Promise<JsonObject> {
    const { ledger, actor, clock } = this.#of;
    const version = (event['version'] ?? undefined) as number | undefined;
    const reason = 'vectors';
    const id = (list: readonly string[], number: Json | undefined): string =>
      list[Number(number) - 1] ?? '019c1371-0000-7000-8000-000000000000';
    if (event.do === 'store') {
      const kind = KINDS[event['trust'] as keyof typeof KINDS];
      const until = event['valid_until'] as number | undefined;
      const { status, body } = await storeFact(ledger, actor, {
        ...this.#place,
        value: event['value'] as Value,
        source: { kind, id: 'vectors', observed_at: formatTime(clock.now()) },
        ...(until === undefined ? {} : { valid_until: formatTime(this.#start + until) }),
      });
      return { status, result: body.result, id: body.fact.id, version: body.fact.version };
    }
    if (event.do === 'resolve') {
      const resolution = event['resolution'] as Resolution;
      const conflict = id(this.conflicts, event['conflict']);
      const done = await resolveConflict(ledger, actor, conflict, version, { resolution, reason });
      return { status: 200, conflict: done.id };
    }
    const change = { lock: lockFact, unlock: unlockFact, retract: retractFact }[event.do];
    if (change === undefined) throw new Error(`no event ${event.do}`);
    const fact = await change(ledger, actor, id(this.facts, event['fact']), version, { reason });
    return { status: 200, id: fact.id, version: fact.version };
  }

  async #read(from: number) {
    const { ledger } = this.#of;
    return (await ledger.read('acme', (view) => entries(view, { cursor: from, limit: 500 }))).entries;
  }

  /** The ids of what the records name, in the order they were made. */
  async #learn(from: number): Promise<void> {
    for (const { record } of await this.#read(from)) {
      const [type, id] = String(record.object).split(/[:@]/);
      const list = type === 'fact' ? this.facts : this.conflicts;
      if (id !== undefined && !list.includes(id)) list.push(id);
    }
  }

  async recordsFrom(from: number): Promise<JsonObject[]> {
    return (await this.#read(from)).map(({ record: { type, object, reason } }) => {
      const [kind, id = '', version] = String(object).split(/[:@]/);
      const list = kind === 'fact' ? this.facts : this.conflicts;
      const number = list.indexOf(id) + 1;
      return { type, object: `${kind}:${number}${version === undefined ? '' : `@${version}`}`, reason };
    });
  }

  /** An answer or a recorded refusal as vectors state it. */
  async stated(answer: JsonObject): Promise<JsonObject> {
    const { ledger, actor } = this.#of;
    const { status = 200, problem = null, result = null, id, version, conflict } = answer;
    const read = conflict === undefined ? null : await getConflict(ledger, actor, String(conflict));
    return {
      status,
      problem,
      result,
      fact: id === undefined ? null : `${this.facts.indexOf(String(id)) + 1}@${String(version)}`,
      conflict: read === null ? null : { number: this.conflicts.indexOf(read.id) + 1, status: read.status },
    };
  }

  /** All that is there. */
  async place(): Promise<JsonObject> {
    const { ledger, actor } = this.#of;
    const selectors = [this.#place];
    const counted = await ledger.read('acme', (view) => loadFacts(view, ledger.sealer, { selectors }));
    const number = (id: string): number => this.facts.indexOf(id) + 1;
    const facts: JsonObject[] = [];
    for (const id of this.facts) {
      const { version, value, status, locked } = await getFact(ledger, actor, id);
      const counts = counted.some((fact) => fact.id === id && fact.version === version);
      facts.push({ fact: `${number(id)}@${version}`, value, status, locked, counts });
    }
    const conflicts: JsonObject[] = [];
    for (const [place, id] of this.conflicts.entries()) {
      const {
        version,
        status,
        incumbent,
        challenger,
        resolution = null,
      } = await getConflict(ledger, actor, id);
      const sides = { incumbent: number(incumbent), challenger: number(challenger) };
      conflicts.push({ conflict: `${place + 1}@${version}`, status, ...sides, resolution });
    }
    return { facts, conflicts };
  }
}

/** What a refusal that is on record answers. */
function onRecord(error: EaapError): JsonObject {
  const { conflict_id, incumbent } = error.extras as unknown as {
    conflict_id: string;
    incumbent: { id: string; version: number };
  };
  return { status: error.status, problem: error.type, conflict: conflict_id, ...incumbent };
}

async function run(input: Json): Promise<Answer> {
  const { many, events } = input as unknown as { many: boolean; events: readonly Event[] };
  opened ??= open();
  const led = new Led(await opened, many);
  for (const event of events.slice(0, -1)) await led.happen(event).catch(() => undefined);
  const [last] = events.slice(-1);
  if (last === undefined) throw new Error('no events');
  const before = await led.size();
  let answer: JsonObject;
  try {
    answer = await led.happen(last);
  } catch (error) {
    if (!(error instanceof EaapError)) throw error;
    // A refusal that leaves records is an answer: the contradiction is durable.
    if ((await led.size()) === before) return { refused: error.type };
    answer = onRecord(error);
  }
  const records = await led.recordsFrom(before);
  const output = { answer: await led.stated(answer), records, ...(await led.place()) };
  return answered(input as JsonObject, output);
}

/** One after another: they share a clock. */
let queue: Promise<unknown> = Promise.resolve();

export function compute(input: Json): Promise<Answer> {
  const done = queue.then(() => run(input));
  queue = done.catch(() => undefined);
  return done;
}
