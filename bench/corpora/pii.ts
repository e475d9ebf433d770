/**
 * Personal data in sentences with labelled spans: what is found of it, and what is found that is none. The detectors are the
 * gateway's; a finding counts for a span when both are of one type and it covers the span's digits and letters.
 */
import { detect, type PiiType } from '@eaap/ledger';
import { generated, negativesOf } from './pii-generated.ts';
import { readLines } from './traces.ts';
import type { CorpusResult } from './types.ts';

/** The labels of the corpus that have a pattern. */
const TYPES: Readonly<Record<string, PiiType>> = {
  CREDIT_CARD: 'card',
  EMAIL_ADDRESS: 'email',
  IBAN_CODE: 'iban',
  US_SSN: 'ssn',
  PHONE_NUMBER: 'phone',
  IP_ADDRESS: 'ip',
  KEY: 'key',
};

/** A labelled stretch of a text. */
export interface Span {
  readonly type: string;
  readonly start: number;
  readonly end: number;
}

/** A sentence and what is in it. */
export interface Sentence {
  readonly id: string;
  readonly text: string;
  readonly spans: readonly Span[];
}

interface Score {
  spans: number;
  /** Spans that a finding of their type covers. */
  found: number;
  /** Spans that a finding of whatever type covers: nothing of them is stored. */
  hidden: number;
  findings: number;
  /** Findings that lie on a span of their type. */
  right: number;
}

type Wrong = CorpusResult['wrong'][number];

const overlaps = (a: { start: number; end: number }, b: { start: number; end: number }): boolean =>
  a.start < b.end && b.start < a.end;

/** How well sentences are read, by type, and every sentence that is read wrongly; none of them is repeated. */
export function score(sentences: readonly Sentence[]): { scores: Map<PiiType, Score>; wrong: Wrong[] } {
  const scores = new Map<PiiType, Score>();
  const of = (type: PiiType): Score => {
    const known = scores.get(type) ?? { spans: 0, found: 0, hidden: 0, findings: 0, right: 0 };
    scores.set(type, known);
    return known;
  };
  const wrong: Wrong[] = [];
  for (const { id, text, spans } of sentences) {
    const findings = detect(text);
    const covers = (span: Span, type?: PiiType): boolean =>
      findings.some(
        (found) =>
          (type === undefined || found.type === type) &&
          found.start <= span.start + 1 &&
          found.end >= span.end - 1,
      );
    for (const span of spans) {
      const type = TYPES[span.type];
      if (type === undefined) continue;
      const one = of(type);
      one.spans += 1;
      if (covers(span)) one.hidden += 1;
      if (covers(span, type)) one.found += 1;
      else wrong.push({ id, expected: type, got: 'nothing', reasons: [] });
    }
    for (const finding of findings) {
      const one = of(finding.type);
      one.findings += 1;
      const own = spans.some((span) => TYPES[span.type] === finding.type && overlaps(span, finding));
      if (own) one.right += 1;
      else wrong.push({ id, expected: 'nothing', got: finding.type, reasons: [] });
    }
  }
  return { scores, wrong };
}

const part = (of: number, all: number): number => (all === 0 ? 1 : Math.round((of / all) * 10_000) / 10_000);

/** Figures of scores, by type. */
export function figuresOf(scores: ReadonlyMap<PiiType, Score>, prefix = ''): Record<string, number> {
  const figures: Record<string, number> = {};
  for (const [type, { spans, found, hidden, findings, right }] of [...scores].sort(([a], [b]) =>
    a < b ? -1 : 1,
  )) {
    figures[`${prefix}${type} spans`] = spans;
    figures[`${prefix}${type} recall`] = part(found, spans);
    figures[`${prefix}${type} recall, whatever type it is taken for`] = part(hidden, spans);
    figures[`${prefix}${type} precision`] = part(right, findings);
  }
  return figures;
}

function sentencesOf(path: string): Sentence[] {
  return readLines<Omit<Sentence, 'id'>>(path).map((line, i) => ({ ...line, id: `line ${i + 1}` }));
}

/** Types that are labelled and that no pattern finds. */
function uncovered(sentences: readonly Sentence[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { type } of sentences.flatMap(({ spans }) => spans)) {
    if (TYPES[type] === undefined) counts[`not covered: ${type}`] = (counts[`not covered: ${type}`] ?? 0) + 1;
  }
  return counts;
}

export async function run(path: string): Promise<CorpusResult> {
  const sentences = sentencesOf(path);
  const { scores, wrong } = score(sentences);
  const own = score(generated(1, 4000));
  const negatives = negativesOf(1, 200);
  const touched = negatives.filter((text) => detect(text).length > 0);
  const spans = [...scores.values()];
  return {
    corpus: 'pii',
    cases: sentences.length,
    stopped: spans.reduce((sum, { found }) => sum + found, 0),
    escalated: 0,
    admitted: sentences.length - new Set(wrong.map(({ id }) => id)).size,
    wrong,
    figures: {
      ...figuresOf(scores),
      ...uncovered(sentences),
      ...figuresOf(own.scores, 'generated: '),
      'generated: order numbers, versions, hashes, prices and the like': negatives.length,
      'generated: of these, taken for personal data': touched.length,
    },
    notes: [
      'Names, addresses and the other types that are not covered have no pattern that could find them.',
      'The generated sentences are by the hands that wrote the detectors: regression, not efficacy.',
    ],
  };
}
