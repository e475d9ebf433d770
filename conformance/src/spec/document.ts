import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { digest } from '../model/digest.ts';
import { readAnchors } from './anchors.ts';
import { deadLinks } from './links.ts';
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

/** The text of the file the requirements are committed in. */
export function formatSet(set: RequirementSet): string {
  return `${JSON.stringify(set, null, 2)}\n`;
}

/** Whether the committed file is what the RFCs say; otherwise where it first differs. */
export function staleness(set: RequirementSet, committed: string | null): SpecFault | null {
  const wanted = formatSet(set);
  if (committed === wanted) return null;
  const lines = (committed ?? '').split('\n');
  const first = wanted.split('\n').findIndex((line, i) => line !== lines[i]);
  const line = committed === null ? 1 : first === -1 ? wanted.split('\n').length : first + 1;
  const what = committed === null ? 'is not there' : 'is not what the RFCs say';
  return {
    file: REQUIREMENTS_FILE,
    line,
    code: 'stale',
    message: `The file ${what}. Expected: the output of \`npm run spec\`.`,
  };
}
