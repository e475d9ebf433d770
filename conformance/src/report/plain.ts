import type { Json } from '../model/json.ts';
import { redact } from '../sut/transcript.ts';

/** A text in which no half of a pair stands alone: it has no canonical form. */
export const wellFormed = (text: string): string => text.replace(/\p{Cs}/gu, '\uFFFD');

/** A text as it may stand in a report: no key, no token, nor the greater part of one at its end where it was cut. */
export function plainText(text: string): string {
  return wellFormed(
    redact(text)
      .replace(/eaap_([a-z][a-z0-9-]*)_[A-Za-z0-9_-]{8,42}$/, 'eaap_$1_[redacted]')
      .replace(/("token"\s*:\s*")[^"]*$/, '$1[redacted]'),
  );
}

/**
 * Whatever a check saw as a JSON value that has a canonical form (RFC-0002), without keys and tokens. Undefined where
 * JSON has nothing for it.
 */
export function plain(value: unknown): Json | undefined {
  const text = JSON.stringify(value, (_name, member: unknown) =>
    typeof member === 'bigint' ? String(member) : member,
  ) as string | undefined;
  return text === undefined ? undefined : tidy(JSON.parse(text) as Json);
}

function tidy(value: Json): Json {
  if (typeof value === 'string') return plainText(value);
  if (typeof value === 'number')
    return Number.isInteger(value) && !Number.isSafeInteger(value) ? String(value) : value;
  if (Array.isArray(value)) return (value as readonly Json[]).map(tidy);
  if (typeof value !== 'object' || value === null) return value;
  const members = Object.entries(value).map(([name, member]) => [
    plainText(name),
    name === 'token' && isToken(member) ? '[redacted]' : tidy(member),
  ]);
  return Object.fromEntries(members) as Json;
}

const isToken = (value: Json): boolean =>
  typeof value === 'string' && /(^|[^A-Za-z0-9_-])[A-Za-z0-9_-]{43}$/.test(value);
