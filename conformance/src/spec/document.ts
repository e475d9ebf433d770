import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { digest } from '../model/digest.ts';
import { readAnchors } from './anchors.ts';
import { EXAMPLE_FILE, workedExample } from './example.ts';
import { proseLines } from './lines.ts';
import { deadLinks } from './links.ts';
import { PROOF_MAP_FILE } from './proof-map.ts';
import type { Requirement, RequirementSet, SpecFault } from './requirement.ts';

/** Where the requirements are committed, relative to the repository. */
export const REQUIREMENTS_FILE = 'conformance/requirements.json';
const FOLDER = 'rfcs';
const GENERATED = 'Generated from the anchors in rfcs/ by conformance/src/spec. Do not edit.';

const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** The text of a document, and what keeps it from being plain UTF-8 with line feeds. */
function readText(root: string, file: string): { text: string; faults: readonly SpecFault[] } {
  const bytes = readFileSync(join(root, file));
  const fault = (line: number, message: string): SpecFault => ({
    file,
    line,
    code: 'not-plain-text',
    message,
  });
  try {
    const text = decoder.decode(bytes);
    const carriage = text.indexOf('\r');
    const faults = [
      ...(text.startsWith('\uFEFF')
        ? [fault(1, 'The file begins with a byte order mark. Expected: none.')]
        : []),
      ...(carriage === -1
        ? []
        : [fault(text.slice(0, carriage).split('\n').length, 'A line ends in CR LF. Expected: LF alone.')]),
    ];
    return { text, faults };
  } catch {
    return { text: bytes.toString('utf8'), faults: [fault(1, 'The file is not UTF-8. Expected: UTF-8.')] };
  }
}

/** Mentions of requirements that no document has. */
function danglingIds(file: string, markdown: string, known: ReadonlySet<string>): SpecFault[] {
  return proseLines(markdown).flatMap(({ number, text }) =>
    [...text.matchAll(/EAAP-\d{4}-\d{3}/g)]
      .filter(([id]) => !known.has(id))
      .map(([id]) => ({
        file,
        line: number,
        code: 'unknown-requirement' as const,
        message: `There is no requirement ${id}. Expected: an id that is anchored in rfcs/.`,
      })),
  );
}

/** What the RFCs say, and what is wrong with them. */
export interface Spec {
  readonly set: RequirementSet;
  readonly faults: readonly SpecFault[];
}

/**
 * Reads every RFC.
 *
 * @param root - The repository.
 * @throws Error if there is no folder `rfcs`, or a document cannot be read.
 */
export function readSpec(root: string): Spec {
  const requirements: Requirement[] = [];
  const faults: SpecFault[] = [];
  const names = readdirSync(join(root, FOLDER)).filter((name) => name.endsWith('.md'));
  const texts = new Map<string, string>();
  const documents = new Map<string, string>();
  for (const name of names.sort()) {
    const file = `${FOLDER}/${name}`;
    const { text, faults: unreadable } = readText(root, file);
    texts.set(file, text);
    faults.push(...unreadable, ...deadLinks(root, file, text));
    const number = /^(\d{4})-/.exec(name)?.[1];
    if (number === undefined) continue;
    const other = documents.get(number);
    if (other !== undefined)
      faults.push({
        file,
        line: 1,
        code: 'duplicate-id',
        message: `${other} has the number ${number} already. Expected: one document a number.`,
      });
    documents.set(number, file);
    const anchors = readAnchors(file, text);
    requirements.push(...anchors.requirements);
    faults.push(...anchors.faults);
  }
  const known = new Set(
    [...texts.values()].flatMap((text) => text.match(/(?<=\*\*)EAAP-\d{4}-\d{3}(?=\*\*)/g) ?? []),
  );
  for (const [file, text] of texts) faults.push(...danglingIds(file, text, known));
  // The proof map is generated: it is compared as a whole.
  for (const folder of ['docs', 'conformance', 'schemas']) {
    if (!existsSync(join(root, folder))) continue;
    for (const name of readdirSync(join(root, folder)).filter(
      (entry) => entry.endsWith('.md') && `${folder}/${entry}` !== PROOF_MAP_FILE,
    ))
      faults.push(...deadLinks(root, `${folder}/${name}`, readFileSync(join(root, folder, name), 'utf8')));
  }
  requirements.sort((a, b) => (a.id < b.id ? -1 : 1));
  const set: RequirementSet = {
    generated: GENERATED,
    digest: digest(
      'EAAP-REQUIREMENT-v1',
      requirements.map((requirement) => requirement.digest),
    ),
    requirements,
  };
  return { set, faults };
}

const formatJson = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`;

/** A file that is written from the RFCs or the model, and what it holds. */
export interface GeneratedFile {
  /** Relative to the repository. */
  readonly file: string;
  readonly text: string;
}

/** The file names of the RFCs, by number. */
export function documentsOf(root: string): ReadonlyMap<string, string> {
  const names = readdirSync(join(root, FOLDER)).filter((name) => /^\d{4}-.*\.md$/.test(name));
  return new Map(names.map((name) => [name.slice(0, 4), name]));
}

/** Every file that is generated from the RFCs and the model alone. */
export function generatedFiles(set: RequirementSet): readonly GeneratedFile[] {
  return [
    { file: REQUIREMENTS_FILE, text: formatJson(set) },
    { file: EXAMPLE_FILE, text: formatJson(workedExample()) },
  ];
}

/** Whether a committed file is what it would be written as; otherwise where it first differs. */
export function staleness({ file, text }: GeneratedFile, committed: string | null): SpecFault | null {
  if (committed === text) return null;
  const lines = (committed ?? '').split('\n');
  const first = text.split('\n').findIndex((line, i) => line !== lines[i]);
  const line = committed === null ? 1 : first === -1 ? text.split('\n').length : first + 1;
  const what = committed === null ? 'is not there' : 'is not what it is generated from';
  return {
    file,
    line,
    code: 'stale',
    message: `The file ${what}. Expected: the output of \`npm run spec\`.`,
  };
}
