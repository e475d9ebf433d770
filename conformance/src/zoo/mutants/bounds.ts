import { EaapError, type Json } from '@eaap/protocol';
import type { Mutant } from '../types.ts';
import { storing } from './lib/vault.ts';

const SHORT = 120;
const cut = (value: Json | undefined): Json | undefined =>
  typeof value === 'string' ? value.slice(0, SHORT) : value;

export const mutants: readonly Mutant[] = [
  {
    id: 'outgrown-cut',
    breaks: ['EAAP-0003-053'],
    invariant: [1, 5],
    description: 'Cuts what outgrows its bounds with tokens in it, and stores the rest.',
    expected: ['ledger.outgrown'],
    change: storing(async ({ call, next }) => {
      try {
        return await next();
      } catch (error) {
        if (!(error instanceof EaapError) || !/in the place of personal data/.test(error.detail)) throw error;
        const { subject, statement, value, ...rest } = call.body;
        const shorter = {
          ...{ ...rest, subject: subject.slice(0, SHORT), value: cut(value) ?? null },
          ...(statement === undefined ? {} : { statement: statement.slice(0, SHORT) }),
        };
        return next({ call: { ...call, body: shorter } });
      }
    }),
  },
];
