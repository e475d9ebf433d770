import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { test } from 'node:test';
import { erase, lockFact, setManifest } from '@eaap/ledger';
import {
  digestBytes,
  ReceiptRefused,
  signPossession,
  toBase64Url,
  verifyReceipt,
  type JudgeInput,
  type Json,
  type Receipt,
} from '@eaap/protocol';
import { commit, evaluate, getEvaluation, halt, outcome, resume, sweep } from '../src/index.ts';
import {
  ADMIN,
  APPROVER,
  BOT,
  EXECUTOR,
  KEY,
  POLICY,
  REFUND,
  SECOND,
  START,
  bench,
  refund,
  refused,
  type Bench,
} from './support.ts';

const check = (b: Bench, receipt: unknown, change: Record<string, unknown> = {}) =>
  verifyReceipt({
    receipt,
    action: refund() as unknown as Json,
    audience: 'https://bank.example',
    namespace: 'acme',
    verifierKey: b.ledger.verifierKey,
    now: b.clock.now(),
    possession: signPossession(KEY.seed, (receipt as Receipt).claims),
    claim: () => true,
    ...change,
  });

test('an allowed action is committed once, proven by its receipt, and closed by its outcome', async (t) => {
  const b = await bench(t);
  const { evaluation, token } = await b.allowed();
  assert.equal(evaluation.verdict, 'ALLOW');
  assert.equal(evaluation.executable, false);
  assert.equal(Buffer.from(token, 'base64url').length, 32);
  const receipt = await b.commit(token);
  const claims = check(b, receipt);
  assert.equal(claims.evaluation, evaluation.id);
  assert.equal(claims.executor, 'executor');
  const done = await outcome(b.engine, EXECUTOR, { evaluation: evaluation.id, status: 'executed' });
  assert.equal(done.status, 'executed');
  assert.equal((await getEvaluation(b.engine, BOT, evaluation.id)).status, 'executed');
  assert.deepEqual(await b.log(), ['evaluation.recorded', 'commit.accepted', 'outcome.reported executed']);
});

test('a token works once, for the executor it names, and an unknown one is answered alike', async (t) => {
  const b = await bench(t);
  const { token } = await b.allowed();
  const request = { token, action: refund(), audience: 'a', confirmation_key: KEY.publicKey };
  const other = await refused('invalid-token', () => commit(b.engine, SECOND, request));
  const unknown = await refused('invalid-token', () =>
    commit(b.engine, SECOND, { ...request, token: 'A'.repeat(43) }),
  );
  assert.equal(other.detail, unknown.detail);
  await b.commit(token);
  const again = await refused('already-committed', () => b.commit(token));
  assert.match(again.detail, /it works once/);
});

test('one of many concurrent commits of a token is accepted', async (t) => {
  const b = await bench(t);
  const { token } = await b.allowed();
  const all = await Promise.allSettled(Array.from({ length: 12 }, () => b.commit(token)));
  assert.equal(all.filter(({ status }) => status === 'fulfilled').length, 1);
});

test('the same Idempotency-Key gives the same receipt, and another request under it is refused', async (t) => {
  const b = await bench(t);
  const { token } = await b.allowed();
  const first = await b.commit(token, refund(), 'retry-1');
  b.clock.advance(120_000);
  assert.deepEqual(await b.commit(token, refund(), 'retry-1'), first);
  const second = await b.allowed();
  const problem = await refused('idempotency-mismatch', () => b.commit(second.token, refund(), 'retry-1'));
  assert.match(problem.detail, /another commit/);
});

test('an evaluation is good until the millisecond before it expires', async (t) => {
  const b = await bench(t);
  const early = await b.allowed();
  const late = await b.allowed();
  b.clock.advance(POLICY.ttl_ms - 1);
  await b.commit(early.token);
  b.clock.advance(1);
  const problem = await refused('evaluation-expired', () => b.commit(late.token));
  assert.match(problem.detail, /Evaluate the action again/);
  assert.equal((await getEvaluation(b.engine, BOT, late.evaluation.id)).status, 'expired');
});

test('a commit across the border of a window is not drift', async (t) => {
  const b = await bench(t);
  b.clock.advance(59_000);
  const { token } = await b.allowed();
  b.clock.advance(2_000);
  await b.commit(token);
});

test('another action than the evaluated one is refused, and the right one still works', async (t) => {
  const b = await bench(t);
  const { token } = await b.allowed();
  for (const swapped of [
    refund({}, { amount: { amount: '1251', currency: 'EUR' } }),
    refund({}, { note: 'also' }),
    refund({ environment: 'staging' }),
    refund({ intent: 'another intent' }),
  ]) {
    const problem = await refused('action-mismatch', () => b.commit(token, swapped));
    assert.match(problem.detail, /differs from the one that was evaluated/);
  }
  await b.commit(token);
});

test('every change of what the verdict relied on is drift, and is named', async (t) => {
  const changes: [string, RegExp, (b: Bench) => Promise<unknown>][] = [
    [
      'lock',
      /fact:[0-9a-f-]+ 1→2/,
      (b) => lockFact(b.ledger, APPROVER, b.account.id, 1, { reason: 'audit' }),
    ],
    [
      'conflict',
      /conflict:[0-9a-f-]+ none→1/,
      (b) => refused('conflict', () => b.fact('customer:7', 'account', 'acct_8')),
    ],
    ['policy', /policy/, (b) => b.policy((policy) => ({ ...policy, version: '2' }))],
    [
      'engine',
      /engine/,
      (b) =>
        b.ledger.write(
          'acme',
          'root',
          async (unit) => void (await setManifest(unit, { ...REFUND, tool: 'billing.other' })),
        ),
    ],
  ];
  for (const [name, pattern, change] of changes) {
    const b = await bench(t);
    const { token } = await b.allowed();
    await change(b);
    const problem = await refused('state-drift', () => b.commit(token));
    assert.match(problem.detail, pattern, name);
    const changed = problem.extras['changed'] as string[];
    assert.ok(changed.length > 0 && !changed.includes('selectors'), String(changed));
  }
});

test('limits are judged again at commit, so that two actions allowed apart do not both exceed them', async (t) => {
  const b = await bench(t);
  const big = refund({}, { amount: { amount: '6000', currency: 'EUR' } });
  const first = await b.allowed(big);
  const second = await b.allowed(big);
  await b.commit(first.token, big);
  const problem = await refused('no-longer-admissible', () => b.commit(second.token, big));
  assert.match(problem.detail, /limits\/over-quota/);
  b.clock.advance(86_400_000);
  const later = await b.allowed(big);
  await b.commit(later.token, big);
});

test('a receipt is refused by a target for every way of not being for it', async (t) => {
  const b = await bench(t);
  const receipt = await b.committed();
  const refusal = (reason: string, change: Record<string, unknown>, altered: unknown = receipt) =>
    assert.throws(
      () => check(b, altered, change),
      (thrown) => thrown instanceof ReceiptRefused && thrown.reason === reason,
      reason,
    );
  refusal('audience', { audience: 'https://other.example' });
  refusal('audience', { namespace: 'umbra' });
  refusal('expired', { now: b.clock.now() + 60_000 });
  refusal('not-yet-valid', { now: b.clock.now() - 5_001 });
  refusal('action-mismatch', { action: refund({}, { amount: { amount: '9', currency: 'EUR' } }) });
  refusal('possession', { possession: signPossession(KEY.seed, { ...receipt.claims, audience: 'x' }) });
  refusal('possession', { possession: '' });
  refusal('replayed', { claim: () => false });
  refusal('malformed', {}, { ...receipt, extra: 1 });
  refusal(
    'claims-mismatch',
    {},
    { ...receipt, claims: { ...receipt.claims, expires_at: '2099-01-01T00:00:00.000Z' } },
  );
  refusal('inclusion', {}, { ...receipt, record: { ...receipt.record, ts: '2099-01-01T00:00:00.000Z' } });
  refusal('not-a-commit', {}, { ...receipt, record: { ...receipt.record, type: 'commit.refused' } });
  refusal('checkpoint', { verifierKey: 'eaap.local+00000000+AQ==' });
  check(b, receipt);
});

test('refusals are logged singly up to a bound, then as one aggregate', async (t) => {
  const b = await bench(t);
  const { token } = await b.allowed();
  await b.commit(token);
  for (let i = 0; i < 40; i += 1) await refused('already-committed', () => b.commit(token));
  for (let i = 0; i < 40; i += 1) await refused('invalid-token', () => b.commit('B'.repeat(43)));
  const log = await b.log();
  assert.equal(log.filter((line) => line === 'commit.refused already-committed').length, 16);
  assert.deepEqual(
    log.filter((line) => line.startsWith('requests.refused')),
    ['requests.refused commit.already-committed', 'requests.refused invalid-token'],
  );
});

test('silence becomes unknown, a late report is still taken, and a second one is not', async (t) => {
  const b = await bench(t);
  const { evaluation, token } = await b.allowed();
  await refused('not-committed', () =>
    outcome(b.engine, EXECUTOR, { evaluation: evaluation.id, status: 'executed' }),
  );
  await b.commit(token);
  assert.deepEqual(await sweep(b.engine, 'acme'), { outcomes: 0, escalations: 0 });
  b.clock.advance(POLICY.outcome_ms - 1);
  assert.equal((await getEvaluation(b.engine, BOT, evaluation.id)).status, 'committed');
  b.clock.advance(1);
  assert.equal(
    (await getEvaluation(b.engine, BOT, evaluation.id)).status,
    'unknown',
    'before it is recorded',
  );
  assert.deepEqual(await sweep(b.engine, 'acme'), { outcomes: 1, escalations: 0 });
  assert.equal((await getEvaluation(b.engine, BOT, evaluation.id)).status, 'unknown');
  await refused('not-found', () =>
    outcome(b.engine, SECOND, { evaluation: evaluation.id, status: 'executed' }),
  );
  await outcome(b.engine, EXECUTOR, { evaluation: evaluation.id, status: 'failed' });
  const twice = await refused('already-reported', () =>
    outcome(b.engine, EXECUTOR, { evaluation: evaluation.id, status: 'executed' }),
  );
  assert.match(twice.detail, /failed already/);
});

test('a report after the silence that no sweep has recorded yet comes behind the record of the silence', async (t) => {
  const b = await bench(t);
  const { evaluation, token } = await b.allowed();
  await b.commit(token);
  b.clock.advance(POLICY.outcome_ms);
  await outcome(b.engine, EXECUTOR, { evaluation: evaluation.id, status: 'executed' });
  assert.deepEqual((await b.log()).slice(-2), ['outcome.unknown unknown', 'outcome.reported executed']);
  assert.deepEqual(await sweep(b.engine, 'acme'), { outcomes: 0, escalations: 0 });
});

test('a report on what was erased is not preceded by a silence: nobody waited for it', async (t) => {
  const b = await bench(t);
  const { evaluation, token } = await b.allowed();
  await b.commit(token);
  await erase(b.ledger, ADMIN, { subject: 'customer:7', reason: 'Asked for.' });
  b.clock.advance(POLICY.outcome_ms);
  await outcome(b.engine, EXECUTOR, { evaluation: evaluation.id, status: 'executed' });
  const log = await b.log();
  assert.deepEqual(
    log.filter((line) => line.startsWith('outcome.')),
    ['outcome.reported executed'],
  );
});

test('a commit judges again, and what the judge says then decides', async (t) => {
  const b = await bench(t);
  const { token } = await b.allowed();
  const { judge } = b.engine.parts;
  const stricter = {
    ...b.engine,
    parts: { ...b.engine.parts, judge: (input: JudgeInput) => judge({ ...input, truncated: true }) },
  };
  const request = { token, action: refund(), audience: 'a', confirmation_key: KEY.publicKey };
  const problem = await refused('no-longer-admissible', () => commit(stricter, EXECUTOR, request));
  assert.match(problem.detail, /consistency\/too-many-rows/);
});

test('a confirmation key that is none is refused before anything is redeemed', async (t) => {
  const b = await bench(t);
  const { token } = await b.allowed();
  const request = { token, action: refund(), audience: 'a', confirmation_key: 'A'.repeat(43) };
  const problem = await refused('invalid-request', () => commit(b.engine, EXECUTOR, request));
  assert.match(problem.detail, /confirmation_key/);
  await b.commit(token);
});

test('an evaluation is read by its agent, its executor, approvers and auditors, and by nobody else', async (t) => {
  const b = await bench(t);
  const { evaluation } = await b.allowed();
  for (const actor of [BOT, EXECUTOR, APPROVER]) {
    assert.equal((await getEvaluation(b.engine, actor, evaluation.id)).evaluation.id, evaluation.id);
  }
  for (const actor of [SECOND, ADMIN, { ...BOT, principal: 'other' }]) {
    await refused('not-found', () => getEvaluation(b.engine, actor, evaluation.id));
  }
});

test('an evaluation edited in the database is not committed', async (t) => {
  const edits = [
    { expires_at: START + 3_600_000 },
    { executor: 'second' },
    { commitment: `sha256:${'0'.repeat(64)}` },
    { window: 0 },
  ];
  for (const edit of edits) {
    const b = await bench(t);
    const { evaluation, token } = await b.allowed();
    await b.ledger.parts.store.transaction('acme', (tx) =>
      tx.update('evaluations', { id: evaluation.id }, edit),
    );
    const as = 'executor' in edit ? SECOND : EXECUTOR;
    const request = { token, action: refund(), audience: 'a', confirmation_key: KEY.publicKey };
    const problem = await refused('storage-corrupt', () => commit(b.engine, as, request));
    assert.match(problem.detail, /behind the back/);
  }
});

test('a blocked evaluation that an insider opens and gives a token is not committed', async (t) => {
  const b = await bench(t);
  const blocked = await refused('blocked', () => b.allowed(refund({}, { account: 'other' })));
  const { id } = blocked.extras['evaluation'] as { id: string };
  const secret = new Uint8Array(32).fill(7);
  const opened = { status: 'open', verdict: 'ALLOW', token_digest: digestBytes('EAAP-TOKEN-v1', secret) };
  await b.ledger.parts.store.transaction('acme', (tx) => tx.update('evaluations', { id }, opened));
  await refused('storage-corrupt', () => b.commit(toBase64Url(secret), refund({}, { account: 'other' })));
});

test('erasing a person takes the content of what was decided about them, and leaves the decision', async (t) => {
  const b = await bench(t);
  const { evaluation, token } = await b.allowed(refund({ intent: 'mail jane.doe@example.com about it' }));
  await b.commit(token, refund({ intent: 'mail jane.doe@example.com about it' }));
  const open = await b.allowed();
  await erase(b.ledger, ADMIN, { subject: 'customer:7', reason: 'asked for it' });
  const gone = await refused('erased', () => getEvaluation(b.engine, BOT, evaluation.id));
  assert.match(gone.detail, /erased/);
  await refused('invalid-token', () => b.commit(open.token));
  const done = await outcome(b.engine, EXECUTOR, {
    evaluation: evaluation.id,
    status: 'executed',
    detail: 'paid to acct_7',
  });
  assert.equal(done.status, 'executed');
  await b.ledger.parts.store.read('acme', async (tx) => {
    assert.equal((await tx.get('evaluations', { id: evaluation.id }))?.status, 'erased');
    assert.equal((await tx.get('commits', { evaluation: evaluation.id }))?.sealed, null);
  });
  assert.ok((await b.log()).includes('subject.erased'));
});

test('personal data of an action is nowhere in the files, and tokens stand in its place', async (t) => {
  const b = await bench(t);
  const mail = 'jane.doe@example.com';
  const action = refund({ intent: `for ${mail}` }, { note: `card 4111 1111 1111 1111 of ${mail}` });
  const { evaluation, token } = await b.allowed(action);
  await b.commit(token, action);
  const { action: kept } = await getEvaluation(b.engine, BOT, evaluation.id);
  assert.match(
    String(kept?.parameters['note']),
    /^card \[PII:card:[0-9a-f]{32}\] of \[PII:email:[0-9a-f]{32}\]$/,
  );
  await b.ledger.parts.store.compact();
  // Read by another process: opening the file in this one would drop the locks of the store.
  const scan = `const b=require('fs').readFileSync(process.argv[1]);process.stdout.write(JSON.stringify(process.argv.slice(2).map(n=>b.includes(n))))`;
  const out = execFileSync(
    process.execPath,
    ['-e', scan, b.file, mail, '4111 1111', 'acct_7', 'billing.refund', 'evaluation.recorded'],
    { encoding: 'utf8' },
  );
  assert.deepEqual(JSON.parse(out), [false, false, false, true, true]);
});

test('personal data written otherwise than it is found to be is not covered by what holds for the plain form', async (t) => {
  const b = await bench(t);
  await b.ledger.write('acme', 'root', (unit) =>
    setManifest(unit, {
      v: 1,
      tool: 'billing.payout',
      version: '1',
      description: 'Pays out to the address on record.',
      effects: [{ effect: 'money.move', target: { literal: 'resource:acct_7' } }],
      parameters: {
        '/customer': { type: 'identifier' },
        '/to': {
          type: 'mail',
          authority: { subject: { param: '/customer' }, attribute: 'mail', relation: 'equal' },
        },
        '/amount': { type: 'money' },
      },
      cost: { amount: '/amount' },
    }),
  );
  await b.fact('customer:7', 'mail', 'ada@example.org');
  const payout = (to: string, customer = 'customer:7') => ({
    tool: 'billing.payout',
    environment: 'production' as const,
    parameters: { to, customer, amount: { amount: '1', currency: 'EUR' } },
  });
  assert.equal((await b.allowed(payout('Ada@example.org'))).evaluation.verdict, 'ALLOW');
  for (const to of [
    'ada@example.org@evil.example',
    '%61da@example.org',
    'ada@example\u0338.org',
    'a\u200bda@example.org',
    'YWRhQGV4YW1wbGUub3Jn',
  ]) {
    const problem = await refused('blocked', () => b.allowed(payout(to)));
    assert.match(problem.detail, /\/to could not be read \(unreadable-mail\)/, to);
  }
  const subject = await refused('blocked', () => b.allowed(payout('ada@example.org', 'c:%61da@example.org')));
  assert.match(subject.detail, /\/customer could not be read/);
});

test('names that hold personal data are refused, and an idempotency key is not kept as it is', async (t) => {
  const b = await bench(t);
  const card = '4111111111111111';
  const proposed = await refused('invalid-request', () =>
    evaluate(b.engine, BOT, { action: refund(), executor: card }),
  );
  assert.match(proposed.detail, /name of the executor holds personal data/);
  const stopped = await refused('invalid-request', () =>
    halt(b.engine, ADMIN, { scope: 'agent', agent: card, reason: 'test' }),
  );
  assert.match(stopped.detail, /name of the agent holds personal data/);
  const resumed = await refused('invalid-request', () =>
    resume(b.engine, ADMIN, { scope: 'agent', agent: card, reason: 'test' }),
  );
  assert.match(resumed.detail, /name of the agent holds personal data/);
  const { token } = await b.allowed();
  const request = { token, action: refund(), audience: card, confirmation_key: KEY.publicKey };
  const aimed = await refused('invalid-request', () => commit(b.engine, EXECUTOR, request));
  assert.match(aimed.detail, /audience holds personal data/);
  const local = { ...request, audience: 'http://127.0.0.1:9000' };
  assert.equal((await commit(b.engine, EXECUTOR, local, card)).receipt.claims.audience, local.audience);
  const [kept] = await b.ledger.read('acme', (view) => view.tx.select('idempotency'));
  assert.match(kept?.key ?? '', /^[0-9a-f]{64}$/);
});

const mails = (count: number): string => Array.from({ length: count }, (_, i) => `u${i}@e.io`).join(' ');

test('what outgrows its bounds with tokens in the place of personal data is refused, and nothing is recorded', async (t) => {
  const b = await bench(t);
  const { evaluation, token } = await b.allowed();
  const claim = { subject: mails(7), attribute: 'account', value: 'acct_7' };
  for (const more of [{ intent: mails(100) }, { claims: [claim] }])
    await refused('invalid-request', () => b.allowed(refund(more)));
  await b.commit(token);
  const before = await b.log();
  const report = { evaluation: evaluation.id, status: 'executed' as const };
  await refused('invalid-request', () => outcome(b.engine, EXECUTOR, { ...report, detail: mails(60) }));
  const artifact = { name: mails(7), digest: `sha256:${'0'.repeat(64)}` as const };
  await refused('invalid-request', () => outcome(b.engine, EXECUTOR, { ...report, artifacts: [artifact] }));
  await refused('invalid-request', () =>
    halt(b.engine, ADMIN, { scope: 'agent', agent: 'bot', reason: mails(30) }),
  );
  assert.deepEqual(await b.log(), before);
  await outcome(b.engine, EXECUTOR, { ...report, detail: mails(40) });
});
