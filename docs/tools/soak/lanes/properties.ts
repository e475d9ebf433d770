import { relative } from 'node:path';
import { run } from 'node:test';
import { fileURLToPath } from 'node:url';
import { lasted, type Asked, type Lane, type Ran } from '../lane.ts';
import { propertyFiles } from '../property-files.ts';

const ROOT = fileURLToPath(new URL('../../../..', import.meta.url));
const TESTS = ['packages/*/test/**/*.test.ts', 'conformance/test/**/*.test.ts', 'examples/**/*.test.ts'];
const FLAGS = ['--conditions=eaap-source', '--import', 'tsx', '--import', './docs/tools/properties.mjs'];

interface Failed {
  readonly seed: number;
  readonly file: string;
  readonly name: string;
}

/** Runs the files once with a seed; what failed is named by its file. */
export async function once(
  files: readonly string[],
  seed: number,
): Promise<{ tests: number; failed: Failed[] }> {
  process.env['EAAP_SEED'] = String(seed);
  const failed: Failed[] = [];
  let tests = 0;
  // Each file in a process of its own, which takes the seed from the environment.
  const stream = run({ files: [...files], cwd: ROOT, execArgv: FLAGS, concurrency: 2 });
  stream.on('test:pass', ({ nesting }) => void (tests += nesting === 0 ? 1 : 0));
  stream.on('test:fail', ({ file, name, nesting }) => {
    if (nesting > 0) return;
    tests += 1;
    failed.push({ seed, file: relative(ROOT, file ?? '?'), name });
  });
  for await (const event of stream) void event;
  return { tests, failed };
}

/** The command that shows a failure again. */
const again = ({ seed, file }: Failed): string => `EAAP_SEED=${seed} node ${FLAGS.join(' ')} --test ${file}`;

export const lane: Lane = {
  name: 'properties',
  title: 'The tests that hold properties over drawn inputs, each round from another seed',
  rounds: 50,
  async run({ rounds, seed, say, isStopped }: Asked): Promise<Ran> {
    const files = propertyFiles(ROOT, TESTS);
    const first = /^\d{1,12}$/.test(seed) ? Number(seed) : 1;
    const failed: Failed[] = [];
    let [done, tests] = [0, 0];
    const begun = performance.now();
    while (done < rounds && !isStopped()) {
      const drawn = first + done;
      const from = performance.now();
      const ran = await once(files, drawn);
      done += 1;
      tests += ran.tests;
      failed.push(...ran.failed);
      say(
        `seed ${drawn}  ${ran.tests} tests of ${files.length} files, ${ran.failed.length} fail, ${lasted(performance.now() - from)}`,
      );
      for (const one of ran.failed) say(`  ${one.file}: ${one.name}\n  again  ${again(one)}`);
    }
    const rows = [
      ['seeds', done === 0 ? 'none' : `${done}, from ${first} to ${first + done - 1}`],
      ['files', files.length],
      ['tests run', tests],
      ['tests that failed', failed.length],
      ['all seeds', lasted(performance.now() - begun)],
    ];
    const short = done < rounds ? ` It was stopped after ${done} of ${rounds} rounds.` : '';
    return {
      holds: failed.length === 0 && tests > 0,
      said: `${done} seeds, ${tests} tests run, ${failed.length} failed.${short}`,
      page: [
        '| | |\n| --- | --- |',
        ...rows.map(([name, value]) => `| ${name} | ${value} |`),
        ...failed.map((one) => `\n\`${again(one)}\`: ${one.name}`),
        '\nThe seed of a round is its number, as `EAAP_SEED`; a test that failed is shown again by it.',
      ].join('\n'),
    };
  },
};
