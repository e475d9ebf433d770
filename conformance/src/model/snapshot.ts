import { effectiveConfidence } from './decay.ts';
import { commitment } from './digest.ts';
import { canonical, type Json, type JsonObject } from './json.ts';
import { relevanceOf } from './similarity.ts';

/** A version of a fact as it is kept. Times are milliseconds since 1970. */
export interface KeptFact {
  readonly id: string;
  readonly version: number;
  readonly subject: string;
  readonly attribute: string;
  readonly value: Json;
  readonly statement: string | null;
  readonly source: { readonly kind: string; readonly id: string; readonly observed_at: number };
  readonly trust: string;
  readonly confidence: number;
  readonly half_life_ms: number;
  readonly valid_until: number | null;
  readonly locked: boolean;
  readonly status: string;
  /** When the version was written. */
  readonly created_at: number;
  /** A challenger of too little trust. */
  readonly aside: boolean;
  /** Hexadecimal. */
  readonly salt: string;
  /** Where the salt is not known. */
  readonly commitment?: string;
}

/** A version of a conflict as it is kept. */
export interface KeptConflict {
  readonly id: string;
  readonly version: number;
  readonly status: string;
  readonly subject: string;
  readonly attribute: string;
  readonly incumbent: string;
  readonly challenger: string;
  readonly opened_at: number;
  readonly resolved_at: number | null;
  readonly resolution: string | null;
  readonly resolver: string | null;
  readonly salt: string;
  /** Where the salt is not known. */
  readonly commitment?: string;
}

/** What is asked, with `as_of` in milliseconds. */
export interface Question {
  readonly as_of: number;
  readonly query?: string;
  readonly subject?: string;
  readonly attribute?: string;
  readonly limit?: number;
}

const DEGRADED_BELOW = 2500;
const DEFAULT_LIMIT = 50;
const wire = (ms: number): string => new Date(ms).toISOString();
const byId = (a: { id: string }, b: { id: string }): number => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);
/** What is there, and nothing of what is null. */
const given = (members: JsonObject): JsonObject =>
  Object.fromEntries(Object.entries(members).filter(([, member]) => member !== null));

/** The newest of the versions that were written by then, of each thing. */
function newest<T extends { readonly id: string; readonly version: number }>(versions: readonly T[]): T[] {
  return versions
    .filter((one) => !versions.some(({ id, version }) => id === one.id && version > one.version))
    .sort(byId);
}

/** A version of a fact as it is answered. */
export function wireFact(fact: KeptFact): JsonObject {
  const { salt, aside: _, created_at, statement, valid_until, source, commitment: known, ...rest } = fact;
  const committed = { ...rest, source: { ...source }, statement, valid_until };
  return {
    ...rest,
    ...given({ statement, valid_until: valid_until === null ? null : wire(valid_until) }),
    source: { ...source, observed_at: wire(source.observed_at) },
    created_at: wire(created_at),
    commitment: known ?? commitment(Buffer.from(salt, 'hex'), committed),
  };
}

/** A version of a conflict as it is answered. */
export function wireConflict({ salt, commitment: known, ...conflict }: KeptConflict): JsonObject {
  return {
    ...given({ ...conflict }),
    opened_at: wire(conflict.opened_at),
    ...given({ resolved_at: conflict.resolved_at === null ? null : wire(conflict.resolved_at) }),
    commitment: known ?? commitment(Buffer.from(salt, 'hex'), { ...conflict }),
  };
}

/** The context of a namespace at an instant (RFC-0004 section 6). */
export function snapshot(
  namespace: string,
  kept: { readonly facts: readonly KeptFact[]; readonly conflicts: readonly KeptConflict[] },
  question: Question,
): JsonObject {
  const { as_of, query = null, subject, attribute, limit = DEFAULT_LIMIT } = question;
  const isHere = (one: { subject: string; attribute: string }): boolean =>
    (subject === undefined || one.subject === subject) &&
    (attribute === undefined || one.attribute === attribute);
  const facts = newest(kept.facts.filter(({ created_at }) => created_at <= as_of)).filter(
    (fact) => isHere(fact) && ['active', 'disputed'].includes(fact.status) && !fact.aside,
  );
  const conflicts = newest(
    kept.conflicts.filter(({ opened_at, resolved_at }) => (resolved_at ?? opened_at) <= as_of),
  ).filter((conflict) => isHere(conflict) && conflict.status === 'open');
  const left = ({ confidence, half_life_ms, source }: KeptFact): number =>
    effectiveConfidence({ confidence, half_life_ms, observed_at: source.observed_at }, as_of);
  const ranked = facts
    .map((fact) => {
      const effective = left(fact);
      return { fact, effective, relevance: relevanceOf(query, textOf(fact), effective) };
    })
    .sort((a, b) => b.relevance - a.relevance || byId(a.fact, b.fact));
  const fades = (fact: KeptFact): boolean =>
    fact.status === 'active' &&
    ((fact.valid_until !== null && fact.valid_until <= as_of) || left(fact) < DEGRADED_BELOW);
  return {
    v: 1,
    namespace,
    as_of: wire(as_of),
    facts: ranked.slice(0, limit).map(({ fact, effective, relevance }) => ({
      fact: wireFact(fact),
      effective_confidence: effective,
      relevance,
    })),
    conflicts: conflicts.map(wireConflict),
    health: conflicts.length > 0 ? 'conflicted' : facts.some(fades) ? 'degraded' : 'healthy',
    limit,
    truncated: ranked.length > limit,
  };
}

/** The text a fact is found by. */
export const textOf = ({ statement, value }: Pick<KeptFact, 'statement' | 'value'>): string =>
  statement ?? canonical(value);
