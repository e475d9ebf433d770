import { createHash } from 'node:crypto';
import { summarize, type Summary } from '../runner/verdict.ts';
import { INVARIANTS } from './invariants.ts';
import { SCRIPT } from './page/script.ts';
import { STYLE } from './page/style.ts';
import { exitCodeOf } from './exit-code.ts';
import type { Report } from './types.ts';

const html = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
const hashOf = (text: string): string => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
const COLUMNS = ['pass', 'fail', 'inconclusive', 'not_evidenced', 'not_applicable'] as const;

/** The report as one page that asks nobody for anything. */
export function htmlOf(report: Report): string {
  const { requirements, checks, transcripts, bodies } = report;
  // Nothing in it can end the element it stands in.
  const data = JSON.stringify({ checks, transcripts, bodies }).replaceAll('<', '\\u003c');
  const policy = `default-src 'none'; img-src data:; style-src ${hashOf(STYLE)}; script-src ${hashOf(SCRIPT)}; base-uri 'none'; form-action 'none'`;
  const name = report.sut.adapter?.name ?? report.sut.url;
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="icon" href="data:,">
<title>EAAP conformance: ${html(name)}</title>
<style>${STYLE}</style></head><body>
<header><h1>EAAP conformance: ${html(name)}</h1>
${saidOf(report)}
${factsOf(report)}</header>
<main><h2>By invariant</h2>
${tableOf(report)}
<h2 id="requirements">Requirements</h2>
<form hidden><input name="text" type="search" placeholder="id, word or check" aria-label="Filter by text">
<select name="verdict" aria-label="Filter by verdict"><option value="">every verdict</option>${COLUMNS.map((one) => `<option value="${one.toUpperCase()}">${one.replace('_', ' ')}</option>`).join('')}</select>
<select name="grade" aria-label="Filter by grade"><option value="">every grade</option><option>E1</option><option>E2</option><option>E3</option></select>
<output></output></form>
<noscript><p>Filter, checks and transcripts need scripts; the verdicts do not.</p></noscript>
${requirements.map(requirementOf).join('\n')}
</main>
<script type="application/json" id="data">${data}</script>
<script>${SCRIPT}</script>
</body></html>
`;
}

function saidOf(report: Report): string {
  const code = exitCodeOf(report);
  const kind = code === 0 ? 'PASS' : code === 1 ? 'FAIL' : 'INCONCLUSIVE';
  return `<p class="said ${kind}">${html(report.claim)}</p>`;
}

function factsOf(report: Report): string {
  const { sut, limits } = report;
  const facts: [string, string][] = [
    ['Gateway', sut.adapter === undefined ? sut.url : `${sut.adapter.name} ${sut.adapter.version}`],
    ['Profile', report.profile ?? 'not stated'],
    [
      'Seen',
      { adapter: 'through an adapter', url: 'over the wire alone', 'in-process': 'in the process' }[
        report.mode
      ],
    ],
    ...(sut.adapter === undefined ? [] : [['Hooks', sut.adapter.hooks.join(', ')] as [string, string]]),
    ...(Object.keys(report.selection).length === 0
      ? []
      : [['Part', JSON.stringify(report.selection)] as [string, string]]),
    ['Made', `${report.generated_at}, seed ${report.seed}`],
    ['Requirements', report.requirement_set],
    ['Report', report.digest],
    ...(report.signature === undefined
      ? []
      : [['Signed', `by the key ${report.signature.key}`] as [string, string]]),
    [
      'Left out',
      `${limits.bodies_cut} bodies are cut (after ${limits.passed} characters where a check passed, ${limits.other} elsewhere): ${limits.characters} characters. Keys and tokens.`,
    ],
  ];
  return `<dl>${facts.map(([term, text]) => `<dt>${term}</dt><dd>${html(text)}</dd>`).join('')}</dl>`;
}

function tableOf({ requirements }: Report): string {
  const row = (name: string, summary: Summary): string =>
    `<tr><td>${html(name)}</td>${COLUMNS.map((one) => `<td class="${summary[one] === 0 ? 'dim' : one.toUpperCase()}">${summary[one]}</td>`).join('')}</tr>`;
  const rows = Object.entries(INVARIANTS).flatMap(([number, name]) => {
    const serving = requirements.filter(({ invariants }) => invariants.includes(Number(number)));
    return serving.length === 0 ? [] : [row(`${number} ${name}`, summarize(serving))];
  });
  const all = requirements.filter(({ invariants }) => invariants.length === 0);
  if (all.length > 0) rows.push(row('needed for all of them', summarize(all)));
  rows.push(row(`${requirements.length} requirements`, summarize(requirements)));
  const head = ['', ...COLUMNS.map((one) => one.replace('_', ' '))].map(
    (one) => `<th scope="col">${one}</th>`,
  );
  return `<div class="scroll" tabindex="0" role="region" aria-label="Verdicts by invariant"><table><thead><tr>${head.join('')}</tr></thead><tbody>${rows.join('')}</tbody></table></div>`;
}

function requirementOf({
  id,
  verdict,
  level,
  grade,
  sentence,
  checks,
}: Report['requirements'][number]): string {
  const ids = checks.map((check) => check.id);
  return `<details class="requirement" id="${html(id)}" data-verdict="${verdict}" data-grade="${grade}"><summary><span class="verdict ${verdict}">${verdict.replace('_', ' ')}</span> <code>${html(id)}</code> <span class="dim">${level}, ${grade}</span> <span class="sentence">${html(sentence)}</span></summary><div class="inner" data-checks="${html(ids.join(' '))}">${html(ids.join(', '))}</div></details>`;
}
