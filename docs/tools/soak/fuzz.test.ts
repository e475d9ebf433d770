import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Count } from './fuzz/count.ts';
import { inputAt, play } from './fuzz/play.ts';
import { targets } from './fuzz/targets/index.ts';
import { targets as brokenTargets } from './fuzz/broken.fixture.ts';
import type { Failure } from './fuzz/types.ts';
import { watch } from './fuzz/watch.ts';

test('a thousand hostile inputs to all that reads them: no throw, the same answer twice, within bounds', async () => {
  const all = await targets();
  const count = new Count();
  const begun = process.cpuUsage();
  const spent = (): number => {
    const { user, system } = process.cpuUsage(begun);
    return (user + system) / 1000;
  };
  // No more than five seconds of the processor: the million are the soak's.
  for (let at = 0; at < 1000 && spent() < 5000; at++) {
    const played = play(all, 'npm test', at);
    count.add('fault' in played ? { took: [], failures: [played] } : { took: [played], failures: [] });
  }
  assert.deepEqual(count.failures, []);
  assert.ok(count.played > 50);
});

test('an input follows from seed and number alone, whatever was drawn before', async () => {
  const all = await targets();
  const numbers = Array.from({ length: 300 }, (_, at) => at);
  const drawn = numbers.map((at) => inputAt(all, 'x', at).input);
  for (const at of numbers.toReversed()) assert.equal(inputAt(all, 'x', at).input, drawn[at]);
  assert.ok(new Set(drawn).size > 250);
});

test('what throws, wavers, hangs or ends its process is told, shrunk where that can be, and the rest is played', async () => {
  const failures: Failure[] = [];
  let played = 0;
  await watch({
    targets: new URL('./fuzz/broken.fixture.ts', import.meta.url).href,
    seed: 'b',
    from: 0,
    to: 60,
    patience: 1500,
    isStopped: () => false,
    onDone: ({ took, failures: some }) => {
      played += took.length + some.length;
      failures.push(...some);
    },
  });
  assert.equal(played, 60);
  const of = (target: string): Failure[] => failures.filter((one) => one.target === target);
  assert.deepEqual(of('right'), []);
  assert.ok(of('throws').some(({ fault, input }) => fault === 'thrown' && input === 'b'));
  assert.ok(of('wavers').some(({ fault }) => fault === 'differs'));
  assert.deepEqual([...new Set(of('hangs').map(({ fault }) => fault))], ['hangs']);
  assert.deepEqual([...new Set(of('dies').map(({ fault }) => fault))], ['crashed']);
  const [first] = of('hangs');
  assert.ok(first);
  assert.equal(inputAt(await brokenTargets(), 'b', first.at).target.name, 'hangs');
});
