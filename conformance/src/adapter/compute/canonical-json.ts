import { canonicalize, EaapError, parseJson, sha256, toHex } from '@eaap/protocol';
import type { Json } from '../../model/json.ts';
import type { Answer } from '../../vectors/types.ts';

/** Reads a text with the reference's strict reader and writes its canonical form. */
export function compute(input: Json): Answer {
  const { hex, runs } = input as { hex?: string; runs?: readonly (readonly [string, number])[] };
  const parts = runs ?? [[hex ?? '', 1] as const];
  const bytes = Buffer.concat(parts.map(([part, times]) => Buffer.from(part.repeat(times), 'hex')));
  try {
    const canonical = canonicalize(parseJson(new Uint8Array(bytes)));
    return { output: { canonical, sha256: toHex(sha256(Buffer.from(canonical, 'utf8'))) } };
  } catch (error) {
    if (error instanceof EaapError && typeof error.extras['reason'] === 'string')
      return { refused: error.extras['reason'] };
    throw error;
  }
}
