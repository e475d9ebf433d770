import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { addressOf, ROOT } from '../paths.ts';

/** One RFC, as far as links need to know it. */
export interface Rfc {
  /** Four digits. */
  readonly number: string;
  /** Its page, relative to the site. */
  readonly page: string;
  /** What comes after `RFC-0001: ` in its title. */
  readonly title: string;
  readonly requirements: ReadonlySet<string>;
  /** From the number of a section to the fragment of its heading. */
  readonly sections: ReadonlyMap<string, string>;
}

/** How TypeDoc and GitHub make a fragment of a heading. */
export const fragmentOf = (heading: string): string =>
  heading
    .replace(/[`*]/g, '')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s_-]/gu, '')
    .trim()
    .replaceAll(' ', '-');

function readRfc(file: string): Rfc {
  const text = readFileSync(join(ROOT, file), 'utf8');
  const number = /(\d{4})/.exec(file)?.[1] ?? '';
  const prose = text.replace(/^```[\s\S]*?^```/gm, '');
  const headings = [...prose.matchAll(/^#{2,4} (\d+(?:\.\d+)*)\.? (.+)$/gm)];
  return {
    number,
    page: `${addressOf(file.replace(/\.md$/, ''))}.html`,
    title: /^# (?:RFC-\d{4}: )?(.+)$/m.exec(text)?.[1] ?? number,
    requirements: new Set([...text.matchAll(/^> \*\*(EAAP-\d{4}-\d{3})\*\*/gm)].map(([, id = '']) => id)),
    sections: new Map(
      headings.map(([line = '', section = '']) => [section, fragmentOf(line.replace(/^#+ /, ''))]),
    ),
  };
}

/** Every RFC there is, by number. */
export function readSeries(): ReadonlyMap<string, Rfc> {
  const files = globSync('rfcs/0*.md', { cwd: ROOT }).sort();
  return new Map(files.map(readRfc).map((rfc) => [rfc.number, rfc]));
}
