import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it, test } from 'node:test';
import {
  confirmationKey,
  manualClock,
  ReceiptRefused,
  seededEntropy,
  signPossession,
  verifyReceipt,
  type Action,
  type JsonObject,
  type ManualClock,
  type Receipt,
} from '@eaap/protocol';
import { Gateway } from '@eaap/sdk';
import { runExample } from '../lib/run.ts';
import { openSeen } from './seen.ts';
import { startTarget, type Target, type TargetOptions } from './target.ts';
import { Refused, verify } from './verifier.ts';

const START = Date.parse('2026-01-31T09:30:00.000Z');
const REFUND: Action = {
  tool: 'billing.refund',
  environment: 'production',
  parameters: { customer: 'customer:42', account: 'acct_7', amount: { amount: '1250', currency: 'EUR' } },
};

interface Presented {
  readonly action: Action;
  readonly receipt: Receipt;
  readonly possession: string;
}

interface World extends AsyncDisposable {
  readonly clock: ManualClock;
  readonly gateway: Gateway;
  readonly options: TargetOptions;
  target(): Promise<Target>;
  present(action?: Action, audience?: string): Promise<Presented>;
}

async function world(): Promise<World> {
  const path = mkdtempSync(join(tmpdir(), 'eaap-target-test-'));
  const clock = manualClock(START);
  const gateway = await Gateway.open({ path: join(path, 'gateway'), clock, entropy: seededEntropy(path) });
  const source = { kind: 'system', id: 'crm', observed_at: '2026-01-31T09:00:00.000Z' } as const;
  const limit = { amount: '5000', currency: 'EUR' };
  await gateway.store({ subject: 'customer:42', attribute: 'account', value: 'acct_7', source });
  await gateway.store({ subject: 'customer:42', attribute: 'refund.limit', value: limit, source });
  const options = {
    seen: join(path, 'seen.db'),
    verifierKey: (await gateway.discovery()).checkpoint_key,
    audience: 'billing',
    namespace: 'default',
    now: () => clock.now(),
  };
  const open: Target[] = [];
  return {
    clock,
    gateway,
    options,
    async target() {
      const target = await startTarget(options);
      open.push(target);
      return target;
    },
    async present(action = REFUND, audience = 'billing') {
      const { token } = await gateway.evaluate({ action });
      const { publicKey, seed } = confirmationKey(gateway.entropy);
      const request = { token, action, audience, confirmation_key: publicKey };
      const { receipt } = await gateway.commit(request);
      return { action, receipt, possession: signPossession(seed, { jti: receipt.claims.jti, audience }) };
    },
    [Symbol.asyncDispose]: async () => {
      await Promise.all(open.map((target) => target.close().catch(() => undefined)));
      await gateway.close();
      rmSync(path, { recursive: true, force: true });
    },
  };
}

async function post(target: Target, body: unknown): Promise<[number, JsonObject]> {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  const response = await fetch(target.url, { method: 'POST', body: text });
  return [response.status, (await response.json()) as JsonObject];
}

/** What can be wrong, where it is noticed, and what the SDK's own verifier calls it. */
const WRONG: readonly [
  string,
  (good: Presented) => Partial<{ action: Action; receipt: unknown; possession: string }>,
  string,
  string,
][] = [
  ['no receipt', () => ({ receipt: undefined }), 'receipt', 'malformed'],
  [
    'a receipt with something more',
    ({ receipt }) => ({ receipt: { ...receipt, more: 1 } }),
    'receipt',
    'malformed',
  ],
  [
    'another amount',
    () => ({
      action: {
        ...REFUND,
        parameters: { ...REFUND.parameters, amount: { amount: '4999', currency: 'EUR' } },
      },
    }),
    'action',
    'action-mismatch',
  ],
  [
    'something added to the action',
    () => ({ action: { ...REFUND, intent: 'x' } }),
    'action',
    'action-mismatch',
  ],
  [
    'another executor',
    ({ receipt }) => ({ receipt: { ...receipt, claims: { ...receipt.claims, executor: 'mallory' } } }),
    'claims',
    'claims-mismatch',
  ],
  [
    'a later expiry',
    ({ receipt }) => ({
      receipt: { ...receipt, claims: { ...receipt.claims, expires_at: '2026-02-28T09:30:00.000Z' } },
    }),
    'claims',
    'claims-mismatch',
  ],
  [
    'the entry of something else',
    ({ receipt }) => ({ receipt: { ...receipt, record: { ...receipt.record, type: 'commit.refused' } } }),
    'record',
    'not-a-commit',
  ],
  [
    'another place in the log',
    ({ receipt }) => ({ receipt: { ...receipt, index: receipt.index - 1 } }),
    'record',
    'not-a-commit',
  ],
  [
    'an entry that was changed',
    ({ receipt }) => ({
      receipt: { ...receipt, record: { ...receipt.record, prev: receipt.record.commitment } },
    }),
    'log',
    'inclusion',
  ],
  [
    'a proof cut short',
    ({ receipt }) => ({ receipt: { ...receipt, proof: receipt.proof.slice(1) } }),
    'log',
    'inclusion',
  ],
  [
    'a checkpoint that was changed',
    ({ receipt }) => ({
      receipt: { ...receipt, checkpoint: receipt.checkpoint.replace(/\n(\d+)\n/, '\n9$1\n') },
    }),
    'log',
    'checkpoint',
  ],
  ['a signature by somebody else', () => ({ possession: 'A'.repeat(86) }), 'possession', 'possession'],
  ['no signature', () => ({ possession: '' }), 'possession', 'possession'],
];

describe('the target', () => {
  it('pays once for one receipt, however often and however fast it is shown, and after a restart', async () => {
    await using at = await world();
    const target = await at.target();
    const good = await at.present();
    const answers = await Promise.all(Array.from({ length: 6 }, () => post(target, good)));
    assert.deepEqual(answers.map(([status]) => status).sort(), [200, 403, 403, 403, 403, 403]);
    assert.deepEqual(target.paid, [REFUND.parameters]);
    await target.close();
    const again = await at.target();
    assert.deepEqual(await post(again, good), [403, { refused: 'replay', message: 'It was used before.' }]);
    assert.deepEqual(again.paid, []);
  });

  for (const [what, change, step, reason] of WRONG) {
    it(`refuses ${what}, as the verifier of the SDK does, and leaves the receipt unused`, async () => {
      await using at = await world();
      const target = await at.target();
      const good = await at.present();
      const bad = { ...good, ...change(good) };
      const [status, body] = await post(target, bad);
      assert.deepEqual([status, body['refused']], [403, step]);
      const { audience, namespace, verifierKey, now } = at.options;
      const trust = { audience, namespace, verifierKey, now: now(), claim: () => true };
      assert.throws(
        () => verifyReceipt({ ...trust, ...bad, action: { ...bad.action } as unknown as JsonObject }),
        (error) => error instanceof ReceiptRefused && error.reason === reason,
      );
      assert.deepEqual(target.paid, []);
      assert.equal((await post(target, good))[0], 200);
    });
  }

  it('refuses what is for another target, of another namespace, of another gateway, or for another tool', async () => {
    await using at = await world();
    await using other = await world();
    const target = await at.target();
    assert.equal((await post(target, await at.present(REFUND, 'shop')))[1]['refused'], 'audience');
    assert.equal((await post(target, await other.present()))[1]['refused'], 'log');
    const lookup: Action = {
      tool: 'crm.lookup',
      environment: 'production',
      parameters: { customer: 'customer:42' },
    };
    assert.equal((await post(target, await at.present(lookup)))[1]['refused'], 'tool');
    const good = await at.present();
    const trust = { ...at.options, namespace: 'support', claim: () => true };
    const action = { ...good.action } as unknown as JsonObject;
    assert.throws(
      () => verify(trust, action, good.receipt, good.possession),
      (error) => error instanceof Refused && error.step === 'namespace',
    );
    assert.deepEqual(target.paid, []);
  });

  it('takes a receipt from five seconds before its time until its last millisecond', async () => {
    await using at = await world();
    const good = await at.present();
    const issued = Date.parse(good.receipt.claims.issued_at);
    const expires = Date.parse(good.receipt.claims.expires_at);
    const at_ = (ms: number): boolean => {
      const trust = { ...at.options, now: () => ms, claim: () => true };
      try {
        return (
          verify(trust, { ...good.action } as unknown as JsonObject, good.receipt, good.possession) !==
          undefined
        );
      } catch (error) {
        assert.ok(error instanceof Refused && error.step === 'time', String(error));
        return false;
      }
    };
    const times = [issued - 5_001, issued - 5_000, expires - 1, expires, NaN];
    assert.deepEqual(times.map(at_), [false, true, true, false, false]);
  });

  it('survives what is not a request, and does nothing', async () => {
    await using at = await world();
    const target = await at.target();
    for (const [body, status] of [
      ['', 400],
      ['{"action":1,"action":2}', 400],
      ['[]', 400],
      ['null', 400],
      ['{}', 403],
      [`"${'x'.repeat(70_000)}"`, 413],
    ] as const) {
      assert.equal((await post(target, body))[0], status, body.slice(0, 40));
    }
    assert.equal((await fetch(target.url)).status, 404);
    assert.deepEqual(target.paid, []);
    assert.equal((await post(target, await at.present()))[0], 200);
  });

  it('does nothing when it cannot remember', async () => {
    await using at = await world();
    const good = await at.present();
    const broken = {
      ...at.options,
      claim: (): boolean => {
        throw new Error('disk full');
      },
    };
    assert.throws(
      () => verify(broken, { ...good.action } as unknown as JsonObject, good.receipt, good.possession),
      /disk full/,
    );
  });
});

test('what was forgotten stays refused, and what has not expired is not forgotten', () => {
  const path = mkdtempSync(join(tmpdir(), 'eaap-seen-'));
  const seen = openSeen(join(path, 'seen.db'));
  assert.deepEqual([seen.claim('a', 100), seen.claim('b', 200), seen.claim('a', 100)], [true, true, false]);
  seen.forget(100);
  assert.deepEqual([seen.claim('a', 100), seen.claim('b', 200), seen.claim('c', 101)], [false, false, true]);
  seen.forget(50);
  assert.equal(seen.claim('d', 75), false);
  seen.close();
  rmSync(path, { recursive: true });
});

test('the example runs as its README shows', async () => {
  const statuses = (await runExample('target')).match(/^(.{18}) (\d+ \{"\w+":("\w+")?)/gm);
  assert.deepEqual(statuses, [
    'with its receipt   200 {"paid":',
    'without one        403 {"refused":"receipt"',
    'another amount     403 {"refused":"action"',
    'by somebody else   403 {"refused":"possession"',
    'a second time      403 {"refused":"replay"',
    'after a restart    403 {"refused":"replay"',
  ]);
});
