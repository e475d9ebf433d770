import { globSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { ROOT } from '../paths.ts';
import { code, table, text } from './html.ts';

interface Topic {
  readonly title?: string;
  readonly specified?: string;
  readonly cases?: readonly { readonly refused?: string }[];
}

/** The files of vectors that there are, with how many cases each holds. */
export function vectorsPage(): string {
  const files = globSync('conformance/vectors/*.json', { cwd: ROOT })
    .sort()
    .filter((file) => !file.endsWith('.schema.json'));
  const rows = files.map((file) => {
    const topic = JSON.parse(readFileSync(join(ROOT, file), 'utf8')) as Topic;
    const name = basename(file);
    const { cases } = topic;
    const refused = cases?.filter((one) => one.refused !== undefined).length;
    return [
      `<a href="vectors/${name}">${code(name.replace(/\.json$/, ''))}</a>`,
      cases === undefined ? '' : String(cases.length),
      refused === undefined ? '' : String(refused),
      text(topic.title ?? 'The worked example'),
      text(topic.specified ?? 'RFC-0001 section 1'),
    ];
  });
  return `# Vectors

Inputs with the answers that every implementation gives, as data: one file a topic, computed by a slow and plain model
that shares no code with the reference. A case that is refused is refused for one reason, which it names.

${table(['topic', 'cases', 'refused', 'what it is about', 'specified in'], rows, 'index')}`;
}
