import assert from 'node:assert/strict';
import { test } from 'node:test';
import { EaapError, type Evaluation, type Json, type Manifest, type Policy } from '@eaap/protocol';
import { STARTER_POLICY, type Gateway } from '@eaap/sdk';
import { world } from './support/gateway.ts';

const SHIP: Manifest = {
  v: 1,
  tool: 'depot.ship',
  version: '1',
  description: 'Ships an order for a fee.',
  effects: [{ effect: 'money.move' }],
  parameters: {
    '/order': { type: 'identifier' },
    '/fee': {
      type: 'money',
      authority: {
        kinds: ['amount'],
        derive: ['min'],
        lookup: [
          { subject: { param: '/order', prefix: 'order:' }, attribute: 'fee' },
          { subject: { literal: 'depot' }, attribute: 'fee.most' },
        ],
      },
    },
  },
};
const TARGET = { audience: 'depot', confirmation_key: '11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo' };
const eur = (amount: number): Json => ({ amount: String(amount), currency: 'EUR' });

async function depot(gateway: Gateway, compare?: Policy['compare']): Promise<void> {
  await gateway.setManifest(SHIP);
  const [grant] = STARTER_POLICY.grants;
  assert.ok(grant);
  const all = {
    ...grant,
    tools: ['*'],
    effects: ['money.move' as const],
    targets: ['*'],
    risk: 'high' as const,
  };
  await gateway.setPolicy({
    ...STARTER_POLICY,
    rules: [],
    limits: [],
    grants: [all],
    ...(compare === undefined ? {} : { compare }),
  });
  const source = { kind: 'system', id: 'crm', observed_at: '2026-01-31T09:00:00.000Z' } as const;
  const store = (subject: string, attribute: string, value: Json): Promise<unknown> =>
    gateway.store({ subject, attribute, value, source });
  await store('order:7', 'fee', eur(900));
  await store('depot', 'fee.most', eur(1200));
  await store('order:7', 'weight', '10 kg');
  await store('order:7', 'due', '2026-11-03');
}

/** What the gateway says of shipping order 7: the verdict, and the codes. */
async function shipped(gateway: Gateway, fee: number, claims: Record<string, Json> = {}): Promise<string[]> {
  const action = {
    tool: 'depot.ship',
    environment: 'production' as const,
    parameters: { order: '7', fee: eur(fee) },
    claims: Object.entries(claims).map(([attribute, value]) => ({ subject: 'order:7', attribute, value })),
  };
  try {
    const { token } = await gateway.evaluate({ action });
    await gateway.commit({ token, action, ...TARGET });
    return [];
  } catch (error) {
    assert.ok(error instanceof EaapError, String(error));
    const { evaluation } = error.extras as { evaluation?: Evaluation };
    const codes = evaluation?.judgment.gates.flatMap(({ reasons }) => reasons.map(({ code }) => code));
    return [error.type, ...(codes ?? [])];
  }
}

test('a claim in another spelling passes where its form is declared, and a contradiction does not', async () => {
  await using place = await world();
  const { gateway } = place;
  await depot(gateway, { weight: 'quantity', due: 'date' });
  assert.deepEqual(await shipped(gateway, 900, { weight: '10000 g', due: '3 November 2026' }), []);
  assert.deepEqual(await shipped(gateway, 900, { weight: '11 kg' }), ['blocked', 'claim-contradicts-fact']);
  assert.deepEqual(await shipped(gateway, 900, { due: '03/11/2026' }), ['blocked', 'claim-contradicts-fact']);
  await depot(gateway);
  assert.deepEqual(await shipped(gateway, 900, { weight: '10000 g' }), ['blocked', 'claim-contradicts-fact']);
});

test('the least of two facts that are looked up may be paid, and neither more nor less', async () => {
  await using place = await world();
  const { gateway } = place;
  await depot(gateway);
  assert.deepEqual(await shipped(gateway, 900), []);
  assert.deepEqual(await shipped(gateway, 1200), ['escalated', 'ungrounded']);
  assert.deepEqual(await shipped(gateway, 899), ['escalated', 'ungrounded']);
});

test('what is looked up is part of the state', async () => {
  await using place = await world();
  const { gateway } = place;
  await depot(gateway);
  const action = {
    tool: 'depot.ship',
    environment: 'production' as const,
    parameters: { order: '7', fee: eur(900) },
  };
  const { token } = await gateway.evaluate({ action });
  const { snapshot } = await gateway.search({ subject: 'depot', attribute: 'fee.most' });
  const most = snapshot.facts[0]?.fact;
  assert.ok(most);
  await gateway.lock(most.id, most.version, { reason: 'Fixed for the year.' });
  await assert.rejects(gateway.commit({ token, action, ...TARGET }), { type: 'state-drift' });
});
