import { SOURCES } from '../fixtures/index.ts';
import { member } from '../read.ts';
import type { Check, CheckContext, World } from '../types.ts';
import type { Fact } from '../wire.ts';

const stored = (world: World, attribute: string, value: Fact['value']): Promise<Fact> =>
  world.stored({ subject: 'order-1', attribute, value });

/** Things that can happen to facts, each to a fact of its own that is there before. */
type Happening = (world: World, fact: Fact) => Promise<{ readonly status: number; readonly text: string }>;
const from = async (
  world: World,
  { subject, attribute }: Fact,
  source: keyof typeof SOURCES,
  value: Fact['value'],
) =>
  world.store({
    ...{ subject, attribute, value },
    source: { ...SOURCES[source], observed_at: await world.time(-10) },
  });
const HAPPENINGS: Readonly<Record<string, Happening>> = {
  reinforced: (world, fact) => from(world, fact, 'authoritative', fact.value),
  corroborated: (world, fact) => from(world, fact, 'untrusted', fact.value),
  contradicted: (world, fact) => from(world, fact, 'verified', 'other'),
  'contradicted-by-less': (world, fact) => from(world, fact, 'untrusted', 'other'),
  locked: (world, fact) => world.change('lock', fact.id),
  retracted: (world, fact) => world.change('retract', fact.id),
  replaced: async (world, fact) => {
    const refused = await from(world, fact, 'verified', 'other');
    return world.resolve(String(member(refused, 'conflict_id')), 'replace');
  },
};

const REQUESTS: readonly Record<string, unknown>[] = [
  { limit: 200 },
  { subject: 'order-1', limit: 3 },
  { attribute: 'locked' },
  { query: 'paid other', limit: 200 },
];

const ask = async (t: CheckContext, world: World, as_of: string): Promise<readonly unknown[]> => {
  const answers: unknown[] = [];
  for (const request of REQUESTS) {
    const answer = await world.search({ ...request, as_of });
    t.require('The search is answered', answer.status === 200, { got: answer.text.slice(0, 200) });
    answers.push(answer.body.snapshot);
  }
  return answers;
};

/** A time at which all that was answered so far had happened and nothing else will, told by the gateway. */
async function moment(t: CheckContext, world: World): Promise<string> {
  await t.elapse(10);
  const answer = await world.search({});
  const as_of = member(answer, 'snapshot', 'as_of');
  t.require('A search tells its time', typeof as_of === 'string', { got: answer.text.slice(0, 200) });
  await t.elapse(10);
  return as_of;
}

export const pastFacts: Check = {
  id: 'context.past-facts',
  requirements: ['EAAP-0001-061'],
  title: 'The past looks as it did whatever has become of its facts.',
  grade: 'E1',
  needs: [],
  negative: true,
  async run(t: CheckContext) {
    const world = await t.world({ tools: [] });
    const facts: Record<string, Fact> = {};
    for (const what of Object.keys(HAPPENINGS)) facts[what] = await stored(world, what, 'paid');
    const as_of = await moment(t, world);
    const before = await ask(t, world, as_of);
    const seen = member({ json: before } as never, 0, 'facts');
    t.require('All facts are in the past', Array.isArray(seen) && seen.length === Object.keys(facts).length);
    for (const [what, happen] of Object.entries(HAPPENINGS)) {
      const fact = facts[what];
      t.require('There is a fact for it', fact !== undefined);
      const { status, text } = await happen(world, fact);
      t.require(`A fact can be ${what}`, [200, 409].includes(status), { got: text.slice(0, 200) });
      t.equal(`the past after a fact was ${what}`, await ask(t, world, as_of), before);
    }
    await stored(world, 'new', 'paid');
    t.equal('the past after a fact was stored', await ask(t, world, as_of), before);
    // The present does look different: there was something to be seen.
    const present = await ask(t, world, await moment(t, world));
    t.require('The present is another', JSON.stringify(present[0]) !== JSON.stringify(before[0]));
  },
};

export const pastConflicts: Check = {
  id: 'context.past-conflicts',
  requirements: ['EAAP-0001-061'],
  title: 'A conflict that was open is open in the past after it was decided, and its sides are disputed.',
  grade: 'E1',
  needs: [],
  negative: true,
  async run(t: CheckContext) {
    const world = await t.world({ tools: [] });
    const conflicts: string[] = [];
    const resolutions = ['keep', 'replace', 'keep_both', 'retract'];
    for (const resolution of resolutions)
      conflicts.push((await world.contradicted(await stored(world, resolution, 'paid'), 'other')).id);
    const as_of = await moment(t, world);
    const before = await ask(t, world, as_of);
    const open = member({ json: before } as never, 0, 'conflicts');
    t.require('The conflicts are in the past', Array.isArray(open) && open.length === conflicts.length);
    for (const [place, resolution] of resolutions.entries()) {
      const answer = await world.resolve(conflicts[place] ?? '', resolution);
      t.require(`A conflict is resolved with ${resolution}`, answer.status === 200, { got: answer.text });
      t.equal(`the past after ${resolution}`, await ask(t, world, as_of), before);
    }
  },
};

export const pastUnlocked: Check = {
  id: 'context.past-locks',
  requirements: ['EAAP-0001-061'],
  title: 'Each stage of a fact is answered at its own time, in any order.',
  grade: 'E1',
  needs: [],
  negative: true,
  async run(t: CheckContext) {
    const world = await t.world({ tools: [] });
    const fact = await stored(world, 'status', 'paid');
    const stages: { readonly as_of: string; readonly seen: readonly unknown[] }[] = [];
    const look = async (): Promise<void> => {
      const as_of = await moment(t, world);
      stages.push({ as_of, seen: await ask(t, world, as_of) });
    };
    await look();
    for (const step of [
      () => world.change('lock', fact.id),
      () => from(world, fact, 'verified', 'other'),
      () => world.change('unlock', fact.id),
      () => from(world, fact, 'authoritative', 'paid'),
    ]) {
      const { status, text } = await step();
      t.require('The fact goes through its stages', [200, 409].includes(status), { got: text.slice(0, 200) });
      await look();
    }
    for (const [stage, { as_of, seen }] of [...stages.entries()].reverse())
      t.equal(`stage ${stage}`, await ask(t, world, as_of), seen);
  },
};

export const checks = [pastFacts, pastConflicts, pastUnlocked];
