import { CHECKS } from '../../src/checks/index.ts';
import type { CheckOutcome } from '../../src/runner/outcome.ts';
import { digestOf, reportOf, reportText } from '../../src/report/report.ts';
import type { Report } from '../../src/report/types.ts';
import { judgeRequirements } from '../../src/runner/verdict.ts';
import { loadRequirements } from '../../src/cli/requirements.ts';
import { select } from '../../src/runner/select.ts';

export const KEY = `eaap_acme_${'k'.repeat(43)}`;
const problem = (name: string): string => JSON.stringify({ type: `urn:eaap:problem:${name}`, status: 422 });

/** A check that saw one answer to `source-required`, one equality and one thing only it could see. */
export function outcome(id: string, rest: Partial<CheckOutcome> = {}): CheckOutcome {
  const body = problem('source-required');
  const got = { status: 422, problem: 'source-required', type: 'application/problem+json' };
  return {
    id,
    verdict: 'PASS',
    grade: 'E1',
    ms: 12,
    transcript: [
      { method: 'POST', path: '/v2/keys', request: '{}', status: 201, answer: '{}' },
      { method: 'POST', path: '/v2/vault/store', request: '{}', status: 422, answer: body },
    ],
    expectations: [
      {
        observation: 'a fact without a source',
        holds: true,
        expected: { status: 422, problem: 'source-required', type: 'application/problem+json' },
        got: { ...got, body },
      },
      { observation: 'the value', holds: true, expected: { b: 1, a: [2] }, got: { a: [2], b: 1 } },
      { observation: 'nothing was written', holds: true },
    ],
    ...rest,
  };
}

/** The checks of the reference suite that bear on one requirement, with these outcomes. */
export function reported(
  only: string,
  change: (one: CheckOutcome, i: number) => CheckOutcome,
  url = 'http://127.0.0.1:4711',
): Report {
  const set = loadRequirements();
  const chosen = select(CHECKS, set.requirements, { only });
  const outcomes = chosen.checks.map(({ id, grade }, i) => change({ ...outcome(id), grade }, i));
  return reportOf(
    {
      generated_at: '2026-11-21T12:00:00.000Z',
      requirement_set: set.digest,
      selection: { only },
      sut: {
        url,
        discovery: { protocol: 'eaap', profile: 'cooperative' },
        adapter: { protocol: 1, name: 'gateway', version: '1', hooks: ['reset', 'compute', 'clock'] },
      },
      mode: 'adapter',
      seed: 'a1',
      requirements: judgeRequirements(chosen.requirements, CHECKS, outcomes),
    },
    CHECKS,
    outcomes,
  );
}

/** The same report with something changed in it, and its digest made anew: what a careful forger would write. */
export function forged(report: Report, change: (copy: Mutable) => void): Report {
  const copy = structuredClone(report) as unknown as Mutable;
  change(copy);
  const made = copy as unknown as Report;
  return { ...made, digest: digestOf(made) };
}

/** What a forger writes to. */
export interface Mutable {
  generated_at: string;
  seed: string;
  requirement_set: string;
  claim: string;
  profile: string | null;
  mode: Report['mode'];
  selection: Report['selection'];
  sut: { adapter?: { version: string } };
  requirements: { verdict: string; sentence: string; checks: { id: string }[] }[];
  checks: { verdict: string; needs: string[]; expectations: { got?: unknown }[] }[];
  transcripts: { [check: string]: { status: number }[] };
  bodies: Report['bodies'][number][];
}

export const bytesOf = (report: Report): Buffer => Buffer.from(reportText(report), 'utf8');
