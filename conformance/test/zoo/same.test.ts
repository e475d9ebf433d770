import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Check } from '../../src/checks/types.ts';
import { openBench } from '../../src/zoo/bench.ts';
import { catchMutant } from '../../src/zoo/catch.ts';
import { frozen, remembered } from '../../src/zoo/memo.ts';
import { isSame } from '../../src/zoo/same.ts';
import { HEALTHY, type Mutant } from '../../src/zoo/types.ts';
import { recorder, type Trace } from '../../src/zoo/witness.ts';
import { check } from '../runner/support.ts';

const FACT = { subject: 's', attribute: 'a', value: 1 };

/** Stores a fact, and reads it again. */
const stores = check('facts.stores', {
  run: async (t) => {
    const world = await t.world({ tools: [] });
    const { id } = await world.stored(FACT);
    t.equal('the value', (await world.fact(id)).body.value, 1);
  },
});
/** Has an action judged. */
const judges = check('actions.judged', {
  run: async (t) => {
    const world = await t.world({ tools: ['records.read'] });
    const action = { tool: 'records.read', parameters: { record: 'rec-1' }, environment: 'production' };
    t.answered('a reading', await world.evaluate(action as never), 200);
  },
});
const connects = check('facts.connects', { ...stores, id: 'facts.connects', needs: ['egress.provoke'] });

const traced = new Map<string, Trace>();
const { gateway, take } = recorder();
const healthy = await catchMutant(gateway, [stores, judges, connects], {
  onOutcome: ({ id }) => void traced.set(id, take()),
});

/** Whether a mutant is the same as the right gateway in each of these checks. */
async function same(broken: Partial<Mutant>, ...checks: Check[]): Promise<boolean[]> {
  const mutant: Mutant = { ...HEALTHY, id: 'broken', ...broken };
  const { parts, close } = await openBench(mutant);
  try {
    const answers: boolean[] = [];
    for (const one of checks) answers.push(await isSame(mutant, parts, one, traced.get(one.id) as Trace));
    return answers;
  } finally {
    await close();
  }
}
const handler = (
  route: string,
  wrap: (next: (...args: unknown[]) => Promise<object>) => unknown,
): Partial<Mutant> => ({ change: (parts) => ({ ...parts, handlers: { [route]: wrap as never } }) });

test('what the right gateway was asked is written down, check by check', () => {
  assert.deepEqual(healthy.failing, []);
  const { routes, handled, judged, exchanged, whole } = traced.get('facts.stores') as Trace;
  assert.equal(whole, true);
  assert.ok(routes.has('store') && routes.has('fact') && !routes.has('evaluate'));
  assert.deepEqual(
    handled.map(({ route }) => route),
    ['store', 'fact'],
  );
  assert.equal(judged.length, 0);
  assert.ok(exchanged.some(({ request }) => request.url.endsWith('/v2/vault/store')));
  assert.equal(traced.get('actions.judged')?.judged.length, 1);
});

test('a handler that is not asked, or answers as the right one does, makes no difference', async () => {
  const never = () => async () => Promise.reject(new Error('never'));
  assert.deepEqual(await same(handler('search', never), stores, judges), [true, true]);
  const asIs =
    (next: (...args: unknown[]) => Promise<object>) =>
    async (...args: unknown[]) => ({
      ...(await next(...args)),
    });
  assert.deepEqual(await same(handler('store', asIs), stores, judges), [true, true]);
});

test('another answer, another question, two questions or a look at the context is a difference', async () => {
  type Next = (...args: unknown[]) => Promise<object>;
  const wraps: ((next: Next) => Next)[] = [
    (next) =>
      async (...args) => ({ ...(await next(...args)), status: 202 }),
    (next) => async (context, actor, call) => next(context, actor, { ...(call as object), body: {} }),
    (next) => async (context, actor, call) => next({ ...(context as object) }, actor, call),
    (next) =>
      async (...args) => (await next(...args), next(...args)),
    (next) =>
      async (context, ...rest) => {
        try {
          void (context as { ledger: unknown }).ledger;
        } catch {
          // It is noted all the same.
        }
        return next(context, ...rest);
      },
    () => async () => Promise.reject(new Error('refused')),
    () => () => new Promise(() => undefined),
  ];
  for (const wrap of wraps)
    assert.deepEqual(await same(handler('store', wrap), stores, judges), [false, true]);
});

test('a judge is put what the right one was put; whatever else is another part is a difference', async () => {
  const judging = (judge: unknown): Partial<Mutant> => ({
    change: (parts) => ({ ...parts, engine: { ...parts.engine, judge: judge as never } }),
  });
  assert.deepEqual(
    await same(
      judging(() => ({ verdict: 'ALLOW' })),
      stores,
      judges,
    ),
    [true, false],
  );
  const store: Partial<Mutant> = { change: (parts) => ({ ...parts, store: new Proxy(parts.store, {}) }) };
  assert.deepEqual(await same(store, stores), [false]);
});

test('on the wire every exchange is compared; connections cannot be seen in answers', async () => {
  const passing: Mutant['fetch'] = (next) => async (request) => next(request);
  const changing: Mutant['fetch'] = (next) => async (request) => {
    const response = await next(request);
    if (!request.url.endsWith('/v2/vault/store')) return response;
    return new Response(response.body, { status: 200, headers: response.headers });
  };
  assert.deepEqual(await same({ fetch: passing }, stores, judges, connects), [true, true, false]);
  assert.deepEqual(await same({ fetch: changing }, stores, judges), [false, true]);
  assert.deepEqual(
    await same(
      handler('store', (next) => next),
      connects,
    ),
    [false],
  );
});

test('what is declared is shown, whatever is on record', async () => {
  const mutant: Mutant = { ...HEALTHY, id: 'harmless', fetch: (next) => next, expected: ['facts.stores'] };
  const caught = await catchMutant(mutant, [stores, judges], { witness: traced });
  assert.deepEqual([caught.shown, caught.same, caught.missed], [1, 1, ['facts.stores']]);
});

test('a vector is computed once, and nobody can change what was answered', async () => {
  let asked = 0;
  const compute = remembered(async (topic, input) => {
    asked += 1;
    return { output: { topic, input } };
  });
  const input = { a: [1] };
  const first = await compute('t', input);
  assert.equal(await compute('t', input), first);
  assert.notEqual(await compute('other', input), first);
  assert.equal(asked, 2);
  assert.throws(() => Object.assign((first as { output: object }).output, { a: 2 }), TypeError);
  assert.ok(Object.isFrozen(frozen(input).a));
});
