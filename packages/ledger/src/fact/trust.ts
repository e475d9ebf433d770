import { TRUST_LEVELS, type SourceKind, type TrustLevel, type TrustTable } from '@eaap/protocol';

/** How far a source is believed. */
export interface Rating {
  readonly trust: TrustLevel;
  /** Basis points. */
  readonly max_confidence: number;
  /** Milliseconds. */
  readonly max_half_life_ms: number;
}

/** A source that the table does not know: hardly believed, and not for long. */
const UNKNOWN: Rating = { trust: 'untrusted', max_confidence: 2500, max_half_life_ms: 86_400_000 };

/** The place of a trust level in the rising order. */
export const rankOf = (trust: TrustLevel): number => TRUST_LEVELS.indexOf(trust);

/**
 * How far the table believes a source: its first entry that matches kind and id. An agent is untrusted whatever the
 * table says, or a model could vouch for itself.
 *
 * @see RFC-0001 section 6.1
 */
export function rateSource(table: TrustTable, source: { kind: SourceKind; id: string }): Rating {
  const entry = table.sources.find(
    ({ kind, id }) => kind === source.kind && (id === '*' || id === source.id),
  );
  if (entry === undefined) return UNKNOWN;
  const { max_confidence, max_half_life_ms } = entry;
  return { trust: source.kind === 'agent' ? 'untrusted' : entry.trust, max_confidence, max_half_life_ms };
}
