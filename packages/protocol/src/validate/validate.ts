import { Ajv2020, type ErrorObject, type ValidateFunction } from 'ajv/dist/2020.js';
import type { Static, TSchema } from 'typebox';
import { EaapError } from '../problem/error.ts';
import type { ProblemType } from '../problem/catalogue.ts';
import { SCHEMAS } from '../types/all.ts';

// Ajv rather than TypeBox's own check: it is the cheaper one on invalid input, and hostile input must stay cheap.
// It never coerces and never fills in: a validator that rewrites bodies breaks hashes.
const ajv = new Ajv2020({
  strict: true,
  strictTypes: false,
  strictTuples: false,
  allErrors: false,
  coerceTypes: false,
  useDefaults: false,
  ownProperties: true,
});
for (const schema of SCHEMAS.values()) ajv.addSchema(schema);

const compiled = new WeakMap<TSchema, ValidateFunction>();

function validatorOf(schema: TSchema): ValidateFunction {
  let validator = compiled.get(schema);
  if (validator === undefined) {
    const id = (schema as { $id?: string }).$id;
    validator = (id === undefined ? undefined : ajv.getSchema(id)) ?? ajv.compile(schema);
    compiled.set(schema, validator);
  }
  return validator;
}

/**
 * A member name that may be repeated: short lower-case words. Any other is the caller's own text, and could be a mail
 * address, an account number or a key.
 */
const PLAIN_NAME = /^_{0,2}[a-z]{1,24}([_-][a-z]{1,24}){0,3}_{0,2}$/;
/** A step of a pointer that may be repeated: a plain name, dotted and slashed too, or an index. */
const PLAIN_STEP = /^(\d{1,4}|(~1|_{1,2})?[a-z]{1,24}((~1|[._-])[a-z]{1,24}){0,5}_{0,2})$/;

const shownPointer = (pointer: string): string =>
  pointer
    .split('/')
    .map((step) => (step === '' || PLAIN_STEP.test(step) ? step : '*'))
    .join('/');

/**
 * What is wrong with a value, in one sentence that names the place and never repeats the value itself, nor a member name
 * that could be one: a problem holds no personal data (RFC-0001 section 12.1).
 */
function explain(error: ErrorObject | undefined): { pointer: string; message: string } {
  if (error === undefined) return { pointer: '', message: 'The value does not match its schema.' };
  const pointer = shownPointer(error.instancePath);
  const where = pointer === '' ? 'The body' : pointer;
  const params = error.params as Record<string, unknown>;
  switch (error.keyword) {
    case 'additionalProperties': {
      const name = String(params['additionalProperty']);
      const told = PLAIN_NAME.test(name) ? ` ${JSON.stringify(name)}` : '';
      return { pointer, message: `${where} has an unknown member${told}.` };
    }
    case 'required':
      return { pointer, message: `${where} lacks the member ${JSON.stringify(params['missingProperty'])}.` };
    case 'enum':
      return {
        pointer,
        message: `${where} must be one of ${(params['allowedValues'] as unknown[]).map(String).join(', ')}.`,
      };
    case 'propertyNames':
      return { pointer, message: `${where} has a member whose name is not allowed here.` };
    default:
      return { pointer, message: `${where} ${error.message ?? 'is not acceptable'}.` };
  }
}

/** Whether `value` matches `schema`, without an error. */
export function matches<T extends TSchema>(schema: T, value: unknown): value is Static<T> {
  return validatorOf(schema)(value) as boolean;
}

/**
 * Returns `value` as the schema's type, unchanged.
 *
 * @param type - the problem type to refuse with; `invalid-request` unless stated.
 * @throws EaapError that names the place (`pointer`) and what was expected, and never repeats the value.
 * @see RFC-0001 section 4
 * @example
 * ```ts
 * import assert from 'node:assert/strict';
 * import { Action, validate } from '@eaap/protocol';
 *
 * assert.throws(() => validate(Action, { tool: 'x', parameters: {} }), /lacks the member "environment"/);
 * ```
 */
export function validate<T extends TSchema>(
  schema: T,
  value: unknown,
  type: ProblemType = 'invalid-request',
): Static<T> {
  const validator = validatorOf(schema);
  if (validator(value)) return value as Static<T>;
  const { pointer, message } = explain(validator.errors?.[0]);
  throw new EaapError(type, message, { pointer });
}
