/** How far a source is believed. */
export const TRUST = ['untrusted', 'verified', 'authoritative'] as const;
export type Trust = (typeof TRUST)[number];

export const rankOf = (trust: Trust): number => TRUST.indexOf(trust);

/** An entry of a trust table. */
export interface Entry {
  readonly kind: string;
  readonly id: string;
  readonly trust: Trust;
  readonly max_confidence: number;
  readonly max_half_life_ms: number;
}

/** What a fact is given from its source. */
export interface Rated {
  readonly trust: Trust;
  readonly confidence: number;
  readonly half_life_ms: number;
}

/** Rates what a source says (RFC-0003 section 4.2). */
export function rate(
  entries: readonly Entry[],
  source: { readonly kind: string; readonly id: string },
  asked: { readonly confidence?: number; readonly half_life_ms?: number },
): Rated {
  let found: Entry = { ...source, trust: 'untrusted', max_confidence: 2500, max_half_life_ms: 86_400_000 };
  for (const entry of [...entries].reverse())
    if (entry.kind === source.kind && (entry.id === '*' || entry.id === source.id)) found = entry;
  const least = (wanted: number | undefined, most: number): number =>
    wanted === undefined || wanted > most ? most : wanted;
  return {
    trust: source.kind === 'agent' ? 'untrusted' : found.trust,
    confidence: least(asked.confidence, found.max_confidence),
    half_life_ms: least(asked.half_life_ms, found.max_half_life_ms),
  };
}
