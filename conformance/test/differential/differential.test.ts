import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import pc from 'picocolors';
import type { Io } from '../../src/cli/io.ts';
import { main } from '../../src/cli/main.ts';
import { drawSequence } from '../../src/differential/draw.ts';
import { explore, replay } from '../../src/differential/explore.ts';
import { openSite } from '../../src/differential/in-process.ts';
import { follow, pathOf, whole, type Chosen } from '../../src/differential/path.ts';
import { play, type Difference } from '../../src/differential/play.ts';
import { shrink } from '../../src/differential/shrink.ts';
import { simpler } from '../../src/differential/simplify.ts';
import type { Numbered, Step } from '../../src/differential/steps.ts';
import { tell } from '../../src/differential/tell.ts';
import { STATEFUL } from '../../src/zoo/stateful.ts';
import type { Mutant } from '../../src/zoo/types.ts';
import { SHOWN } from './shown.ts';

const at = (number: number): Difference => ({
  ...{ at: number, step: { do: 'restart' }, request: 'none', where: '/', model: 1, gateway: 2 },
});

test('a seed draws the same sequence each time, and a longer one begins with a shorter one', () => {
  fc.assert(
    fc.property(fc.string(), fc.nat(1000), fc.nat(40), fc.nat(40), (seed, run, length, more) => {
      const short = drawSequence(seed, run, length);
      assert.deepEqual(drawSequence(seed, run, length + more).slice(0, length), short);
    }),
    { numRuns: 30 },
  );
  assert.notDeepEqual(drawSequence('a', 0, 5), drawSequence('b', 0, 5));
});

test('a path leads back to the steps it was made from, simpler ones included', () => {
  const picks = fc.array(fc.tuple(fc.boolean(), fc.array(fc.nat(20), { maxLength: 3 })), { maxLength: 30 });
  fc.assert(
    fc.property(fc.nat(500), picks, (run, picked) => {
      const drawn = whole('7', run, picked.length);
      const steps = drawn.flatMap((one, n) => {
        const [isKept, wanted] = picked[n] ?? [false, []];
        return isKept ? [wanted.reduce(choose, one)] : [];
      });
      assert.deepEqual(follow('7', pathOf(run, steps)), { run, steps });
    }),
    { numRuns: 50 },
  );
  for (const bad of ['', '3', '3/x', '3/1:999', '3/5-', '/1', '3/1,,2'])
    assert.throws(() => follow('7', bad), RangeError, bad);
});

/** The step made simpler by one of the choices there are, if there are any. */
function choose(one: Chosen, wanted: number): Chosen {
  const all = simpler(one.step);
  const choice = wanted % Math.max(1, all.length);
  const step = all[choice];
  return step === undefined ? one : { ...one, step, choices: [...one.choices, choice] };
}

test('a failing sequence is cut down to the steps it takes, in a bounded number of tries', async () => {
  const steps = whole('1', 0, 40);
  const needed = [3, 17, 18];
  const fails = async (tried: readonly Chosen[]): Promise<Difference | undefined> =>
    needed.every((number) => tried.some((one) => one.number === number)) ? at(18) : undefined;
  const shrunk = await shrink({ steps, difference: at(30) }, fails);
  assert.deepEqual(
    shrunk.steps.map(({ number }) => number),
    needed,
  );
  for (const { step } of shrunk.steps) assert.deepEqual(simpler(step), [], 'nothing can be made simpler');
  let asked = 0;
  const most = await shrink({ steps, difference: at(30) }, async () => ((asked += 1), undefined), 7);
  assert.equal(asked, 7);
  assert.equal(most.steps.length, 31, 'what comes after the difference is left out all the same');
});

const numbered = (steps: readonly Step[]): Numbered[] => steps.map((step, number) => ({ number, step }));
const mutantOf = (id: string): Mutant => {
  const found = STATEFUL.find((one) => one.id === id);
  assert.ok(found !== undefined, id);
  return found;
};

test('the reference gateway and the model agree over drawn sequences', async () => {
  const { site, close } = await openSite();
  try {
    const { found } = await explore(site, { seed: '1', runs: 3, steps: 30 });
    assert.equal(found && tell(found, found.path), undefined);
  } finally {
    await close();
  }
});

test('a gateway that never lets an evaluation expire is found, and the sequence is cut down', async () => {
  const { site, close } = await openSite(mutantOf('never-expires'));
  try {
    const { found } = await explore(site, { seed: '1', runs: 25, steps: 25, most: 15 });
    assert.ok(found !== undefined, 'no difference in 25 sequences');
    assert.ok(found.steps.length < found.drawn, tell(found, found.path));
    const { run, steps } = follow('1', found.path);
    const { found: shown } = await replay(site, run, steps);
    assert.equal(shown?.difference.where, found.difference.where);
    assert.match(tell(found, 'the command'), /model .*\n {2}gateway .*\nAgain: {2}the command$/);
  } finally {
    await close();
  }
});

test('each broken gateway that only a sequence shows is shown by one, in which the right gateway agrees', async () => {
  const right = await openSite();
  try {
    assert.deepEqual(
      STATEFUL.map(({ id }) => id),
      Object.keys(SHOWN),
    );
    for (const [id, steps] of Object.entries(SHOWN)) {
      assert.equal(await play(right.site, numbered(steps)), undefined, id);
      const { site, close } = await openSite(mutantOf(id));
      try {
        assert.notEqual(await play(site, numbered(steps)), undefined, `${id} is not told from the model`);
      } finally {
        await close();
      }
    }
  } finally {
    await right.close();
  }
});

test('a path without its seed, and one that is none, are usage', async () => {
  const io = (): { io: Io; said: string[] } => {
    const said: string[] = [];
    const say = (text: string): void => void said.push(text);
    return { said, io: { out: say, err: say, colors: pc.createColors(false), watched: false } };
  };
  const none = io();
  assert.equal(await main(['differential', '--path', '1/2'], none.io), 2);
  assert.match(none.said.join(''), /give --seed too/);
  const bad = io();
  assert.equal(await main(['differential', '--seed', '1', '--path', 'x'], bad.io), 2);
  assert.match(bad.said.join(''), /x is no path/);
});
