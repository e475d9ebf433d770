import { EXIT, Stop, type ExitCode } from '../cli/exit.ts';
import type { Io } from '../cli/io.ts';
import { BEHAVIOURS } from './behaviours/list.ts';
import { behave, type Behaved, type Command } from './behaviours/run.ts';
import { censusOf, isInOrder, type Census } from './census.ts';
import { lintMutants } from './lint.ts';
import { matrixOf, staleIn, writeMatrix } from './matrix.ts';
import { MUTANTS } from './mutants/index.ts';
import { runPool } from './pool.ts';
import type { Scope } from './scope.ts';
import { HEALTHY, type Caught } from './types.ts';
import type { Check } from '../checks/types.ts';

const TOLD_EVERY = 50;

/** What `zoo` was asked. */
export interface ZooOptions {
  readonly only?: string;
  readonly scope?: Scope;
  readonly json?: boolean;
  readonly write?: boolean;
  readonly check?: boolean;
}

/** Runs the checks against every gateway of the zoo; `command` is this program. */
export async function zooCommand(
  options: ZooOptions,
  checks: readonly Check[],
  io: Io,
  command: Command,
): Promise<ExitCode> {
  const { only, scope = 'near' } = options;
  const faults = lintMutants(MUTANTS, checks);
  if (faults.length > 0) throw new Stop(EXIT.runner, `The zoo is not in order:\n${faults.join('\n')}`);
  const isChosen = ({ id }: { id: string }): boolean => only === undefined || id === only;
  const chosen = [HEALTHY, ...MUTANTS].filter(isChosen);
  const behaviours = BEHAVIOURS.filter(isChosen);
  if (chosen.length + behaviours.length === 0)
    throw new Stop(EXIT.usage, `There is no gateway ${only} in the zoo.`);
  if (options.check === true && only !== undefined)
    throw new Stop(EXIT.usage, 'The matrix is of the whole zoo: leave --only out.');
  const show = (text: string): void => {
    if (io.watched) io.err(`\r\x1b[2K${text}`);
  };
  const caught = await runPool(
    chosen.map(({ id }) => id),
    scope,
    ({ id }, done) => {
      show(io.colors.dim(`${done}/${chosen.length} ${id}`));
      // Where nobody watches, a log should still show how far a long run has come.
      if (!io.watched && done % TOLD_EVERY === 0) io.err(`${done} of ${chosen.length} gateways\n`);
    },
  );
  const behaved: Behaved[] = [];
  for (const behaviour of behaviours) {
    show(io.colors.dim(behaviour.id));
    behaved.push(await behave(behaviour, command));
  }
  show('');
  const census = censusOf(caught, behaved);
  if (options.json === true) io.out(`${JSON.stringify({ scope, ...census }, null, 2)}\n`);
  else print(census, io);
  if (only !== undefined) return isInOrder(census) ? EXIT.conforms : EXIT.fails;
  const matrix = matrixOf(MUTANTS, BEHAVIOURS, census, scope);
  if (options.check === true) {
    const stale = staleIn(matrix);
    if (stale.length > 0) {
      io.err(`conformance/zoo is not what was seen: ${stale.join(', ')}. Run npm run zoo.\n`);
      return EXIT.fails;
    }
  } else if (options.write === true) writeMatrix(matrix);
  return isInOrder(census) ? EXIT.conforms : EXIT.fails;
}

function print(census: Census, { out, colors: c }: Io): void {
  const head = (word: string, id: string, right: boolean): string =>
    `${right ? c.green(word.padEnd(16)) : c.red(word.padEnd(16))}${id.padEnd(36)}`;
  const line = (one: Caught, right: boolean): void => {
    const word = one.id === HEALTHY.id && right ? 'passes' : one.verdict;
    out(`${head(word, one.id, right)}${c.dim(`${one.ms} ms`)}\n`);
    for (const check of one.false_alarms) out(`  ${c.red('false alarm')}   ${check}\n`);
    for (const check of one.missed) out(`  ${c.red('missed')}        ${check}\n`);
    if (one.id === HEALTHY.id)
      for (const check of one.inconclusive) out(`  ${c.red('inconclusive')}  ${check}\n`);
    if (one.message !== undefined) out(`  ${one.message}\n`);
  };
  const { healthy } = census;
  if (healthy !== null)
    line(
      healthy,
      healthy.failing.length + healthy.inconclusive.length === 0 && healthy.verdict === 'survived',
    );
  for (const one of census.gateways) line(one, one.verdict === 'killed');
  for (const { id, isAsDeclared, exit, verdicts, message } of census.behaviours) {
    out(
      `${head(isAsDeclared ? 'as declared' : 'not as declared', id, isAsDeclared)}${c.dim(`exit ${exit}`)}\n`,
    );
    if (!isAsDeclared) out(`  ${JSON.stringify(verdicts)} ${message}\n`);
  }
  const { mutants, killed, survived, false_alarms, missed, meetings, spared } = census;
  out(
    `\n${mutants} mutants: ${killed} killed, ${survived} survived, ${false_alarms} false alarms, ${missed} missed, in ${meetings} meetings with a check; in ${spared} more nothing could be seen\n`,
  );
}
