import { isDeepStrictEqual } from 'node:util';
import type { Check } from '../checks/types.ts';
import { digest } from '../model/digest.ts';
import type { Json } from '../model/json.ts';
import { select } from '../runner/select.ts';
import { judgeRequirements, summarize } from '../runner/verdict.ts';
import type { RequirementSet } from '../spec/requirement.ts';
import type { ReportFault } from './read.ts';
import { claimOf } from './claim.ts';
import { checkSet, gradesOf } from './report.ts';
import { isSignature } from './signature.ts';
import type { Report } from './types.ts';
import { verifyCheck, type Tally } from './verify-check.ts';

/** What came of recomputing a report. */
export interface Verified {
  readonly faults: readonly ReportFault[];
  /** What does not make it wrong, but should be known. */
  readonly notes: readonly string[];
  readonly tally: Tally;
}

/**
 * Recomputes what can be recomputed of a report, from the requirements and the checks that there are here.
 *
 * @param signer - The public key it has to be signed by, as a report writes it; anybody's or nobody's when left out.
 */
export function verifyReport(
  report: Report,
  set: RequirementSet,
  checks: readonly Check[],
  signer?: string,
): Verified {
  const faults: ReportFault[] = [];
  const notes: string[] = [];
  const fault = (code: ReportFault['code'], message: string): void => void faults.push({ code, message });
  const tally: Tally = { equal: 0, answer: 0, check: 0, lines: 0 };

  for (const check of report.checks) faults.push(...verifyCheck(check, report, tally));
  const known = new Set(report.checks.map(({ id }) => id));
  if (known.size < report.checks.length) fault('check', 'A check is in it twice.');
  for (const id of Object.keys(report.transcripts))
    if (!known.has(id)) fault('check', `There is a transcript of ${id}, and no such check.`);

  const { adapter, adapter_digest: said } = report.sut;
  if (adapter !== undefined && digest('EAAP-VALUE-v1', adapter as unknown as Json) !== said)
    fault('adapter', 'What the adapter said of itself has another digest than the report says.');
  if ((adapter !== undefined) !== (report.mode === 'adapter'))
    fault(
      'adapter',
      `The mode is ${report.mode}, ${adapter === undefined ? 'and there is no' : 'with an'} adapter.`,
    );
  const profile = (report.sut.discovery as { profile?: unknown } | null)?.profile;
  if (report.profile !== (typeof profile === 'string' ? profile : null))
    fault('adapter', `The profile is ${report.profile}; discovery says otherwise.`);

  const digests = set.requirements.map(({ id, sentence }) => digest('EAAP-REQUIREMENT-v1', { id, sentence }));
  const own = digest('EAAP-REQUIREMENT-v1', digests);
  if (own !== set.digest)
    fault('requirement-set', `The requirements here say they are ${set.digest} and are ${own}.`);
  if (report.requirement_set === own) requirementsOf(report, set, checks, fault, notes);
  else
    fault(
      'requirement-set',
      `It judges by the requirements ${report.requirement_set}; here are ${own}. Give those with --requirements.`,
    );

  if (!isDeepStrictEqual(summarize(report.requirements), { ...report.summary }))
    fault('summary', 'The counts by verdict are not those of its requirements.');
  if (!isDeepStrictEqual(gradesOf(report.requirements), report.grades))
    fault('summary', 'The counts by grade are not those of its requirements.');
  const claim = claimOf(report);
  if (report.claim !== claim)
    fault('claim', `It claims "${report.claim.slice(0, 400)}"; what follows is "${claim}"`);
  signatureOf(report, signer, fault, notes);
  return { faults, notes, tally };
}

function signatureOf(
  { signature, digest: signed }: Report,
  signer: string | undefined,
  fault: (code: ReportFault['code'], message: string) => void,
  notes: string[],
): void {
  if (signature === undefined) {
    if (signer !== undefined) fault('signature', 'It is not signed.');
  } else if (!isSignature(signature, signed))
    fault('signature', `Its signature is not one of the key ${signature.key} over its digest.`);
  else if (signer === undefined)
    notes.push(`It is signed by the key ${signature.key}; whose that is was not asked (--key).`);
  else if (signature.key !== signer)
    fault('signature', `It is signed by the key ${signature.key}, not by ${signer}.`);
  else notes.push('It is signed by the key given: that says who vouches for it, not that it is true.');
}

function requirementsOf(
  report: Report,
  set: RequirementSet,
  checks: readonly Check[],
  fault: (code: ReportFault['code'], message: string) => void,
  notes: string[],
): void {
  const { selection } = report;
  const isSame = checkSet(checks) === report.check_set;
  const none = (): Promise<void> => Promise.resolve();
  const told = report.checks.map((one): Check => ({
    ...one,
    needs: one.needs as Check['needs'],
    negative: false,
    run: none,
  }));
  if (isSame) {
    const chosen = select(checks, set.requirements, selection).checks.map(({ id }) => id);
    for (const id of chosen)
      if (!report.checks.some((one) => one.id === id)) fault('check', `The check ${id} is left out.`);
    for (const { id, grade, requirements, needs } of report.checks) {
      const own = checks.find((one) => one.id === id);
      if (own === undefined || !chosen.includes(id)) fault('check', `The check ${id} does not belong to it.`);
      else if (checkSet([own]) !== checkSet([{ id, grade, requirements, needs: needs as Check['needs'] }]))
        fault('check', `The check ${id} has another grade, other requirements or other hooks.`);
    }
  } else notes.push('It was made with other checks than are here: whether one is left out cannot be told.');

  const wanted = select(isSame ? checks : told, set.requirements, selection).requirements;
  const found = new Map(report.requirements.map((one) => [one.id, one]));
  if (found.size < report.requirements.length) fault('requirement', 'A requirement is in it twice.');
  for (const { id } of report.requirements)
    if (!wanted.some((one) => one.id === id)) fault('requirement', `${id} does not belong to it.`);
  for (const right of judgeRequirements(wanted, told, report.checks as never)) {
    const one = found.get(right.id);
    if (one === undefined) fault('requirement', `${right.id} is left out.`);
    else if (one.verdict !== right.verdict)
      fault('requirement', `${right.id} is said to be ${one.verdict}; by its checks it is ${right.verdict}.`);
    else {
      const names = (list: typeof right.checks): string[] => list.map(({ id }) => id);
      const gone = names(one.checks).filter((id) => !names(right.checks).includes(id));
      if (gone.length > 0) fault('check', `${right.id} rests on ${gone.join(', ')}, which is left out.`);
      else if (!isDeepStrictEqual(JSON.parse(JSON.stringify(right)), one))
        fault('requirement', `${right.id} is told otherwise than the requirements and its checks say.`);
    }
  }
  if (Object.keys(selection).length > 0)
    notes.push(
      `It is of a part only: ${JSON.stringify(selection)}, ${wanted.length} of ${set.requirements.length} requirements.`,
    );
}
