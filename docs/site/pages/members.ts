import { code, text } from './html.ts';

/** As much of JSON Schema 2020-12 as `schemas/` uses. */
export interface Schema {
  readonly $id?: string;
  readonly $ref?: string;
  readonly title?: string;
  readonly description?: string;
  readonly type?: string;
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly anyOf?: readonly Schema[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly items?: Schema | readonly Schema[];
  readonly prefixItems?: readonly Schema[];
  readonly additionalProperties?: boolean | Schema;
  readonly patternProperties?: Readonly<Record<string, Schema>>;
  readonly propertyNames?: Schema;
  readonly [keyword: string]: unknown;
}

/** A member of a document, however deep, as a row. */
export interface Member {
  readonly path: string;
  readonly required: boolean;
  /** HTML. */
  readonly type: string;
  /** HTML. */
  readonly bounds: string;
  readonly description: string;
}

/** Keywords that hold schemas or say what is shown elsewhere. */
const SHOWN = new Set([
  '$id',
  '$ref',
  '$schema',
  '$comment',
  'title',
  'description',
  'type',
  'const',
  'enum',
  'anyOf',
  'properties',
  'required',
  'items',
  'prefixItems',
  'additionalProperties',
  'patternProperties',
  'propertyNames',
  'additionalItems',
]);

export const nameOf = (ref: string): string => ref.slice(ref.lastIndexOf(':') + 1);

/** From `X or null` to X. */
function unwrapped(schema: Schema): { schema: Schema; nullable: boolean } {
  const kinds = schema.anyOf ?? [];
  const [first] = kinds.filter(({ type }) => type !== 'null');
  if (kinds.length !== 2 || first === undefined || kinds.every(({ type }) => type !== 'null')) {
    return { schema, nullable: false };
  }
  return { schema: first, nullable: true };
}

function plainType(schema: Schema): string {
  if (schema.$ref !== undefined) return `<a href="${nameOf(schema.$ref)}.html">${nameOf(schema.$ref)}</a>`;
  if ('const' in schema) return code(JSON.stringify(schema.const));
  if (schema.enum !== undefined) return schema.enum.map((value) => code(JSON.stringify(value))).join(' ');
  if (schema.anyOf !== undefined) return [...new Set(schema.anyOf.map(typeOf))].join(' or ');
  if (schema.type === 'array') {
    if (schema.prefixItems !== undefined || Array.isArray(schema.items)) {
      const items = schema.prefixItems ?? (schema.items as readonly Schema[]);
      return `array of exactly: ${items.map(typeOf).join(', ')}`;
    }
    return `array of ${typeOf((schema.items as Schema | undefined) ?? {})}`;
  }
  if (schema.type === 'object' && schema.properties === undefined) return 'object of any members';
  return schema.type ?? 'any JSON';
}

function typeOf(schema: Schema): string {
  const inner = unwrapped(schema);
  return inner.nullable ? `${plainType(inner.schema)} or null` : plainType(schema);
}

const WORDS: Readonly<Record<string, string>> = {
  minimum: 'at least',
  maximum: 'at most',
  minLength: 'characters, at least',
  maxLength: 'characters, at most',
  minItems: 'items, at least',
  maxItems: 'items, at most',
  minProperties: 'members, at least',
  maxProperties: 'members, at most',
  pattern: 'pattern',
  format: 'format',
  uniqueItems: 'no two alike',
};

function boundsOf(schema: Schema): string {
  const { schema: inner } = unwrapped(schema);
  const own = Object.entries(inner)
    .filter(([keyword]) => !SHOWN.has(keyword))
    .map(([keyword, value]) => {
      const word = text(WORDS[keyword] ?? keyword);
      return value === true ? word : `${word} ${code(String(value))}`;
    });
  const items = inner.items;
  const ofItems =
    inner.type === 'array' &&
    items !== undefined &&
    !Array.isArray(items) &&
    (items as Schema).properties === undefined
      ? boundsOf(items as Schema)
      : '';
  return [...own, ...(ofItems === '' ? [] : [`each: ${ofItems}`])].join('; ');
}

const describe = (schema: Schema): string => schema.description ?? unwrapped(schema).schema.description ?? '';

/** The members below a schema, at any depth, that are not documents of their own. */
function below(schema: Schema, path: string): Member[] {
  const { schema: inner } = unwrapped(schema);
  if (inner.$ref !== undefined) return [];
  if (inner.anyOf !== undefined) {
    const objects = inner.anyOf.filter(({ properties }) => properties !== undefined);
    return objects.flatMap((variant) => below(variant, path));
  }
  if (inner.type === 'array') {
    const items = inner.items;
    return items === undefined || Array.isArray(items) ? [] : below(items as Schema, `${path}[]`);
  }
  const dot = path === '' ? '' : `${path}.`;
  const named = Object.entries(inner.properties ?? {}).flatMap(([name, member]) =>
    row(`${dot}${name}`, member, inner.required?.includes(name) === true),
  );
  const rest: (readonly [string, Schema])[] = Object.entries(inner.patternProperties ?? {});
  if (typeof inner.additionalProperties === 'object') rest.push(['*', inner.additionalProperties]);
  return [...named, ...rest.flatMap(([, member]) => row(`${dot}*`, member, false))];
}

function row(path: string, schema: Schema, required: boolean): Member[] {
  const own = {
    path,
    required,
    type: typeOf(schema),
    bounds: boundsOf(schema),
    description: describe(schema),
  };
  return [own, ...below(schema, path)];
}

/** Every member of a document, in the order of its schema. */
export const membersOf = (schema: Schema): Member[] => below(schema, '');

/** The documents a schema refers to. */
export function referencesOf(schema: unknown): string[] {
  if (schema === null || typeof schema !== 'object') return [];
  const own = (schema as Schema).$ref;
  return [
    ...(typeof own === 'string' ? [nameOf(own)] : []),
    ...Object.values(schema).flatMap((value) => referencesOf(value)),
  ];
}
