import type { Json, JsonObject } from '../../model/json.ts';
import { gate } from './judging.ts';
import { ACCOUNT, DAY, fact, LIMIT, MANIFEST, NOW, uuid, type Change } from './refund.ts';

export const conflict = (
  n: number,
  attribute: string,
  incumbent: number,
  challenger: number,
): JsonObject => ({
  id: uuid(n),
  version: 1,
  subject: 'c1',
  attribute,
  incumbent: uuid(incumbent),
  challenger: uuid(challenger),
});
export const claims = (value: Json, attribute = 'status'): { readonly action: JsonObject } => ({
  action: { claims: [{ subject: 'c1', attribute, value }] },
});
export const status = (n: number, value: Json, more: JsonObject = {}): JsonObject =>
  fact(n, 'status', value, more);
export const BASE = [ACCOUNT, LIMIT];
export const money = (amount: string, currency = 'EUR'): JsonObject => ({ amount, currency });
export const account = (value: Json, more: JsonObject = {}): readonly JsonObject[] => [
  fact(1, 'account', value, more),
  LIMIT,
];
export const limit = (value: Json, more: JsonObject = {}): readonly JsonObject[] => [
  ACCOUNT,
  fact(2, 'limit', value, more),
];
export const UNTRUSTED = { trust: 'untrusted' };
export const OVER = { valid_until: NOW };
export const LOCKED = { locked: true };
export const passes = (name: string) => gate(name, () => ({ outcome: 'pass', reasons: [] }));
export const reversed = (name: string) => gate(name, ({ reasons }) => ({ reasons: [...reasons].reverse() }));
export const uncited = (name: string) =>
  gate(name, ({ reasons }) => ({ reasons: reasons.map((one) => ({ ...one, facts: [] })) }));
export const writing = (writes: Json): JsonObject => ({ ...(MANIFEST as unknown as JsonObject), writes });
export const WRITES = writing([{ subject: { param: '/customer' }, attribute: 'account', value: '/account' }]);
export const WRITES_UNKNOWN = writing([{ subject: { param: '/customer' }, attribute: 'rate' }]);
export const WRITES_NOTE = writing([{ subject: { param: '/customer' }, attribute: 'memo', value: '/note' }]);
export const half = 15 * DAY;

/** A tool with one whole number that carries authority. */
export const COUNTED: Change = {
  manifest: {
    v: 1,
    tool: 'billing.refund',
    version: '1',
    description: 'Takes some.',
    effects: [{ effect: 'money.move', target: { literal: 'resource:acct_1' } }],
    parameters: {
      '/n': {
        type: 'integer',
        authority: { subject: { literal: 'c1' }, attribute: 'stock', relation: 'at_most' },
      },
    },
  },
  action: { parameters: { n: 5 } },
};
export const counted = (value: Json): Change => ({ ...COUNTED, facts: [fact(1, 'stock', value)] });
/** The same with a ground that is any data. */
export const data = (given: Json, known: Json): Change => ({
  manifest: {
    ...(COUNTED.manifest as JsonObject),
    parameters: {
      '/n': {
        type: 'json',
        authority: { subject: { literal: 'c1' }, attribute: 'stock', relation: 'equal' },
      },
    },
  },
  action: { parameters: { n: given } },
  facts: [fact(1, 'stock', known)],
});
