import { effectiveConfidence } from '../../model/decay.ts';
import { DAY, SOURCES } from '../fixtures/index.ts';
import type { Check, CheckContext, Search, World } from '../types.ts';
import type { Fact } from '../wire.ts';

type Snapshot = Search['snapshot'];

async function snapshot(t: CheckContext, world: World, request: Record<string, unknown>): Promise<Snapshot> {
  const answer = await world.search(request);
  t.require('The search is answered', answer.status === 200, { got: answer.text.slice(0, 300) });
  return answer.body.snapshot;
}

const left = ({ confidence, half_life_ms, source }: Fact, as_of: string): number =>
  effectiveConfidence(
    { confidence, half_life_ms, observed_at: Date.parse(source.observed_at) },
    Date.parse(as_of),
  );

/** What a snapshot says is left of each fact, and what the formula says. */
function compare(t: CheckContext, what: string, { as_of, facts }: Snapshot, count: number): void {
  t.require(`${what}: all facts are answered`, facts.length === count, { got: facts.length });
  const told = ({ fact }: { fact: Fact }, effective: number): unknown => ({
    confidence: fact.confidence,
    half_life_ms: fact.half_life_ms,
    age: Date.parse(as_of) - Date.parse(fact.source.observed_at),
    effective,
  });
  const wrong = facts.filter((one) => one.effective_confidence !== left(one.fact, as_of));
  t.equal(
    what,
    wrong.map((one) => told(one, one.effective_confidence)),
    wrong.map((one) => told(one, left(one.fact, as_of))),
  );
}

/** How old facts are, in half-lives: on the halvings, next to them, between them, and beyond what is left at all. */
const AGES = [0, 0.1, 0.5, 0.999, 1, 1.001, 1.25, 1.5, 2, 2.75, 3, 5.3, 8, 12.5, 13.2, 13.999, 14, 20, 1000];

async function aged(t: CheckContext, world: World): Promise<number> {
  const now = await world.now();
  let count = 0;
  for (const [name, confidence] of [
    ['authoritative', 10_000],
    ['verified', 9000],
    ['verified', 1],
    ['verified', 0],
    ['verified', 1 + t.random.int(9000)],
  ] as const)
    for (const [place, half_life_ms] of [3_600_000, DAY - 1, 7_777_777].entries())
      for (const age of count < AGES.length
        ? AGES
        : [AGES[(count * 7) % AGES.length] ?? 1, t.random.int(400) / 100]) {
        const observed_at = new Date(now - 1000 - Math.round(age * half_life_ms)).toISOString();
        const about = { subject: 'order-1', attribute: `detail-${count}`, value: place };
        await world.stored({ ...about, confidence, half_life_ms, source: { ...SOURCES[name], observed_at } });
        count += 1;
      }
  return count;
}

export const decay: Check = {
  id: 'context.decay',
  requirements: ['EAAP-0001-059'],
  title:
    'A search answers with what the formula leaves of each confidence, at whatever age, now and at a past as_of.',
  grade: 'E1',
  needs: [],
  negative: false,
  async run(t: CheckContext) {
    const world = await t.world({ tools: [] });
    const count = await aged(t, world);
    await t.elapse(5);
    const request = { subject: 'order-1', limit: 200 };
    const present = await snapshot(t, world, request);
    compare(t, 'what is left now', present, count);
    await t.elapse(1000);
    compare(t, 'what is left a second later', await snapshot(t, world, request), count);
    const past = await snapshot(t, world, { ...request, as_of: present.as_of });
    t.equal('as_of', past.as_of, present.as_of);
    compare(t, 'what was left at a past as_of', past, count);
    compare(
      t,
      'what is left, asked with a query',
      await snapshot(t, world, { ...request, query: 'detail' }),
      count,
    );
  },
};

export const decayMillisecond: Check = {
  id: 'context.decay-millisecond',
  requirements: ['EAAP-0001-059'],
  title:
    'Confidence that halves within seconds is answered as the formula gives it for the millisecond of as_of.',
  grade: 'E1',
  needs: [],
  negative: false,
  async run(t: CheckContext) {
    const world = await t.world({ tools: [] });
    let count = 0;
    for (const half_life_ms of [100, 333, 500, 1000, 1500]) {
      await world.stored({
        subject: 'order-1',
        attribute: `detail-${count}`,
        value: 1,
        confidence: 9001,
        half_life_ms,
      });
      count += 1;
    }
    for (let round = 0; round < 6; round += 1) {
      await t.elapse(37 + 13 * round);
      compare(t, `what is left in round ${round}`, await snapshot(t, world, { subject: 'order-1' }), count);
    }
  },
};

export const decayByTime: Check = {
  id: 'context.decay-by-time',
  requirements: ['EAAP-0001-059'],
  title: 'As time alone passes 9000 becomes 6750, 4500, 3938, 2250, and in the end nothing.',
  grade: 'E2',
  needs: ['clock'],
  exclusive: true,
  negative: true,
  async run(t: CheckContext) {
    const world = await t.world({ tools: [] });
    await world.key('auditor');
    await world.key('recorder');
    const observed = await t.control.freeze();
    const source = { ...SOURCES.verified, observed_at: new Date(observed).toISOString() };
    await world.stored({
      subject: 'order-1',
      attribute: 'status',
      value: 1,
      source,
      confidence: 9000,
      half_life_ms: DAY,
    });
    let age = 0;
    for (const [at, expected] of [
      [0, 9000],
      [DAY / 2, 6750],
      [DAY, 4500],
      [DAY + DAY / 4, 3938],
      [2 * DAY, 2250],
      [13 * DAY, 1],
      [14 * DAY, 0],
    ] as const) {
      await t.elapse(at - age);
      age = at;
      const { facts } = await snapshot(t, world, { subject: 'order-1' });
      t.equal(
        `what ${at / DAY} half-lives leave of 9000`,
        facts.map((one) => one.effective_confidence),
        [expected],
      );
    }
    await t.control.thaw();
  },
};

export const reinforcedLater: Check = {
  id: 'context.reinforced-later',
  requirements: ['EAAP-0001-060'],
  title: 'A fact that is observed again decays from then on.',
  grade: 'E1',
  needs: [],
  negative: false,
  async run(t: CheckContext) {
    const world = await t.world({ tools: [] });
    const about = {
      subject: 'order-1',
      attribute: 'status',
      value: 'paid',
      confidence: 9000,
      half_life_ms: DAY,
    };
    const sourceAt = async (name: keyof typeof SOURCES, ms: number) => ({
      ...SOURCES[name],
      observed_at: await world.time(-ms),
    });
    await world.stored({ ...about, source: await sourceAt('verified', 3 * DAY) });
    for (const [name, ms] of [
      ['verified', 2 * DAY],
      ['alsoVerified', DAY / 3],
      ['authoritative', 1000],
    ] as const) {
      const source = await sourceAt(name, ms);
      const again = await world.store({ ...about, source });
      t.require('The fact is reinforced', again.status === 200, { got: again.text.slice(0, 200) });
      const { as_of, facts } = await snapshot(t, world, { subject: 'order-1' });
      const fading = { confidence: 9000, half_life_ms: DAY, observed_at: Date.parse(source.observed_at) };
      t.equal(
        `what is left of the fact that ${name} saw again`,
        facts.map((one) => [one.fact.source.observed_at, one.effective_confidence]),
        [[source.observed_at, effectiveConfidence(fading, Date.parse(as_of))]],
      );
    }
  },
};

export const reinforcedWeaker: Check = {
  id: 'context.reinforced-weaker',
  requirements: ['EAAP-0001-060'],
  title:
    'What is left of an old confidence is not lost when a weaker one is observed, and decays from then on.',
  grade: 'E2',
  needs: ['clock'],
  exclusive: true,
  negative: false,
  async run(t: CheckContext) {
    const world = await t.world({ tools: [] });
    await world.key('auditor');
    await world.key('recorder');
    const about = { subject: 'order-1', attribute: 'status', value: 'paid', half_life_ms: DAY };
    const seen = async (): Promise<NonNullable<Parameters<World['store']>[0]['source']>> => ({
      ...SOURCES.verified,
      observed_at: new Date(await t.control.now()).toISOString(),
    });
    await t.control.freeze();
    await world.stored({ ...about, source: await seen(), confidence: 8000 });
    await t.elapse(DAY);
    const again = await world.store({ ...about, source: await seen(), confidence: 100 });
    t.require('The fact is reinforced', again.status === 200, { got: again.text.slice(0, 200) });
    const leftNow = async (): Promise<number[]> =>
      (await snapshot(t, world, { subject: 'order-1' })).facts.map((one) => one.effective_confidence);
    t.equal('what is left when it was seen again', await leftNow(), [4000]);
    await t.elapse(DAY);
    t.equal('what is left a half-life after', await leftNow(), [2000]);
    await t.control.thaw();
  },
};

export const checks = [decay, decayMillisecond, decayByTime, reinforcedLater, reinforcedWeaker];
