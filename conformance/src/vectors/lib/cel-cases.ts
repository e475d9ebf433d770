import type { Activation } from '../../model/cel/index.ts';
import type { Json } from '../../model/json.ts';
import type { CaseSource } from '../types.ts';

type Parameters = { readonly [name: string]: Json };

/** What conditions are evaluated over when a case says nothing else. */
export const OVER: Activation = {
  action: {
    tool: 'billing.refund',
    parameters: { n: 7, text: 'abc', list: [1, 2, 3], map: { a: 1, b: null }, nothing: null, half: 0.5 },
    environment: 'production',
  },
  effects: [
    { effect: 'money.move', target: 'resource:acct_1', risk: 'high', reversibility: 'irreversible' },
    { effect: 'data.read', target: null, risk: 'low', reversibility: 'reversible' },
  ],
  principal: 'agent',
  now: 1769851812345,
  facts: [
    { subject: 'customer:42', attribute: 'tier', values: ['gold'] },
    { subject: 'customer:42', attribute: 'limit', values: [5000, 5000] },
    { subject: 'customer:42', attribute: 'tags', values: ['late', 'new'] },
    { subject: 'customer:42', attribute: 'fraud', values: [] },
    { subject: 'customer:42', attribute: 'note', values: [null] },
  ],
};

/** A condition: id, title, and the condition; parameters besides, if the usual ones do not do. */
export type Condition = readonly [
  id: string,
  title: string,
  when: string,
  parameters?: Parameters | undefined,
  mistake?: string,
];

const inputOf = (when: string, parameters: Parameters | undefined): Json =>
  ({
    when,
    over: parameters === undefined ? OVER : { ...OVER, action: { ...OVER.action, parameters } },
  }) as unknown as Json;

/** Conditions of a requirement that have a value. */
export const answered = (requirement: string, conditions: readonly Condition[]): CaseSource[] =>
  conditions.map(([id, title, when, parameters]) => ({
    id,
    title,
    requirements: [requirement],
    input: inputOf(when, parameters),
  }));

/** Conditions of a requirement that are refused for one reason. */
export const refusing = (
  requirement: string,
  refused: string,
  conditions: readonly Condition[],
): CaseSource[] =>
  conditions.map(([id, title, when, parameters, mistake]) => ({
    id,
    title,
    requirements: [requirement],
    input: inputOf(when, parameters),
    refused,
    ...(mistake === undefined ? {} : { mistake }),
  }));
