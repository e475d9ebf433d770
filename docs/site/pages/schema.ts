import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROUTES, type Json } from '@eaap/protocol';
import { ROOT } from '../paths.ts';
import { pretty } from '../playground/pretty.ts';
import { code, json, table, text } from './html.ts';
import { membersOf, referencesOf, type Schema } from './members.ts';

/** The schemas of `schemas/`, by name. */
export type Schemas = ReadonlyMap<string, Schema>;

const link = (name: string): string => `<a href="${name}.html">${name}</a>`;

/** What holds a schema, so that a reader finds the way up too. */
function usedBy(name: string, schemas: Schemas): string {
  const documents = [...schemas]
    .filter(([, schema]) => referencesOf(schema).includes(name))
    .map(([of]) => link(of));
  const id = `urn:eaap:schema:v2:${name}`;
  const routes = ROUTES.flatMap(({ id: route, method, path, request, response }) => {
    const as = [
      ...((request as { $id?: string } | null)?.$id === id ? ['sent to'] : []),
      ...((response as { $id?: string } | null)?.$id === id ? ['answered by'] : []),
    ];
    return as.map((word) => `${word} <a href="../http.html#${route}">${method} ${text(path)}</a>`);
  });
  const parts = [...routes, ...(documents.length === 0 ? [] : [`part of ${documents.join(', ')}`])];
  return parts.length === 0 ? '' : `<p class="used">${parts.join('; ')}.</p>\n\n`;
}

interface Filed {
  readonly good: readonly { readonly title: string; readonly value: Json }[];
  readonly bad: readonly {
    readonly title: string;
    readonly because: { readonly keyword: string; readonly at: string };
    readonly value: Json;
  }[];
}

/** What `schemas/examples` has of a schema: more that match it, and some that do not, each for one reason. */
function filedExamples(name: string): string {
  const path = join(ROOT, 'schemas/examples', `${name}.json`);
  if (!existsSync(path)) return '';
  const { good, bad } = JSON.parse(readFileSync(path, 'utf8')) as Filed;
  const folded = (title: string, value: Json): string =>
    `<details class="fold"><summary>${title}</summary>\n\n${['```json', pretty(value), '```'].join('\n')}\n\n</details>\n`;
  const refused = bad.map(({ title, because, value }) =>
    folded(
      `${text(title)} <code>${because.keyword}</code> at <code>${text(because.at === '' ? '(the whole)' : because.at)}</code>`,
      value,
    ),
  );
  return `## More that match

${good.map(({ title, value }) => folded(text(title), value)).join('\n')}
## What is refused

Each breaks one keyword of the schema, at one place.

${refused.join('\n')}
From <a href="examples/${name}.json">examples/${name}.json</a>.
`;
}

/** One schema as a page. */
export function schemaPage(name: string, schema: Schema, schemas: Schemas, example: Json): string {
  const members = membersOf(schema);
  const rows = members.map(({ path, required, type, bounds, description }) => [
    `${code(path)}${required ? '' : ' <span class="optional">optional</span>'}`,
    bounds === '' ? type : `${type}<div class="bounds">${bounds}</div>`,
    text(description),
  ]);
  return `# ${schema.title ?? name}

${schema.description ?? ''}

<dl class="facts"><div><dt>Schema</dt><dd><code>${text(schema.$id ?? '')}</code></dd></div><div><dt>File</dt><dd><a href="${name}.json">schemas/${name}.json</a></dd></div><div><dt>Other members</dt><dd>${schema.additionalProperties === false ? 'refused' : 'ignored'}</dd></div></dl>

${usedBy(name, schemas)}## Members

${rows.length === 0 ? `<p>${text(String(schema.type))}</p>\n` : table(['member', 'type and bounds', 'meaning'], rows, 'members')}
## Example

${json(example, 'An example')}
${filedExamples(name)}`;
}

/** All of them, with a line each. */
export function schemaIndex(schemas: Schemas): string {
  const rows = [...schemas].map(([name, schema]) => [
    `<a href="${name}.html">${text(schema.title ?? name)}</a>`,
    `<a href="${name}.json">${name}.json</a>`,
    text(schema.description ?? ''),
  ]);
  return `# Schemas

Every document of the protocol as JSON Schema 2020-12, made from \`packages/protocol\` and committed in \`schemas/\`. A
member a schema does not name is refused where a document is hashed or judged. Each page lists the members at every
depth: \`a.b\` is a member of a member, \`a[].b\` one of each item, \`*\` stands for any name. Examples were answered by
the reference gateway and match their schema.

${table(['document', 'file', 'what it is'], rows, 'index')}
The HTTP binding as OpenAPI 3.1 is in <a href="openapi.json">openapi.json</a>, and as a page under <a href="../http.html">HTTP</a>.
`;
}
