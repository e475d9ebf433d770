import { explore } from '../../../../conformance/src/differential/explore.ts';
import { openSite } from '../../../../conformance/src/differential/in-process.ts';
import { tell } from '../../../../conformance/src/differential/tell.ts';
import { lasted, type Asked, type Lane, type Ran } from '../lane.ts';

/** Steps a sequence, and sequences between two lines of progress. */
const STEPS = 60;
const TOLD = 10;

export const lane: Lane = {
  name: 'differential',
  title: 'The reference gateway and the model, side by side over drawn sequences of requests',
  rounds: 5000,
  async run({ rounds, seed, say, isStopped }: Asked): Promise<Ran> {
    const { site, close } = await openSite();
    const counts = new Map<string, number>();
    const sut = {
      url: site.sut.url,
      request: async (request: Parameters<typeof site.sut.request>[0]) => {
        const answer = await site.sut.request(request);
        const what = answer.problem ?? String(answer.status);
        counts.set(what, (counts.get(what) ?? 0) + 1);
        return answer;
      },
    };
    const told: string[] = [];
    const begun = performance.now();
    let done = 0;
    try {
      while (done < rounds && !isStopped()) {
        const some = Math.min(TOLD, rounds - done);
        const { runs, found } = await explore(
          { ...site, sut },
          { seed, runs: some, steps: STEPS, from: done },
        );
        done += runs;
        say(`${done} of ${rounds}, ${lasted(performance.now() - begun)}`);
        if (found === undefined) continue;
        const again = `npx eaap-conformance differential --seed ${seed} --path ${found.path}`;
        told.push(tell(found, again));
        say(told.at(-1) ?? '');
      }
    } finally {
      await close();
    }
    const sent = [...counts.values()].reduce((sum, count) => sum + count, 0);
    const problems = [...counts].filter(([what]) => !/^\d/.test(what));
    const rows = [
      ['sequences', `${done} of ${STEPS} steps, from seed \`${seed}\``],
      ['requests', sent],
      ['of these refused', problems.reduce((sum, [, count]) => sum + count, 0)],
      ['problem types met', problems.length],
      ['differences', told.length],
      ['all sequences', lasted(performance.now() - begun)],
    ];
    const short = done < rounds ? ` It was stopped after ${done} of ${rounds} sequences.` : '';
    return {
      holds: told.length === 0 && done > 0,
      said: `${done} sequences, ${sent} requests, ${told.length} differences.${short}`,
      page: [
        '| | |\n| --- | --- |',
        ...rows.map(([name, value]) => `| ${name} | ${value} |`),
        ...told.map((one) => `\n\`\`\`\n${one}\n\`\`\``),
        '\nThe same seed draws the same sequences. What a sequence is and what is compared says RFC-0015.',
      ].join('\n'),
    };
  },
};
