import type { Json, JsonObject } from '../../model/json.ts';
import { fact, MANIFEST, type Change } from './refund.ts';

/** The principal of the judgments. */
export const AGENT = 'support-1';
export const S = 'session:s1';

export const said = (n: number, text: string, more: JsonObject = {}): JsonObject =>
  fact(n, 'session.prompt', { agent: AGENT, text }, { subject: S, source_kind: 'human', ...more });
export const told = (
  n: number,
  output: Json,
  more: JsonObject = {},
  parameters: JsonObject = {},
): JsonObject =>
  fact(
    n,
    'session.output',
    { agent: AGENT, tool: 'bank.payments', parameters, output },
    { subject: `${S}/bank.payments`, source_kind: 'tool', ...more },
  );
export const mandate = (n: number, value: JsonObject, more: JsonObject = {}): JsonObject =>
  fact(n, 'session.mandate', { agent: AGENT, ...value }, { subject: S, ...more });

/** A parameter `/account` and, if there is one, an amount; the session must support both. */
const asking = (account: JsonObject, amount?: JsonObject): JsonObject => ({
  ...(MANIFEST as unknown as JsonObject),
  cost: undefined as unknown as Json,
  parameters: {
    '/account': { type: 'identifier', authority: account },
    ...(amount === undefined ? {} : { '/amount': { type: 'number', authority: amount } }),
  },
});
const without = (value: JsonObject): JsonObject =>
  Object.fromEntries(Object.entries(value).filter(([, one]) => (one as unknown) !== undefined));

export const PAYEE = {
  kinds: ['identifier', 'account'],
  outputs: [{ tool: 'bank.payments', field: '/*/to', kinds: ['identifier', 'account'] }],
};
export const AMOUNT = {
  kinds: ['amount'],
  outputs: [{ tool: 'bank.payments', field: '/*/amount' }],
  derive: ['sum', 'difference', 'percent', 'total'],
};
export const DESIGNATED = { grounding: { outputs: 'designated', mandate: 'none' } };

export const session = (
  parameters: { readonly [name: string]: Json },
  rows: readonly JsonObject[],
  more: Change & { readonly account?: JsonObject; readonly amount?: JsonObject } = {},
): Change => {
  const { account = PAYEE, amount, ...change } = more;
  return {
    parameters: { customer: null, amount: null, account: 'acct_1', ...parameters },
    manifest: without(asking(account, amount)),
    facts: rows,
    ...change,
    action: { session: 's1', ...change.action },
  };
};
