import type { Extractor } from '@eaap/protocol';

/** Every reader of code there is, by dialect. */
export async function extractorsOf(): Promise<ReadonlyMap<string, Extractor>> {
  return new Map();
}
