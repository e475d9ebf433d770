import { digest } from '../model/digest.ts';
import { proseLines, readHeading, type Line } from './lines.ts';
import type { Layer, Level, Requirement, RequirementGrade, SpecFault } from './requirement.ts';

/** What an anchored sentence looks like; shown with every fault of form. */
export const ANCHOR_FORM =
  '> **EAAP-0001-012** (MUST · invariant 5 · E1 · layer L1) A gateway MUST … .  (level MUST or SHOULD; "invariant 5", "invariants 5, 6" or "–"; grade E1, E2 or E3; the layer may be left out)';

const ANCHOR =
  /^> \*\*(EAAP-(\d{4})-(\d{3}))\*\* \((MUST|SHOULD) · (–|invariant \d+|invariants \d+(?:, \d+)+) · (E[123])(?: · layer (L[1-4]))?\) (\S.*)$/;
/** A withdrawn requirement keeps its number taken. */
const WITHDRAWN = /^> \*\*(EAAP-(\d{4})-(\d{3}))\*\* \(withdrawn\) \S.*$/;
const KEYWORDS = /\b(?:MUST|SHOULD|SHALL|REQUIRED|RECOMMENDED|MAY|OPTIONAL)\b/;
const INVARIANTS = 14;

/** The requirements of one document, and what is wrong with it. */
export interface Anchors {
  readonly requirements: readonly Requirement[];
  readonly faults: readonly SpecFault[];
}

/** A sentence may run over several quoted lines; they are one. */
function quoteFrom(lines: readonly Line[], start: number): { readonly text: string; readonly end: number } {
  let text = lines[start]?.text.trimEnd() ?? '';
  let end = start + 1;
  for (; end < lines.length; end++) {
    const next = lines[end]?.text ?? '';
    if (!/^> \S/.test(next) || next.startsWith('> **')) break;
    text += ` ${next.slice(2).trim()}`;
  }
  return { text, end };
}

function invariantsOf(field: string): number[] {
  return [...field.matchAll(/\d+/g)].map(([digits]) => Number(digits));
}

/**
 * Reads the anchored sentences of a document in order.
 *
 * @param file - Its path, for faults; its name begins with the number of the RFC.
 */
export function readAnchors(file: string, markdown: string): Anchors {
  const rfc = /(?:^|\/)(\d{4})-[^/]*$/.exec(file)?.[1];
  const lines = proseLines(markdown);
  const requirements: Requirement[] = [];
  const faults: SpecFault[] = [];
  const seen = new Map<string, number>();
  let section: string | null = null;
  let expected = 1;

  for (let at = 0; at < lines.length;) {
    const line = lines[at] as Line;
    const fault = (code: SpecFault['code'], message: string): void => {
      faults.push({ file, line: line.number, code, message });
    };
    const heading = readHeading(line);
    if (heading !== null) section = heading.number;
    if (!line.text.includes('**EAAP-')) {
      const word = heading === null ? KEYWORDS.exec(line.prose)?.[0] : undefined;
      if (word !== undefined)
        fault(
          'unanchored',
          `The word ${word} stands in a sentence without an anchor. Expected: ${ANCHOR_FORM}`,
        );
      at++;
      continue;
    }
    const { text, end } = quoteFrom(lines, at);
    at = end;
    const match = ANCHOR.exec(text) ?? WITHDRAWN.exec(text);
    if (match === null) {
      fault('malformed-anchor', `The anchor is not of the form. Expected: ${ANCHOR_FORM}`);
      continue;
    }
    const [, id = '', document = '', number = '', level, invariantField = '', grade, layer, sentence = ''] =
      match;
    const before = seen.get(id);
    if (before !== undefined) {
      fault(
        'duplicate-id',
        `${id} was used in line ${before} already. Expected: the next number, never used before.`,
      );
      continue;
    }
    seen.set(id, line.number);
    if (document !== rfc)
      fault('wrong-document', `${id} stands in another document. Expected: EAAP-${rfc ?? '????'}-….`);
    if (Number(number) !== expected)
      fault('out-of-order', `${id} is out of order. Expected: number ${String(expected).padStart(3, '0')}.`);
    expected = Number(number) + 1;
    if (level === undefined) continue;
    const invariants = invariantsOf(invariantField);
    if (!invariants.every((n, i) => n >= 1 && n <= INVARIANTS && n > (invariants[i - 1] ?? 0)))
      fault(
        'unknown-invariant',
        `${id} names ${invariantField}. Expected: numbers 1 to ${INVARIANTS}, rising.`,
      );
    if (section === null)
      fault('no-section', `${id} stands under no numbered heading. Expected: one such as ### 6.3 Conflicts.`);
    for (const [code, message] of sentenceFaults(id, level as Level, sentence)) fault(code, message);
    requirements.push({
      id,
      sentence,
      actor: actorOf(sentence),
      level: level as Level,
      grade: grade as RequirementGrade,
      invariants,
      layer: (layer as Layer | undefined) ?? null,
      section: section ?? '',
      digest: digest('EAAP-REQUIREMENT-v1', { id, sentence }),
    });
  }
  return { requirements, faults };
}

/** Who a sentence is about: `A gateway MUST …` is about a gateway. */
function actorOf(sentence: string): string {
  return /^An? ([a-z][a-z-]*(?: [a-z-]+)?) (?:MUST|SHOULD)\b/.exec(sentence)?.[1] ?? '';
}

/** One actor, one MUST or SHOULD, one sentence; code spans are quoted words and do not count. */
function sentenceFaults(id: string, level: Level, sentence: string): [SpecFault['code'], string][] {
  const faults: [SpecFault['code'], string][] = [];
  const prose = sentence.replace(/`[^`]*`/g, '``');
  const words = prose.match(new RegExp(KEYWORDS, 'g')) ?? [];
  if (words.length !== 1)
    faults.push([
      'several-levels',
      `${id} has ${words.length} words of level. Expected: exactly one MUST or SHOULD.`,
    ]);
  else if (words[0] !== level)
    faults.push([
      'level-mismatch',
      `${id} is declared ${level} and says ${String(words[0])}. Expected: the same word.`,
    ]);
  if (!prose.endsWith('.') || /[.!?;] \S/.test(prose))
    faults.push(['several-sentences', `${id} is not one sentence. Expected: one full stop, at its end.`]);
  if (actorOf(prose) === '')
    faults.push(['no-actor', `${id} does not begin with its actor. Expected: "A gateway MUST …".`]);
  return faults;
}
