/** The page: a report goes in, and what `eaap-conformance verify` would say comes out, by the same code. */
import type { Check } from '../../../conformance/src/checks/types.ts';
import { exitCodeOf } from '../../../conformance/src/report/exit-code.ts';
import { MAX_REPORT, readReport, type ReportFault } from '../../../conformance/src/report/read.ts';
import type { Report } from '../../../conformance/src/report/types.ts';
import { verifyReport, type Verified } from '../../../conformance/src/report/verify.ts';
import type { RequirementSet } from '../../../conformance/src/spec/requirement.ts';
import { signerOf } from './key.ts';

const MOST_SHOWN = 50;
const element = <T extends HTMLElement>(id: string): T => document.getElementById(id) as T;
const { set, checks } = JSON.parse(element('data').textContent ?? '') as {
  set: RequirementSet;
  checks: readonly Check[];
};

/** Everything of a report goes in as text: it was said by strangers. */
function made(name: string, text: string, kind = ''): HTMLElement {
  const one = document.createElement(name);
  one.textContent = text;
  one.className = kind;
  return one;
}
const listed = (texts: readonly HTMLElement[]): HTMLElement => {
  const list = document.createElement('ul');
  list.append(...texts);
  return list;
};

function refused(name: string, faults: readonly ReportFault[]): HTMLElement[] {
  const shown = faults.slice(0, MOST_SHOWN).map(({ code, message }) => {
    const item = made('li', '');
    item.append(made('code', code), ` ${message}`);
    return item;
  });
  const more = faults.length - shown.length;
  return [
    made('h2', 'The report does not hold', 'FAIL'),
    made('p', `${name} is refused, for ${faults.length === 1 ? 'one reason' : `${faults.length} reasons`}.`),
    listed(shown),
    ...(more > 0 ? [made('p', `and ${more} more`)] : []),
  ];
}

function held(name: string, report: Report, { tally, notes }: Verified): HTMLElement[] {
  const recomputed = tally.equal + tally.answer;
  const facts: [string, string][] = [
    ['File', name],
    [
      'Gateway',
      report.sut.adapter === undefined
        ? report.sut.url
        : `${report.sut.adapter.name} ${report.sut.adapter.version}`,
    ],
    ['Made', `${report.generated_at}, seed ${report.seed}`],
    ['Report', report.digest],
    ['Requirements', report.requirement_set],
    ['Follows from', `${recomputed + tally.check} statements of ${report.checks.length} checks`],
    ['Recomputed', `${recomputed} of those, ${tally.answer} from the transcript of ${tally.lines} exchanges`],
    ['On trust', `${tally.check} are as the check saw it; times, seed and titles too`],
  ];
  const list = document.createElement('dl');
  for (const [term, text] of facts) list.append(made('dt', term), made('dd', text));
  const kind = ['PASS', 'FAIL'][exitCodeOf(report)] ?? 'INCONCLUSIVE';
  const wrong = report.requirements.filter(({ verdict }) => verdict !== 'PASS');
  return [
    made('h2', 'The report holds', 'PASS'),
    made('p', report.claim, `claim ${kind}`),
    ...notes.map((note) => made('p', note, 'note')),
    list,
    ...(wrong.length === 0 ? [] : [made('h3', `Requirements that are not PASS: ${wrong.length}`)]),
    listed(
      wrong.map(({ id, verdict, sentence }) => made('li', `${id} ${verdict.replace('_', ' ')}: ${sentence}`)),
    ),
  ];
}

function answer(name: string, bytes: Uint8Array): HTMLElement[] {
  const signer = signerOf(element<HTMLTextAreaElement>('signer').value);
  if (signer === undefined)
    return [made('p', 'The key is no Ed25519 public key, in PEM or as a report writes it.', 'FAIL')];
  const { report, faults } = readReport(bytes);
  if (report === undefined) return refused(name, faults);
  const verified = verifyReport(report, set, checks, signer === '' ? undefined : signer);
  const all = [...faults, ...verified.faults];
  return all.length > 0 ? refused(name, all) : held(name, report, verified);
}

let last: File | undefined;
let turn = 0;
async function take(file: File | undefined): Promise<void> {
  if (file === undefined) return;
  last = file;
  const mine = (turn += 1);
  const out = element('out');
  out.replaceChildren(made('p', `${file.name} is being read.`));
  // Shown before the work begins, which takes the page for a second or so.
  await new Promise((resolve) => setTimeout(resolve, 20));
  const said = await saidOf(file);
  // What was opened later is what is asked about.
  if (mine === turn) out.replaceChildren(...said);
}

async function saidOf(file: File): Promise<HTMLElement[]> {
  const { name, size } = file;
  try {
    if (size <= MAX_REPORT) return answer(name, new Uint8Array(await file.arrayBuffer()));
    const message = `It has ${size} bytes, over ${MAX_REPORT}, and is not read.`;
    return refused(name, [{ code: 'huge', message }]);
  } catch (error) {
    // Nothing that went wrong may look like a report that holds.
    return [made('h2', 'It could not be verified', 'FAIL'), made('p', String(error))];
  }
}

const input = element<HTMLInputElement>('file');
// The same file may be chosen again: it may have changed.
input.addEventListener('click', () => void (input.value = ''));
input.addEventListener('change', () => void take(input.files?.[0]));
element('signer').addEventListener('input', () => void take(last));
const drop = element('drop');
for (const name of ['dragover', 'dragenter'] as const)
  document.addEventListener(name, (event) => {
    event.preventDefault();
    drop.classList.add('over');
  });
document.addEventListener('dragleave', () => drop.classList.remove('over'));
document.addEventListener('drop', (event) => {
  event.preventDefault();
  drop.classList.remove('over');
  void take(event.dataTransfer?.files[0]);
});
element('known').textContent =
  `${set.requirements.length} requirements, ${set.digest}; ${checks.length} checks`;
