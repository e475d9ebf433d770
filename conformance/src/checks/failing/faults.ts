import type { Fault } from '../../control/types.ts';
import { actions } from '../fixtures/index.ts';
import { member } from '../read.ts';
import type { Answer, Check, CheckContext, World } from '../types.ts';

const NEEDS = ['fault', 'reset'] as const;

/** Does work while a fault is on. */
async function during<T>(t: CheckContext, point: Fault['point'], work: () => Promise<T>): Promise<T> {
  await t.control.fault({ point });
  try {
    return await work();
  } finally {
    await t.control.fault({ point: 'none' });
  }
}

export const logFails: readonly Check[] = (['log', 'flush'] as const).map((point) => ({
  id: `failing.evaluate-while-${point}-fails`,
  requirements: ['EAAP-0001-149'],
  title: `Nothing is decided while the log cannot be ${point === 'log' ? 'appended to' : 'made durable'}.`,
  grade: 'E2',
  needs: NEEDS,
  exclusive: true,
  negative: true,
  async run(t: CheckContext) {
    const world = await t.world();
    await world.allowed(actions.read());
    for (const [what, action] of Object.entries({
      'an admissible action': actions.read(),
      'an action that is blocked': actions.notGranted(),
      'an action that escalates': actions.send(),
    })) {
      const answer = await during(t, point, () => world.evaluate(action));
      t.answered(`${what} while the log fails`, answer, 503);
      t.expect('no token is answered', member(answer, 'token') === undefined, { got: answer.status });
    }
    await world.allowed(actions.read());
  },
}));

/** Where a store request can break off. */
const POINTS = ['log', 'storage', 'flush', 'key-store', 'detector'] as const;

interface Trace {
  readonly facts: unknown;
  readonly conflicts: unknown;
  readonly log: readonly unknown[];
}

async function traceOf(world: World): Promise<Trace> {
  const search = await world.search({});
  const { entries } = await world.log();
  return {
    facts: (member(search, 'snapshot', 'facts') as { fact: unknown }[] | undefined)?.map(({ fact }) => fact),
    conflicts: member(search, 'snapshot', 'conflicts'),
    log: entries.map(({ leaf }) => leaf),
  };
}

async function failing(
  t: CheckContext,
  point: Fault['point'],
  store: () => Promise<Answer<unknown>>,
): Promise<void> {
  const answer = await during(t, point, store);
  t.require(`The store request is answered with 503 while ${point} fails`, answer.status === 503, {
    got: answer.text.slice(0, 200),
  });
}

export const nothingStored: readonly Check[] = POINTS.map((point) => ({
  id: `failing.nothing-stored-while-${point}-fails`,
  requirements: ['EAAP-0001-150'],
  title: `A store request that failed with 503 for the ${point} leaves no fact and no record.`,
  grade: 'E2',
  needs: NEEDS,
  exclusive: true,
  negative: true,
  async run(t: CheckContext) {
    const world = await t.world();
    await world.stored({ subject: 'order-1', attribute: 'status', value: 'paid' });
    const before = await traceOf(world);
    t.require('A fact is found before', Array.isArray(before.facts) && before.facts.length === 1);
    const fact = { subject: 'order-2', attribute: 'status', value: 'paid' };
    await failing(t, point, () => world.store(fact));
    t.equal('facts, conflicts and records after it', await traceOf(world), before);
    const again = await world.store(fact);
    t.answered('the same request once nothing fails', again, 201);
  },
}));

export const noConflictKept: readonly Check[] = (['log', 'flush'] as const).map((point) => ({
  id: `failing.no-conflict-while-${point}-fails`,
  requirements: ['EAAP-0001-150'],
  title: `A contradiction that failed with 503 for the ${point} leaves no conflict, no record and the fact as it was.`,
  grade: 'E2',
  needs: NEEDS,
  exclusive: true,
  negative: true,
  async run(t: CheckContext) {
    const world = await t.world();
    const { id } = await world.stored({ subject: 'order-1', attribute: 'status', value: 'paid' });
    const before = { ...(await traceOf(world)), fact: (await world.fact(id)).json };
    const challenger = { subject: 'order-1', attribute: 'status', value: 'open' };
    await failing(t, point, () => world.store(challenger));
    const after = { ...(await traceOf(world)), fact: (await world.fact(id)).json };
    t.equal('facts, conflicts and records after it', after, before);
    t.answered('the same request once nothing fails', await world.store(challenger), 409, 'conflict');
  },
}));

export const keyStoreFails: Check = {
  id: 'failing.key-store-fails',
  requirements: ['EAAP-0001-151'],
  title: 'Store and evaluate are refused while the key store fails, of subjects with a key and without.',
  grade: 'E2',
  needs: NEEDS,
  exclusive: true,
  negative: true,
  async run(t: CheckContext) {
    const world = await t.world();
    await world.stored({ subject: 'order-1', attribute: 'status', value: 'paid' });
    await world.allowed(actions.ship('order-1'));
    const problem = 'key-store-unavailable';
    await during(t, 'key-store', async () => {
      const fresh = await world.store({ subject: 'order-2', attribute: 'status', value: 'paid' });
      t.answered('a fact about a new subject', fresh, 503, problem);
      const known = await world.store({ subject: 'order-1', attribute: 'tier', value: 'gold' });
      t.answered('a fact about a subject that has a key', known, 503, problem);
      t.answered(
        'an action that relies on a fact',
        await world.evaluate(actions.ship('order-1')),
        503,
        problem,
      );
      t.answered('an action that relies on none', await world.evaluate(actions.read()), 503, problem);
    });
    await world.allowed(actions.ship('order-1'));
  },
};
