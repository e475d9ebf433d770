import { canonicalize, type Json } from '@eaap/protocol';

/** `text` in at most `units` UTF-16 units, never ending in half a character, which canonical JSON refuses. */
export function cut(text: string, units: number): string {
  if (text.length <= units) return text;
  const end = units - 1;
  const last = text.charCodeAt(end - 1);
  return `${text.slice(0, last >= 0xd800 && last <= 0xdbff ? end - 1 : end)}…`;
}

/** A value as a sentence can show it. */
export function show(value: Json): string {
  return cut(canonicalize(value), 160);
}

/** `a`, `a and b`, `a, b and c`. */
export function listed(items: readonly string[]): string {
  const last = items.at(-1) ?? '';
  return items.length < 2 ? last : `${items.slice(0, -1).join(', ')} and ${last}`;
}

// Controls, and format characters that make two different texts look alike: soft hyphen, zero-width characters,
// directional marks, line and paragraph separators. Ranges, not a Unicode property: the same on every runtime.
const HIDDEN =
  /[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]/;

/**
 * Whether a text holds personal data that is not written as itself (RFC-0001 section 6.2): what it names then is not
 * what its token stands for.
 */
export const isDisguised = (text: string): boolean => /\[written:[0-9a-f]{32}\]/.test(text);

/** Whether a text holds characters nobody sees. */
export const hasHidden = (text: string): boolean => HIDDEN.test(text);

/** A text with its ASCII capitals made small and nothing else: a Kelvin sign is no `k`. */
export const lowerAscii = (text: string): string =>
  text.replaceAll(/[A-Z]+/g, (capitals) => capitals.toLowerCase());
