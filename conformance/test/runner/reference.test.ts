import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';
import { actions, SOURCES } from '../../src/checks/fixtures/index.ts';
import { evaluationOf, reasonOf } from '../../src/checks/read.ts';
import type { Check } from '../../src/checks/types.ts';
import { runCheck, type Bench } from '../../src/runner/run-check.ts';
import { openBench } from '../../src/zoo/bench.ts';
import { HEALTHY } from '../../src/zoo/types.ts';
import { check, cli } from './support.ts';

// The promises of the fixtures and of the control interface, kept by the reference gateway in this process; and by its
// adapter, in a process of its own.

async function bench(t: TestContext): Promise<Bench> {
  const opened = await openBench(HEALTHY);
  t.after(() => opened.close());
  return opened.bench;
}

async function holds(on: Bench, run: Check['run'], rest: Partial<Check> = {}): Promise<void> {
  const outcome = await runCheck(check('facts.fixture', { run, ...rest }), on);
  const broken = outcome.expectations.filter((expectation) => !expectation.holds);
  assert.deepEqual([broken, outcome.message, outcome.verdict], [[], undefined, 'PASS']);
}

test('each action of the fixtures gets the verdict it is said to get', async (t) => {
  await holds(await bench(t), async (t) => {
    const world = await t.world();
    for (const action of [
      actions.read(),
      actions.read('rec-2', 'a note'),
      actions.ship(),
      actions.write(),
      actions.ruled(10),
      actions.reviewed(10),
      actions.rated(),
      actions.looped(),
    ])
      t.answered(action.tool, await world.evaluate(action), 200);
    const blocked = [
      [actions.peek(), 'secret-read'],
      [actions.notGranted(), 'tool-not-granted'],
      [actions.ghost(), 'no-manifest'],
      [actions.ruled(11), 'rule'],
      [actions.fragile(), 'rule-error'],
    ] as const;
    for (const [action, code] of blocked) {
      const answer = await world.evaluate(action);
      t.answered(action.tool, answer, 403, 'blocked');
      t.expect(`${action.tool} for ${code}`, reasonOf(answer, code) !== undefined, { got: answer.json });
    }
    for (const action of [actions.send(), actions.reviewed(11), actions.refund()]) {
      const answer = await world.evaluate(action);
      t.answered(action.tool, answer, 403, 'escalated');
      t.equal(`${action.tool} verdict`, evaluationOf(answer)?.verdict, 'ESCALATE');
    }
  });
});

test('a refund goes through once account and limit are on record, and the limits bite', async (t) => {
  await holds(await bench(t), async (t) => {
    const world = await t.world();
    await world.stored({ subject: 'cust-1', attribute: 'account', value: 'acct_1' });
    const limit = { amount: '5000', currency: 'EUR' };
    await world.stored({ subject: 'cust-1', attribute: 'refund.limit', value: limit });
    const { evaluation, receipt } = await world.committed(actions.refund());
    t.equal('the receipt is of it', receipt.claims.evaluation, evaluation.id);
    t.answered('its outcome', await world.outcome(evaluation.id, 'executed'), 201);
    await world.committed(actions.rated('rec-1'));
    await world.committed(actions.rated('rec-2'));
    t.answered('a third commit', await world.evaluate(actions.rated('rec-3')), 403, 'blocked');
    for (let i = 0; i < 3; i += 1) await world.allowed(actions.looped());
    t.answered('a fourth of the same', await world.evaluate(actions.looped()), 403, 'blocked');
  });
});

test('the helpers of a world do what they say', async (t) => {
  await holds(await bench(t), async (t) => {
    const world = await t.world();
    const fact = await world.stored({ subject: 'order-1', attribute: 'status', value: 'paid' });
    t.equal('trust of a verified source', fact.trust, 'verified');
    const source = { ...SOURCES.untrusted, observed_at: await world.time(-5) };
    const low = await world.stored({ subject: 'order-2', attribute: 'status', value: 'paid', source });
    t.equal('trust of an untrusted source', low.trust, 'untrusted');
    const conflict = await world.contradicted(fact, 'open');
    t.answered('resolve', await world.resolve(conflict.id, 'keep'), 200);
    t.answered('lock', await world.change('lock', fact.id), 200);
    t.equal('locked', (await world.fact(fact.id)).body.locked, true);
    const { escalation } = await world.escalated(actions.send('one'));
    t.answered('the insider', await world.approve(escalation, 'insider'), 403, 'separation-of-duties');
    t.answered('the approver', await world.approve(escalation), 200);
    await world.allowed(actions.send('one'));
    t.answered('deny', await world.deny((await world.escalated(actions.send('two'))).escalation), 200);
    t.equal('search', (await world.search({ subject: 'order-1' })).body.snapshot.facts.length, 1);
    t.equal('policy', (await world.setPolicy((p) => ({ ...p, version: '2' }))).body.policy.version, '2');
    t.answered('trust', await world.setTrust((trust) => ({ ...trust, version: '2' })), 200);
    t.answered('erase', await world.erase('order-1'), 200);
    const { entries } = await world.log();
    t.equal(
      'the log is whole',
      entries.map(({ record }) => record.seq),
      [...entries.keys()],
    );
    t.answered('system', await t.system('GET', '/v2/control'), 200);
  });
});

test('faults, tampering, keys, dumps and scans reach the gateway', async (t) => {
  await holds(
    await bench(t),
    async (t) => {
      const world = await t.world();
      const { control } = t;
      await world.allowed(actions.read());
      for (const [point, problem] of [
        ['log', 'log-unavailable'],
        ['storage', undefined],
        ['flush', undefined],
        ['key-store', 'key-store-unavailable'],
        ['detector', 'detector-unavailable'],
      ] as const) {
        const fact = { subject: `s-${point}`, attribute: 'a', value: 'v' };
        await world.key('recorder');
        await control.fault({ point });
        t.answered(`a store while ${point} fails`, await world.store(fact), 503, problem);
        await control.fault({ point: 'none' });
        t.answered(`the same after ${point} failed`, await world.store(fact), 201);
      }
      const [one, other, third] = [
        await world.stored({ subject: 'hidden-subject-one', attribute: 'a', value: 'hidden value' }),
        await world.stored({ subject: 'hidden-subject-two', attribute: 'a', value: 'hidden value' }),
        await world.stored({ subject: 'hidden-subject-three', attribute: 'a', value: 'hidden value' }),
      ];
      t.equal('one key', (await control.disclose(world.namespace, 'hidden-subject-one')).length, 1);
      await t.scanWorks();
      t.equal('nothing lies in clear', await t.scan(['hidden value', 'hidden-subject-one']), []);
      const dumped = JSON.stringify(await control.dump(world.namespace));
      t.expect('the dump opens it', dumped.includes('hidden value'));
      const found = (await control.dump(world.namespace)).records.find(
        ({ id, table }) => id === one.id && table === 'facts',
      );
      const ciphertext = Buffer.from(found?.ciphertext ?? '', 'base64');
      t.equal('its ciphertext is in the files', (await t.scanBytes([ciphertext])).length > 0, true);
      await world.erase('hidden-subject-one');
      t.equal('no key', await control.disclose(world.namespace, 'hidden-subject-one'), []);
      t.equal('no ciphertext', await t.scanBytes([ciphertext]), []);
      await control.tamper({
        kind: 'swap-ciphertext',
        namespace: world.namespace,
        from: third.id,
        to: other.id,
      });
      t.answered('a ciphertext moved', await world.fact(other.id), 503, 'storage-corrupt');
      for (const field of ['trust', 'confidence', 'locked', 'status'] as const) {
        const fact = await world.stored({ subject: `t-${field}`, attribute: 'a', value: 1 });
        await control.tamper({ kind: 'fact', namespace: world.namespace, id: fact.id, field });
        t.answered(`a changed ${field}`, await world.fact(fact.id), 503, 'storage-corrupt');
      }
      const before = await control.auditExport(world.namespace);
      await control.tamper({ kind: 'log-record', namespace: world.namespace, seq: 2 });
      await control.tamper({ kind: 'log-truncate', namespace: world.namespace, size: 5 });
      const after = await control.auditExport(world.namespace);
      t.equal('cut', [after.records.length, after.leaves.length], [5, 5]);
      t.expect('forged', JSON.stringify(after.records[2]) !== JSON.stringify(before.records[2]));
      await control.tamper({ kind: 'log-rehash', namespace: world.namespace, seq: 2 });
      const rehashed = await control.auditExport(world.namespace);
      t.expect('and made to agree', rehashed.leaves[4] !== after.leaves[4]);
    },
    { exclusive: true },
  );
});

test('the clock stands, moves and leaps as told', async (t) => {
  await holds(
    await bench(t),
    async (t) => {
      const world = await t.world();
      const stood = await t.control.freeze();
      const { evaluation, token } = await world.allowed(actions.read());
      t.equal('time stands', await t.control.now(), stood);
      await t.control.advance(59_999);
      t.equal('a millisecond is left', Date.parse(evaluation.expires_at) - (await t.control.now()), 1);
      t.answered('in time', await world.commit({ token, action: actions.read() }), 200);
      const late = await world.allowed(actions.read('rec-2'));
      await t.elapse(60_000);
      const answer = await world.commit({ token: late.token, action: actions.read('rec-2') });
      t.answered('in the very millisecond', answer, 409, 'evaluation-expired');
      await t.control.setWall((await t.control.now()) - 3_600_000);
      t.answered('gone back', await world.evaluate(actions.read()), 503, 'clock-unreliable');
      await t.control.reset();
      const fresh = await t.world();
      await fresh.allowed(actions.read());
    },
    { exclusive: true },
  );
});

test('by the adapter the gateway is a process of its own, which a kill ends and whose files outlive it', async () => {
  const checks = [
    check('facts.killed', {
      needs: ['kill'],
      exclusive: true,
      run: async (t) => {
        const world = await t.world();
        const fact = await world.stored({ subject: 's', attribute: 'a', value: 'v' });
        await t.control.kill();
        await t.control.start();
        t.answered('the fact', await world.fact(fact.id), 200);
      },
    }),
    check('facts.output', {
      needs: ['storage.locate'],
      exclusive: true,
      run: async (t) => {
        const world = await t.world();
        await world.stored({ subject: 's', attribute: 'a', value: 'never printed' });
        t.equal('its output is seen', (await t.scan(['"route":"store"'], 'log')).length, 1);
        t.equal('without the value', await t.scan(['never printed'], 'log'), []);
        t.expect('it does not follow the files in memory', t.sut.url.startsWith('http://127.0.0.1:'));
      },
    }),
  ];
  const { code, out } = await cli(['run', '--only', 'facts'], checks);
  assert.equal(code, 0, out);
  assert.match(
    out,
    /Of a part of the suite 1 of 1 requirements pass \(passing by grade: E1 1 of 1\); profile cooperative,/,
  );
});
