import {
  EaapError,
  parseTime,
  StoreRequest,
  validate,
  type Json,
  type SourceKind,
  type TrustLevel,
  type TrustTable,
} from '@eaap/protocol';
import type { Actor } from '../identity/authenticate.ts';
import { checkReplaced, checkValueSize } from '../lib/replaced.ts';
import { scrubJson } from '../pii/scrub-json.ts';
import { scrubText } from '../pii/scrub-text.ts';
import type { Ledger } from '../unit/types.ts';
import { rateSource } from './trust.ts';

/** Where personal data was found and replaced. */
export interface Scrubbed {
  readonly pointer: string;
  readonly type: string;
}

/** What a store request says, checked, attributed and without personal data. */
export interface Assertion {
  readonly subject: string;
  readonly attribute: string;
  readonly value: Json;
  readonly statement?: string;
  readonly about: readonly string[];
  readonly source: { readonly kind: SourceKind; readonly id: string; readonly observed_at: number };
  readonly confidence: number | undefined;
  readonly half_life_ms: number | undefined;
  readonly valid_until: number | undefined;
  readonly scrubbed: readonly Scrubbed[];
}

/** An assertion with what the trust table makes of its source. */
export interface Rated {
  readonly trust: TrustLevel;
  readonly confidence: number;
  readonly half_life_ms: number;
}

/**
 * Reads a store request: its form, its source, its personal data, and its bounds again with that replaced, in this
 * order.
 *
 * @throws EaapError `invalid-request`, `identity-mismatch`, `source-required`, `source-not-permitted`,
 * `payload-too-large`, `detector-unavailable`.
 * @see RFC-0001 section 6.1, 6.2
 */
export async function readAssertion(ledger: Ledger, actor: Actor, body: unknown): Promise<Assertion> {
  const request = validate(StoreRequest, body);
  checkNamespace(actor, request.namespace);
  const source = checkSource(actor, request.source);
  checkValueSize(request.value);
  const clean = await scrubRequest(ledger, actor.namespace, request);
  return {
    ...clean,
    source: { kind: source.kind, id: clean.sourceId, observed_at: parseTime(source.observed_at) },
    confidence: request.confidence,
    half_life_ms: request.half_life_ms,
    valid_until: request.valid_until === undefined ? undefined : parseTime(request.valid_until),
  };
}

/** @throws EaapError `identity-mismatch` when a body names another namespace than the credential. */
export function checkNamespace(actor: Actor, namespace: string | undefined): void {
  if (namespace === undefined || namespace === actor.namespace) return;
  throw new EaapError('identity-mismatch', 'The body names another namespace than the credential is for.');
}

function checkSource(actor: Actor, source: StoreRequest['source']): NonNullable<StoreRequest['source']> {
  if (source === undefined) {
    throw new EaapError(
      'source-required',
      'A fact needs its source: say who or what it comes from, and when.',
      {
        pointer: '/source',
      },
    );
  }
  const own = actor.sources.some(({ kind, id }) => kind === source.kind && (id === '*' || id === source.id));
  if (!own) {
    throw new EaapError(
      'source-not-permitted',
      `The credential may not assert this source of kind ${source.kind}. An admin lists the sources of a credential when making it.`,
      { pointer: '/source' },
    );
  }
  return source;
}

async function scrubRequest(ledger: Ledger, namespace: string, request: StoreRequest) {
  const tokenise = await ledger.sealer.token(namespace);
  const options = ledger.detectors === undefined ? {} : { detectors: ledger.detectors };
  const scrubbed: Scrubbed[] = [];
  const text = (pointer: string, raw: string): string => {
    const { text: clean, findings } = scrubText(raw, tokenise, options);
    for (const { type } of findings) scrubbed.push({ pointer, type });
    return clean;
  };
  const { attribute } = request;
  if (text('/attribute', attribute) !== attribute) {
    throw new EaapError(
      'invalid-request',
      'The attribute holds personal data. Name what the value is, not whose.',
      {
        pointer: '/attribute',
      },
    );
  }
  const subject = text('/subject', request.subject);
  const value = scrubJson(request.value, tokenise, { ...options, label: attribute });
  for (const { pointer, type } of value.found) scrubbed.push({ pointer: `/value${pointer}`, type });
  const about = (request.about ?? []).map((other, i) => text(`/about/${i}`, other));
  const statement =
    request.statement === undefined ? {} : { statement: text('/statement', request.statement) };
  const sourceId = text('/source/id', request.source?.id ?? '');
  const source = request.source === undefined ? {} : { source: { ...request.source, id: sourceId } };
  checkReplaced(StoreRequest, { ...request, ...statement, ...source, subject, value: value.value, about });
  checkValueSize(value.value);
  return {
    subject,
    attribute,
    value: value.value,
    ...statement,
    about: [...new Set(about)].filter((other) => other !== subject).sort(),
    sourceId,
    scrubbed,
  };
}

/** What of an assertion its rating depends on. */
export interface Ratable {
  readonly source: { readonly kind: SourceKind; readonly id: string };
  readonly confidence?: number | undefined;
  readonly half_life_ms?: number | undefined;
}

/**
 * Rates an assertion: trust from the table alone, confidence and half-life as asked for and no more than it allows.
 *
 * @see RFC-0003 section 4.2
 * @example
 * ```ts
 * import assert from 'node:assert/strict';
 * import { DEFAULT_TRUST, rate } from '@eaap/ledger';
 *
 * const rated = rate(DEFAULT_TRUST, { source: { kind: 'tool', id: 'crm' }, confidence: 10_000, half_life_ms: 1000 });
 * assert.deepEqual(rated, { trust: 'verified', confidence: 9000, half_life_ms: 1000 });
 * ```
 */
export function rate(table: TrustTable, asked: Ratable): Rated {
  const { trust, max_confidence, max_half_life_ms } = rateSource(table, asked.source);
  return {
    trust,
    confidence: Math.min(asked.confidence ?? max_confidence, max_confidence),
    half_life_ms: Math.min(asked.half_life_ms ?? max_half_life_ms, max_half_life_ms),
  };
}

/**
 * Refuses an assertion that time refutes.
 *
 * @throws EaapError `observed-in-future`, `invalid-request`
 */
export function checkTimes({ source, valid_until }: Assertion, now: number): void {
  if (source.observed_at > now) {
    throw new EaapError(
      'observed-in-future',
      `The fact was observed ${source.observed_at - now} ms after the gateway's present time.`,
      { pointer: '/source/observed_at' },
    );
  }
  if (valid_until !== undefined && valid_until <= now) {
    throw new EaapError(
      'invalid-request',
      'The fact has expired already: valid_until is not in the future.',
      {
        pointer: '/valid_until',
      },
    );
  }
}
