import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const CITATION = /RFC-(\d{4}),? sections? (\d+(?:\.\d+)*(?:(?:, | and )\d+(?:\.\d+)*)*)/g;

function sourcesUnder(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
    .map((entry) => join(entry.parentPath, entry.name));
}

/**
 * Which source files of the packages say that they are where a section of an RFC is carried out, by `RFC-0001 section
 * 6.3` in their comments. Keys are as in `0001 6.3`; files are relative to the root and sorted.
 */
export function mechanisms(root: string): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, Set<string>>();
  for (const name of readdirSync(join(root, 'packages')).sort()) {
    for (const path of sourcesUnder(join(root, 'packages', name, 'src')).sort()) {
      const file = path.slice(root.length).replace(/^\/+/, '');
      // A comment may break anywhere; its lines are read as one.
      const text = readFileSync(path, 'utf8').replace(/\s*\n\s*(?:\*|\/\/)?\s*/g, ' ');
      for (const [, rfc = '', sections = ''] of text.matchAll(CITATION))
        for (const section of sections.split(/, | and /)) {
          const key = `${rfc} ${section}`;
          found.set(key, (found.get(key) ?? new Set()).add(file));
        }
    }
  }
  return new Map([...found].map(([key, files]) => [key, [...files].sort()]));
}

/** The files for a section: those that cite it, or else those that cite the section around it. */
export function mechanismOf(
  of: ReadonlyMap<string, readonly string[]>,
  rfc: string,
  section: string,
): readonly string[] {
  for (let at = section; at !== ''; at = at.includes('.') ? at.slice(0, at.lastIndexOf('.')) : '') {
    const files = of.get(`${rfc} ${at}`);
    if (files !== undefined) return files;
  }
  return [];
}
