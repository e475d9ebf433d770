import { member } from '../read.ts';
import type { Check, CheckContext, World } from '../types.ts';
import { contradict, lockedFact, plainWorld, standsAs, stateAgain } from './contradictions.ts';

const ORDER = { subject: 'order-1', attribute: 'status', value: 'paid' } as const;
const shared = { grade: 'E1', needs: [], negative: true } as const;

type Prepare = (t: CheckContext, world: World) => Promise<readonly (readonly [state: string, id: string])[]>;

/** A change that is refused for facts in certain states, and leaves each as it was. */
const refusing = (
  about: Pick<Check, 'id' | 'requirements' | 'title'>,
  what: 'lock' | 'unlock' | 'retract',
  problem: string,
  prepare: Prepare,
): Check => ({
  ...shared,
  ...about,
  async run(t: CheckContext) {
    const world = await plainWorld(t);
    for (const [state, id] of await prepare(t, world)) {
      const before = await world.fact(id);
      t.answered(`${what} of a fact that is ${state}`, await world.change(what, id), 409, problem);
      t.equal(`the fact that is ${state}`, (await world.fact(id)).json, before.json);
    }
  },
});

/** A fact that has lost its place to another. */
async function replaced(t: CheckContext, world: World): Promise<string> {
  const fact = await world.stored({ ...ORDER, subject: 'superseded' });
  const { id } = await contradict(t, world, fact, 'open');
  const answer = await world.resolve(id, 'replace');
  t.require('A fact is superseded', answer.status === 200, { got: answer.text.slice(0, 200) });
  await standsAs(t, world, fact.id, 'superseded');
  return fact.id;
}

async function retracted(t: CheckContext, world: World): Promise<string> {
  const { id } = await world.stored({ ...ORDER, subject: 'retracted' });
  const answer = await world.change('retract', id);
  t.require('A fact is retracted', answer.status === 200, { got: answer.text.slice(0, 200) });
  await standsAs(t, world, id, 'retracted');
  return id;
}

export const checks: readonly Check[] = [
  refusing(
    {
      id: 'ledger.lock-refused',
      requirements: ['EAAP-0003-022'],
      title: 'Only an active, unlocked fact is locked.',
    },
    'lock',
    'invalid-transition',
    async (t: CheckContext, world: World) => {
      const disputed = await world.stored({ ...ORDER, subject: 'disputed' });
      const { challenger } = await contradict(t, world, disputed, 'open');
      const noted = await world.stored({ ...ORDER, subject: 'noted' });
      const aside = await contradict(t, world, noted, 'open', 'untrusted');
      for (const id of [disputed.id, challenger, aside.challenger]) await standsAs(t, world, id, 'disputed');
      return [
        ['locked', (await lockedFact(t, world)).id],
        ['disputed', disputed.id],
        ['a challenger', challenger],
        ['set aside', aside.challenger],
        ['superseded', await replaced(t, world)],
        ['retracted', await retracted(t, world)],
      ];
    },
  ),
  refusing(
    {
      id: 'ledger.unlock-refused',
      requirements: ['EAAP-0003-023'],
      title: 'Only a locked fact is unlocked.',
    },
    'unlock',
    'invalid-transition',
    async (t: CheckContext, world: World) => {
      const { id } = await lockedFact(t, world);
      const answer = await world.change('unlock', id);
      t.require('A locked fact is unlocked', answer.status === 200, { got: answer.text.slice(0, 200) });
      return [
        ['unlocked again', id],
        ['not locked', (await world.stored({ ...ORDER, subject: 'order-2' })).id],
        ['retracted', await retracted(t, world)],
      ];
    },
  ),
  refusing(
    {
      id: 'ledger.retract-locked',
      requirements: ['EAAP-0003-025'],
      title: 'A locked fact is not retracted.',
    },
    'retract',
    'locked',
    async (t: CheckContext, world: World) => {
      const contradicted = await lockedFact(t, world, { ...ORDER, subject: 'contradicted' });
      await contradict(t, world, contradicted, 'open');
      return [
        ['locked', (await lockedFact(t, world)).id],
        ['locked and contradicted', contradicted.id],
      ];
    },
  ),
  refusing(
    {
      id: 'ledger.retract-refused',
      requirements: ['EAAP-0003-026'],
      title: 'What is gone is not retracted.',
    },
    'retract',
    'invalid-transition',
    async (t: CheckContext, world: World) => [
      ['superseded', await replaced(t, world)],
      ['retracted', await retracted(t, world)],
    ],
  ),
  {
    ...shared,
    id: 'ledger.unlocked-disputed',
    requirements: ['EAAP-0003-024'],
    title: 'A fact that was contradicted under a lock is disputed once it is unlocked.',
    negative: false,
    async run(t: CheckContext) {
      const world = await plainWorld(t);
      for (const [by, status] of [
        ['verified', 'disputed'],
        ['untrusted', 'active'],
      ] as const) {
        const fact = await lockedFact(t, world, { ...ORDER, subject: by });
        await contradict(t, world, fact, 'open', by);
        const answer = await world.change('unlock', fact.id);
        t.require('It is unlocked', answer.status === 200, { got: answer.text.slice(0, 200) });
        t.equal(`contradicted by a ${by} source, as answered`, member(answer, 'status'), status);
        t.equal('as read', member(await world.fact(fact.id), 'status'), status);
      }
    },
  },
  {
    ...shared,
    id: 'ledger.records-name-versions',
    requirements: ['EAAP-0003-027'],
    title: 'Each record of a version names it and its commitment.',
    negative: false,
    async run(t: CheckContext) {
      const world = await plainWorld(t);
      const stored = await world.stored(ORDER);
      const named: [string, unknown][] = [[`fact:${stored.id}@1`, stored.commitment]];
      const add = (what: { id: string; version: number; commitment: string }, kind = 'fact'): void => {
        named.push([`${kind}:${what.id}@${what.version}`, what.commitment]);
      };
      const again = await stateAgain(world, stored, 'paid');
      add(again.body.fact);
      add((await world.change('lock', stored.id)).body);
      add((await world.change('unlock', stored.id)).body);
      const conflict = await contradict(t, world, stored, 'open');
      add(conflict, 'conflict');
      add((await world.fact(stored.id)).body);
      add((await world.fact(conflict.challenger)).body);
      const resolved = await world.resolve(conflict.id, 'keep');
      t.require('It is resolved', resolved.status === 200, { got: resolved.text.slice(0, 200) });
      add((await world.conflict(conflict.id)).body, 'conflict');
      add((await world.fact(stored.id)).body);
      add((await world.fact(conflict.challenger)).body);
      const { entries } = await world.log();
      const records = entries.filter(({ record }) => /^(fact|conflict)\./.test(record.type));
      t.equal(
        'what the records name and commit to',
        records.map(({ record }) => [record.object, record.commitment]).sort(),
        named.sort(),
      );
    },
  },
];
