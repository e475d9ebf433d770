import assert from 'node:assert/strict';
import { test } from 'node:test';
import { catchMutant } from '../../src/zoo/catch.ts';
import { censusOf, isInOrder } from '../../src/zoo/census.ts';
import { lintMutants } from '../../src/zoo/lint.ts';
import { HEALTHY, type Mutant } from '../../src/zoo/types.ts';
import { check } from '../runner/support.ts';

const FACT = { subject: 's', attribute: 'a', value: 1 };

const sourceMissing = check('facts.source-missing', {
  negative: true,
  run: async (t) => {
    const world = await t.world();
    t.answered(
      'a store request without source',
      await world.store({ ...FACT, source: null }),
      422,
      'source-required',
    );
  },
});
const stored = check('facts.stored', {
  run: async (t) => {
    const world = await t.world();
    t.answered('a store request', await world.store(FACT), 201);
  },
});
const needsProcess = check('facts.killed', { needs: ['kill'] });
const needsSocket = check('facts.socket', { socket: true });
const CHECKS = [sourceMissing, stored, needsProcess, needsSocket];

/** Invents a source where none is given. */
const inventsSource: Mutant = {
  ...HEALTHY,
  id: 'invents-source',
  breaks: ['EAAP-0001-021'],
  invariant: [2],
  description: 'Invents a source where none is given.',
  expected: ['facts.source-missing'],
  change: (parts) => ({
    ...parts,
    handlers: {
      store: (next) => (context, actor, call) => {
        const body = call.body as { source?: unknown };
        const source = { kind: 'system', id: 'nobody', observed_at: '2025-01-01T00:00:00.000Z' };
        return next(context, actor, { ...call, body: { source, ...body } } as never);
      },
    },
  }),
};
const acceptsAll: Mutant = {
  ...HEALTHY,
  id: 'accepts-all-stores',
  breaks: ['EAAP-0001-021'],
  expected: ['facts.source-missing'],
  fetch: (next) => async (request) =>
    new URL(request.url).pathname === '/v2/vault/store'
      ? Response.json({ result: 'stored' }, { status: 201 })
      : next(request),
};
const harmless: Mutant = {
  ...HEALTHY,
  id: 'harmless',
  breaks: ['EAAP-0001-021'],
  expected: ['facts.source-missing'],
};

test('the right gateway passes every check that can be run in this process', async () => {
  const caught = await catchMutant(HEALTHY, CHECKS);
  assert.deepEqual([caught.failing, caught.inconclusive], [[], []]);
  assert.equal(caught.verdict, 'survived');
});

test('a broken one is killed by exactly what it declares, broken in its parts or on the wire', async () => {
  for (const mutant of [inventsSource, acceptsAll]) {
    const caught = await catchMutant(mutant, CHECKS);
    assert.equal(caught.verdict, 'killed', JSON.stringify(caught));
    assert.deepEqual(caught.failing, ['facts.source-missing']);
  }
});

test('one that no check notices has survived; a failure that was not declared is a false alarm', async () => {
  const survivor = await catchMutant(harmless, CHECKS);
  assert.equal(survivor.verdict, 'survived');
  assert.deepEqual(survivor.missed, ['facts.source-missing']);
  const alarming = await catchMutant({ ...inventsSource, expected: ['facts.stored'] }, CHECKS);
  assert.equal(alarming.verdict, 'not as declared');
  assert.deepEqual([alarming.false_alarms, alarming.missed], [['facts.source-missing'], ['facts.stored']]);
  const unstartable: Mutant = {
    ...HEALTHY,
    id: 'crashes-on-start',
    change: () => {
      throw new Error('no');
    },
  };
  const dead = await catchMutant(unstartable, CHECKS);
  assert.deepEqual([dead.verdict, dead.message], ['did not start', 'Error: no']);

  const census = censusOf([await catchMutant(HEALTHY, CHECKS), survivor, alarming]);
  assert.deepEqual(
    [census.mutants, census.killed, census.survived, census.false_alarms, census.missed],
    [2, 0, 2, 1, 2],
  );
  assert.equal(isInOrder(census), false);
  const killed = [await catchMutant(inventsSource, CHECKS)];
  assert.equal(isInOrder(censusOf(killed)), true);
  const behaved = { id: 'slow', exit: 1, verdicts: {}, message: '', isAsDeclared: false };
  assert.equal(isInOrder(censusOf(killed, [behaved])), false);
});

test('a check that fails on the right gateway is a false alarm', async () => {
  const wrong = check('facts.wrong', { run: async (t) => t.expect('never', false) });
  const census = censusOf([await catchMutant(HEALTHY, [wrong])]);
  assert.equal(census.false_alarms, 1);
  assert.equal(isInOrder(census), false);
});

test('declarations that cannot be are found', () => {
  const faults = lintMutants(
    [
      inventsSource,
      inventsSource,
      { ...harmless, expected: [] },
      { ...harmless, id: 'other', breaks: ['EAAP-0001-022'], expected: ['facts.gone', 'facts.stored'] },
    ],
    CHECKS,
  );
  assert.deepEqual(faults, [
    'invents-source: there are two gateways of this name.',
    'harmless: declares no check that is to fail.',
    'harmless: none of the checks it declares bears on EAAP-0001-021.',
    'other: there is no check facts.gone.',
    'other: none of the checks it declares bears on EAAP-0001-022.',
  ]);
});
