import type { SutAnswer } from '../sut/types.ts';
import type { JsonObject } from '../model/json.ts';
import { askedBy, caseOf, resolveRef, waitOf, type Scene, type Touched } from './ask.ts';
import { auditLog, lastLooks } from './audit.ts';
import type { Parting } from './compare.ts';
import { LESSON, OTHER_MANIFESTS } from './documents.ts';
import { Wire } from './exchange.ts';
import { openStage, type Stage } from './open.ts';
import type { Site } from './site.ts';
import type { Numbered, Step } from './steps.ts';

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

/** The tools that steps speak of. */
const toolsOf = (steps: readonly Numbered[]): Set<string> =>
  new Set(
    steps.flatMap(({ step }) => {
      if (step.do === 'manifest') return [String(OTHER_MANIFESTS[step.name]?.['tool'])];
      return step.do === 'evaluate' ? [String(step.action['tool'])] : [];
    }),
  );

/** The first step: personal data in a place where its tokens can be read. */
const LESSON_STEP: Step = {
  ...{ do: 'store', as: 'recorder', subject: 'lesson', attribute: 'personal', value: LESSON },
  ...{ source: { kind: 'system', id: 'registry' }, age: 0 },
};
const LOOK: Step = { do: 'control', as: 'auditor' };

class Player {
  readonly #stage: Stage;
  readonly #wire: Wire;
  readonly #touched = new Map<number, Touched>();
  #now = 0;
  #wasBack = false;

  constructor(stage: Stage) {
    this.#stage = stage;
    this.#wire = new Wire(stage);
  }

  get #scene(): Scene {
    const { world } = this.#stage;
    return { world, now: this.#now, touched: this.#touched, asker: (as) => this.#stage.asker(as) };
  }

  async play(steps: readonly Numbered[]): Promise<Difference | undefined> {
    this.#now = (await this.#stage.site.clock?.now()) ?? Date.now();
    const taught = await this.#step('setup', LESSON_STEP);
    if (taught !== undefined) return taught;
    for (const { number, step } of steps) {
      const found = await this.#step(number, step);
      if (found !== undefined) return found;
    }
    return (await this.#rest()) ?? (await this.#audit());
  }

  /** Whatever the sequence came to, the gateway is not halted after it, and its clock is where it was. */
  async close(): Promise<void> {
    const { site, world } = this.#stage;
    if (this.#wasBack) await site.clock?.advance(5000);
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
    if (step.do === 'back') {
      if (site.clock === undefined || this.#wasBack) return undefined;
      this.#wasBack = true;
      this.#now = await site.clock.setWall(this.#now - step.ms);
      return undefined;
    }
    if (step.do === 'restart') {
      if (site.restart === undefined || site.clock === undefined) return undefined;
      await site.restart();
      // No gateway starts within a millisecond.
      this.#now = await site.clock.advance(1);
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
    if (asked === undefined) return undefined;
    const { now, answer, records, parting } = await this.#wire.exchange(
      step,
      asked,
      this.#now,
      at === 'setup',
    );
    this.#now = now;
    if (typeof at === 'number' && answer !== undefined) this.#touch(at, step, answer, records);
    return parting && { at, step, request: `${asked.method} ${asked.path}`, ...parting };
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
    this.#now = await clock.advance(1001);
    const due = this.#wire.model.overdue(this.#now);
    for (const ms of [0, 1001]) {
      if (ms > 0) this.#now = await clock.advance(ms);
      const found = await this.#step('end', LOOK);
      if (found !== undefined) return found;
    }
    const left = this.#wire.model.overdue(this.#now).filter((object) => due.includes(object));
    if (left.length === 0) return undefined;
    const request = 'a second after time had passed';
    return {
      at: 'end',
      step: LOOK,
      request,
      where: '/records',
      model: { closed: left },
      gateway: { closed: [] },
    };
  }

  /** Looks at everything once more, and at the log as a whole. */
  async #audit(): Promise<Difference | undefined> {
    for (const step of lastLooks(this.#stage)) {
      const found = await this.#step('end', step);
      if (found !== undefined) return found;
    }
    const parting = await auditLog(this.#stage);
    return parting && { at: 'end', step: LOOK, request: 'GET /v2/ledger/entries', ...parting };
  }
}
