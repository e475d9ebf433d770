import type { Json, JsonObject } from './json.ts';

/** The last millisecond of the year 9999. */
const LAST_MS = 253_402_300_799_999;

/** The bounds of what a policy states, in milliseconds (RFC-0008 section 3). */
const BOUNDS: Readonly<Record<string, readonly [from: number, to: number]>> = {
  window: [1000, 3_600_000],
  evaluation: [1000, 300_000],
  escalation: [1000, 604_800_000],
  silence: [1000, 86_400_000],
  key: [1, LAST_MS],
};

const isWhole = (value: Json | undefined, from: number, to: number): boolean =>
  Number.isSafeInteger(value) && (value as number) >= from && (value as number) <= to;

type Result = { readonly output: Json } | { readonly refused: readonly string[] };

/** A window, the end of a life, or whether it holds; in big integers, so that no rounding agrees by accident. */
export function timeOf(input: JsonObject): Result {
  const { kind, of, t, ms, now, claimed } = input;
  const [least, most] = BOUNDS[String(kind === 'window' ? 'window' : of)] ?? [1, 0];
  if (!isWhole(t, 0, LAST_MS) || !isWhole(ms, least, most)) return { refused: ['out-of-range'] };
  const [start, width] = [BigInt(t as number), BigInt(ms as number)];
  if (kind === 'holds')
    return BigInt(now as number) < start + width ? { output: true } : { refused: ['over'] };
  const value = Number(kind === 'window' ? (start / width) * width : start + width);
  return claimed === undefined || claimed === value ? { output: value } : { refused: ['mismatch'] };
}
