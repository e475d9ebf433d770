import { isNode, textAt, type Node } from './node.ts';

const HIDDEN =
  /[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]/;

/** A target of kind resource, or `null` when its name could not stand in one. */
export function resource(kind: string, name: string): string | null {
  const target = `resource:${kind}/${name}`;
  return name === '' || HIDDEN.test(name) || target.length > 1024 ? null : target;
}

/** A path as a target, when it is absolute and without anything a file system would still resolve. */
export function pathTarget(path: string): string | null {
  const parts = path.split('/');
  const plain =
    path.startsWith('/') &&
    path.length <= 1000 &&
    !HIDDEN.test(path) &&
    !/[\\%]/.test(path) &&
    parts.slice(1).every((part) => part !== '' && part !== '.' && part !== '..' && !part.startsWith('~'));
  return plain ? `path:${path}` : null;
}

/**
 * The full name of a relation. One without a schema is what the default search path makes of it: a catalogue if it is
 * called like one, else the schema `public`.
 */
export function fullName(schema: string, name: string, persistence = 'p'): string {
  if (schema !== '') return `${schema}.${name}`;
  if (persistence === 't') return `pg_temp.${name}`;
  return name.startsWith('pg_') ? `pg_catalog.${name}` : `public.${name}`;
}

/** The full name of a RangeVar. */
export const relationName = (relation: Node): string =>
  fullName(textAt(relation, 'schemaname'), textAt(relation, 'relname'), textAt(relation, 'relpersistence'));

/** Whether an object of the tree names a relation. */
export const isRelation = (value: unknown): value is Node =>
  isNode(value) && typeof value['relname'] === 'string';

/** Catalogues that hold secrets: password hashes, credentials of foreign servers, connection strings. */
export const SECRET_RELATIONS: ReadonlySet<string> = new Set([
  'pg_catalog.pg_shadow',
  'pg_catalog.pg_authid',
  'pg_catalog.pg_user_mapping',
  'pg_catalog.pg_user_mappings',
  'pg_catalog.pg_subscription',
  'pg_catalog.pg_hba_file_rules',
  'pg_catalog.pg_largeobject',
  'pg_catalog.pg_statistic',
  'information_schema.user_mapping_options',
]);
