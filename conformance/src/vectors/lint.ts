import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import type { SpecFault } from '../spec/requirement.ts';

const FOLDER = 'conformance/vectors';
const SCHEMA = 'vectors.schema.json';

/** The line of a position in a text, from 1. */
const lineAt = (text: string, position: number): number => text.slice(0, position).split('\n').length;

/** The line a case stands in: files have one case a line. */
function lineOf(text: string, pointer: string): number {
  const lines = text.split('\n');
  const at = /^\/cases\/(\d+)/.exec(pointer)?.[1];
  const member = /^\/([^/]+)/.exec(pointer)?.[1];
  if (at !== undefined) return lines.findIndex((line) => line.startsWith('  "cases": [')) + 2 + Number(at);
  return Math.max(1, lines.findIndex((line) => line.startsWith(`  "${member}"`)) + 1);
}

/** Files of vectors that are no JSON or not of the schema, with file and line. */
export function lintVectors(root: string): SpecFault[] {
  const folder = join(root, FOLDER);
  let schema: object;
  try {
    schema = JSON.parse(readFileSync(join(folder, SCHEMA), 'utf8')) as object;
  } catch (error) {
    const message = `The schema of vectors cannot be read: ${String(error)}`;
    return [{ file: `${FOLDER}/${SCHEMA}`, line: 1, code: 'malformed-vector', message }];
  }
  const validate = new Ajv2020({ strict: true, strictRequired: false, allErrors: false }).compile(schema);
  return readdirSync(folder)
    .filter((name) => name.endsWith('.json') && name !== SCHEMA && !/^\d{4}-/.test(name))
    .flatMap((name): SpecFault[] => {
      const file = `${FOLDER}/${name}`;
      if (!statSync(join(folder, name)).isFile())
        return [
          { file, line: 1, code: 'malformed-vector', message: 'It is no file. Expected: a file a topic.' },
        ];
      const text = readFileSync(join(folder, name), 'utf8');
      const fault = (line: number, message: string): SpecFault[] => [
        { file, line, code: 'malformed-vector', message },
      ];
      let value: unknown;
      try {
        value = JSON.parse(text);
      } catch (error) {
        const position = /position (\d+)/.exec(String(error))?.[1];
        return fault(
          lineAt(text, Number(position ?? 0)),
          `The file is no JSON: ${String(error)}. Expected: ${SCHEMA}.`,
        );
      }
      const topic = (value as { topic?: unknown } | null)?.topic;
      if (validate(value))
        return topic === name.slice(0, -5)
          ? []
          : fault(
              lineOf(text, '/topic'),
              `The topic is ${String(topic)}. Expected: ${name.slice(0, -5)}, as the file is named.`,
            );
      const error = validate.errors?.[0];
      const pointer = error?.instancePath ?? '';
      return fault(
        lineOf(text, pointer),
        `${pointer || 'The file'} ${error?.message ?? 'is malformed'}. Expected: ${error?.schemaPath ?? ''} of ${SCHEMA}.`,
      );
    });
}
