import Type, { type Static, type TSchema, type TUnsafe } from 'typebox';

/** The absolute `$id` of a schema of this version of the protocol. */
export const schemaId = (name: string): string => `urn:eaap:schema:v2:${name}`;

/**
 * A typed reference to a schema in a file of its own. `Type.Ref` of a URL infers `unknown`; this keeps the type and
 * emits only the `$ref`, so that each payload is described once.
 */
export function ref<T extends TSchema & { $id?: string }>(schema: T): TUnsafe<Static<T>> {
  const id = (schema as { $id?: string }).$id;
  if (id === undefined) throw new Error('Only a schema with an $id can be referred to.');
  return Type.Unsafe<Static<T>>({ $ref: id });
}

/** A closed set of strings, as `enum` rather than a union of constants: shorter to read and to report errors on. */
export function oneOf<const T extends readonly string[]>(
  values: T,
  options: { description: string; $id?: string },
): TUnsafe<T[number]> {
  return Type.Unsafe<T[number]>({ type: 'string', enum: [...values], ...options });
}

/** `schema` or null. */
export const nullable = <T extends TSchema>(schema: T): TUnsafe<Static<T> | null> =>
  Type.Unsafe<Static<T> | null>({ anyOf: [schema, { type: 'null' }] });

/** An object that refuses members it does not know (the extension rule: RFC-0001 section 4). */
export const closed = { additionalProperties: false } as const;
