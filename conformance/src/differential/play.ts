import { ModelGateway } from '../model/gateway/gateway.ts';
import type { Asked, Oracle } from '../model/gateway/types.ts';
import type { Json, JsonObject } from '../model/json.ts';
import { verifyLog } from '../model/log.ts';
import { SutUnreachable, type SutAnswer } from '../sut/types.ts';
import { askedBy, caseOf, resolveRef, waitOf, type Scene, type Touched } from './ask.ts';
import { parting, withoutSentences, type Parting } from './compare.ts';
import { LESSON, OTHER_MANIFESTS, PERSONAL } from './documents.ts';
import { closingsOf, oracleFrom, readRecords, type Seen } from './log.ts';
import { openStage, type Stage } from './open.ts';
import type { Site } from './site.ts';
import type { Numbered, Step, Who } from './steps.ts';

/** Where gateway and model part. */
export interface Difference extends Parting {
  /** The number of the step, or where in the end. */
  readonly at: number | 'setup' | 'end';
  readonly step: Step;
  /** Method and path as they were sent. */
  readonly request: string;
}

/** Plays steps on a gateway and on the model, in a namespace of its own, up to the first difference. */
export async function play(site: Site, steps: readonly Numbered[]): Promise<Difference | undefined> {
  const player = new Player(await openStage(site, toolsOf(steps)));
  try {
    return await player.play(steps);
  } finally {
    await player.close();
  }
}

/** What may leave records. */
const WRITES: ReadonlySet<string> = new Set(
  'store lock unlock retract resolve evaluate commit report approve deny halt resume policy trust manifest erase'.split(
    ' ',
  ),
);

/** The tools that steps speak of. */
const toolsOf = (steps: readonly Numbered[]): Set<string> =>
  new Set(
    steps.flatMap(({ step }) => {
      if (step.do === 'manifest') return [String(OTHER_MANIFESTS[step.name]?.['tool'])];
      return step.do === 'evaluate' ? [String(step.action['tool'])] : [];
    }),
  );

class Player {
  readonly #stage: Stage;
  readonly #model: ModelGateway;
  readonly #touched = new Map<number, Touched>();
  readonly #records: Seen[] = [];
  readonly #macs = new Map<string, string>();
  #now = 0;

  constructor(stage: Stage) {
    this.#stage = stage;
    this.#model = new ModelGateway(stage.world);
  }

  get #scene(): Scene {
    const { world } = this.#stage;
    return { world, now: this.#now, touched: this.#touched, asker: (as) => this.#stage.asker(as) };
  }

  async play(steps: readonly Numbered[]): Promise<Difference | undefined> {
    this.#now = (await this.#stage.site.clock?.now()) ?? Date.now();
    const lesson = {
      do: 'store',
      as: 'recorder',
      subject: 'lesson',
      attribute: 'personal',
      value: LESSON,
    } as const;
    const source = { kind: 'system', id: 'registry' };
    const taught = await this.#step('setup', { ...lesson, source, age: 0 });
    if (taught !== undefined) return taught;
    for (const { number, step } of steps) {
      const found = await this.#step(number, step);
      if (found !== undefined) return found;
    }
    return (await this.#rest()) ?? (await this.#audit());
  }

  /** What halts the whole gateway is taken away again, whatever the sequence came to. */
  async close(): Promise<void> {
    const { site, world } = this.#stage;
    if (!world.halts.some(({ scope }) => scope === 'gateway')) return;
    const body = { scope: 'gateway', reason: 'the sequence is over' };
    await site.sut.request({ method: 'POST', path: '/v2/control/resume', key: site.systemKey(), body });
  }

  async #step(at: Difference['at'], step: Step): Promise<Difference | undefined> {
    const { site, world } = this.#stage;
    if (step.do === 'wait') {
      const ms = waitOf(this.#scene, step);
      if (ms > 0 && site.clock !== undefined) this.#now = await site.clock.advance(ms);
      return undefined;
    }
    if ('scope' in step && step.scope === 'gateway' && !site.isOwn) return undefined;
    if (step.do === 'approve' || step.do === 'deny') {
      const id = resolveRef(this.#scene, 'escalation', step.escalation, step.do);
      const back = world.cases.length - 1 - world.cases.findIndex((one) => one.id === id);
      const one = caseOf(world, id);
      const isUnread = one?.challenge === '' && one.status !== 'erased';
      const look = { do: 'look', as: 'auditor', at: 'escalation', ref: { back } } as const;
      const found = isUnread ? await this.#step(at, look) : undefined;
      if (found !== undefined) return found;
    }
    const asked = askedBy(this.#scene, step);
    return asked === undefined ? undefined : this.#exchange(at, step, asked);
  }

  /** Sends a request, reads what it left in the log, and holds both against the model. */
  async #exchange(
    at: Difference['at'],
    step: Step & { as: Who },
    asked: Asked,
  ): Promise<Difference | undefined> {
    const { site, world } = this.#stage;
    const made = await this.#make(step.as);
    if (made !== undefined) return { at, step, request: 'POST /v2/keys', ...made };
    const request = `${asked.method} ${asked.path}`;
    const answer = await this.#send(asked, step.as).catch((error: unknown) => {
      if (error instanceof SutUnreachable) return undefined;
      throw error;
    });
    if (answer === undefined) return { at, step, request, where: '/', model: 'an answer', gateway: 'none' };
    // What only reads leaves no record; if it does, the next step finds it.
    const isQuiet = !WRITES.has(step.do) && this.#model.overdue(this.#now).length === 0;
    const seen = isQuiet ? [] : await this.#read();
    if (site.clock === undefined) this.#now = this.#guess(seen, answer);
    if (at === 'setup') {
      const stored = (answer.json as { fact?: { value?: unknown } } | undefined)?.fact?.value;
      world.tokens.learn(PERSONAL, Array.isArray(stored) ? stored.map(String) : []);
    }
    const records = seen.map(({ entry }) => entry);
    const oracle: Oracle = oracleFrom(records, answer.json);
    const told = this.#model.answer(asked, this.#now, oracle, ...closingsOf(records));
    const came = { status: answer.status, problem: answer.problem ?? null };
    const expected = told.answer.body;
    const body = withoutSentences((answer.json ?? null) as Json);
    const inOrder = step.do === 'erase' ? erasing : (entries: readonly JsonObject[]) => entries;
    const found =
      parting({ status: told.answer.status, problem: told.answer.problem }, came) ??
      parting(expected, body, told.answer.problem !== null, '/body') ??
      parting(
        inOrder(told.entries.map((entry) => ({ ...entry }))) as unknown as Json,
        inOrder(records) as unknown as Json,
        false,
        '/records',
      ) ??
      seen.map(({ fault }) => fault).find((fault) => fault !== undefined) ??
      this.#told(answer) ??
      this.#mac(answer);
    if (typeof at === 'number') this.#touch(at, step, answer, records);
    return found && { at, step, request, ...found };
  }

  /** The records since the last time. */
  async #read(): Promise<Seen[]> {
    const { site, world, key } = this.#stage;
    const auditor = (await key('auditor')).key;
    const seen = await readRecords(site.sut, auditor, world.seq, this.#records.at(-1));
    this.#records.push(...seen);
    return seen;
  }

  /** Sees to it that there is a key, and that its making is on record. */
  async #make(as: Who): Promise<Parting | undefined> {
    const { world, key } = this.#stage;
    for (const one of ['auditor', as] as const) {
      if (!(await key(one)).isNew) continue;
      const records = (await this.#read()).map(({ entry }) => entry);
      const closed = this.#model.pass(this.#now, oracleFrom(records, null), closingsOf(records).flat());
      world.seq += 1;
      const types = records.map(({ type }) => type ?? null);
      const isRight =
        types.length === closed + 1 && types.filter((type) => type === 'key.created').length === 1;
      if (!isRight) return { where: '/records', model: ['key.created'], gateway: types };
    }
    return undefined;
  }

  async #send({ method, path, query, body, ifMatch, idempotencyKey }: Asked, as: Who): Promise<SutAnswer> {
    const { site, key } = this.#stage;
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

  /** The time of a request by a clock that cannot be stopped: as its records or its answer tell it. */
  #guess(seen: readonly Seen[], answer: SutAnswer): number {
    const { as_of } = (answer.json as { snapshot?: { as_of?: string } } | undefined)?.snapshot ?? {};
    const told = seen.at(-1)?.entry['ts'] ?? (as_of === undefined ? Number.NaN : Date.parse(as_of));
    return Number.isNaN(told) ? Date.now() : Number(told);
  }

  /** Detected personal data stands in no answer. */
  #told({ text }: SutAnswer): Parting | undefined {
    const datum = PERSONAL.find((one) => text.toLowerCase().includes(one));
    return datum && { where: '/body', model: 'no personal data', gateway: datum };
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

  #touch(at: number, step: Step, answer: SutAnswer, records: readonly JsonObject[]): void {
    const body = (answer.json ?? {}) as Record<string, unknown> & {
      fact?: { id?: string };
      incumbent?: { id?: string };
      evaluation?: { id?: string };
    };
    const text = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);
    if (step.do === 'store') {
      const made = records.find(({ type }) => type === 'fact.stored')?.['object'];
      const fact = text(made)?.slice(5, 41) ?? body.fact?.id ?? body.incumbent?.id;
      const conflict = text(body['conflict_id']);
      this.#touched.set(at, {
        ...(fact === undefined ? {} : { fact }),
        ...(conflict === undefined ? {} : { conflict }),
      });
    } else if (step.do === 'evaluate') {
      const evaluation = text(body.evaluation?.id);
      const escalation = text(body['escalation']);
      this.#touched.set(at, {
        ...(evaluation === undefined ? {} : { evaluation }),
        ...(escalation === undefined ? {} : { escalation }),
      });
    }
  }

  /** Lets time close what is due: within a second of the first request after it, all of it is on record. */
  async #rest(): Promise<Difference | undefined> {
    const { clock } = this.#stage.site;
    if (clock === undefined) return undefined;
    const step = { do: 'control', as: 'auditor' } as const;
    this.#now = await clock.advance(1001);
    const due = this.#model.overdue(this.#now);
    for (const ms of [0, 1001]) {
      if (ms > 0) this.#now = await clock.advance(ms);
      const found = await this.#step('end', step);
      if (found !== undefined) return found;
    }
    const left = this.#model.overdue(this.#now).filter((object) => due.includes(object));
    if (left.length === 0) return undefined;
    const request = 'a second after time had passed';
    return { at: 'end', step, request, where: '/records', model: { closed: left }, gateway: { closed: [] } };
  }

  /** Looks at everything once more, and at the log as a whole. */
  async #audit(): Promise<Difference | undefined> {
    const { site, world, key } = this.#stage;
    const all = (
      of: 'fact' | 'conflict' | 'evaluation' | 'escalation',
      rows: readonly { id: string }[],
    ): Step[] =>
      [...new Set(rows.map(({ id }) => id))].map((_, back) => ({
        do: 'look',
        as: 'auditor',
        at: of,
        ref: { back },
      }));
    const steps: Step[] = [
      ...all('fact', world.facts),
      ...all('conflict', world.conflicts),
      ...all('evaluation', world.decisions),
      ...all('escalation', world.cases),
      { do: 'search', as: 'auditor', limit: 200 },
      { do: 'list', as: 'auditor' },
      { do: 'control', as: 'auditor' },
    ];
    for (const step of steps) {
      const found = await this.#step('end', step);
      if (found !== undefined) return found;
    }
    const auditor = (await key('auditor')).key;
    const checkpoint = await site.sut.request({
      method: 'GET',
      path: '/v2/ledger/checkpoint',
      key: auditor,
    });
    const records = await readRecords(site.sut, auditor, 0);
    const findings = verifyLog({
      namespace: world.namespace,
      verifierKey: world.verifierKey,
      checkpoints: [String((checkpoint.json as { note?: unknown } | undefined)?.note)],
      records: records.map(({ record }) => record),
      leaves: records.map(({ leaf }) => leaf),
    });
    const [first] = findings;
    if (first === undefined) return undefined;
    const request = 'GET /v2/ledger/entries';
    const parted = { where: '/log', model: 'a log that verifies', gateway: first.code };
    return { at: 'end', step: { do: 'control', as: 'auditor' }, request, ...parted };
  }
}

/** The records of an erasure: their order within a step of RFC-0012 section 6.3 is nobody's to say. */
function erasing(entries: readonly JsonObject[]): readonly JsonObject[] {
  const rank = ({ type, object }: JsonObject): string => {
    const kinds = ['outcome.unknown', 'escalation.expired', 'subject.erased', 'record.erased'];
    return `${kinds.indexOf(String(type)) < 0 ? 9 : kinds.indexOf(String(type))} ${String(object)} ${String(type)}`;
  };
  return [...entries].map(({ seq: _, ...rest }) => rest).sort((a, b) => (rank(a) < rank(b) ? -1 : 1));
}
