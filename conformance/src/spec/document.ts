import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { digest } from '../model/digest.ts';
import { readAnchors } from './anchors.ts';
import { EXAMPLE_FILE, workedExample } from './example.ts';
import { deadLinks } from './links.ts';
import { PROOF_MAP_FILE } from './proof-map.ts';
import type { Requirement, RequirementSet, SpecFault } from './requirement.ts';

/** Where the requirements are committed, relative to the repository. */
export const REQUIREMENTS_FILE = 'conformance/requirements.json';
const FOLDER = 'rfcs';
const GENERATED = 'Generated from the anchors in rfcs/ by conformance/src/spec. Do not edit.';

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
  for (const name of names.sort()) {
    const file = `${FOLDER}/${name}`;
    const markdown = readFileSync(join(root, file), 'utf8');
    faults.push(...deadLinks(root, file, markdown));
    if (!/^\d{4}-/.test(name)) continue;
    const anchors = readAnchors(file, markdown);
    requirements.push(...anchors.requirements);
    faults.push(...anchors.faults);
  }
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
