import type { Json, JsonObject } from '../json.ts';
import { inOrder, isObject } from './text.ts';

/** A place in the parameters, by its segments, and what stands there. */
export interface Place {
  readonly at: readonly string[];
  readonly value: Json;
}

/** The segments of a pointer. */
export const segments = (pointer: string): readonly string[] =>
  pointer
    .split('/')
    .slice(1)
    .map((one) => one.replaceAll('~1', '/').replaceAll('~0', '~'));

/** The pointer of segments. */
export const pointer = (of: readonly string[]): string =>
  of.map((one) => `/${one.replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');

/** The name of a place (RFC-0006 section 7). */
export function nameOf(at: readonly string[]): string {
  const name = pointer(at);
  return name.length <= 512 ? name : nameOf(at.slice(0, -1));
}

/** The members of an object or the elements of a list, in order; of other values none. */
export function inside(value: Json): readonly (readonly [name: string, value: Json])[] {
  if (Array.isArray(value)) return (value as readonly Json[]).map((one, index) => [String(index), one]);
  if (!isObject(value)) return [];
  return Object.keys(value)
    .sort(inOrder)
    .map((name) => [name, (value as JsonObject)[name] as Json]);
}

/** What stands in a value under a name or index. */
export const child = (value: Json, name: string): Json | undefined =>
  inside(value).find(([is]) => is === name)?.[1];

/** The places of a pattern, the first 1024 after each segment; `more` when some segment led to more. */
export function places(root: Json, pattern: readonly string[]): { found: readonly Place[]; more: boolean } {
  let found: readonly Place[] = [{ at: [], value: root }];
  let more = false;
  for (const segment of pattern) {
    const all = found.flatMap(({ at, value }) =>
      inside(value)
        .filter(([name]) => segment === '*' || name === segment)
        .map(([name, one]) => ({ at: [...at, name], value: one })),
    );
    more ||= all.length > 1024;
    found = all.slice(0, 1024);
  }
  return { found, more };
}

/** A pattern bound by another one that has been followed to a place. */
export function bound(
  pattern: readonly string[],
  by: readonly string[],
  at: readonly string[],
): readonly string[] {
  const result: string[] = [...pattern];
  for (let index = 0; index < pattern.length && pattern[index] === by[index]; index++) {
    result[index] = at[index] ?? (pattern[index] as string);
  }
  return result;
}
