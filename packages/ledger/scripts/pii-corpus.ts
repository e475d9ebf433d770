/**
 * Measures the detectors on a corpus of labelled sentences: one JSON object a line, `{text, spans: [{type, start, end}]}`
 * with offsets in Unicode code points, as presidio-research publishes it.
 *
 *   npx tsx --conditions=eaap-source packages/ledger/scripts/pii-corpus.ts --file FILE [--json]
 *
 * A span counts as found when findings of its type cover every letter and digit of it; a finding counts as right when it
 * overlaps a span of its type. Spans of types without a pattern are listed as not covered. Exit codes: 0, or 2 for usage.
 */
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { parsePhoneNumberFromString, type CountryCode } from 'libphonenumber-js/max';
import { PHONE_REGIONS } from '../src/pii/lib/phone-plans.ts';
import { detect, type PiiType } from '../src/pii/index.ts';

interface Span {
  readonly type: string;
  readonly start: number;
  readonly end: number;
}

interface Score {
  spans: number;
  found: number;
  /** Spans that some finding covers, whatever its type: nothing of them would be stored. */
  covered: number;
  findings: number;
  right: number;
}

const LABELS: Readonly<Record<string, PiiType>> = {
  CREDIT_CARD: 'card',
  IBAN_CODE: 'iban',
  EMAIL_ADDRESS: 'email',
  US_SSN: 'ssn',
  PHONE_NUMBER: 'phone',
  IP_ADDRESS: 'ip',
};

const { values } = parseArgs({
  options: { file: { type: 'string' }, json: { type: 'boolean', default: false } },
});
if (values.file === undefined) {
  process.stderr.write('usage: pii-corpus.ts --file FILE [--json]\n');
  process.exit(2);
}

let content: string;
try {
  content = readFileSync(values.file, 'utf8');
} catch (error) {
  process.stderr.write(`The corpus cannot be read: ${(error as Error).message}\n`);
  process.exit(2);
}

const scores = new Map<PiiType, Score>();
const uncovered = new Map<string, number>();
const wrong: {
  type: PiiType;
  kind: 'missed' | 'false';
  in_stated_region?: boolean;
  value: string;
  text: string;
}[] = [];
const regional = { spans: 0, found: 0 };

function scoreOf(type: PiiType): Score {
  const score = scores.get(type) ?? { spans: 0, found: 0, covered: 0, findings: 0, right: 0 };
  scores.set(type, score);
  return score;
}

/** A number somebody in one of the stated regions could dial, or one with its country code. */
function inStatedRegion(value: string): boolean {
  const number = value.replace(/ ?(?:x|ext\.?) ?[0-9]+$/i, '').replace(/^00(?=[1-9])/, '+');
  return PHONE_REGIONS.some(
    (region) => parsePhoneNumberFromString(number, region as CountryCode)?.isValid() === true,
  );
}

function covers(ranges: readonly Span[], text: string, { start, end }: Span): boolean {
  for (let i = start; i < end; i += 1) {
    if (/[\p{L}\p{N}]/u.test(text.charAt(i)) && !ranges.some((range) => range.start <= i && i < range.end))
      return false;
  }
  return true;
}

for (const [index, line] of content.split('\n').entries()) {
  if (line.trim() === '') continue;
  const { text, spans } = JSON.parse(line) as { text: string; spans: Span[] };
  const offsets = [0];
  for (const char of text) offsets.push((offsets.at(-1) ?? 0) + char.length);
  const findings = detect(text);
  const labelled = spans.map((span) => ({
    ...span,
    start: offsets[span.start] ?? text.length,
    end: offsets[span.end] ?? text.length,
  }));
  for (const span of labelled) {
    const type = LABELS[span.type];
    if (type === undefined) {
      uncovered.set(span.type, (uncovered.get(span.type) ?? 0) + 1);
      continue;
    }
    const score = scoreOf(type);
    const value = text.slice(span.start, span.end);
    const found = covers(
      findings.filter((finding) => finding.type === type),
      text,
      span,
    );
    score.spans += 1;
    score.found += Number(found);
    score.covered += Number(covers(findings, text, span));
    const stated = type === 'phone' && inStatedRegion(value);
    if (stated) {
      regional.spans += 1;
      regional.found += Number(found);
    }
    if (!found) {
      const at = type === 'phone' ? { in_stated_region: stated } : {};
      wrong.push({ type, kind: 'missed', ...at, value, text: `line ${index + 1}: ${text}` });
    }
  }
  for (const finding of findings) {
    const score = scoreOf(finding.type);
    const right = labelled.some(
      (span) => LABELS[span.type] === finding.type && span.start < finding.end && finding.start < span.end,
    );
    score.findings += 1;
    score.right += Number(right);
    if (!right) {
      const value = text.slice(finding.start, finding.end);
      wrong.push({ type: finding.type, kind: 'false', value, text: `line ${index + 1}: ${text}` });
    }
  }
}

function percent(part: number, whole: number): string {
  return whole === 0 ? '-' : `${((100 * part) / whole).toFixed(1)} %`;
}

if (values.json) {
  const types = Object.fromEntries(scores);
  const report = {
    types,
    phone_in_stated_regions: regional,
    not_covered: Object.fromEntries(uncovered),
    wrong,
  };
  process.stdout.write(`${JSON.stringify(report, undefined, 2)}\n`);
} else {
  const row = (...cells: string[]): string => cells.map((cell, i) => cell.padEnd(i === 0 ? 26 : 16)).join('');
  const lines = [row('type', 'recall', 'any type', 'precision')];
  for (const [type, { spans, found, covered, findings, right }] of scores) {
    const recall = `${percent(found, spans)} (${found}/${spans})`;
    lines.push(
      row(type, recall, percent(covered, spans), `${percent(right, findings)} (${right}/${findings})`),
    );
  }
  const inRegions = `${percent(regional.found, regional.spans)} (${regional.found}/${regional.spans})`;
  lines.push(row('phone, stated regions', inRegions), '', 'not covered, no pattern:');
  for (const [type, count] of uncovered) lines.push(`  ${type} ${count}`);
  lines.push('', `wrong: ${wrong.length}`);
  for (const { kind, type, value, text } of wrong)
    lines.push(`  ${kind} ${type} ${JSON.stringify(value)} ${JSON.stringify(text)}`);
  process.stdout.write(`${lines.join('\n')}\n`);
}
