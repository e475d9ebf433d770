import { EaapError } from '../problem/error.ts';

/** How large and how deep a JSON document may be. */
export interface JsonLimits {
  /** UTF-8 bytes of the text, at most. */
  readonly maxBytes?: number;
  /** Arrays and objects inside one another, at most; `[]` has depth 1, a scalar 0. */
  readonly maxDepth?: number;
}

/** The limits of a text that comes from outside: 1 MiB, 64 levels (RFC-0001 section 4). */
export const PARSE_LIMITS = { maxBytes: 1_048_576, maxDepth: 64 } as const satisfies JsonLimits;

/**
 * The limits of a value made in a program: 16 MiB, 64 levels. The size bounds the work too: a value that shares parts
 * with itself can be small in memory and endless in text.
 */
export const CANONICAL_LIMITS = { maxBytes: 16_777_216, maxDepth: 64 } as const satisfies JsonLimits;

/** Parser and guard recurse once per level, so no caller may ask for more than the stack surely holds. */
const DEEPEST = 512;

/** Fills in what is left out, and refuses limits that would not limit. */
export function limitsOf(given: JsonLimits, defaults: Required<JsonLimits>): Required<JsonLimits> {
  const maxBytes = given.maxBytes ?? defaults.maxBytes;
  const maxDepth = given.maxDepth ?? defaults.maxDepth;
  if (!Number.isSafeInteger(maxBytes) || maxBytes < 0) {
    throw new EaapError('internal', 'maxBytes is a whole number of bytes, 0 or more.');
  }
  if (!Number.isSafeInteger(maxDepth) || maxDepth < 0 || maxDepth > DEEPEST) {
    throw new EaapError('internal', `maxDepth is a whole number from 0 to ${DEEPEST}.`);
  }
  return { maxBytes, maxDepth };
}

/** Whether the UTF-8 form of a well-formed text is longer than a limit; counts only where the length leaves doubt. */
export function exceedsUtf8(text: string, maxBytes: number): boolean {
  if (text.length > maxBytes) return true;
  if (text.length * 3 <= maxBytes) return false;
  let bytes = 0;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    // Each half of a surrogate pair counts two of the four bytes.
    bytes += unit < 0x80 ? 1 : unit < 0x800 || (unit >= 0xd800 && unit <= 0xdfff) ? 2 : 3;
    if (bytes > maxBytes) return true;
  }
  return false;
}
