import { existsSync, readFileSync, statSync } from 'node:fs';
import { dirname, relative, resolve } from 'node:path';
import { proseLines, readHeading, slugOf } from './lines.ts';
import type { SpecFault } from './requirement.ts';

const LINK = /\[[^\]]*\]\(([^)\s]+)(?: "[^"]*")?\)/g;

/** The fragments a document can be linked to by. */
function fragmentsOf(path: string): ReadonlySet<string> {
  const fragments = new Set<string>();
  for (const line of proseLines(readFileSync(path, 'utf8'))) {
    if (readHeading(line) === null) continue;
    const slug = slugOf(line);
    let name = slug;
    for (let again = 1; fragments.has(name); again++) name = `${slug}-${again}`;
    fragments.add(name);
  }
  return fragments;
}

/** Percent signs that encode nothing are taken as they stand, and then lead nowhere. */
function decoded(path: string): string {
  try {
    return decodeURI(path);
  } catch {
    return path;
  }
}

/**
 * Relative links of a document that lead nowhere: no such file, or no such heading in it.
 *
 * @param root - The repository; a link must not leave it.
 * @param file - The document, relative to the root.
 */
export function deadLinks(root: string, file: string, markdown: string): SpecFault[] {
  const faults: SpecFault[] = [];
  const own = resolve(root, file);
  for (const line of proseLines(markdown)) {
    if (/<a\s[^>]*href|^ {0,3}\[[^\]]+\]:\s/i.test(line.prose))
      faults.push({
        file,
        line: line.number,
        code: 'dead-link',
        message:
          'A link is written as HTML or as a reference. Expected: [text](target), which can be followed.',
      });
    for (const [, target = ''] of line.prose.matchAll(LINK)) {
      if (/^[a-z][a-z0-9+.-]*:/i.test(target)) continue;
      const [path = '', fragment] = target.split('#', 2);
      const there = path === '' ? own : resolve(dirname(own), decoded(path));
      const dead = (message: string): void => {
        faults.push({ file, line: line.number, code: 'dead-link', message: `The link ${target} ${message}` });
      };
      if (relative(root, there).startsWith('..')) dead('leaves the repository.');
      else if (!existsSync(there)) dead('leads to no file. Expected: a path relative to this document.');
      else if (fragment !== undefined && statSync(there).isFile() && !fragmentsOf(there).has(fragment))
        dead('names no heading there. Expected: the heading in lower case with dashes for spaces.');
    }
  }
  return faults;
}
