import { commitment, digest } from '../../model/digest.ts';
import { actionKey, approvalCommitment, reasonDigest, reasonsDigest } from '../../model/escalation.ts';
import type { Json, JsonObject } from '../../model/json.ts';
import type { CaseSource } from '../types.ts';

const FACT = '019c1371-2a40-7000-8000-000000000001';
const ID = '019c1371-5a79-7000-8000-000000000003';
/** Each version has a salt of its own: the first this one, the second 32 bytes 0x78, and so on. */
const SALT = '77'.repeat(32);
const saltOf = (nth: number): string => (0x76 + nth).toString(16).repeat(32);
const KEY = '66'.repeat(32);
const buffer = (hex: string): Buffer => Buffer.from(hex, 'hex');

/** A reason as a judgment gives it. */
const reason = (change: JsonObject = {}): JsonObject => ({
  gate: 'grounding',
  code: 'over-ground',
  outcome: 'escalate',
  rule: null,
  field: '/amount',
  value: { amount: '6000', currency: 'EUR' },
  facts: [`${FACT}@1`],
  message: 'The amount is over what is on record.',
  admissible: 'An amount of at most 50.00 EUR.',
  approved: null,
  ...change,
});
const always = (value: Json): JsonObject =>
  reason({
    gate: 'escalation',
    code: 'always-escalate',
    rule: 'escalate.effects',
    field: null,
    value,
    facts: [],
  });

const action = (change: JsonObject = {}): JsonObject => ({
  tool: 'billing.refund',
  parameters: { amount: { amount: '6000', currency: 'EUR' }, customer: 'customer:42' },
  environment: 'production',
  ...change,
});
const version = (change: JsonObject = {}): JsonObject => ({
  id: ID,
  version: 2,
  status: 'approved',
  action_key: actionKey(buffer(KEY), 'agent', action()),
  reasons_digest: reasonsDigest([reason()]),
  expires_at: 1_769_938_212_345,
  decided_by: 'approver',
  ...change,
});

const REASON = ['EAAP-0009-004'];
const ACTION = ['EAAP-0009-005'];
const VERSION = ['EAAP-0009-006'];
const plain = (id: string, title: string, requirements: string[], input: JsonObject): CaseSource => ({
  id,
  title,
  requirements,
  input,
});
const claim = (
  id: string,
  title: string,
  requirements: string[],
  input: JsonObject,
  claimed: string,
  mistake: string,
): CaseSource => ({ id, title, requirements, input: { ...input, claimed }, refused: 'mismatch', mistake });

const without = (from: JsonObject, ...names: readonly string[]): JsonObject =>
  Object.fromEntries(Object.entries(from).filter(([name]) => !names.includes(name)));
const MEMBERS = ['outcome', 'message', 'admissible', 'approved'];

function* reasons(): Iterable<CaseSource> {
  const one = (of: JsonObject): JsonObject => ({ kind: 'reason', reason: of });
  yield plain('reason-worked-example', 'the reason of RFC-0009 section 1', REASON, one(reason()));
  yield plain('reason-other-words', 'the same in other words is the same', REASON, {
    ...one(reason({ message: 'Too much.', admissible: 'Less.', approved: ID })),
    claimed: reasonDigest(reason()),
  });
  yield plain(
    'reason-nulls',
    'what is absent is null',
    REASON,
    one(always({ effect: 'message.send', target: null })),
  );
  yield plain(
    'reason-of-a-rule',
    'a rule that escalates',
    REASON,
    one(reason({ gate: 'constraints', code: 'rule', rule: 'review', field: null, value: null, facts: [] })),
  );
  yield plain('reason-two-facts', 'two facts', REASON, one(reason({ facts: [`${FACT}@1`, `${ID}@12`] })));
  const base = one(reason());
  const bare = without(reason(), ...MEMBERS);
  const mistakes: readonly [string, Json, string][] = [
    ['with-message', without(reason(), 'outcome', 'admissible', 'approved'), 'took the message in'],
    ['with-outcome', without(reason(), 'message', 'admissible', 'approved'), 'took the outcome in'],
    ['whole', reason(), 'hashed the whole reason'],
    ['without-nulls', without(bare, 'rule'), 'left out what is null'],
    [
      'without-facts',
      without(bare, 'facts'),
      'left out the facts, so that an approval outlives what it rested on',
    ],
    ['without-value', without(bare, 'value'), 'left out the value, so that an approval covers any amount'],
    ['without-versions', { ...bare, facts: [FACT] }, 'left out the versions of the facts'],
    [
      'as-list',
      ['grounding', 'over-ground', null, '/amount', { amount: '6000', currency: 'EUR' }, [`${FACT}@1`]],
      'hashed a list of the values',
    ],
  ];
  for (const [id, of, mistake] of mistakes)
    yield claim(
      `reason-${id}`,
      `a digest made otherwise: ${id.replaceAll('-', ' ')}`,
      REASON,
      base,
      digest('EAAP-REASONS-v1', of),
      mistake,
    );
  yield claim(
    'reason-another-tag',
    'a digest under another tag',
    REASON,
    base,
    digest('EAAP-VALUE-v1', bare),
    'used the tag of values',
  );
  yield claim(
    'reason-next-version',
    'the digest of the reason about the next version',
    REASON,
    base,
    reasonDigest(reason({ facts: [`${FACT}@2`] })),
    'took another version for the same fact',
  );

  const many = [reason(), always({ effect: 'money.move', target: 'resource:acct_1' })];
  const all = (of: readonly JsonObject[]): JsonObject => ({ kind: 'reasons', reasons: of });
  const digests = many.map(reasonDigest);
  yield plain('reasons-one', 'one reason', REASON, all([reason()]));
  yield plain('reasons-two', 'two reasons', REASON, all(many));
  yield plain('reasons-two-turned', 'two reasons, in another order the same', REASON, {
    ...all([...many].reverse()),
    claimed: reasonsDigest(many),
  });
  yield plain('reasons-double', 'a reason twice stays twice', REASON, all([reason(), reason()]));
  yield claim(
    'reasons-unsorted',
    'digests in falling order',
    REASON,
    all(many),
    digest('EAAP-REASONS-v1', [...digests].sort().reverse()),
    'did not sort the digests',
  );
  yield claim(
    'reasons-joined',
    'digests joined',
    REASON,
    all(many),
    digest('EAAP-REASONS-v1', [...digests].sort().join('')),
    'joined the texts instead of hashing the list',
  );
  yield claim(
    'reasons-one-as-itself',
    'one reason, its own digest',
    REASON,
    all([reason()]),
    reasonDigest(reason()),
    'hashed a single reason without a list around it',
  );
  yield claim(
    'reasons-double-once',
    'a reason twice, once',
    REASON,
    all([reason(), reason()]),
    reasonsDigest([reason()]),
    'took doubles out',
  );
}

function* keys(): Iterable<CaseSource> {
  const key = (of: JsonObject, principal = 'agent'): JsonObject => ({
    kind: 'action-key',
    key: KEY,
    principal,
    action: of,
  });
  const right = actionKey(buffer(KEY), 'agent', action());
  const claims = [{ subject: 'customer:42', attribute: 'tier', value: 'gold' }];
  const effects = [{ effect: 'money.move', target: 'resource:acct_1' }, { effect: 'data.read' }];
  yield plain('key-worked-example', 'the action of RFC-0009 section 1', ACTION, key(action()));
  yield plain('key-intent', 'an intent changes nothing', ACTION, {
    ...key(action({ intent: 'Please.' })),
    claimed: right,
  });
  yield plain('key-session-model-framework', 'nor do session, model and framework', ACTION, {
    ...key(action({ session: 's-1', model: 'm', framework: 'f' })),
    claimed: right,
  });
  yield plain('key-empty-claims', 'no claims are an empty list of them', ACTION, {
    ...key(action({ claims: [], effects: [] })),
    claimed: right,
  });
  yield plain('key-claims-effects', 'claims and effects', ACTION, key(action({ claims, effects })));
  yield plain(
    'key-effects-turned',
    'effects in another order',
    ACTION,
    key(action({ claims, effects: [...effects].reverse() })),
  );
  const others: readonly [string, JsonObject, string, string][] = [
    [
      'principal',
      key(action()),
      actionKey(buffer(KEY), 'stranger', action()),
      'left the principal out of the comparison',
    ],
    [
      'parameter',
      key(action()),
      actionKey(buffer(KEY), 'agent', action({ parameters: {} })),
      'compared the tool alone',
    ],
    [
      'environment',
      key(action()),
      actionKey(buffer(KEY), 'agent', action({ environment: 'staging' })),
      'left the environment out',
    ],
    ['claims', key(action({ claims })), right, 'left the claims out'],
    ['effects', key(action({ effects })), right, 'left the declared effects out'],
    [
      'effects-sorted',
      key(action({ effects })),
      actionKey(buffer(KEY), 'agent', action({ effects: [...effects].reverse() })),
      'sorted the effects',
    ],
    [
      'namespace',
      key(action()),
      actionKey(buffer('67'.repeat(32)), 'agent', action()),
      'used the key of another namespace',
    ],
    [
      'unkeyed',
      key(action()),
      digest('action-key', { principal: 'agent', action: { ...action(), claims: [], effects: [] } }).slice(7),
      'hashed without a key',
    ],
  ];
  for (const [id, input, claimed, mistake] of others)
    yield claim(`key-not-${id}`, `a key made otherwise: ${id}`, ACTION, input, claimed, mistake);
}

function* versions(): Iterable<CaseSource> {
  const of = (change: JsonObject = {}): JsonObject => ({
    kind: 'version',
    salt: saltOf(Number(version(change)['version'])),
    escalation: version(change),
  });
  yield plain(
    'version-pending',
    'version 1, pending',
    VERSION,
    of({ version: 1, status: 'pending', decided_by: null }),
  );
  yield plain('version-approved', 'version 2, approved', VERSION, of());
  yield plain('version-consumed', 'version 3, consumed', VERSION, of({ version: 3, status: 'consumed' }));
  yield plain('version-denied', 'version 2, denied', VERSION, of({ status: 'denied' }));
  yield plain(
    'version-expired',
    'version 2, expired, decided by nobody',
    VERSION,
    of({ status: 'expired', decided_by: null }),
  );
  const at = (change: JsonObject): string =>
    approvalCommitment(buffer(saltOf(Number(version(change)['version']))), version(change));
  yield claim(
    'version-not-before',
    'the commitment of the version before',
    VERSION,
    of(),
    at({ version: 1, status: 'pending', decided_by: null }),
    'kept the commitment when the status changed',
  );
  yield claim(
    'version-not-used',
    'that of the approval, once it is used',
    VERSION,
    of({ version: 3, status: 'consumed' }),
    at({}),
    'kept the commitment of a used approval',
  );
  yield claim(
    'version-not-longer',
    'that of a longer life',
    VERSION,
    of(),
    at({ expires_at: 1_769_938_212_346 }),
    'left the expiry out of the comparison',
  );
  yield claim(
    'version-not-by-another',
    'that of another approver',
    VERSION,
    of(),
    at({ decided_by: 'insider' }),
    'left out who decided',
  );
  yield claim(
    'version-time-as-text',
    'an expiry as RFC 3339',
    VERSION,
    of(),
    at({ expires_at: '2026-02-01T09:30:12.345Z' }),
    'wrote the time as on the wire',
  );
  yield claim(
    'version-without-salt',
    'a digest without a salt',
    VERSION,
    of(),
    digest('EAAP-COMMIT-v1', version()),
    'left the salt out, so that it can be guessed',
  );
  yield claim(
    'version-other-salt',
    'under the salt of the version before',
    VERSION,
    of(),
    approvalCommitment(buffer(SALT), version()),
    'kept one salt for all versions',
  );
  yield claim(
    'version-with-proposer',
    'with the proposer',
    VERSION,
    of(),
    commitment(buffer(saltOf(2)), { ...version(), proposer: 'agent' }),
    'committed to more members',
  );
}

/** What is computed of reasons, actions and versions, and what is made of them by mistake. */
export function* bytes(): Iterable<CaseSource> {
  yield* reasons();
  yield* keys();
  yield* versions();
}
