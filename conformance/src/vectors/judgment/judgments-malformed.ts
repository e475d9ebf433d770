import type { Json, JsonObject } from '../../model/json.ts';
import type { CaseSource } from '../types.ts';
import { ACCOUNT, document, LIMIT, uuid } from './refund.ts';

const RIGHT = document();
const member = (name: string, change: JsonObject): JsonObject => ({
  ...RIGHT,
  [name]: { ...(RIGHT[name] as JsonObject), ...change },
});
const without = (name: string): JsonObject =>
  Object.fromEntries(Object.entries(RIGHT).filter(([one]) => one !== name));
const fact = (change: JsonObject): JsonObject => ({ ...RIGHT, facts: [{ ...ACCOUNT, ...change }, LIMIT] });
const conflict = {
  id: uuid(50),
  version: 1,
  subject: 'c1',
  attribute: 'account',
  incumbent: uuid(1),
  challenger: uuid(3),
};
const effect = {
  effect: 'money.move',
  target: null,
  reversibility: 'irreversible',
  risk: 'high',
  origin: 'manifest',
  field: null,
};

const BAD: readonly (readonly [id: string, title: string, document: Json])[] = [
  ['null', 'Nothing', null],
  ['empty', 'An empty object', {}],
  ['list', 'A list', [RIGHT]],
  ['no-approvals', 'A member left out', without('approvals')],
  ['no-manifest-member', 'The manifest left out instead of null', without('manifest')],
  ['more', 'A member nobody knows', { ...RIGHT, hint: 'ALLOW' }],
  ['version', 'Another version of the form', { ...RIGHT, v: 2 }],
  ['now-text', 'A time as a text', { ...RIGHT, now: '2026-01-31T09:30:12.345Z' }],
  ['now-fraction', 'A time that is not whole', { ...RIGHT, now: 1.5 }],
  ['now-negative', 'A time before 1970', { ...RIGHT, now: -1 }],
  ['principal-capitals', 'A principal that is none', { ...RIGHT, principal: 'Support' }],
  ['principal-line-feed', 'A line feed behind a principal', { ...RIGHT, principal: 'support\n' }],
  ['truncated-text', 'A truth as a text', { ...RIGHT, truncated: 'false' }],
  ['action-more', 'A member of the action nobody knows', member('action', { approved: true })],
  ['action-environment', 'An environment nobody knows', member('action', { environment: 'prod' })],
  ['action-tool', 'A tool that is none', member('action', { tool: 'Billing Refund' })],
  [
    'manifest-effect',
    'An effect nobody knows, in the manifest',
    member('manifest', { effects: [{ effect: 'money.print' }] }),
  ],
  [
    'manifest-pointer',
    'A parameter that is no pointer',
    member('manifest', { parameters: { account: { type: 'text' } } }),
  ],
  [
    'effect-unknown-name',
    'An effect nobody knows, in the extraction',
    member('extraction', { effects: [{ ...effect, effect: 'harmless' }] }),
  ],
  ['effect-risk', 'A risk nobody knows', member('extraction', { effects: [{ ...effect, risk: 'none' }] })],
  [
    'effects-129',
    'More effects than there may be',
    member('extraction', { effects: Array.from({ length: 129 }, () => effect) }),
  ],
  [
    'unread-code',
    'A code nobody knows',
    member('extraction', { unread: [{ code: 'odd', field: null, detail: 'x' }] }),
  ],
  [
    'unread-no-detail',
    'An unread entry without its sentence',
    member('extraction', { unread: [{ code: 'too-large', field: null }] }),
  ],
  ['cost-text', 'A cost as a text', member('extraction', { cost: { amount: '2500', currency: 'EUR' } })],
  ['policy-minimum', 'A minimum beyond all', member('policy', { confidence: { minimum: 10001 } })],
  ['policy-ttl', 'A time to live beyond all', member('policy', { ttl_ms: 300001 })],
  [
    'policy-rule-outcome',
    'An outcome of a rule nobody knows',
    member('policy', { rules: [{ id: 'a', description: 'x', when: 'true', outcome: 'allow' }] }),
  ],
  ['fact-trust', 'A trust nobody knows', fact({ trust: 'certain' })],
  ['fact-status', 'A status nobody knows', fact({ status: 'current' })],
  ['fact-uuid', 'An id of another version', fact({ id: '019c1371-0000-4000-8000-000000000001' })],
  ['fact-more', 'A member of a fact nobody knows', fact({ note: 'x' })],
  ['fact-version-zero', 'A version 0', fact({ version: 0 })],
  ['fact-twice', 'A fact twice', { ...RIGHT, facts: [ACCOUNT, LIMIT, ACCOUNT] }],
  [
    'fact-versions',
    'Two versions of one fact',
    { ...RIGHT, facts: [ACCOUNT, LIMIT, { ...ACCOUNT, version: 2 }] },
  ],
  ['conflict-twice', 'A conflict twice', { ...RIGHT, conflicts: [conflict, { ...conflict, version: 2 }] }],
  [
    'halt-scope',
    'A scope nobody knows',
    { ...RIGHT, halted: [{ scope: 'world', name: 'all', reason: 'x' }] },
  ],
  ['counter-negative', 'A counter below zero', { ...RIGHT, counters: [{ limit: 'a', used: -1, next: 1 }] }],
  [
    'approval-digest',
    'A digest that is none',
    { ...RIGHT, approvals: [{ escalation: uuid(90), reasons: ['sha256:00'] }] },
  ],
  [
    'approvals-17',
    'More approvals than there may be',
    { ...RIGHT, approvals: Array.from({ length: 17 }, (_, n) => ({ escalation: uuid(n), reasons: [] })) },
  ],
];

/** Documents that are no judge inputs. */
export const MALFORMED: readonly CaseSource[] = BAD.map(([id, title, bad]) => ({
  id: `malformed-${id}`,
  title,
  requirements: ['EAAP-0005-001'],
  input: { document: bad },
  refused: 'malformed',
}));
