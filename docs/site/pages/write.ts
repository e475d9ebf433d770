import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { SCHEMAS } from '@eaap/protocol';
import { recordExchanges } from '../exchange/record.ts';
import { GENERATED, ROOT } from '../paths.ts';
import { examplesOf } from './examples.ts';
import { httpPage } from './http.ts';
import { nameOf, type Schema } from './members.ts';
import { schemaIndex, schemaPage } from './schema.ts';
import { vectorsPage } from './vectors.ts';

/** Writes the pages that are made from schemas, routes and vectors. */
export async function writePages(): Promise<void> {
  const names = [...SCHEMAS.keys()].map(nameOf).sort();
  const schemas = new Map(
    names.map((name) => [
      name,
      JSON.parse(readFileSync(join(ROOT, 'schemas', `${name}.json`), 'utf8')) as Schema,
    ]),
  );
  const exchanges = await recordExchanges();
  const examples = examplesOf(exchanges);
  rmSync(GENERATED, { recursive: true, force: true });
  mkdirSync(join(GENERATED, 'schemas'), { recursive: true });
  const write = (name: string, content: string): void => {
    writeFileSync(join(GENERATED, name), content);
  };
  for (const [name, schema] of schemas) {
    write(`schemas/${name}.md`, schemaPage(name, schema, schemas, examples.get(name) ?? null));
  }
  write('schemas.md', schemaIndex(schemas));
  write('http.md', httpPage(exchanges));
  write('vectors.md', vectorsPage());
}
