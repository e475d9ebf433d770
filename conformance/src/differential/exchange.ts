import { ModelGateway } from '../model/gateway/gateway.ts';
import type { Asked } from '../model/gateway/types.ts';
import type { Json, JsonObject } from '../model/json.ts';
import { SutUnreachable, type SutAnswer } from '../sut/types.ts';
import { parting, withoutSentences, type Parting } from './compare.ts';
import { PERSONAL } from './documents.ts';
import { closingsOf, oracleFrom, readRecords, type Seen } from './log.ts';
import type { Stage } from './open.ts';
import type { Step, Who } from './steps.ts';

/** What came of one request: what was answered and left in the log, and where that is not what the model says. */
export interface Exchanged {
  readonly now: number;
  readonly answer?: SutAnswer;
  readonly records: readonly JsonObject[];
  readonly parting?: Parting;
}

/** What may leave records. */
const WRITES: ReadonlySet<string> = new Set(
  'store lock unlock retract resolve evaluate commit report approve deny halt resume policy trust manifest erase'.split(
    ' ',
  ),
);

/** Sends requests, reads what they leave in the log, and holds both against the model. */
export class Wire {
  readonly stage: Stage;
  readonly model: ModelGateway;
  readonly #records: Seen[] = [];
  readonly #macs = new Map<string, string>();

  constructor(stage: Stage) {
    this.stage = stage;
    this.model = new ModelGateway(stage.world);
  }

  /** One request, at `now` unless the gateway's clock runs. */
  async exchange(step: Step & { as: Who }, asked: Asked, at: number, isLesson = false): Promise<Exchanged> {
    const { site, world } = this.stage;
    const made = await this.#make(step.as, at);
    if (made !== undefined) return { now: at, records: [], parting: made };
    const answer = await this.#send(asked, step.as).catch((error: unknown) => {
      if (error instanceof SutUnreachable) return undefined;
      throw error;
    });
    const none = { where: '/', model: 'an answer', gateway: 'none' };
    if (answer === undefined) return { now: at, records: [], parting: none };
    // What only reads leaves no record; if it does, the next step finds it.
    const isQuiet = !WRITES.has(step.do) && this.model.overdue(at).length === 0;
    const seen = isQuiet ? [] : await this.#read();
    const now = site.clock === undefined ? guess(seen, answer) : at;
    if (isLesson) {
      const stored = (answer.json as { fact?: { value?: unknown } } | undefined)?.fact?.value;
      world.tokens.learn(PERSONAL, Array.isArray(stored) ? stored.map(String) : []);
    }
    const records = seen.map(({ entry }) => entry);
    const told = this.model.answer(asked, now, oracleFrom(records, answer.json), ...closingsOf(records));
    const inOrder = step.do === 'erase' ? erasing : (entries: readonly JsonObject[]) => entries;
    const entries = inOrder(told.entries.map((entry) => ({ ...entry })));
    const { status, problem, body } = told.answer;
    const found =
      parting({ status, problem }, { status: answer.status, problem: answer.problem ?? null }) ??
      parting(body, withoutSentences((answer.json ?? null) as Json), problem !== null, '/body') ??
      parting(entries, inOrder(records), false, '/records') ??
      seen.map(({ fault }) => fault).find((fault) => fault !== undefined) ??
      plainIn(answer) ??
      this.#mac(answer);
    return { now, answer, records, ...(found === undefined ? {} : { parting: found }) };
  }

  /** The records since the last time. */
  async #read(): Promise<Seen[]> {
    const { site, world, key } = this.stage;
    const auditor = (await key('auditor')).key;
    const seen = await readRecords(site.sut, auditor, world.seq, this.#records.at(-1));
    this.#records.push(...seen);
    return seen;
  }

  /** Sees to it that there is a key, and that its making is on record. */
  async #make(as: Who, now: number): Promise<Parting | undefined> {
    const { world, key } = this.stage;
    for (const one of ['auditor', as] as const) {
      if (!(await key(one)).isNew) continue;
      const records = (await this.#read()).map(({ entry }) => entry);
      const closed = this.model.pass(now, oracleFrom(records, null), closingsOf(records).flat());
      world.seq += 1;
      const types = records.map(({ type }) => type ?? null);
      const isRight =
        types.length === closed + 1 && types.filter((type) => type === 'key.created').length === 1;
      if (!isRight) return { where: '/records', model: ['key.created'], gateway: types };
    }
    return undefined;
  }

  async #send({ method, path, query, body, ifMatch, idempotencyKey }: Asked, as: Who): Promise<SutAnswer> {
    const { site, key } = this.stage;
    const parameters = new URLSearchParams(query).toString();
    return site.sut.request({
      method,
      path: parameters === '' ? path : `${path}?${parameters}`,
      key: (await key(as)).key,
      headers: {
        ...(ifMatch === undefined ? {} : { 'if-match': ifMatch }),
        ...(idempotencyKey === undefined ? {} : { 'idempotency-key': idempotencyKey }),
      },
      ...(body === undefined ? {} : { body }),
    });
  }

  /** Equal snapshots have equal MACs, and others have others. */
  #mac({ json }: SutAnswer): Parting | undefined {
    const { snapshot, mac } = (json ?? {}) as { snapshot?: unknown; mac?: string };
    if (snapshot === undefined || mac === undefined) return undefined;
    const text = JSON.stringify(snapshot);
    const known = this.#macs.get(mac) ?? text;
    this.#macs.set(mac, known);
    const others = [...this.#macs].filter(([, of]) => of === text).length;
    return known === text && others === 1
      ? undefined
      : { where: '/body/mac', model: 'one MAC for each snapshot', gateway: mac };
  }
}

/** The time of a request by a clock that cannot be stopped: as its records or its answer tell it. */
function guess(seen: readonly Seen[], answer: SutAnswer): number {
  const { as_of } = (answer.json as { snapshot?: { as_of?: string } } | undefined)?.snapshot ?? {};
  const told = seen.at(-1)?.entry['ts'] ?? (as_of === undefined ? Number.NaN : Date.parse(as_of));
  return Number.isNaN(told) ? Date.now() : Number(told);
}

/** Detected personal data stands in no answer. */
function plainIn({ text }: SutAnswer): Parting | undefined {
  const datum = PERSONAL.find((one) => text.toLowerCase().includes(one));
  return datum && { where: '/body', model: 'no personal data', gateway: datum };
}

/** The records of an erasure: their order within a step of RFC-0012 section 6.3 is nobody's to say. */
function erasing(entries: readonly JsonObject[]): readonly JsonObject[] {
  const rank = ({ type, object }: JsonObject): string => {
    const kinds = ['outcome.unknown', 'escalation.expired', 'subject.erased', 'record.erased'];
    return `${kinds.indexOf(String(type)) < 0 ? 9 : kinds.indexOf(String(type))} ${String(object)} ${String(type)}`;
  };
  return [...entries].map(({ seq: _, ...rest }) => rest).sort((a, b) => (rank(a) < rank(b) ? -1 : 1));
}
