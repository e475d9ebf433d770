import type { Manifest, Policy } from '@eaap/protocol';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/**
 * The policy a new gateway begins with: a customer can be looked up, shared files can be read, a refund goes through
 * when account and amount agree with what is on record, and a mail waits for a person. All else is blocked.
 */
export const STARTER_POLICY: Policy = {
  v: 1,
  name: 'starter',
  version: '1',
  executors: ['executor'],
  grants: [
    {
      id: 'lookups',
      principals: ['agent'],
      tools: ['crm.lookup'],
      effects: ['data.read'],
      targets: ['resource:customer:*'],
      risk: 'low',
      environment: 'production',
    },
    {
      id: 'shared-files',
      principals: ['agent'],
      tools: ['files.read'],
      effects: ['file.read'],
      targets: ['path:/srv/shared/'],
      risk: 'low',
      environment: 'production',
    },
    {
      id: 'refunds',
      principals: ['agent'],
      tools: ['billing.refund'],
      effects: ['money.move'],
      targets: ['resource:acct_*'],
      risk: 'high',
      environment: 'production',
    },
    {
      id: 'mails',
      principals: ['agent'],
      tools: ['mail.send'],
      effects: ['message.send'],
      targets: ['*'],
      risk: 'medium',
      environment: 'production',
    },
  ],
  rules: [
    {
      id: 'refund-in-euros',
      description: 'Refunds are paid in euros.',
      tools: ['billing.refund'],
      when: 'action.parameters.amount.currency != "EUR"',
      outcome: 'block',
      admissible: 'State the amount in EUR.',
    },
  ],
  limits: [
    {
      id: 'refunds-a-day',
      kind: 'quota',
      scope: 'principal',
      tools: ['billing.refund'],
      currency: 'EUR',
      max: 100_000,
      window_ms: DAY,
      outcome: 'escalate',
    },
    { id: 'commits-an-hour', kind: 'rate', scope: 'principal', max: 1000, window_ms: HOUR, outcome: 'block' },
    { id: 'loop', kind: 'loop', scope: 'principal', max: 100, window_ms: HOUR, outcome: 'block' },
  ],
  confidence: { minimum: 5000 },
  escalate: { effects: ['message.send'], reversibility: [] },
  escalation: { target: 'operators', ttl_ms: HOUR },
  selects: [],
  ttl_ms: 60_000,
  window_ms: 60_000,
  outcome_ms: 15 * 60_000,
};

/** The tools a new gateway knows. */
export const STARTER_MANIFESTS: readonly Manifest[] = [
  {
    v: 1,
    tool: 'crm.lookup',
    version: '1',
    description: 'Looks up a customer.',
    effects: [{ effect: 'data.read', target: { param: '/customer', kind: 'resource' } }],
    parameters: { '/customer': { type: 'identifier' } },
  },
  {
    v: 1,
    tool: 'files.read',
    version: '1',
    description: 'Reads a file.',
    effects: [{ effect: 'file.read', target: { param: '/path', kind: 'path' } }],
    parameters: { '/path': { type: 'path' } },
  },
  {
    v: 1,
    tool: 'billing.refund',
    version: '1',
    description: 'Pays money back to the account on record of a customer, up to the limit on record.',
    effects: [{ effect: 'money.move', target: { param: '/account', kind: 'resource' } }],
    parameters: {
      '/customer': { type: 'identifier' },
      '/account': {
        type: 'identifier',
        authority: { subject: { param: '/customer' }, attribute: 'account', relation: 'equal' },
      },
      '/amount': {
        type: 'money',
        authority: { subject: { param: '/customer' }, attribute: 'refund.limit', relation: 'at_most' },
      },
    },
    cost: { amount: '/amount' },
  },
  {
    v: 1,
    tool: 'mail.send',
    version: '1',
    description: 'Sends a mail.',
    effects: [{ effect: 'message.send' }],
    parameters: { '/to': { type: 'mail' }, '/subject': { type: 'text' }, '/body': { type: 'text' } },
  },
];
