import type { Check } from '../checks/types.ts';
import { conclusion, failure, printable, table } from '../report/console.ts';
import type { Report } from '../report/types.ts';
import type { Requirement } from '../spec/requirement.ts';
import type { CheckOutcome } from '../runner/outcome.ts';
import { withoutCredentials } from '../sut/address.ts';
import type { ExitCode } from './exit.ts';
import type { Io } from './io.ts';
import type { TargetOptions } from './target.ts';

/** What was run, and what came of it. */
export interface Ran {
  readonly command: TargetOptions;
  readonly checks: readonly Check[];
  readonly outcomes: readonly CheckOutcome[];
  /** All there are: a check may bear on more than were judged. */
  readonly requirements: readonly Requirement[];
}

/** So many that ended for the same reason are told in full; the rest are one line. */
const ALIKE_SHOWN = 3;

/** Says what came of a run: what is wrong and how it is seen again, the table, and the claim. */
export function printRun(
  report: Report,
  code: ExitCode,
  { command, checks, outcomes, requirements }: Ran,
  io: Io,
): void {
  const sentences = new Map(requirements.map(({ id, sentence }) => [id, sentence]));
  const byId = new Map(checks.map((check) => [check.id, check]));
  const { colors } = io;
  const alike = new Map<string, number>();
  for (const outcome of outcomes) {
    const check = byId.get(outcome.id);
    if (check === undefined || !['FAIL', 'INCONCLUSIVE'].includes(outcome.verdict)) continue;
    const reason = reasonOf(outcome);
    const before = reason === undefined ? 0 : (alike.get(reason) ?? 0);
    if (reason !== undefined) alike.set(reason, before + 1);
    if (before < ALIKE_SHOWN)
      io.out(`${failure(outcome, check, sentences, again(command, outcome.id, report.seed), colors)}\n\n`);
  }
  for (const [reason, count] of alike)
    if (count > ALIKE_SHOWN)
      io.out(
        `${colors.yellow(`And ${count - ALIKE_SHOWN} more for the same reason: ${printable(reason)}`)}\n\n`,
      );
  io.out(`${table(report.requirements, colors)}\n\n`);
  const lacking = report.requirements.filter(
    ({ level, verdict }) => level === 'MUST' && verdict === 'NOT_EVIDENCED',
  );
  if (code === 5 && lacking.length > 0)
    io.out(`Not evidenced: ${lacking.map(({ id }) => id.replace(/^EAAP-/, '')).join(' ')}\n`);
  io.out(`${conclusion(report, code, colors)}\n`);
}

/** Why a check that stated nothing wrong did not pass, so far as other checks can have the same reason: without its names. */
function reasonOf({ expectations, message }: CheckOutcome): string | undefined {
  if (message === undefined || expectations.some(({ holds }) => !holds)) return undefined;
  return message
    .split('\n')[0]
    ?.slice(0, 120)
    .replace(/[0-9a-f]{8}-[0-9a-f-]{27}/g, '…');
}

/** The one command that shows a failure again. Keys are not put into it. */
function again({ url, credentials, adapter }: TargetOptions, id: string, seed: string): string {
  const quote = (text: string): string =>
    /^[\w./:@-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
  const named = { url: url === undefined ? undefined : withoutCredentials(url), credentials, adapter };
  const where = Object.entries(named)
    .filter((entry): entry is [string, string] => entry[1] !== undefined)
    .map(([name, value]) => ` --${name} ${quote(value)}`);
  return `npm run -s conformance -- --only ${id} --seed ${quote(seed)}${where.join('')}`;
}
