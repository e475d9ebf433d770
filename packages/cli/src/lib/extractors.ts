import { loadExtractors } from '@eaap/extractors';
import type { Extractor } from '@eaap/protocol';

/** Every reader of code there is, loaded once. */
let loaded: Promise<ReadonlyMap<string, Extractor>> | undefined;

/** Every reader of code there is, by dialect. */
export function extractorsOf(): Promise<ReadonlyMap<string, Extractor>> {
  return (loaded ??= loadExtractors());
}
