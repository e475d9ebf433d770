import { SCHEMAS, type Json } from '@eaap/protocol';
import type { Payload } from './session.ts';

const PROBLEM = 'urn:eaap:schema:v2:problem';
const EVALUATION = 'urn:eaap:schema:v2:evaluation';

type Schema = Readonly<Record<string, unknown>>;
const isObject = (value: unknown): value is Schema =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The values in a payload that have a schema of their own: an evaluation in an answer, a record in an entry. */
export function nestedIn({ schema, title, value }: Payload): Payload[] {
  const found: Payload[] = [];
  const walk = (at: unknown, here: Json): void => {
    if (!isObject(at)) return;
    const ref = at['$ref'];
    if (typeof ref === 'string') {
      found.push({ schema: ref, title, value: here });
      walk(SCHEMAS.get(ref), here);
    }
    for (const branch of (at['anyOf'] as unknown[] | undefined) ?? []) if (here !== null) walk(branch, here);
    if (Array.isArray(here)) for (const item of here as Json[]) walk(at['items'], item);
    else if (isObject(here))
      for (const [name, member] of Object.entries(here)) {
        const properties = at['properties'];
        if (isObject(properties)) walk(properties[name], member as Json);
      }
  };
  walk(SCHEMAS.get(schema), value);
  // A problem is open: what `blocked` and `escalated` carry is an evaluation all the same.
  if (schema === PROBLEM && isObject(value) && value['evaluation'] !== undefined)
    found.push({ schema: EVALUATION, title, value: value['evaluation'] as Json });
  return found;
}
