import { exitCodeOf } from './exit-code.ts';
import type { Report } from './types.ts';

type Claimed = Pick<
  Report,
  'mode' | 'requirements' | 'requirement_set' | 'selection' | 'summary' | 'grades' | 'profile'
>;

/**
 * What a run may be said to have shown, in one sentence: it names the requirements, the profile, and the counts by the
 * evidence that each requirement needs. Of a part, or of the wire alone, it never says "It conforms:".
 */
export function claimOf(report: Claimed): string {
  const { requirements, requirement_set, profile } = report;
  // What a gateway says of itself is quoted where it could be taken for a part of the sentence.
  const named = profile !== null && /^[a-z][a-z-]{0,39}$/.test(profile) ? profile : JSON.stringify(profile);
  const stated = profile === null ? 'no profile stated' : `profile ${named}`;
  return `${shown(report)}${gradesIn(report)}; ${stated}, requirements ${requirements.length === 0 ? 'none of ' : ''}${requirement_set}.`;
}

function shown(report: Claimed): string {
  const { mode, requirements, selection, summary } = report;
  const { pass, fail, inconclusive, not_evidenced } = summary;
  const code = exitCodeOf(report);
  const of = `of ${requirements.length} requirements`;
  if (code === 1) return `It does not conform: ${fail} ${of} fail`;
  if (code === 5)
    return `It is not shown to conform: ${inconclusive} inconclusive and ${not_evidenced} not evidenced ${of}`;
  const lacking = not_evidenced + inconclusive;
  const rest = lacking === 0 ? '' : ` and ${lacking} are not shown`;
  if (Object.keys(selection).length > 0) return `Of a part of the suite ${pass} ${of} pass${rest}`;
  if (mode === 'url') return `It conforms as far as the wire shows: ${pass} ${of} pass${rest}`;
  return `It conforms: ${pass} ${of} pass${rest}`;
}

/** How many pass of those that need at least this evidence. */
function gradesIn({ grades }: Claimed): string {
  const counts = Object.entries(grades).flatMap(([grade, summary]) => {
    const all = Object.values(summary).reduce((sum, count) => sum + count, 0);
    return all === 0 ? [] : [`${grade} ${summary.pass} of ${all}`];
  });
  return counts.length === 0 ? '' : ` (passing by grade: ${counts.join(', ')})`;
}
