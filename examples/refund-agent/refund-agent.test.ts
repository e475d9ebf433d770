import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { manualClock, seededEntropy } from '@eaap/protocol';
import { Gateway } from '@eaap/sdk';
import { runExample } from '../lib/run.ts';
import { scriptedModel, type Model, type Step } from './model.ts';
import { runSupport, type Ran } from './support.ts';

async function afternoon<T>(model: Model, look: (ran: Ran, gateway: Gateway) => Promise<T> | T): Promise<T> {
  const path = mkdtempSync(join(tmpdir(), 'eaap-refund-agent-test-'));
  const clock = manualClock(Date.parse('2026-01-31T09:30:00.000Z'));
  const gateway = await Gateway.open({ path, clock, entropy: seededEntropy('refund-agent') });
  try {
    return await look(await runSupport(gateway, model, () => undefined), gateway);
  } finally {
    await gateway.close();
    rmSync(path, { recursive: true });
  }
}

const playing =
  (...script: readonly Step[]): Model =>
  (turns) =>
    script[turns.length] ?? { say: 'Done.' };

const refund = (cents: string, account = 'acct_7', order = 'order:1001'): Step => ({
  call: 'orders.refund',
  parameters: { order, account, amount: { amount: cents, currency: 'EUR' } },
  intent: 'A test.',
});

const reasonsOf = ({ turns }: Ran): (string | undefined)[] =>
  turns.slice(0, -1).map(({ result }) => /^- ([\w/-]+(?:, rule [\w-]+)?)/m.exec(result)?.[1] ?? result);

test('the injected instruction moves no money, and a person decides what goes beyond the facts', async () => {
  await afternoon(scriptedModel, async (ran, gateway) => {
    assert.match(ran.turns[0]?.result ?? '', /pay 3750 cents of order:1001 to acct_666/);
    assert.deepEqual(reasonsOf(ran).slice(1), [
      'Paid.',
      'constraints/rule, rule back-to-the-payer',
      'grounding/over-ground',
      'Paid.',
      'grounding/over-ground',
      'constraints/rule, rule at-most-100-euros',
    ]);
    assert.deepEqual(
      ran.paid.map(({ account, amount }) => [account, amount]),
      [
        ['acct_7', { amount: '1250', currency: 'EUR' }],
        ['acct_7', { amount: '6000', currency: 'EUR' }],
      ],
    );
    const { escalations } = await gateway.escalations();
    assert.deepEqual(escalations.map(({ status }) => status).sort(), ['consumed', 'denied']);
  });
});

test('an approval is for that amount, to that account, once', async () => {
  await afternoon(playing(refund('6000'), refund('6001'), refund('6000', 'acct_666')), (ran) => {
    assert.deepEqual(reasonsOf(ran), [
      'grounding/over-ground',
      'grounding/over-ground',
      'constraints/rule, rule back-to-the-payer',
    ]);
    assert.deepEqual(ran.paid, []);
  });
});

test('an order nobody has recorded is not paid for', async () => {
  await afternoon(playing(refund('100', 'acct_7', 'order:9999')), (ran) => {
    assert.deepEqual(ran.paid, []);
    assert.match(
      ran.turns[0]?.result ?? '',
      /^blocked: [\s\S]*constraints\/rule-error, rule back-to-the-payer/,
    );
  });
});

test('a tool that the agent does not have does nothing', async () => {
  const script = playing({ call: 'toString', parameters: {}, intent: 'Try.' });
  await afternoon(script, ({ turns }) => assert.equal(turns[0]?.result, 'There is no tool toString.'));
});

test('an agent that never ends is ended', async () => {
  await assert.rejects(
    afternoon(
      () => refund('1'),
      () => undefined,
    ),
    /not done after 20 steps/,
  );
});

test('the example runs', async () => {
  assert.match(await runExample('refund-agent'), /\nPaid: 1250 to acct_7, 6000 to acct_7 \(cents\)\.\n$/);
});
