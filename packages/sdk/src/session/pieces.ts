import { canonicalize, type Json, type JsonObject } from '@eaap/protocol';

const sizeOf = (value: Json): number => Buffer.byteLength(canonicalize(value), 'utf8');

/** A text in pieces of at most so many bytes, cut at white space: no value is cut in two that is not longer itself. */
export function textPieces(text: string, most: number): string[] {
  const pieces: string[] = [];
  let rest = text;
  while (sizeOf(rest) > most) {
    let end = Math.floor(most / 6);
    while (end * 2 < rest.length && sizeOf(rest.slice(0, end * 2)) <= most) end *= 2;
    const space = Math.max(rest.lastIndexOf(' ', end), rest.lastIndexOf('\n', end));
    const at = space > 0 ? space : end - (isHigh(rest.charCodeAt(end - 1)) ? 1 : 0);
    pieces.push(rest.slice(0, at));
    rest = rest.slice(at);
  }
  return [...pieces, rest];
}

const isHigh = (unit: number): boolean => unit >= 0xd800 && unit <= 0xdbff;

/**
 * A value in pieces of at most so many bytes, each of the same shape: elements of a list and members of an object are
 * divided among pieces, so that a pointer with stars leads to the same values. What is still too large is cut as a text.
 */
export function pieces(value: Json, most: number): Json[] {
  if (sizeOf(value) <= most) return [value];
  if (typeof value === 'string') return textPieces(value, most);
  if (Array.isArray(value)) {
    const parts = (value as readonly Json[]).flatMap((item) => pieces(item, most - 2));
    return grouped(parts, most, (group) => group);
  }
  if (typeof value === 'object' && value !== null) {
    const parts = Object.entries(value as JsonObject).flatMap(([name, item]) =>
      pieces(item, Math.max(64, most - sizeOf(name) - 3)).map((part): [string, Json] => [name, part]),
    );
    return grouped(parts, most, (group) => Object.fromEntries(group));
  }
  return [value];
}

function grouped<T>(parts: readonly T[], most: number, make: (group: T[]) => Json): Json[] {
  const groups: T[][] = [];
  let group: T[] = [];
  for (const part of parts) {
    const larger = [...group, part];
    // Two pieces of one member never share an object, where the second would take the place of the first.
    const repeats = Array.isArray(part) && group.some((one) => Array.isArray(one) && one[0] === part[0]);
    if (group.length > 0 && (repeats || sizeOf(make(larger)) > most)) {
      groups.push(group);
      group = [part];
    } else group = larger;
  }
  return [...groups, group].map(make);
}
