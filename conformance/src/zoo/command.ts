import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { EXIT, Stop, type ExitCode } from '../cli/exit.ts';
import type { Io } from '../cli/io.ts';
import { censusOf, isInOrder, matrix, type Census } from './census.ts';
import { lintMutants } from './lint.ts';
import { MUTANTS } from './mutants/index.ts';
import { runPool } from './pool.ts';
import { HEALTHY, type Caught } from './types.ts';
import type { Check } from '../checks/types.ts';

/** What `zoo` was asked. */
export interface ZooOptions {
  readonly only?: string;
  readonly json?: boolean;
  readonly write?: boolean;
  /** Show every check to every gateway. */
  readonly all?: boolean;
}

const MATRIX = fileURLToPath(new URL('../../zoo/MATRIX.md', import.meta.url));

/** Runs the checks against every gateway of the zoo. */
export async function zooCommand(options: ZooOptions, checks: readonly Check[], io: Io): Promise<ExitCode> {
  const faults = lintMutants(MUTANTS, checks);
  if (faults.length > 0) throw new Stop(EXIT.runner, `The zoo is not in order:\n${faults.join('\n')}`);
  const chosen = [HEALTHY, ...MUTANTS].filter(({ id }) => options.only === undefined || id === options.only);
  if (chosen.length === 0) throw new Stop(EXIT.usage, `There is no gateway ${options.only} in the zoo.`);
  if (options.write === true && options.only !== undefined)
    throw new Stop(EXIT.usage, 'The matrix is of the whole zoo: leave --only out.');
  const show = (text: string): void => {
    if (io.watched) io.err(`\r\x1b[2K${text}`);
  };
  const caught = await runPool(
    chosen.map(({ id }) => id),
    options.all === true || options.write === true ? 'whole' : 'near',
    ({ id }, done) => show(io.colors.dim(`${done}/${chosen.length} ${id}`)),
  );
  show('');
  const census = censusOf(caught);
  if (options.json === true) io.out(`${JSON.stringify(census, null, 2)}\n`);
  else print(census, io);
  if (options.write === true) {
    mkdirSync(dirname(MATRIX), { recursive: true });
    writeFileSync(`${MATRIX}.new`, matrix(MUTANTS, census));
    renameSync(`${MATRIX}.new`, MATRIX);
  }
  return isInOrder(census) ? EXIT.conforms : EXIT.fails;
}

function print(census: Census, { out, colors: c }: Io): void {
  const line = (one: Caught, right: boolean): void => {
    const word = one.id === HEALTHY.id && right ? 'passes' : one.verdict;
    out(
      `${right ? c.green(word.padEnd(16)) : c.red(word.padEnd(16))}${one.id.padEnd(36)}${c.dim(`${one.ms} ms`)}\n`,
    );
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
  const { mutants, killed, survived, false_alarms, missed, meetings } = census;
  out(
    `\n${mutants} mutants: ${killed} killed, ${survived} survived, ${false_alarms} false alarms, ${missed} missed, in ${meetings} meetings with a check\n`,
  );
}
