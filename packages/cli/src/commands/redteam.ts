import type { Gateway } from '@eaap/sdk';
import { addCommand, run, wholeNumber, type Cli } from '../lib/cli.ts';
import { clientOptions, servedGateway, type ClientFlags } from '../lib/client.ts';
import { EXIT } from '../lib/exit.ts';
import type { Io } from '../lib/io.ts';
import type { Output } from '../lib/output.ts';
import { wrap } from '../lib/text.ts';
import { ATTACKS, BENIGN, payloadsOf } from '../redteam/catalogue.ts';
import { ownGateway, type Range } from '../redteam/gateway.ts';
import { reportOf, type Report, type Spread } from '../redteam/report.ts';
import { sendAll, type Result } from '../redteam/send.ts';

interface Flags extends ClientFlags {
  readonly seed: number;
  readonly payloads: number;
  readonly agents: number;
  readonly timeout: number;
  readonly list?: boolean;
}

const DIALECTS = /^(shell|sql|code)\./;

/** A gateway that runs already. It decides by its own policy; what is expected of it is what the pack `default` says. */
async function givenGateway(io: Io, flags: Flags): Promise<Range> {
  const { url, agent, gateway } = await servedGateway(io, flags);
  return {
    url,
    keys: Array.from({ length: flags.agents }, () => agent),
    gateway,
    close: async () => undefined,
  };
}

/** What the gateway says that deciding took, from its log; nothing where the key may not read that. */
async function computeTimes({ gateway }: Range, results: readonly Result[]): Promise<number[]> {
  const own = new Set(results.map(({ evaluation }) => evaluation));
  const times: number[] = [];
  try {
    for (let cursor: number | null = 0; cursor !== null;) {
      const page: Awaited<ReturnType<Gateway['entries']>> = await gateway.entries({
        limit: 500,
        cursor: String(cursor),
      });
      for (const { record, compute_latency_us: us } of page.entries) {
        if (record.type === 'evaluation.recorded' && us !== null && own.has(record.evaluation ?? undefined))
          times.push(us / 1000);
      }
      cursor = page.next;
    }
  } catch {
    return [];
  }
  return times;
}

const spreadText = ({ p50, p95, p99, max }: Spread): string =>
  `${p50} ms half, ${p95} ms 95 %, ${p99} ms 99 %, ${max} ms the longest`;

function lines(out: Output, report: Report): string[] {
  const { colours, columns } = out;
  const wrong = (count: number): string => (count === 0 ? colours.green('0') : colours.red(String(count)));
  return [
    `${colours.bold('Red team')}  ${report.payloads} payloads (${report.attacks} attacks, ${report.benign} benign) of ${report.vectors} kinds by ${report.agents} agents, seed ${report.seed}`,
    ...out.pairs([
      [
        'stopped',
        `${report.stopped}: ${report.blocked} blocked, ${report.escalated} escalated, ${report.refused} refused`,
      ],
      ['passed wrongly', wrong(report.passed_wrongly)],
      ['benign stopped wrongly', wrong(report.stopped_wrongly)],
      ['never answered', wrong(report.never_answered)],
      ['compute', report.compute_ms === null ? 'not readable with this key' : spreadText(report.compute_ms)],
      ['end to end', spreadText(report.end_to_end_ms)],
      ['requests a second', String(report.requests_per_second)],
      [
        'dialects read',
        report.dialects.length === 0 ? 'none: all code is blocked' : report.dialects.join(', '),
      ],
      ['verdicts', report.verdicts],
    ]),
    ...report.wrong
      .slice(0, 20)
      .map(({ index, vector, answered }) => colours.red(`  payload ${index}, ${vector}: ${answered}`)),
    '',
    ...wrap(report.says, columns),
  ];
}

const listLines = (out: Output): string[] =>
  [...ATTACKS, ...BENIGN].map(
    ({ id, about, benign, named, needs }) =>
      `${benign ? out.colours.green('benign') : out.colours.red('attack')}  ${id}${named === true ? '*' : ''}  ${about}${needs === undefined ? '' : ` (where ${needs} is read)`}`,
  );

export function registerRedteam(cli: Cli): void {
  const command = addCommand(
    cli.program,
    'redteam',
    'Shoot seeded payloads from concurrent agents at a gateway, and count what passes wrongly.',
    [
      ['eaap redteam', '1 000 payloads, 50 agents, at a gateway of its own that goes with it.'],
      ['eaap redteam --seed 7 --payloads 5000 --json', 'The same seed gives the same payloads and verdicts.'],
      [
        'eaap redteam --url http://127.0.0.1:8787',
        'At one that runs, with its policy; the pack default is expected.',
      ],
      ['eaap redteam --list', 'Every kind of payload; * those of the original.'],
    ],
  );
  clientOptions(command)
    .option('--seed <seed>', 'Which payloads.', wholeNumber('--seed', 0, 4_294_967_295), 1)
    .option(
      '--payloads <count>',
      'How many; two in five are benign.',
      wholeNumber('--payloads', 1, 100_000),
      1000,
    )
    .option('--agents <count>', 'How many ask at once.', wholeNumber('--agents', 1, 1000), 50)
    .option(
      '--timeout <ms>',
      'After so long a request is never answered.',
      wholeNumber('--timeout', 100, 600_000),
      120_000,
    )
    .option('--list', 'Show the kinds of payload, and send nothing.')
    .addHelpText(
      'after',
      '\nEnds with 0 when all were answered and none wrongly, else with 1. Payloads and rules are by the same hands:\nthis is regression, not efficacy.',
    )
    .action(
      run<Flags>(cli, async ({ io, out, flags }) => {
        if (flags.list === true) {
          out.answer({ attacks: ATTACKS, benign: BENIGN }, () => listLines(out));
          return undefined;
        }
        const given = flags.url !== undefined || flags.path !== undefined;
        const range = given ? await givenGateway(io, flags) : await ownGateway(flags.agents);
        try {
          const { capabilities } = await range.gateway.discovery();
          const dialects = capabilities.filter((one) => DIALECTS.test(one));
          const payloads = payloadsOf(flags.seed, flags.payloads, dialects);
          const { results, ms } = await sendAll(range.url, range.keys, payloads, flags.timeout);
          const report = reportOf(
            { seed: flags.seed, agents: flags.agents, dialects, ms },
            results,
            await computeTimes(range, results),
          );
          out.answer(report, (value) => lines(out, value));
          return report.wrong.length === 0 ? EXIT.done : EXIT.refused;
        } finally {
          await range.close();
        }
      }),
    );
}
