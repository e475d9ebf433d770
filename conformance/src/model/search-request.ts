import type { Json, JsonObject } from './json.ts';
import type { Question } from './snapshot.ts';

const NAMES = ['namespace', 'query', 'subject', 'attribute', 'as_of', 'limit'];
const isText = (value: Json | undefined, least: number, most: number): boolean =>
  typeof value === 'string' && [...value].length >= least && [...value].length <= most;

/** A time as it is written on the wire, in milliseconds; nothing when there is no such time. */
export function timeOf(text: Json | undefined): number | undefined {
  if (typeof text !== 'string' || !/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/.test(text)) return undefined;
  const ms = Date.parse(text);
  return Number.isNaN(ms) || ms < 0 || new Date(ms).toISOString() !== text ? undefined : ms;
}

/** The problem types that a search request is to be refused with, or the question it asks (RFC-0004 section 6.1). */
export function readSearch(
  request: JsonObject,
  namespace: string,
  now: number,
): { readonly question: Question } | { readonly refused: readonly string[] } {
  const { query, subject, attribute, as_of, limit, namespace: named } = request;
  const at = as_of === undefined ? now : timeOf(as_of);
  const isFine = [
    Object.keys(request).every((name) => NAMES.includes(name)),
    query === undefined || isText(query, 0, 1024),
    subject === undefined || isText(subject, 1, 256),
    attribute === undefined || (typeof attribute === 'string' && /^[a-z][a-z0-9_.-]{0,127}$/.test(attribute)),
    limit === undefined || (Number.isInteger(limit) && Number(limit) >= 1 && Number(limit) <= 200),
    named === undefined || (typeof named === 'string' && /^[a-z][a-z0-9-]{0,62}$/.test(named)),
    at !== undefined && at <= now,
  ].every(Boolean);
  const refused = [
    ...(isFine ? [] : ['invalid-request']),
    ...(named === undefined || named === namespace ? [] : ['identity-mismatch']),
  ];
  if (refused.length > 0 || at === undefined) return { refused };
  const { namespace: _, ...rest } = request;
  return { question: { ...(rest as unknown as Question), as_of: at } };
}
