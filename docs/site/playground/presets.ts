import example from '../../../conformance/vectors/0001-worked-example.json' with { type: 'json' };
import { formatTime } from '@eaap/protocol';
import type { DocumentName, Texts } from './documents.ts';
import { pretty } from './pretty.ts';

/** A situation to begin with. */
export interface Preset {
  readonly id: string;
  readonly title: string;
  readonly about: string;
  readonly verdict: 'ALLOW' | 'ESCALATE' | 'BLOCK';
  /** The reason code it is an example of. */
  readonly code: string | null;
  /** The document worth looking at first. */
  readonly first: DocumentName;
  readonly texts: Texts;
}

type Any = Record<string, unknown>;
const { policy, manifest, trust } = example.documents;
const fact = JSON.parse(example.fact.canonical) as Any & {
  source: { kind: string; id: string; observed_at: number };
};

const action: Any = {
  tool: 'billing.refund',
  parameters: { customer: 'customer:42', amount: { amount: '2500', currency: 'EUR' } },
  environment: 'production',
  intent: 'Refund for the broken lamp.',
};

const limit: Any = {
  id: fact['id'],
  version: 1,
  subject: 'customer:42',
  attribute: 'refund.limit',
  value: { amount: '5000', currency: 'EUR' },
  source: { ...fact.source, observed_at: formatTime(fact.source.observed_at) },
  confidence: fact['confidence'],
  half_life_ms: fact['half_life_ms'],
};

const circumstances: Any = {
  now: '2026-01-31T09:30:12.345Z',
  namespace: 'acme',
  principal: 'agent',
  executor: 'executor',
  halted: [],
  conflicts: [],
  used: {},
};

function textsOf(changed: Partial<Record<DocumentName, unknown>>): Texts {
  const whole = { action, manifest, facts: [limit], policy, trust, circumstances, ...changed };
  return Object.fromEntries(
    Object.entries(whole).map(([name, value]) => [name, `${pretty(value)}\n`]),
  ) as unknown as Texts;
}

const withParameters = (parameters: Any): Any => ({ ...action, parameters });

/** The first is the worked example of RFC-0001 section 1. */
export const PRESETS: readonly Preset[] = [
  {
    id: 'allowed',
    title: 'Allowed refund',
    about:
      'The worked example of RFC-0001: 25.00 EUR, and the CRM says up to 50.00 EUR. What decides here is a later version than there, and so its engine and state hash are others.',
    verdict: 'ALLOW',
    code: null,
    first: 'action',
    texts: textsOf({}),
  },
  {
    id: 'too-large',
    title: 'Too large',
    about: '90.00 EUR is more than the fact supports, so a person has to decide.',
    verdict: 'ESCALATE',
    code: 'over-ground',
    first: 'action',
    texts: textsOf({
      action: withParameters({ customer: 'customer:42', amount: { amount: '9000', currency: 'EUR' } }),
    }),
  },
  {
    id: 'contradicted',
    title: 'Contradicted fact',
    about:
      'Another system says 10.00 EUR. Until somebody decides which is right, nothing may rely on either.',
    verdict: 'BLOCK',
    code: 'open-conflict',
    first: 'facts',
    texts: textsOf({
      facts: [
        { ...limit, version: 2, status: 'disputed' },
        {
          ...limit,
          id: '019c1371-2a40-7000-8000-000000000009',
          value: { amount: '1000', currency: 'EUR' },
          source: { kind: 'system', id: 'erp', observed_at: '2026-01-31T09:20:00.000Z' },
          status: 'disputed',
        },
      ],
      trust: {
        ...trust,
        sources: [...trust.sources, { ...trust.sources[0], id: 'erp' }],
      },
      circumstances: {
        ...circumstances,
        conflicts: [
          {
            id: '019c1371-2a40-7000-8000-00000000000c',
            version: 1,
            subject: 'customer:42',
            attribute: 'refund.limit',
            incumbent: fact['id'],
            challenger: '019c1371-2a40-7000-8000-000000000009',
          },
        ],
      },
    }),
  },
  {
    id: 'locked',
    title: 'Locked',
    about:
      'The limit is locked at 50.00 EUR. The action says it writes 80.00 EUR, and no grant can allow that.',
    verdict: 'BLOCK',
    code: 'locked-fact',
    first: 'facts',
    texts: textsOf({
      action: {
        tool: 'crm.set-limit',
        parameters: { customer: 'customer:42', limit: { amount: '8000', currency: 'EUR' } },
        environment: 'production',
      },
      manifest: {
        v: 1,
        tool: 'crm.set-limit',
        version: '1',
        description: 'Sets how much a customer may be refunded.',
        effects: [{ effect: 'data.write', target: { param: '/customer', kind: 'resource' } }],
        parameters: { '/customer': { type: 'identifier' }, '/limit': { type: 'money' } },
        writes: [{ subject: { param: '/customer' }, attribute: 'refund.limit', value: '/limit' }],
      },
      facts: [{ ...limit, locked: true }],
      policy: {
        ...policy,
        grants: [
          ...policy.grants,
          {
            id: 'limits',
            principals: ['agent'],
            tools: ['crm.set-limit'],
            effects: ['data.write'],
            targets: ['resource:customer:*'],
            risk: 'medium',
            environment: 'production',
          },
        ],
      },
    }),
  },
  {
    id: 'unread-code',
    title: 'Unread code',
    about: 'A parameter is SQL, and nothing here reads SQL. What is not read could do anything.',
    verdict: 'BLOCK',
    code: 'unread',
    first: 'action',
    texts: textsOf({
      action: {
        tool: 'reports.query',
        parameters: { sql: 'SELECT name FROM customers; DROP TABLE customers' },
        environment: 'production',
      },
      manifest: {
        v: 1,
        tool: 'reports.query',
        version: '1',
        description: 'Runs a query for a report.',
        effects: [{ effect: 'data.read', target: { literal: 'resource:reports' } }],
        parameters: { '/sql': { type: 'code', dialect: 'sql.postgresql' } },
      },
      facts: [],
      policy: {
        ...policy,
        grants: [
          {
            id: 'reports',
            principals: ['agent'],
            tools: ['reports.query'],
            effects: ['data.read', 'data.write', 'data.delete'],
            targets: ['*'],
            risk: 'critical',
            environment: 'production',
          },
        ],
      },
    }),
  },
  {
    id: 'halted',
    title: 'Halted',
    about: 'An admin has stopped this agent. The same refund that was allowed is not, until it is resumed.',
    verdict: 'BLOCK',
    code: 'halted',
    first: 'circumstances',
    texts: textsOf({
      circumstances: {
        ...circumstances,
        halted: [{ scope: 'agent', name: 'agent', reason: 'It repeats itself.' }],
      },
    }),
  },
  {
    id: 'rule',
    title: 'A rule fires',
    about: 'A condition in EAAP-CEL over the action and a fact: what is over 20.00 EUR goes to a person.',
    verdict: 'ESCALATE',
    code: 'rule',
    first: 'policy',
    texts: textsOf({
      policy: {
        ...policy,
        rules: [
          {
            id: 'second-look',
            description: 'Refunds over 20 euros are looked at.',
            tools: ['billing.refund'],
            when: 'int(action.parameters.amount.amount) > 2000',
            outcome: 'escalate',
            admissible: 'A refund of at most 20 euros, or a decision by an approver.',
          },
        ],
      },
    }),
  },
  {
    id: 'faded',
    title: 'Faded fact',
    about: 'Three months later nobody has confirmed the limit, and its half-life is thirty days.',
    verdict: 'ESCALATE',
    code: 'below-minimum',
    first: 'circumstances',
    texts: textsOf({ circumstances: { ...circumstances, now: '2026-04-30T09:30:12.345Z' } }),
  },
  {
    id: 'personal-data',
    title: 'Personal data',
    about: 'A mail address in the text is replaced by a token before anything is judged or kept.',
    verdict: 'ALLOW',
    code: null,
    first: 'action',
    texts: textsOf({
      action: { ...action, intent: 'Refund for ada@example.org, whose lamp was broken.' },
    }),
  },
];
