import type { JsonObject } from '../../model/json.ts';
import { reasonDigest } from '../../model/judge/reason.ts';
import { gate, inPolicy } from './judging.ts';
import { GRANT } from './refund.ts';

export const halt = (scope: string, name: string): JsonObject => ({ scope, name, reason: 'Incident.' });
export const grant = (change: JsonObject): JsonObject => ({ ...(GRANT as unknown as JsonObject), ...change });
export const granted = (...all: readonly JsonObject[]): { readonly policy: JsonObject } => ({
  policy: { grants: all },
});
export const GENEROUS = grant({
  id: 'default',
  principals: ['*'],
  tools: ['*'],
  targets: ['*'],
  risk: 'critical',
  environment: 'production',
});
export const asGranted = inPolicy({ grants: [GENEROUS] });
export const effect = (name: string, more: JsonObject = {}): JsonObject => ({
  effect: name,
  target: null,
  reversibility: 'irreversible',
  risk: 'critical',
  origin: 'declared',
  field: null,
  ...more,
});
export const declares = (...names: readonly string[]): JsonObject => ({
  effects: names.map((name) => ({ effect: name })),
});
export const without = (gateName: string) => gate(gateName, () => ({ outcome: 'pass', reasons: [] }));
export const reversed = (gateName: string) =>
  gate(gateName, ({ reasons }) => ({ reasons: [...reasons].reverse() }));
export const unread = (code: string, field: string | null): JsonObject => ({
  code,
  field,
  detail: 'Not read.',
});
export const UNKNOWN = effect('unknown', { origin: 'extracted' });
export const COVERING = granted(
  grant({ effects: ['money.move', 'data.read', 'deploy'], targets: ['*'], risk: 'critical' }),
);
/** The digest of a reason that blocks. */
export const STRANGER = reasonDigest({
  gate: 'authority',
  code: 'executor-not-permitted',
  outcome: 'block',
  rule: null,
  field: null,
  value: 'stranger',
  facts: [],
});
export const MISTAKE_ORDER = 'listed reasons in the order in which they were found';
