import type { Check } from '../checks/types.ts';
import { digest, type Digest } from '../model/digest.ts';
import { canonical, type Json } from '../model/json.ts';
import type { CheckOutcome } from '../runner/outcome.ts';
import { summarize, type RequirementVerdict } from '../runner/verdict.ts';
import { MAX_EXCHANGES } from '../sut/transcript.ts';
import { withoutCredentials } from '../sut/address.ts';
import { Bodies } from './bodies.ts';
import { plain, plainText, wellFormed } from './plain.ts';
import { claimOf } from './claim.ts';
import { markOf } from './rules.ts';
import { statedOf } from './stated.ts';
import type { Line, Report, ReportedCheck } from './types.ts';

export type { Mode, Report } from './types.ts';

/** Characters that are kept of a body: enough to see what it was, and more where somebody has to look for a fault. */
const MOST = { passed: 512, other: 4096 } as const;

type Run = Pick<
  Report,
  'generated_at' | 'requirement_set' | 'selection' | 'sut' | 'mode' | 'seed' | 'requirements'
>;

/** A report of a run. `checks` are all there are, run or not. */
export function reportOf(run: Run, checks: readonly Check[], outcomes: readonly CheckOutcome[]): Report {
  const byId = new Map(checks.map((check) => [check.id, check]));
  const bodies = new Bodies();
  const transcripts: Record<string, readonly Line[]> = {};
  const reported = outcomes.map(({ transcript, expectations, message, ...rest }): ReportedCheck => {
    const most = rest.verdict === 'PASS' ? MOST.passed : MOST.other;
    const check = byId.get(rest.id);
    const lines = transcript.map(({ method, path, request, status, answer }): Line => {
      const line = {
        method,
        path: wellFormed(path),
        ...(request === undefined ? {} : { request: bodies.add(wellFormed(request), most) }),
        status,
        answer: bodies.add(wellFormed(answer), most),
      };
      return { ...line, mark: markOf(line, bodies.list) };
    });
    if (lines.length > 0) transcripts[rest.id] = lines;
    return {
      ...rest,
      title: check?.title ?? '',
      requirements: check?.requirements ?? [],
      needs: check?.needs ?? [],
      expectations: expectations.map((one) => statedOf(one, transcript, bodies, most)),
      exchanges: lines.length,
      ...(message === undefined ? {} : { message: plainText(message) }),
    };
  });
  const { requirements, sut, ...said } = plain(run) as unknown as Run;
  const { adapter } = sut;
  const profile = (sut.discovery as { profile?: unknown } | null)?.profile;
  const unclaimed: Omit<Report, 'digest' | 'claim'> = {
    v: 3,
    ...said,
    check_set: checkSet(checks),
    sut: {
      ...sut,
      url: withoutCredentials(sut.url),
      ...(adapter === undefined
        ? {}
        : { adapter_digest: digest('EAAP-VALUE-v1', adapter as unknown as Json) }),
    },
    profile: typeof profile === 'string' ? profile : null,
    summary: summarize(requirements),
    grades: gradesOf(requirements),
    requirements,
    checks: reported,
    transcripts,
    bodies: bodies.list,
    limits: { ...MOST, exchanges: MAX_EXCHANGES, ...bodies.left },
  };
  const report = { ...unclaimed, claim: claimOf(unclaimed) };
  return { ...report, digest: digestOf(report) };
}

/** EAAP-REPORT-v1: over every member but `digest` and `signature`. */
export function digestOf({
  digest: _digest,
  signature: _signature,
  ...rest
}: Omit<Report, 'digest'> & { digest?: Digest }): Digest {
  return digest('EAAP-REPORT-v1', rest as unknown as Json);
}

/** The bytes of a report file: the canonical form and a line feed. */
export const reportText = (report: Report): string => `${canonical(report as unknown as Json)}\n`;

/** The digest (EAAP-VALUE-v1) of the checks there are. */
export function checkSet(checks: readonly Pick<Check, 'id' | 'grade' | 'requirements' | 'needs'>[]): Digest {
  const all = checks.map(({ id, grade, requirements, needs }): Json => [id, grade, requirements, needs]);
  return digest('EAAP-VALUE-v1', all);
}

/** Requirements by the evidence they need and by verdict. */
export function gradesOf(requirements: readonly RequirementVerdict[]): Report['grades'] {
  const of = (grade: string): Report['summary'] =>
    summarize(requirements.filter((one) => one.grade === grade));
  return { E1: of('E1'), E2: of('E2'), E3: of('E3') };
}
