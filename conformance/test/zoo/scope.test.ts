import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CHECKS } from '../../src/checks/index.ts';
import { MUTANTS } from '../../src/zoo/mutants/index.ts';
import { checksFor } from '../../src/zoo/scope.ts';
import { HEALTHY, type Mutant } from '../../src/zoo/types.ts';
import { check } from '../runner/support.ts';

const wire = check('facts.wire', { requirements: ['EAAP-0001-021'] });
const near = check('facts.near', { requirements: ['EAAP-0001-021'] });
const vectors = check('vectors.facts.0001-021', { requirements: ['EAAP-0001-021'], needs: ['compute'] });
const ALL = [wire, near, vectors];

const mutant = (more: Partial<Mutant>): Mutant => ({
  ...HEALTHY,
  id: 'broken',
  breaks: ['EAAP-0001-021'],
  expected: ['facts.wire'],
  ...more,
});
const shown = (more: Partial<Mutant>, scope: 'near' | 'whole'): string[] =>
  checksFor(mutant(more), ALL, scope).map(({ id }) => id);

for (const scope of ['near', 'whole'] as const)
  test(`a gateway is shown what can see its fault, and all that it declares (${scope})`, () => {
    const fetch: Mutant['fetch'] = (next) => next;
    const change: Mutant['change'] = (parts) => parts;
    const compute: Mutant['compute'] = (next) => next;
    const control: Mutant['control'] = (next) => next;
    const [ofWire, ofVectors] = [
      ['facts.wire', 'facts.near'],
      ['facts.wire', 'vectors.facts.0001-021'],
    ];
    assert.deepEqual(shown({ fetch }, scope), ofWire);
    assert.deepEqual(shown({ change }, scope), ofWire);
    assert.deepEqual(shown({ compute }, scope), ofVectors);
    assert.deepEqual(
      shown({ compute, fetch }, scope),
      ALL.map(({ id }) => id),
    );
    assert.deepEqual(
      shown({ control }, scope),
      ALL.map(({ id }) => id),
    );
    const declaring = { fetch, expected: ['vectors.facts.0001-021'] };
    assert.deepEqual(
      shown(declaring, scope),
      ALL.map(({ id }) => id),
    );
  });

test('near a check of vectors are those of its topic', () => {
  // Names that the fixed part of the rest does not hold.
  const others = ['vectors.facts.0001-022', 'vectors.keys.0001-022'].map((id) =>
    check(id, { requirements: ['EAAP-0001-022'], needs: ['compute'] }),
  );
  const declaring = mutant({ compute: (next) => next, expected: ['vectors.facts.0001-021'] });
  const ids = checksFor(declaring, [vectors, ...others], 'near').map(({ id }) => id);
  assert.deepEqual(ids, ['vectors.facts.0001-021', 'vectors.facts.0001-022']);
});

test('the right gateway is shown everything', () => {
  for (const scope of ['near', 'whole'] as const) assert.equal(checksFor(HEALTHY, ALL, scope).length, 3);
});

test('checks of vectors say that they need what is computed, and every mutant is broken somewhere', () => {
  // What `canSee` rests on; a hook that is not in `needs` is nowhere asked for.
  for (const { id, needs } of CHECKS)
    assert.equal(id.startsWith('vectors.') && !needs.includes('compute'), false, id);
  for (const { id, change, fetch, compute, control } of MUTANTS)
    assert.notEqual(change ?? fetch ?? compute ?? control, undefined, id);
});
