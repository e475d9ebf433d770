import type { Json } from '../../json.ts';
import { isObject } from '../text.ts';

/** What a mandate says (RFC-0005 section 14.1). */
export interface Mandate {
  readonly tools: readonly string[];
  readonly targets?: readonly string[];
  readonly recipients?: readonly string[];
}

const isList = (value: Json | undefined, is: (one: string) => boolean): boolean =>
  Array.isArray(value) && value.length <= 64 && value.every((one) => typeof one === 'string' && is(one));

/** A value as a mandate, or `null` when it has another form. */
export function schemaOf(value: Json): Mandate | null {
  if (!isObject(value) || typeof value['agent'] !== 'string') return null;
  const { tools, targets, recipients } = value;
  if (Object.keys(value).some((name) => !['agent', 'tools', 'targets', 'recipients'].includes(name)))
    return null;
  const isName = (one: string): boolean => /^[a-z0-9._*-]{1,128}$/.test(one);
  const isTarget = (one: string): boolean =>
    /^(\*|(host|path|resource):.+)$/.test(one) && [...one].length <= 1024;
  const isText = (one: string): boolean => one !== '' && [...one].length <= 256;
  if (!isList(tools, isName)) return null;
  if (targets !== undefined && !isList(targets, isTarget)) return null;
  if (recipients !== undefined && !isList(recipients, isText)) return null;
  return value as unknown as Mandate;
}
