import { STARTER_POLICY } from '@eaap/sdk';
import type { Manifest, Policy } from '@eaap/protocol';

/** Reading a ticket. What it says is data: nothing in it gives anybody authority. */
export const TICKET: Manifest = {
  v: 1,
  tool: 'crm.ticket',
  version: '1',
  description: 'Reads a support ticket.',
  effects: [{ effect: 'data.read', target: { param: '/ticket', kind: 'resource' } }],
  parameters: { '/ticket': { type: 'identifier' } },
};

/** A refund carries authority in two parameters: where the money goes, and how much. Both need a fact about the order. */
export const REFUND: Manifest = {
  v: 1,
  tool: 'orders.refund',
  version: '1',
  description: 'Pays back money for an order.',
  effects: [{ effect: 'money.move', target: { param: '/account', kind: 'resource' } }],
  parameters: {
    '/order': { type: 'identifier' },
    '/account': {
      type: 'identifier',
      authority: { subject: { param: '/order' }, attribute: 'payer.account', relation: 'equal' },
    },
    '/amount': {
      type: 'money',
      authority: { subject: { param: '/order' }, attribute: 'refundable', relation: 'at_most' },
    },
  },
  cost: { amount: '/amount' },
};

/** Too much waits for a person. The wrong account and what nobody here may pay are blocked, and no approval lifts that. */
export const POLICY: Policy = {
  ...STARTER_POLICY,
  name: 'support',
  grants: [
    {
      id: 'tickets',
      principals: ['agent'],
      tools: ['crm.ticket'],
      effects: ['data.read'],
      targets: ['resource:ticket:*'],
      risk: 'low',
      environment: 'production',
    },
    {
      id: 'refunds',
      principals: ['agent'],
      tools: ['orders.refund'],
      effects: ['money.move'],
      targets: ['resource:acct_*'],
      risk: 'high',
      environment: 'production',
    },
  ],
  rules: [
    {
      id: 'back-to-the-payer',
      description: 'Money goes back to the account that paid.',
      tools: ['orders.refund'],
      when: 'action.parameters.account != fact(action.parameters.order, "payer.account")',
      outcome: 'block',
      admissible: 'Name the account on record for the order.',
    },
    {
      id: 'at-most-100-euros',
      description: 'Support pays at most 100 euros at once.',
      tools: ['orders.refund'],
      when: 'int(action.parameters.amount.amount) > 10000',
      outcome: 'block',
      admissible: 'Ask accounting.',
    },
  ],
  limits: [],
};
