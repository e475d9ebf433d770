import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';

const SCHEMA = JSON.parse(readFileSync(new URL('../../../control.schema.json', import.meta.url), 'utf8')) as {
  $id: string;
  $defs: Record<string, unknown>;
};

const ajv = new Ajv2020({ strict: false, validateFormats: false });
ajv.addSchema(SCHEMA);

/** What is wrong with a value by a definition of `conformance/control.schema.json`; undefined when nothing is. */
export function faultBy(definition: string, value: unknown): string | undefined {
  if (ajv.validate({ $ref: `${SCHEMA.$id}#/$defs/${definition}` }, value)) return undefined;
  const { instancePath, message, params } = ajv.errors?.[0] ?? { instancePath: '', message: '', params: {} };
  const allowed = (params as { allowedValues?: unknown[] }).allowedValues;
  const which = allowed === undefined ? '' : `: ${allowed.join(', ')}`;
  return `${definition}: ${instancePath === '' ? 'it' : instancePath} ${message ?? 'is wrong'}${which}`;
}

/** The definition of what a method answers; undefined where any object will do. */
export function resultOf(method: string): string | undefined {
  const name =
    method === 'reset' ? 'start-result' : method.startsWith('clock.') ? 'clock-result' : `${method}-result`;
  return Object.hasOwn(SCHEMA.$defs, name) ? name : undefined;
}
