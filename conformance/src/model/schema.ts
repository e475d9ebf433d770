import { readFileSync } from 'node:fs';
import { canonical, type Json, type JsonObject } from './json.ts';

const cache = new Map<string, JsonObject>();

/** A schema of the series by its name, as in `judge-input`. */
function load(name: string): JsonObject {
  let schema = cache.get(name);
  if (schema === undefined) {
    const file = new URL(`../../../schemas/${name}.json`, import.meta.url);
    schema = JSON.parse(readFileSync(file, 'utf8')) as JsonObject;
    cache.set(name, schema);
  }
  return schema;
}

const isObject = (value: Json | undefined): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const list = (value: Json | undefined): readonly Json[] => (Array.isArray(value) ? value : []);
const points = (text: string): number => [...text].length;
const escaped = (name: string): string => name.replaceAll('~', '~0').replaceAll('/', '~1');

function isOfType(type: Json | undefined, value: Json): boolean {
  switch (type) {
    case undefined:
      return true;
    case 'null':
      return value === null;
    case 'integer':
      return typeof value === 'number' && Number.isInteger(value);
    case 'array':
      return Array.isArray(value);
    case 'object':
      return isObject(value);
    default:
      return typeof value === type;
  }
}

function inArray(schema: JsonObject, value: readonly Json[], at: string): string[] {
  const first = list(schema['prefixItems']);
  const rest = schema['items'];
  const faults = value.flatMap((item, index) => {
    const one = first[index] ?? rest;
    if (one === false) return [`${at}/${index}`];
    return isObject(one) ? faultsOf(one, item, `${at}/${index}`) : [];
  });
  const most = schema['maxItems'] ?? Infinity;
  const isFull = value.length >= Number(schema['minItems'] ?? 0) && value.length <= Number(most);
  const isTold = schema['uniqueItems'] !== true || new Set(value.map(canonical)).size === value.length;
  return isFull && isTold ? faults : [...faults, at];
}

function inObject(schema: JsonObject, value: JsonObject, at: string): string[] {
  const properties = isObject(schema['properties']) ? schema['properties'] : {};
  const others = schema['additionalProperties'];
  const names = Object.keys(value);
  const faults = names.flatMap((name) => {
    const place = `${at}/${escaped(name)}`;
    const own = Object.hasOwn(properties, name) ? properties[name] : others;
    if (own === false) return [place];
    return isObject(own) ? faultsOf(own, value[name] ?? null, place) : [];
  });
  for (const name of list(schema['required'])) {
    if (!Object.hasOwn(value, String(name))) faults.push(`${at}/${escaped(String(name))}`);
  }
  const rule = schema['propertyNames'];
  if (isObject(rule)) faults.push(...names.flatMap((name) => faultsOf(rule, name, `${at}/${escaped(name)}`)));
  if (names.length > Number(schema['maxProperties'] ?? Infinity)) faults.push(at);
  return faults;
}

/** The places at which a value is not as a schema says, with the keywords that the schemas of the series use. */
function faultsOf(schema: JsonObject, value: Json, at: string): string[] {
  const to = schema['$ref'];
  if (typeof to === 'string') return faultsOf(load(to.replace('urn:eaap:schema:v2:', '')), value, at);
  const any = list(schema['anyOf']).filter(isObject);
  if (any.length > 0 && !any.some((one) => faultsOf(one, value, at).length === 0)) return [at];
  if (!isOfType(schema['type'], value)) return [at];
  if ('const' in schema && canonical(schema['const'] ?? null) !== canonical(value)) return [at];
  if ('enum' in schema && !list(schema['enum']).includes(value)) return [at];
  if (typeof value === 'string') {
    const most = Number(schema['maxLength'] ?? Infinity);
    const isLong = points(value) > most || points(value) < Number(schema['minLength'] ?? 0);
    const { pattern } = schema as { pattern?: string };
    return isLong || (pattern !== undefined && !new RegExp(pattern, 'u').test(value)) ? [at] : [];
  }
  if (typeof value === 'number') {
    const isIn =
      value >= Number(schema['minimum'] ?? -Infinity) && value <= Number(schema['maximum'] ?? Infinity);
    return isIn ? [] : [at];
  }
  if (Array.isArray(value)) return inArray(schema, value as readonly Json[], at);
  return isObject(value) ? inObject(schema, value, at) : [];
}

/**
 * The places, as JSON Pointers, at which a value does not match a schema of the series; none if it does.
 *
 * @param name - As in `judge-input`, for schemas/judge-input.json.
 */
export function schemaFaults(name: string, value: Json): readonly string[] {
  return [...new Set(faultsOf(load(name), value, ''))];
}
