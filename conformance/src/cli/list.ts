import type { Check } from '../checks/types.ts';
import { select, type Selection } from '../runner/select.ts';
import type { RequirementSet } from '../spec/requirement.ts';
import { EXIT, Stop } from './exit.ts';
import type { Io } from './io.ts';

/** Prints the requirements and the checks that bear on each. */
export function listCommand(
  selection: Selection & { readonly json?: boolean },
  checks: readonly Check[],
  set: RequirementSet,
  { out, colors: c }: Io,
): void {
  const chosen = select(checks, set.requirements, selection).requirements.map((requirement) => ({
    ...requirement,
    checks: checks.filter((check) => check.requirements.includes(requirement.id)).map(({ id }) => id),
  }));
  if (selection.json === true) {
    out(`${JSON.stringify({ requirement_set: set.digest, requirements: chosen }, null, 2)}\n`);
    return;
  }
  for (const { id, level, grade, invariants, checks: bearing, sentence } of chosen) {
    const serves = invariants.length === 0 ? '–' : invariants.join(',');
    out(
      `${c.bold(id)}  ${level}  ${grade}  ${serves.padEnd(6)}  ${bearing.join(' ') || c.yellow('no check')}\n`,
    );
    out(`  ${c.dim(sentence)}\n`);
  }
}

/** Prints everything about one requirement or one check. */
export function explainCommand(
  id: string,
  json: boolean,
  checks: readonly Check[],
  set: RequirementSet,
  { out, colors: c }: Io,
): void {
  const check = checks.find((one) => one.id === id);
  const requirement = set.requirements.find((one) => one.id === id);
  if (check === undefined && requirement === undefined)
    throw new Stop(EXIT.usage, `There is no check and no requirement ${id}. See: eaap-conformance list`);
  const bearing = checks.filter((one) => one.id === id || one.requirements.includes(id));
  const concerned = set.requirements.filter((one) => one.id === id || check?.requirements.includes(one.id));
  if (json) {
    out(`${JSON.stringify({ requirements: concerned, checks: bearing.map(plain) }, null, 2)}\n`);
    return;
  }
  for (const { id: name, sentence, level, grade, section, invariants } of concerned) {
    out(`${c.bold(name)}  ${level}, ${grade}, RFC-0001 section ${section}`);
    out(`${invariants.length === 0 ? '' : `, invariant ${invariants.join(', ')}`}\n  ${sentence}\n`);
  }
  for (const one of bearing) {
    out(`\n${c.bold(one.id)}  ${one.title}\n  shows ${one.grade}; ${one.requirements.join(' ')}\n`);
    if (one.needs.length > 0) out(`  needs ${one.needs.join(', ')}\n`);
    out(`  npm run -s conformance -- --only ${one.id}\n`);
  }
  if (bearing.length === 0) out('\nNo check bears on it yet: it is not evidenced.\n');
}

const plain = ({ run: _run, ...rest }: Check): Omit<Check, 'run'> => rest;
