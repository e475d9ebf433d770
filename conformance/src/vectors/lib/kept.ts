import type { JsonObject } from '../../model/json.ts';
import type { KeptConflict, KeptFact } from '../../model/snapshot.ts';

/** 2026-01-31T09:00:00.000Z, when the fact of RFC-0001 section 1 was observed. */
export const OBSERVED = 1_769_850_000_000;
/** 2026-01-31T09:30:12.345Z, when it is relied on there. */
export const NOW = 1_769_851_812_345;
export const DAY = 86_400_000;

/** An id whose last digits are a number. */
export const idOf = (number: number): string =>
  `019c1371-2a40-7000-8000-${number.toString(16).padStart(12, '0')}`;

/** A fact of a number: that of RFC-0001 section 1 but for what is stated. */
export const fact = (number: number, changes: Partial<KeptFact> = {}): KeptFact => ({
  id: idOf(number),
  version: 1,
  subject: 'customer:42',
  attribute: 'refund.limit',
  value: { amount: '5000', currency: 'EUR' },
  statement: null,
  source: { kind: 'system', id: 'crm', observed_at: OBSERVED },
  trust: 'verified',
  confidence: 9000,
  half_life_ms: 2_592_000_000,
  valid_until: null,
  locked: false,
  status: 'active',
  created_at: OBSERVED + number,
  aside: false,
  salt: '11'.repeat(32),
  ...changes,
});

/** A fact that was observed at a time. */
export const seen = (observed_at: number, confidence = 9000, half_life_ms = DAY): Partial<KeptFact> => ({
  source: { kind: 'system', id: 'crm', observed_at },
  confidence,
  half_life_ms,
});

/** A conflict of a number between two facts. */
export const conflict = (
  number: number,
  [incumbent, challenger]: readonly [number, number],
  changes: Partial<KeptConflict> = {},
): KeptConflict => ({
  id: idOf(number),
  version: 1,
  status: 'open',
  subject: 'customer:42',
  attribute: 'refund.limit',
  incumbent: idOf(incumbent),
  challenger: idOf(challenger),
  opened_at: OBSERVED + number,
  resolved_at: null,
  resolution: null,
  resolver: null,
  salt: '44'.repeat(32),
  ...changes,
});

/** The input of a case of the topic `snapshots`. */
export const asked = (
  request: JsonObject,
  facts: readonly KeptFact[],
  conflicts: readonly KeptConflict[] = [],
  now = NOW,
): JsonObject => ({ namespace: 'acme', now, request, facts, conflicts }) as unknown as JsonObject;
