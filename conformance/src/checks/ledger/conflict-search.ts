import type { Check, CheckContext, World } from '../types.ts';
import type { Fact } from '../wire.ts';
import { contradict, lockedFact, plainWorld } from './contradictions.ts';

/** The conflicts that a search answers with. */
async function conflictsIn(
  t: CheckContext,
  world: World,
  request: Record<string, unknown>,
): Promise<readonly string[]> {
  const answer = await world.search(request);
  t.require('The search is answered', answer.status === 200, { got: answer.text.slice(0, 200) });
  return answer.body.snapshot.conflicts.map(({ id }) => id);
}

/** Facts that would take the places in a search if conflicts had to compete for them. */
async function crowd(world: World, count: number): Promise<readonly Fact[]> {
  const facts: Fact[] = [];
  for (let place = 0; place < count; place += 1)
    facts.push(await world.stored({ subject: 'order-1', attribute: `detail-${place}`, value: place }));
  return facts;
}

export const found: Check = {
  id: 'ledger.conflict-found',
  requirements: ['EAAP-0001-046'],
  title: 'Every search that covers subject and attribute of an open conflict answers with it.',
  grade: 'E1',
  needs: [],
  negative: false,
  async run(t: CheckContext) {
    const world = await plainWorld(t);
    await crowd(world, 4);
    const about = { subject: 'order-1', attribute: 'status' };
    const fact = await world.stored({ ...about, value: 'paid', confidence: 10 });
    t.equal('conflicts before', await conflictsIn(t, world, {}), []);
    const { id } = await contradict(t, world, fact, 'open');
    for (const request of [
      {},
      { subject: 'order-1' },
      { attribute: 'status' },
      about,
      { ...about, limit: 1 },
      { limit: 1 },
      { query: 'something else', limit: 1 },
      { subject: 'order-1', query: 'paid' },
    ])
      t.equal(`conflicts of ${JSON.stringify(request)}`, await conflictsIn(t, world, request), [id]);
    await t.elapse(20);
    const as_of = await world.time(-5);
    t.equal('conflicts a moment ago', await conflictsIn(t, world, { as_of, limit: 1 }), [id]);
  },
};

export const foundAll: Check = {
  id: 'ledger.conflicts-not-limited',
  requirements: ['EAAP-0001-046'],
  title: 'A limit of one fact cuts none of several open conflicts.',
  grade: 'E1',
  needs: [],
  negative: false,
  async run(t: CheckContext) {
    const world = await plainWorld(t);
    const ids: string[] = [];
    for (const fact of await crowd(world, 6)) ids.push((await contradict(t, world, fact, 'other')).id);
    for (const limit of [1, 2, 200]) {
      const seen = await conflictsIn(t, world, { subject: 'order-1', limit });
      t.equal(`conflicts with a limit of ${limit}`, [...seen].sort(), [...ids].sort());
    }
  },
};

export const foundLocked: Check = {
  id: 'ledger.conflict-found-locked',
  requirements: ['EAAP-0001-046'],
  title: 'A search answers with the open conflict of a locked fact, which stays active.',
  grade: 'E1',
  needs: [],
  negative: false,
  async run(t: CheckContext) {
    const world = await plainWorld(t);
    const { id } = await contradict(t, world, await lockedFact(t, world), 'open');
    for (const request of [{}, { subject: 'order-1', attribute: 'status', limit: 1 }])
      t.equal(`conflicts of ${JSON.stringify(request)}`, await conflictsIn(t, world, request), [id]);
  },
};

export const checks = [found, foundAll, foundLocked];
