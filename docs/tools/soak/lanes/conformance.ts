import { availableParallelism } from 'node:os';
import { CHECKS } from '../../../../conformance/src/checks/index.ts';
import { openTarget } from '../../../../conformance/src/cli/target.ts';
import type { CheckOutcome } from '../../../../conformance/src/runner/outcome.ts';
import { runChecks } from '../../../../conformance/src/runner/run.ts';
import { median, repeats, wavering, type Round, type Seen, type Wavering } from '../flakes.ts';
import { lasted, seedOf, type Asked, type Lane, type Ran } from '../lane.ts';

/** What the wire shows: no hook is needed for it. */
const WIRE = CHECKS.filter(({ grade, needs }) => grade === 'E1' && needs.length === 0);

const seenOf = ({ id, verdict, ms, message, expectations }: CheckOutcome): Seen => ({
  id,
  verdict,
  ms,
  ...(verdict === 'PASS'
    ? {}
    : { why: expectations.find(({ holds }) => !holds)?.observation ?? message ?? 'no reason given' }),
});

/** One round on a gateway of its own: a new process, new storage, another seed. */
async function round(seed: string): Promise<Round> {
  const begun = performance.now();
  const since = (): number => performance.now() - begun;
  try {
    const target = await openTarget({});
    try {
      let made = 0;
      const told = new Set<string>();
      const again: string[] = [];
      const bench = {
        sut: target.sut,
        control: target.control,
        hasControl: true,
        seed,
        alone: false,
        // Whatever else the machine does meanwhile is not what is looked for.
        slack: 4,
        systemKey: () => target.systemKey(),
        nextNamespace: () => `c-soak-${(made += 1)}`,
      };
      const outcomes = await runChecks(WIRE, bench, {
        onOutcome: ({ id }) => void (told.has(id) ? again.push(id) : told.add(id)),
      });
      return { seed, ms: since(), checks: outcomes.map(seenOf), again };
    } finally {
      await target.close();
    }
  } catch (error) {
    return { seed, ms: since(), checks: [], fault: error instanceof Error ? error.message : String(error) };
  }
}

const countsOf = ({ counts }: Wavering): string =>
  Object.entries(counts)
    .map(([verdict, count]) => `${count} ${verdict}`)
    .join(', ');

function told(rounds: readonly Round[], asked: number): Ran {
  const waver = wavering(rounds);
  const flakes = waver.filter(({ isFlake }) => isFlake);
  const faults = rounds.filter(({ fault }) => fault !== undefined);
  const verdicts = rounds.reduce((sum, { checks }) => sum + checks.length, 0);
  const twice = repeats(rounds);
  const times = rounds.map(({ ms }) => ms);
  const short = rounds.length < asked ? ` It was stopped after ${rounds.length} of ${asked} rounds.` : '';
  const rows = [
    ['rounds, each with a seed, a process and storage of its own', rounds.length],
    ['checks a round', WIRE.length],
    ['verdicts', verdicts],
    ['checks whose verdict was not the same in every round (flakes)', flakes.length],
    ['checks that did not pass in any round', waver.length - flakes.length],
    ['rounds that ended early', faults.length],
    [
      'runs of a check that were inconclusive beside others, and made once more, alone',
      twice.reduce((sum, [, count]) => sum + count, 0),
    ],
    [
      'shortest, middle, longest round',
      [Math.min(...times), median(times), Math.max(...times)].map(lasted).join(', '),
    ],
    ['all rounds', lasted(times.reduce((sum, ms) => sum + ms, 0))],
    ['processors', availableParallelism()],
  ];
  const lines = [
    ...waver.map(
      (one) =>
        `| ${one.isFlake ? 'flake' : 'steady'} | \`${one.id}\` | ${countsOf(one)} | ${one.seed} | ${one.why} |`,
    ),
    ...faults.map(({ seed, fault }) => `| ended | – | – | ${seed} | ${fault ?? ''} |`),
  ];
  return {
    holds: waver.length === 0 && faults.length === 0 && rounds.length > 0,
    said: `${rounds.length} rounds, ${verdicts} verdicts, ${flakes.length} flakes.${short}`,
    page: [
      '| | |\n| --- | --- |',
      ...rows.map(([name, value]) => `| ${name} | ${value} |`),
      ...(lines.length === 0
        ? []
        : [
            '\n| | check | verdicts | first seed | what was seen |\n| --- | --- | --- | --- | --- |',
            ...lines,
          ]),
      ...(twice.length === 0
        ? []
        : [`\nMade once more: ${twice.map(([id, count]) => `\`${id}\` ${count}`).join(', ')}.`]),
      '\nOther work ran on the machine; times are those of a machine that is shared. A round is run again with',
      '`npm run -s conformance -- --only <check> --seed <seed>`.',
    ].join('\n'),
  };
}

export const lane: Lane = {
  name: 'conformance',
  title: 'The wire checks against the reference gateway, again and again: does a verdict ever change',
  rounds: 100,
  async run({ rounds, seed, say, isStopped }: Asked): Promise<Ran> {
    const done: Round[] = [];
    while (done.length < rounds && !isStopped()) {
      const one = await round(seedOf(seed, done.length + 1));
      done.push(one);
      const bad = one.checks.filter(({ verdict }) => verdict !== 'PASS');
      say(
        `${one.seed}  ${one.checks.length - bad.length} of ${WIRE.length} pass, ${lasted(one.ms)}${one.fault === undefined ? '' : `; ${one.fault}`}`,
      );
      for (const { id, verdict, why } of bad) say(`  ${verdict}  ${id}  ${why ?? ''}`);
    }
    return told(done, rounds);
  },
};
