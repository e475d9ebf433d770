import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { CHECKS } from '../../src/checks/index.ts';
import { MUTANTS } from '../../src/zoo/mutants/index.ts';

/** The rows of docs/attacks.md that name checks and broken gateways. */
function rows(): { attack: string; checks: string[]; mutants: string[] }[] {
  const page = readFileSync(new URL('../../../docs/attacks.md', import.meta.url), 'utf8');
  const names = (cell: string): string[] => [...cell.matchAll(/`([^`]+)`/g)].map(([, name]) => name ?? '');
  return page
    .split('\n')
    .filter((line) => line.startsWith('| ') && line.split(' | ').length === 3 && !line.startsWith('| attack'))
    .map((line) => line.slice(2).split(' | '))
    .filter(([attack]) => attack !== '---')
    .map(([attack = '', checks = '', mutants = '']) => ({
      attack,
      checks: names(checks),
      mutants: names(mutants),
    }));
}

test('every attack of the page has a check and a broken gateway, and one that the check is declared to fail on', () => {
  const known = new Set(CHECKS.map(({ id }) => id));
  const expected = new Map(MUTANTS.map((mutant) => [mutant.id, mutant.expected]));
  const listed = rows();
  assert.ok(listed.length > 60, `${listed.length} rows`);
  const faults = listed.flatMap(({ attack, checks, mutants }) => [
    ...(checks.length > 0 && mutants.length > 0 ? [] : [`${attack}: names no check or no broken gateway`]),
    ...checks.filter((check) => !known.has(check)).map((check) => `${attack}: there is no check ${check}`),
    ...mutants
      .filter((mutant) => !checks.some((check) => expected.get(mutant)?.includes(check)))
      .map((mutant) => `${attack}: none of the checks fails on ${mutant}`),
  ]);
  assert.deepEqual(faults, []);
});

test('every check of the page fails on a broken gateway', () => {
  const failing = new Set(MUTANTS.flatMap(({ expected }) => expected));
  const never = rows().flatMap(({ checks }) => checks.filter((check) => !failing.has(check)));
  assert.deepEqual(never, []);
});
