import { existsSync, readFileSync } from 'node:fs';
import { matches, ROUTES, SCHEMAS, type Json, type JsonObject } from '@eaap/protocol';
import type { Exchange } from '../exchange/gateway.ts';
import { readDocuments } from '../playground/documents.ts';
import { decide } from '../playground/evaluate.ts';
import { PRESETS } from '../playground/presets.ts';
import { nameOf, type Schema } from './members.ts';

type Examples = Map<string, Json>;

/** Keeps what is a document of its own within an example of another. */
function gather(schema: Schema, value: Json, examples: Examples): void {
  if (schema.$ref !== undefined) {
    const target = SCHEMAS.get(schema.$ref);
    if (target === undefined || value === null || !matches(target, value)) return;
    const name = nameOf(schema.$ref);
    if (!examples.has(name)) examples.set(name, value);
    gather({ ...(target as Schema), $ref: undefined } as unknown as Schema, value, examples);
    return;
  }
  for (const variant of schema.anyOf ?? []) gather(variant, value, examples);
  if (Array.isArray(value)) {
    const { items } = schema;
    if (items !== undefined && !Array.isArray(items))
      for (const item of value) gather(items as Schema, item, examples);
    return;
  }
  if (value === null || typeof value !== 'object') return;
  for (const [name, member] of Object.entries(schema.properties ?? {})) {
    const inner = (value as JsonObject)[name];
    if (inner !== undefined) gather(member, inner, examples);
  }
}

/**
 * A good example for every schema: what was sent and answered in the exchanges, and the documents of the judgment from the
 * worked example. Each is held against its schema.
 *
 * @throws Error when a schema is left without one.
 */
export function examplesOf(exchanges: readonly Exchange[]): ReadonlyMap<string, Json> {
  const examples: Examples = new Map();
  const asked = { $ref: '' };
  for (const { route, status, request, response } of exchanges) {
    const found = ROUTES.find(({ id }) => id === route);
    for (const [schema, value] of [
      [found?.request, request],
      [status < 400 ? found?.response : { $id: 'urn:eaap:schema:v2:problem' }, response],
    ] as const) {
      const $ref = (schema as { $id?: string } | null | undefined)?.$id;
      if ($ref !== undefined && value !== null) gather({ ...asked, $ref }, value, examples);
    }
  }
  const read = readDocuments(PRESETS[0]?.texts ?? ({} as never));
  if ('documents' in read) {
    const { input, judgment, state } = decide(read.documents);
    for (const [name, value] of Object.entries({ 'judge-input': input, judgment, state })) {
      gather({ $ref: `urn:eaap:schema:v2:${name}` }, value as unknown as Json, examples);
    }
  }
  // What goes over no route has its example among the committed ones, each held against its schema as well.
  for (const $id of SCHEMAS.keys()) {
    const name = nameOf($id);
    const file = new URL(`../../../schemas/examples/${name}.json`, import.meta.url);
    if (examples.has(name) || !existsSync(file)) continue;
    const { good } = JSON.parse(readFileSync(file, 'utf8')) as { good: readonly { value: Json }[] };
    for (const { value } of good) gather({ $ref: $id }, value, examples);
  }
  const without = [...SCHEMAS.keys()].map(nameOf).filter((name) => !examples.has(name));
  if (without.length > 0) throw new Error(`There is no example of ${without.join(', ')}.`);
  return examples;
}
