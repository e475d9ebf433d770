import type { Json } from '../types/json.ts';
import type { RouteId } from './routes.ts';

const OBSERVED = '2026-01-31T09:30:00.000Z';
const EVALUATION = '019c1371-2a40-7000-8000-000000000001';
const DIGEST = `sha256:${'0'.repeat(64)}`;
const TOKEN = 'A'.repeat(43);
/** The public key of the first test vector of RFC 8032. */
const PUBLIC_KEY = '11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo';

const LOOKUP: Json = {
  tool: 'crm.lookup',
  parameters: { customer: 'customer:42' },
  environment: 'production',
  intent: 'Find the order the customer asks about.',
};

const LOOKUP_MANIFEST: Json = {
  v: 1,
  tool: 'crm.lookup',
  version: '1',
  description: 'Looks up a customer.',
  effects: [{ effect: 'data.read', target: { param: '/customer', kind: 'resource' } }],
  parameters: { '/customer': { type: 'identifier' } },
};

/** A request body for every route that takes one, shown in OpenAPI and valid against the route's schema. */
export const REQUEST_EXAMPLES: Readonly<Partial<Record<RouteId, Json>>> = {
  store: {
    subject: 'customer:42',
    attribute: 'refund.limit',
    value: { amount: '5000', currency: 'EUR' },
    statement: 'Customer 42 may be refunded up to 50 euros.',
    source: { kind: 'system', id: 'crm', observed_at: OBSERVED },
    confidence: 9000,
  },
  search: { query: 'refund limit', subject: 'customer:42', limit: 20 },
  lock: { reason: 'Agreed with the customer in writing.' },
  unlock: { reason: 'The agreement has ended.' },
  retract: { reason: 'Entered for the wrong customer.' },
  resolve: { resolution: 'replace', reason: 'The newer statement was confirmed by telephone.' },
  erase: { subject: 'customer:42', reason: 'Request of the data subject.' },
  evaluate: { action: LOOKUP },
  commit: { token: TOKEN, action: LOOKUP, audience: 'crm.internal', confirmation_key: PUBLIC_KEY },
  outcome: { evaluation: EVALUATION, status: 'executed', artifacts: [{ name: 'result', digest: DIGEST }] },
  approve: { challenge: 'approve 4F7K', reason: 'Checked against the order.' },
  deny: { reason: 'The order was never delivered.' },
  halt: { scope: 'agent', agent: 'agent', reason: 'It repeats itself.' },
  resume: { scope: 'agent', agent: 'agent', reason: 'The prompt was corrected.' },
  rebase: { reason: 'The time server was wrong and has been put right.' },
  'set-policy': {
    v: 1,
    name: 'support',
    version: '1',
    executors: ['executor'],
    grants: [
      {
        id: 'lookups',
        principals: ['agent'],
        tools: ['crm.*'],
        effects: ['data.read'],
        targets: ['resource:customer:*'],
        risk: 'low',
        environment: 'production',
      },
    ],
    rules: [],
    limits: [],
    confidence: { minimum: 5000 },
    escalate: { effects: ['money.move'], reversibility: ['irreversible'] },
    escalation: { target: 'operators', ttl_ms: 3_600_000 },
    selects: [],
    ttl_ms: 60_000,
    window_ms: 60_000,
    outcome_ms: 900_000,
  },
  'set-trust': {
    v: 1,
    version: '1',
    sources: [
      {
        kind: 'system',
        id: 'crm',
        trust: 'verified',
        max_confidence: 9500,
        max_half_life_ms: 31_536_000_000,
      },
    ],
    many: ['mail'],
  },
  'set-manifest': LOOKUP_MANIFEST,
  'create-key': {
    principal: 'importer',
    owner: 'operator',
    roles: ['recorder'],
    sources: [{ kind: 'system', id: 'crm' }],
  },
  'create-namespace': { namespace: 'support', admin: 'admin', owner: 'operator' },
};
