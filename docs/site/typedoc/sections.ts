import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DocumentReflection, type IndexEvent, type ProjectReflection, type Renderer } from 'typedoc';
import { ROOT } from '../paths.ts';
import { fragmentOf, type Rfc } from './series.ts';

interface Entry {
  readonly name: string;
  readonly fragment: string;
  readonly text: string;
}

const ANCHOR = /^> \*\*(EAAP-\d{4}-\d{3})\*\* \([^)]*\) (.+)$/;

/** The sections and requirements of an RFC, each with its own text. */
export function entriesOf({ number }: Pick<Rfc, 'number'>, markdown: string): Entry[] {
  const entries: Entry[] = [];
  let fenced = false;
  let section: { name: string; fragment: string; lines: string[] } | undefined;
  const close = (): void => {
    if (section !== undefined) entries.push({ ...section, text: section.lines.join('\n') });
  };
  for (const line of markdown.split('\n')) {
    if (line.startsWith('```')) fenced = !fenced;
    const [, heading] = fenced ? [] : (/^#{2,3} (.+)$/.exec(line) ?? []);
    const [, id, sentence] = ANCHOR.exec(line) ?? [];
    if (heading !== undefined) {
      close();
      section = {
        name: `RFC-${number}: ${heading.replace(/`/g, '')}`,
        fragment: fragmentOf(heading),
        lines: [],
      };
    } else if (id !== undefined && sentence !== undefined) {
      entries.push({ name: id, fragment: id, text: sentence });
    } else {
      section?.lines.push(line);
    }
  }
  close();
  return entries;
}

/**
 * Makes the search find a section or a requirement and lead there, where TypeDoc knows whole documents only: what is
 * looked for in a document of a hundred pages is a place in it.
 */
export function addSections(
  event: IndexEvent,
  { router }: Renderer,
  project: ProjectReflection,
  series: ReadonlyMap<string, Rfc>,
  sourceOf: (document: DocumentReflection) => string | undefined,
): void {
  const targets = (router as unknown as { fullUrls: Map<unknown, string> }).fullUrls;
  for (const [at, found] of [...event.searchResults].entries()) {
    const source = found.isDocument() ? sourceOf(found) : undefined;
    const rfc = series.get(/^rfcs\/(\d{4})/.exec(source ?? '')?.[1] ?? '');
    if (rfc === undefined || source === undefined) continue;
    (event.searchFields[at] ??= {})['document'] = rfc.title;
    for (const { name, fragment, text } of entriesOf(rfc, readFileSync(join(ROOT, `${source}.md`), 'utf8'))) {
      const entry = new DocumentReflection(name, project, [{ kind: 'text', text }], {});
      entry.relevanceBoost = name.startsWith('EAAP') ? 1.2 : 3;
      targets.set(entry, `${rfc.page}#${fragment}`);
      event.searchResults.push(entry);
    }
  }
}
