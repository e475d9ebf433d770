import type { Counted, Limit, Use } from '../../model/limits.ts';

export const KEY = 'EAAP-0010-003';
export const ALIKE = 'EAAP-0010-004';
export const WINDOW = 'EAAP-0010-005';
export const OWN = 'EAAP-0010-006';
export const EXACT = 'EAAP-0010-007';
export const UNCOUNTED = 'EAAP-0005-025';

export const NINE = 1769850000000;
export const HOUR = 3600000;
export const MINUTE = 60000;
export const MOST = 9007199254740991;

export const QUOTA: Limit = {
  id: 'refunds',
  kind: 'quota',
  scope: 'principal',
  currency: 'EUR',
  max: 100000,
  window_ms: HOUR,
  outcome: 'escalate',
};
export const RATE: Limit = {
  id: 'two',
  kind: 'rate',
  scope: 'principal',
  max: 2,
  window_ms: HOUR,
  outcome: 'block',
};
export const LOOP: Limit = { ...RATE, id: 'alike', kind: 'loop' };

export const PAY: Counted = {
  principal: 'agent',
  tool: 'billing.refund',
  effects: [{ effect: 'money.move', target: 'resource:acct_1' }],
  cost: { amount: 1000, currency: 'EUR' },
};
export const WRITE: Counted = {
  principal: 'agent',
  tool: 'crm.write',
  effects: [{ effect: 'data.write', target: 'resource:rec_1' }],
  cost: null,
};
export const euros = (amount: number, currency = 'EUR'): Pick<Counted, 'cost'> => ({
  cost: { amount, currency },
});

export const evaluationAt = (n: number): string =>
  `019c1371-0000-7000-8000-${n.toString(16).padStart(12, '0')}`;
export const OWN_EVALUATION = evaluationAt(0xfff);

export const uses = (what: Use['what'], of: Counted, ...times: readonly number[]): Use[] =>
  times.map((at, n) => ({ what, evaluation: evaluationAt(n + 1), at, ...of }));

/** Numbers evaluations anew where histories are joined. */
export const joined = (...parts: readonly (readonly Use[])[]): Use[] =>
  parts.flat().map((use, n) => ({ ...use, evaluation: evaluationAt(n + 1) }));

export type Row = readonly [
  id: string,
  title: string,
  requirements: readonly string[],
  input: { limit: Limit; action: Counted; history?: readonly Use[]; now?: number; evaluation?: string },
  refused?: string,
  mistake?: string,
];

export const FIRST = [
  ...uses('commit', { ...PAY, ...euros(60000) }, NINE),
  ...uses('commit', { ...PAY, ...euros(30000) }, NINE + 20 * MINUTE).map((use) => ({
    ...use,
    evaluation: evaluationAt(2),
  })),
];
export const twice = (what: Use['what'], of: Counted): Use[] => uses(what, of, NINE, NINE + MINUTE);
