import type { Verdict } from '../runner/outcome.ts';
import type { Report } from './types.ts';

/** One thing that is not the same in two reports; null where it is not there. */
export interface Difference {
  readonly kind: 'run' | 'requirement' | 'check';
  readonly id: string;
  readonly from: string | null;
  readonly to: string | null;
}

interface Judged {
  readonly id: string;
  readonly verdict: Verdict;
}

/** What differs between two reports in what was judged, by what and with which verdict; not when, and not the bytes. */
export function diffReports(a: Report, b: Report): Difference[] {
  const of = (report: Report): Record<string, string> => ({
    requirement_set: report.requirement_set,
    check_set: report.check_set,
    selection: JSON.stringify(report.selection),
    mode: report.mode,
    profile: String(report.profile),
    adapter: report.sut.adapter === undefined ? 'none' : JSON.stringify(report.sut.adapter),
  });
  const [before, after] = [of(a), of(b)];
  const run = Object.keys(before).flatMap((id): Difference[] => {
    const [from = null, to = null] = [before[id], after[id]];
    return from === to ? [] : [{ kind: 'run', id, from, to }];
  });
  const sentences = b.requirements.flatMap(({ id, sentence }): Difference[] => {
    const from = a.requirements.find((one) => one.id === id)?.sentence ?? sentence;
    return from === sentence ? [] : [{ kind: 'requirement', id, from, to: sentence }];
  });
  return [
    ...run,
    ...sentences,
    ...verdicts('requirement', a.requirements, b.requirements),
    ...verdicts('check', a.checks, b.checks),
  ];
}

function verdicts(kind: Difference['kind'], a: readonly Judged[], b: readonly Judged[]): Difference[] {
  const [before, after] = [a, b].map((list) => new Map(list.map(({ id, verdict }) => [id, verdict])));
  const ids = new Set([...a, ...b].map(({ id }) => id));
  return [...ids].sort().flatMap((id): Difference[] => {
    const [from, to] = [before?.get(id) ?? null, after?.get(id) ?? null];
    return from === to ? [] : [{ kind, id, from, to }];
  });
}
