import { Count } from '../fuzz/count.ts';
import type { Failure } from '../fuzz/types.ts';
import { watch } from '../fuzz/watch.ts';
import { lasted, type Asked, type Lane, type Ran } from '../lane.ts';

/** An input that takes the processor longer than this is said to hang. */
const PATIENCE = 30_000;
const TOLD_EVERY = 20_000;

const again = (seed: string, { at }: Pick<Failure, 'at'>): string =>
  `npm run -s soak -- fuzz --seed ${seed} --from ${at} --inputs 1`;

const told = (seed: string, failure: Failure): string =>
  `${failure.target}: ${failure.fault}: ${failure.detail}\n${JSON.stringify(failure.input.slice(0, 2000))}\n${again(seed, failure)}`;

export const lane: Lane = {
  name: 'fuzz',
  title:
    'Hostile inputs to everything that reads what strangers wrote: no throw, no hang, the same answer twice',
  rounds: 1_000_000,
  unit: 'inputs',
  async run({ rounds, seed, from = 0, say, isStopped }: Asked): Promise<Ran> {
    const count = new Count();
    const begun = performance.now();
    await watch({
      targets: new URL('../fuzz/targets/index.ts', import.meta.url).href,
      seed,
      from,
      to: from + rounds,
      patience: PATIENCE,
      isStopped,
      onDone(done) {
        const before = count.played;
        count.add(done);
        for (const failure of done.failures) say(told(seed, failure));
        if (Math.floor(before / TOLD_EVERY) < Math.floor(count.played / TOLD_EVERY))
          say(
            `${count.played} of ${rounds}, ${count.failures.length} failures, ${lasted(performance.now() - begun)}`,
          );
      },
    });
    const { played, failures } = count;
    const short = played < rounds ? ` It was stopped after ${played} of ${rounds} inputs.` : '';
    const rows = [
      ['inputs, each read twice', `${played}, from seed \`${seed}\``],
      ['thrown, hung, crashed, or answered otherwise the second time', failures.length],
      ['the quicker readings of all', lasted(count.ms)],
      ['the whole', lasted(performance.now() - begun)],
    ];
    return {
      holds: failures.length === 0 && played > 0,
      said: `${played} inputs, ${failures.length} failures.${short}`,
      page: [
        '| | |\n| --- | --- |',
        ...rows.map(([name, value]) => `| ${name} | ${value} |`),
        '\n| target | inputs | outcomes | half of them within, ms | 99.9 % within, ms | slowest, ms | its number |',
        '| --- | --- | --- | --- | --- | --- | --- |',
        ...count.rows(),
        ...failures.map((one) => `\n\`\`\`\n${told(seed, one)}\n\`\`\``),
        '\nA time is that of the quicker of the two readings, on a machine that others used. An input is read again by its number,',
        '`--from <number> --inputs 1`. Inputs are made of the',
        'harmless and the harmful ones that the repository has for each target: composed of words that follow each other in them, or',
        'changed: cut, doubled, mixed, with signs that nobody sees, that look alike, that other readers act on; now and then ten',
        'thousand brackets, 64 KiB or a megabyte. Bounds are asserted of what comes out: numbers of effects, of units found, of the',
        'cost of a rule; that a refusal has a code and a place; that nothing is allowed that was not read in full.',
      ].join('\n'),
    };
  },
};
