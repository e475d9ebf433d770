import type { Json, JsonObject } from '../../model/json.ts';
import { loadPolicy } from '../../model/policy.ts';
import type { CaseSource, Topic } from '../types.ts';

const [DIGEST, REFUSED, CONDITION, TTL] = [
  'EAAP-0001-007',
  'EAAP-0007-001',
  'EAAP-0001-078',
  'EAAP-0001-094',
];
const CLOSED = 'EAAP-0001-006';

const GRANT: JsonObject = {
  id: 'refunds',
  principals: ['agent'],
  tools: ['billing.*'],
  effects: ['money.move'],
  targets: ['resource:*'],
  risk: 'high',
  environment: 'production',
};
const RULE: JsonObject = {
  id: 'large-refund',
  description: 'Large refunds are seen by a person.',
  tools: ['billing.refund'],
  when: 'int(action.parameters.amount.amount) > 100000 && principal != "night-batch"',
  outcome: 'escalate',
};
const LIMIT: JsonObject = {
  id: 'hourly',
  kind: 'quota',
  scope: 'principal',
  currency: 'EUR',
  max: 1000000,
  window_ms: 3600000,
  outcome: 'block',
};
/** A policy that grants nothing. */
const EMPTY: JsonObject = {
  v: 1,
  name: 'example',
  version: '1',
  executors: ['runner'],
  grants: [],
  rules: [],
  limits: [],
  confidence: { minimum: 5000 },
  escalate: { effects: [], reversibility: [] },
  escalation: { target: 'people', ttl_ms: 3600000 },
  selects: [],
  ttl_ms: 60000,
  window_ms: 60000,
  outcome_ms: 300000,
};
const ONE: JsonObject = { ...EMPTY, grants: [GRANT], rules: [RULE], limits: [LIMIT] };
/** Estimated at 50181, so that nineteen of them stay within a policy's total and twenty do not. */
const DEAR = 'action.parameters.l.all(x, '.concat(
  '["a","b","c","d","e","f","g","h","i"].exists(y, y == string(x.n) || y == x.s || y == x.t))',
);

const grants = (change: JsonObject): JsonObject => ({ ...ONE, grants: [{ ...GRANT, ...change }] });
const rules = (...changes: readonly JsonObject[]): JsonObject => ({
  ...ONE,
  rules: changes.map((change) => ({ ...RULE, ...change })),
});
const limits = (change: JsonObject): JsonObject => ({ ...ONE, limits: [{ ...LIMIT, ...change }] });
const without = (document: JsonObject, name: string): JsonObject =>
  Object.fromEntries(Object.entries(document).filter(([member]) => member !== name));
const dear = (count: number): JsonObject =>
  rules(...Array.from({ length: count }, (_, n) => ({ id: `rule-${n}`, when: DEAR })));

type Row = readonly [id: string, title: string, policy: Json, mistake?: string];

const accepted = (requirement: string, rows: readonly Row[]): CaseSource[] =>
  rows.map(([id, title, policy]) => ({ id, title, requirements: [requirement], input: { policy } }));
const refused = (requirement: string, reason: string, rows: readonly Row[]): CaseSource[] =>
  rows.map(([id, title, policy, mistake]) => ({
    id,
    title,
    requirements: [requirement],
    input: { policy },
    refused: reason,
    ...(mistake === undefined ? {} : { mistake }),
  }));

const cases = (): CaseSource[] => [
  ...accepted(DIGEST, [
    ['one-rule', 'the example: a grant, a rule, a limit', ONE],
    ['grants-nothing', 'a policy that grants nothing', EMPTY],
    ['two-executors', 'two executors', { ...ONE, executors: ['runner', 'batch'] }],
    ['two-executors-turned', 'the same, in another order', { ...ONE, executors: ['batch', 'runner'] }],
    ['version-of-the-author', 'another version of the author', { ...ONE, version: '2' }],
    [
      'escalate-risk',
      'a risk that always needs a person',
      { ...ONE, escalate: { effects: ['deploy'], reversibility: ['irreversible'], risk: 'critical' } },
    ],
    [
      'selects',
      'rows that are selected',
      {
        ...ONE,
        selects: [
          { tools: ['*'], subject: { param: '/customer', prefix: 'customer:' }, attribute: 'tier' },
          { tools: ['deploy.*'], subject: { literal: 'release' }, attribute: 'freeze' },
        ],
      },
    ],
  ]),
  ...accepted(REFUSED, [
    [
      'one-id-for-two-kinds',
      'a grant, a rule and a limit of one id',
      {
        ...ONE,
        grants: [{ ...GRANT, id: 'x' }],
        rules: [{ ...RULE, id: 'x' }],
        limits: [{ ...LIMIT, id: 'x' }],
      },
    ],
    [
      'target-patterns',
      'target patterns of every kind',
      grants({
        targets: [
          '*',
          'host:*',
          'host:*.example.com',
          'host:api.example.com:8443',
          'path:/',
          'path:/srv/',
          'path:/srv/x',
          'resource:acct_*',
        ],
      }),
    ],
    ['quota-of-commits', 'a quota without a currency', { ...ONE, limits: [without(LIMIT, 'currency')] }],
    ['unknown-in-a-rule', 'a rule for the effect unknown', rules({ effects: ['unknown', 'secret.read'] })],
    [
      'unknown-escalates',
      'an effect that always escalates may be any',
      { ...ONE, escalate: { effects: ['unknown', 'secret.read'], reversibility: [] } },
    ],
    ['total-within', 'nineteen dear rules', dear(19)],
    [
      'compare',
      'a form for each of some attributes',
      {
        ...ONE,
        compare: {
          'order.total': 'amount',
          due: 'date',
          holder: 'name',
          note: 'text',
          weight: 'quantity',
          constructor: 'text',
        },
      },
    ],
    ['compare-nothing', 'a form for no attribute', { ...ONE, compare: {} }],
  ]),
  ...accepted(TTL, [
    ['longest-ttl', 'the longest time to commit', { ...ONE, ttl_ms: 300000 }],
    ['shortest-ttl', 'the shortest', { ...ONE, ttl_ms: 1000 }],
  ]),
  ...accepted(CONDITION, [
    ['shadow-rule', 'a rule that only reports', rules({ outcome: 'shadow' })],
    [
      'rule-for-targets',
      'a rule for effects on targets',
      rules({ effects: ['money.move'], targets: ['resource:acct_*'], admissible: 'A smaller refund.' }),
    ],
  ]),
  ...refused(REFUSED, 'duplicate-id', [
    [
      'two-grants',
      'two grants of one id',
      { ...ONE, grants: [GRANT, { ...GRANT, risk: 'low' }] },
      'let the later one win',
    ],
    ['two-rules', 'two rules of one id', rules({}, { when: 'true' })],
    [
      'two-limits',
      'two limits of one id',
      { ...ONE, limits: [LIMIT, { ...LIMIT, max: 5 }] },
      'counted both under one key',
    ],
    ['same-rule-twice', 'one rule twice, to the byte', rules({}, {})],
  ]),
  ...refused(REFUSED, 'ungrantable', [
    [
      'grants-unknown',
      'a grant of unknown',
      grants({ effects: ['data.read', 'unknown'] }),
      'let what nobody can name be granted',
    ],
    ['grants-secrets', 'a grant of reading secrets', grants({ effects: ['secret.read'] })],
  ]),
  ...refused(REFUSED, 'target-pattern', [
    [
      'host-upper-case',
      'a host in upper case',
      grants({ targets: ['host:API.example.com'] }),
      'folded the pattern and not the target',
    ],
    ['host-star-inside', 'a star inside a host', grants({ targets: ['host:api.*.example.com'] })],
    [
      'host-star-without-dot',
      'a star that is no label',
      grants({ targets: ['host:*example.com'] }),
      'took it for a suffix',
    ],
    ['path-not-absolute', 'a path that begins nowhere', grants({ targets: ['path:srv/'] })],
    ['path-upwards', 'a path that goes up', grants({ targets: ['path:/srv/../etc/'] })],
    ['rule-target', 'the target of a rule', rules({ targets: ['host:-'] })],
    ['resource-hidden', 'a character nobody sees', grants({ targets: ['resource:acct\u200b_1'] })],
  ]),
  ...refused(REFUSED, 'limit-currency', [
    ['rate-with-currency', 'a rate in euros', limits({ kind: 'rate' }), 'left the currency unread'],
    ['loop-with-currency', 'a loop in euros', limits({ kind: 'loop' })],
  ]),
  ...refused(CONDITION, 'condition', [
    ['condition-syntax', 'a condition that does not parse', rules({ when: 'true &&' })],
    [
      'condition-name',
      'a misspelt member',
      rules({ when: 'action.parametres.n > 1' }),
      'found out when the first action came',
    ],
    ['condition-type', 'a condition that is no bool', rules({ when: 'now' })],
    ['condition-function', 'a function there is not', rules({ when: 'ask("may I?")' })],
    ['condition-pattern', 'a pattern that is none', rules({ when: 'principal.matches("(")' })],
    [
      'condition-of-a-shadow',
      'a shadow rule that does not load',
      rules({ when: '1', outcome: 'shadow' }),
      'loaded rules with consequences only',
    ],
    [
      'second-condition',
      'the second of two rules',
      rules({}, { id: 'other', when: 'x' }),
      'looked at the first rule only',
    ],
    [
      'condition-too-dear',
      'a condition that may cost too much',
      rules({ when: 'action.parameters.l.all(x, action.parameters.l.all(y, x.n != y.n))' }),
    ],
  ]),
  ...refused(REFUSED, 'total', [
    ['total-beyond', 'twenty dear rules', dear(20), 'bounded each rule and not all of them'],
  ]),
  ...refused(TTL, 'invalid', [
    ['ttl-too-long', 'over 300000 milliseconds to commit', { ...ONE, ttl_ms: 300001 }],
    ['ttl-too-short', 'under a second', { ...ONE, ttl_ms: 999 }],
    ['ttl-fraction', 'a part of a millisecond', { ...ONE, ttl_ms: 60000.5 }],
  ]),
  ...refused(CLOSED, 'invalid', [
    [
      'compare-phonetic',
      'a form there is not',
      { ...ONE, compare: { holder: 'phonetic' } },
      'took a form it did not know for bytes',
    ],
    ['compare-no-attribute', 'a form for what is no attribute', { ...ONE, compare: { Holder: 'name' } }],
    ['compare-list', 'a list of attributes for a form', { ...ONE, compare: { name: ['holder'] } }],
    [
      'unknown-member',
      'a member there is not',
      { ...ONE, note: 'x' },
      'passed over a member it did not know',
    ],
    [
      'unknown-member-of-a-rule',
      'a member of a rule there is not',
      rules({ effect: ['deploy'] }),
      'dropped a restriction it did not know',
    ],
    [
      'name-line-feed',
      'a line feed behind the name',
      { ...ONE, name: 'example\n' },
      'let $ stand before a line feed at the end',
    ],
    ['missing-member', 'a member that is missing', without(ONE, 'rules')],
    ['no-executor', 'nobody may execute', { ...ONE, executors: [] }],
    ['unknown-effect-name', 'an effect there is not', grants({ effects: ['money.print'] })],
    ['unknown-outcome', 'an outcome there is not', rules({ outcome: 'allow' }), 'let a rule allow'],
    ['limit-shadow', 'a limit that only reports', limits({ outcome: 'shadow' })],
    ['limit-negative', 'a limit below nothing', limits({ max: -1 })],
    ['limit-too-large', 'a limit over 2^53−1', limits({ window_ms: 315360000001 })],
    ['id-upper-case', 'an id in upper case', rules({ id: 'Large' })],
    ['empty-condition', 'a condition without a character', rules({ when: '' })],
    [
      'description-missing',
      'a rule that does not say what it is for',
      { ...ONE, rules: [without(RULE, 'description')] },
    ],
    ['other-version', 'another version of the form', { ...ONE, v: 2 }],
    ['no-object', 'a list', [ONE]],
  ]),
];

export const topic: Topic = {
  name: 'policies',
  title: 'Policies',
  specified: 'RFC-0007 section 3',
  input: 'policy: the document that is put in force. No personal data is in it.',
  output: 'digest: the digest EAAP-POLICY-v1 of a policy that is accepted.',
  reasons: {
    invalid: 'it does not match schemas/policy.json (on the wire invalid-request, the others invalid-policy)',
    'duplicate-id': 'two grants, two rules or two limits have one id',
    ungrantable: 'a grant lists unknown or secret.read',
    'target-pattern': 'a target pattern has a fault',
    'limit-currency': 'a limit that is no quota has a currency',
    condition: 'a condition does not load; the topic cel has why',
    total: 'the estimates of all rules pass 1000000',
  },
  cases,
  answer(input) {
    const loaded = loadPolicy((input as { policy: Json }).policy);
    return 'faults' in loaded ? { refused: loaded.faults } : { output: { digest: loaded.digest } };
  },
};
