import type { Change, Escalated, EscalationEvent } from '../../model/escalation.ts';
import type { Json } from '../../model/json.ts';
import type { CaseSource } from '../types.ts';

const TTL = 3_600_000;
const PROPOSER = { principal: 'agent', owner: 'ann' };
const APPROVER = { principal: 'decider', owner: 'dan' };
const VERSIONS = { pending: 1, approved: 2, denied: 2, expired: 2, consumed: 3 } as const;

type Status = Escalated['status'];
type Decision = EscalationEvent & { kind: 'approve' | 'deny' };

const escalated = (status: Status, ttl_ms = TTL): Escalated => ({
  status,
  version: VERSIONS[status],
  proposer: PROPOSER,
  ttl_ms,
});
const step = (escalation: Escalated, event: EscalationEvent): Json =>
  ({ kind: 'step', escalation, event }) as unknown as Json;
const decide = (kind: Decision['kind'], change: Partial<Decision> = {}): Decision => ({
  kind,
  at: 5000,
  by: APPROVER,
  version: 1,
  challenge: kind === 'approve' ? 'shown' : 'none',
  ...change,
});

const MACHINE = ['EAAP-0009-017', 'EAAP-0009-018'];
const FIRST = 'EAAP-0009-012';
const SEPARATE = 'EAAP-0001-110';
const DECIDED = 'EAAP-0009-011';
const EXPIRED = 'EAAP-0001-111';

const good = (id: string, title: string, requirements: string[], input: Json): CaseSource => ({
  id,
  title,
  requirements,
  input,
});
const bad = (
  id: string,
  title: string,
  refused: string,
  requirements: string[],
  input: Json,
  mistake?: string,
): CaseSource => ({ id, title, requirements, input, refused, ...(mistake === undefined ? {} : { mistake }) });

function* decisions(): Iterable<CaseSource> {
  const pending = escalated('pending');
  for (const kind of ['approve', 'deny'] as const) {
    const on = (change: Partial<Decision> = {}, from: Escalated = pending): Json =>
      step(from, decide(kind, change));
    yield good(kind, `${kind}`, MACHINE, on());
    yield good(`${kind}-last-millisecond`, `${kind} in the last millisecond`, [EXPIRED], on({ at: TTL - 1 }));
    yield good(
      `${kind}-short-life`,
      `${kind} in the last millisecond of the shortest life`,
      [EXPIRED],
      on({ at: 999 }, escalated('pending', 1000)),
    );
    yield bad(
      `${kind}-own`,
      `${kind} by the proposer`,
      'separation-of-duties',
      [SEPARATE],
      on({ by: PROPOSER }),
    );
    yield bad(
      `${kind}-same-principal`,
      `${kind} by the proposer's name, of another owner`,
      'separation-of-duties',
      [SEPARATE],
      on({ by: { principal: 'agent', owner: 'dan' } }),
      'compared owners alone',
    );
    yield bad(
      `${kind}-same-owner`,
      `${kind} by another credential of the proposer's owner`,
      'separation-of-duties',
      [SEPARATE],
      on({ by: { principal: 'decider', owner: 'ann' } }),
      'compared principals alone',
    );
    yield bad(
      `${kind}-at-expiry`,
      `${kind} in the very millisecond of the expiry`,
      'escalation-expired',
      [EXPIRED],
      on({ at: TTL }),
      'took the expiry for inclusive',
    );
    yield bad(`${kind}-late`, `${kind} a day late`, 'escalation-expired', [EXPIRED], on({ at: 86_400_000 }));
    yield bad(
      `${kind}-expired`,
      `${kind} what is recorded as expired`,
      'escalation-expired',
      [EXPIRED],
      on({ at: TTL + 1, version: 2 }, escalated('expired')),
    );
    yield bad(
      `${kind}-next-version`,
      `${kind} with a version that is not there yet`,
      'version-mismatch',
      ['EAAP-0001-058'],
      on({ version: 2 }),
    );
    for (const status of ['approved', 'denied', 'consumed'] as const)
      yield bad(
        `${kind}-${status}`,
        `${kind} what is ${status}`,
        'already-decided',
        [DECIDED],
        on({ version: VERSIONS[status] }, escalated(status)),
        kind === 'approve' && status === 'denied' ? 'let an approval win over a denial' : undefined,
      );
    yield bad(
      `${kind}-approved-late`,
      `${kind} what was approved, after its expiry`,
      'already-decided',
      [DECIDED],
      on({ at: TTL, version: 2 }, escalated('approved')),
    );

    yield bad(
      `first-${kind}-separation-before-expiry`,
      'the proposer, late',
      'separation-of-duties',
      [FIRST],
      on({ by: PROPOSER, at: TTL }),
    );
    yield bad(
      `first-${kind}-separation-before-decided`,
      'the proposer, decided already',
      'separation-of-duties',
      [FIRST],
      on({ by: PROPOSER, version: 2 }, escalated('denied')),
    );
    yield bad(
      `first-${kind}-separation-before-version`,
      'the proposer, another version',
      'separation-of-duties',
      [FIRST],
      on({ by: PROPOSER, version: 7 }),
    );
    yield bad(
      `first-${kind}-expiry-before-version`,
      'late, another version',
      'escalation-expired',
      [FIRST],
      on({ at: TTL, version: 7 }),
    );
    yield bad(
      `first-${kind}-decided-before-version`,
      'decided, the version before',
      'already-decided',
      [FIRST],
      on({ version: 1 }, escalated('approved')),
      'compared versions first',
    );
  }
  yield good(
    'deny-with-the-challenge',
    'deny, with the challenge',
    MACHINE,
    step(pending, decide('deny', { challenge: 'shown' })),
  );
  yield good(
    'deny-with-another-challenge',
    'deny, with another challenge',
    ['EAAP-0009-010'],
    step(pending, decide('deny', { challenge: 'other' })),
  );
  for (const challenge of ['other', 'none'] as const)
    yield bad(
      `approve-challenge-${challenge}`,
      `approve, the challenge: ${challenge}`,
      'challenge-mismatch',
      ['EAAP-0009-009'],
      step(pending, decide('approve', { challenge })),
      challenge === 'none' ? 'asked for a challenge only if there is one' : undefined,
    );
  yield bad(
    'first-approve-version-before-challenge',
    'another version, another challenge',
    'version-mismatch',
    [FIRST],
    step(pending, decide('approve', { version: 2, challenge: 'other' })),
  );
  yield bad(
    'first-approve-expiry-before-challenge',
    'late, another challenge',
    'escalation-expired',
    [FIRST],
    step(pending, decide('approve', { at: TTL, challenge: 'other' })),
  );
}

function* relying(): Iterable<CaseSource> {
  const approved = escalated('approved');
  const evaluate = (changed: Change, from = approved, at = 3000): Json =>
    step(from, { kind: 'evaluate', at, changed });
  yield good('rely', 'the approved action', ['EAAP-0001-106'], evaluate('nothing'));
  yield good(
    'rely-last-millisecond',
    'in the last millisecond',
    ['EAAP-0009-016'],
    evaluate('nothing', approved, TTL - 1),
  );
  for (const changed of ['intent', 'session', 'model'] as const)
    yield good(`rely-other-${changed}`, `with another ${changed}`, ['EAAP-0009-005'], evaluate(changed));
  const COVER = 'EAAP-0001-107';
  for (const changed of ['parameter', 'environment', 'claim', 'effect', 'principal'] as const)
    yield bad(
      `rely-other-${changed}`,
      `with another ${changed}`,
      'escalated',
      [COVER],
      evaluate(changed),
      `let an approval cover another ${changed}`,
    );
  yield bad(
    'rely-another-reason',
    'for another reason as well',
    'escalated',
    ['EAAP-0001-108'],
    evaluate('reason-added'),
    'let an approval cover the action, whatever the reasons',
  );
  yield bad(
    'rely-blocked',
    'what is blocked',
    'blocked',
    ['EAAP-0001-113'],
    evaluate('rule-blocks'),
    'let an approval cover a block',
  );
  yield bad(
    'rely-at-expiry',
    'in the very millisecond of the expiry',
    'escalated',
    ['EAAP-0009-016'],
    evaluate('nothing', approved, TTL),
    'took the expiry of a pending one for one of it alone',
  );
  yield bad(
    'rely-late',
    'a day later',
    'escalated',
    ['EAAP-0009-016'],
    evaluate('nothing', approved, 86_400_000),
  );
  yield bad(
    'rely-pending',
    'on what is pending',
    'escalated',
    ['EAAP-0001-106'],
    evaluate('nothing', escalated('pending')),
  );
  yield bad(
    'rely-denied',
    'on what was denied',
    'escalated',
    ['EAAP-0001-112'],
    evaluate('nothing', escalated('denied')),
  );
  yield bad(
    'rely-denied-late',
    'on what was denied, after its expiry',
    'escalated',
    ['EAAP-0001-112'],
    evaluate('nothing', escalated('denied'), TTL),
  );
  yield bad(
    'rely-consumed',
    'on what was used',
    'escalated',
    ['EAAP-0001-109'],
    evaluate('nothing', escalated('consumed')),
    'used an approval twice',
  );
  yield bad(
    'rely-expired',
    'on what nobody decided',
    'escalated',
    ['EAAP-0001-106'],
    evaluate('nothing', escalated('expired'), TTL + 5),
  );

  const ask = (from: Escalated, changed: Change = 'nothing', at = 3000): Json =>
    step(from, { kind: 'ask', at, changed });
  const SAME = ['EAAP-0009-001'];
  const DENIED = ['EAAP-0009-002'];
  yield good('ask-pending', 'the same again while it is pending', SAME, ask(escalated('pending')));
  yield good('ask-pending-intent', 'the same with another intent', SAME, ask(escalated('pending'), 'intent'));
  yield good('ask-pending-parameter', 'another parameter', SAME, ask(escalated('pending'), 'parameter'));
  yield good('ask-pending-reason', 'another reason', SAME, ask(escalated('pending'), 'reason-added'));
  yield good(
    'ask-pending-late',
    'the same again at the expiry',
    SAME,
    ask(escalated('pending'), 'nothing', TTL),
  );
  yield good('ask-denied', 'the same again after the denial', DENIED, ask(escalated('denied')));
  yield good(
    'ask-denied-late',
    'the same again at the expiry of a denied one',
    DENIED,
    ask(escalated('denied'), 'nothing', TTL),
  );
  yield good(
    'ask-denied-parameter',
    'another parameter after a denial',
    DENIED,
    ask(escalated('denied'), 'parameter'),
  );
  yield good(
    'ask-consumed',
    'the same again after it was used',
    ['EAAP-0001-109'],
    ask(escalated('consumed')),
  );
  yield good(
    'ask-approved-late',
    'the same again after the approval has expired',
    ['EAAP-0009-016'],
    ask(escalated('approved'), 'nothing', TTL),
  );

  const commit = (first: boolean, at = 3000, from = approved): Json =>
    step(from, { kind: 'commit', at, first });
  yield good('commit', 'a commit uses the approval', ['EAAP-0009-015', ...MACHINE], commit(true));
  yield good('commit-last-millisecond', 'in its last millisecond', ['EAAP-0009-015'], commit(true, TTL - 1));
  yield bad(
    'commit-second',
    'the second of two evaluations under one approval',
    'state-drift',
    ['EAAP-0009-014', 'EAAP-0001-109'],
    commit(false),
  );
  yield bad(
    'commit-at-expiry',
    'in the very millisecond of the approval expiring',
    'state-drift',
    ['EAAP-0009-016'],
    commit(true, TTL),
    'looked at approvals at evaluation alone',
  );
}

function* time(): Iterable<CaseSource> {
  for (const kind of ['pass', 'look'] as const) {
    const at = (status: Status, ms: number, ttl = TTL): Json =>
      step(escalated(status, ttl), { kind, at: ms });
    yield good(
      `${kind}-pending`,
      'a pending one before its expiry',
      ['EAAP-0009-008'],
      at('pending', TTL - 1),
    );
    yield good(
      `${kind}-pending-expired`,
      'a pending one at its expiry: recorded',
      ['EAAP-0009-008', 'EAAP-0009-018'],
      at('pending', TTL),
    );
    yield good(
      `${kind}-approved-expired`,
      'an approved one at its expiry: not recorded',
      ['EAAP-0009-008', 'EAAP-0009-018'],
      at('approved', TTL),
    );
    yield good(`${kind}-denied-late`, 'a denied one stays denied', ['EAAP-0009-008'], at('denied', TTL));
    yield good(`${kind}-consumed-late`, 'a used one stays used', ['EAAP-0009-015'], at('consumed', TTL));
  }
}

/** An escalation and an event: decisions, relying on them, and time. */
export function* steps(): Iterable<CaseSource> {
  yield* decisions();
  yield* relying();
  yield* time();
}
