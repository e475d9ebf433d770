import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { EaapError, verifyReceipt, type JsonObject } from '@eaap/protocol';
import {
  ActionBlocked,
  ActionDrifted,
  ActionEscalated,
  guard,
  type Gateway,
  ManifestMismatch,
  OutcomeUnreported,
  STARTER_MANIFESTS,
  ToolFailed,
  type Permit,
} from '@eaap/sdk';
import { recordCustomer, REFUND, world } from './support/gateway.ts';

const LOOKUP = { tool: 'crm.lookup', environment: 'production' } as const;
const PAY = { tool: 'billing.refund', environment: 'production', audience: 'billing.internal' } as const;
const MAIL = { tool: 'mail.send', environment: 'production' } as const;

/** The gateway, with some of its methods replaced. */
const replacing = (gateway: Gateway, methods: Partial<Gateway>): Gateway =>
  new Proxy(gateway, {
    get(target, name) {
      const found: unknown = Reflect.get(name in methods ? methods : target, name, target);
      return typeof found === 'function' ? (found.bind(target) as unknown) : found;
    },
  });

async function caught<T extends Error>(
  promise: Promise<unknown>,
  type: abstract new (...args: never[]) => T,
): Promise<T> {
  const error = await promise.then(
    () => assert.fail('it went through'),
    (thrown: unknown) => thrown,
  );
  assert.ok(error instanceof type, String(error));
  return error;
}

describe('a guarded tool', () => {
  it('runs with a receipt that its target believes, and reports its outcome', async () => {
    await using at = await world();
    await recordCustomer(at.gateway);
    const { checkpoint_key: verifierKey } = await at.gateway.discovery();
    const used = new Set<string>();
    const target = (parameters: JsonObject, permit: Permit): string => {
      const { jti } = verifyReceipt({
        receipt: permit.receipt,
        action: { ...permit.action, parameters } as JsonObject,
        audience: 'billing.internal',
        namespace: 'default',
        verifierKey,
        now: at.clock.now(),
        possession: permit.prove(),
        claim: (id) => !used.has(id) && used.add(id) !== undefined,
      });
      return jti;
    };
    const refund = guard(at.gateway, PAY, target);
    const { result, evaluation, receipt, outcome } = await refund(REFUND, { intent: 'The parcel was lost.' });
    assert.equal(result, receipt.claims.jti);
    assert.deepEqual([evaluation.verdict, outcome.status], ['ALLOW', 'executed']);
    assert.equal((await at.gateway.getEvaluation(evaluation.id)).status, 'executed');
    assert.throws(() =>
      target(REFUND, {
        receipt,
        evaluation,
        action: { ...PAY, parameters: REFUND } as never,
        prove: () => '',
      }),
    );
  });

  it('does not run when it is blocked, and says why and what would help', async () => {
    await using at = await world();
    let ran = 0;
    const lookup = guard(at.gateway, LOOKUP, () => ran++);
    const error = await caught(lookup({ customer: 'vault:root' }), ActionBlocked);
    assert.equal(ran, 0);
    assert.deepEqual([error.name, error.type, error.tool], ['ActionBlocked', 'blocked', 'crm.lookup']);
    assert.match(error.message, /crm\.lookup did not run: the action is blocked\./);
    assert.match(error.message, /authority\/target-not-granted/);
    assert.match(error.message, /Nothing was done\.$/);
    assert.equal(error.evaluation?.verdict, 'BLOCK');
    assert.ok(error.reasons.length > 0 && error.reasons.every((reason) => reason.admissible !== ''));
    assert.ok(error.cause instanceof EaapError);
  });

  it('names the parameter that nothing supports', async () => {
    await using at = await world();
    await recordCustomer(at.gateway);
    let ran = 0;
    const refund = guard(at.gateway, PAY, () => ran++);
    const error = await caught(refund({ ...REFUND, account: 'acct_666' }), ActionEscalated);
    assert.match(error.message, /grounding\/contradicted.*at \/account/);
    assert.equal(ran, 0);
  });

  it('waits for a decision, runs once after it, and waits again', async () => {
    await using at = await world();
    const letter = { to: 'a@example.com', subject: 'Your parcel', body: 'It is on its way.' };
    let ran = 0;
    const mail = guard(at.gateway, MAIL, () => ++ran);
    const waiting = await caught(mail(letter), ActionEscalated);
    assert.match(
      waiting.message,
      new RegExp(`the action waits for a decision \\(escalation ${waiting.escalation}\\)`),
    );
    assert.match(waiting.message, /escalation\/always-escalate/);
    assert.match(waiting.message, new RegExp(`eaap approve ${waiting.escalation}`));

    const { version, challenge } = await at.gateway.escalation(waiting.escalation);
    await at.gateway.approve(waiting.escalation, version, { challenge, reason: 'Read and correct.' });
    assert.equal((await mail(letter)).result, 1);
    await caught(mail(letter), ActionEscalated);
    assert.equal(ran, 1);
  });

  it('does not run when the state changed between evaluation and commit', async () => {
    await using at = await world();
    await recordCustomer(at.gateway);
    let ran = 0;
    const { gateway } = at;
    // An executor that is slow: while it gets round to committing, the limit on record is disputed.
    const commit: Gateway['commit'] = async (...args) => {
      const source = { kind: 'system', id: 'erp', observed_at: '2026-01-31T09:10:00.000Z' } as const;
      const value = { amount: '100', currency: 'EUR' };
      await assert.rejects(
        gateway.store({ subject: 'customer:42', attribute: 'refund.limit', value, source }),
        /conflict/,
      );
      return gateway.commit(...args);
    };
    const slow = replacing(gateway, { commit });
    const error = await caught(
      guard(gateway, { ...PAY, executor: slow }, () => ran++)(REFUND),
      ActionDrifted,
    );
    assert.equal(error.type, 'state-drift');
    assert.ok(error.changed.length > 0);
    assert.match(error.message, /what it was allowed on no longer holds/);
    assert.equal(ran, 0);
  });

  it('reports failed when it throws, and throws that on', async () => {
    await using at = await world();
    const boom = new RangeError('no such customer');
    const lookup = guard(at.gateway, LOOKUP, () => {
      throw boom;
    });
    const error = await caught(lookup({ customer: 'customer:42' }), ToolFailed);
    assert.equal(error.cause, boom);
    assert.equal(error.unreported, undefined);
    assert.match(error.message, /crm\.lookup was allowed, ran, and threw\. It was reported as failed\./);
    assert.equal((await at.gateway.getEvaluation(error.evaluation)).status, 'failed');
  });

  it('says that the outcome is unknown when it cannot be reported', async () => {
    await using at = await world();
    const mute = replacing(at.gateway, { outcome: () => Promise.reject(new Error('the line is dead')) });
    const options = { ...LOOKUP, executor: mute };
    const done = await caught(
      guard(at.gateway, options, () => 'found')({ customer: 'customer:42' }),
      OutcomeUnreported,
    );
    assert.deepEqual([done.result, (done.cause as Error).message], ['found', 'the line is dead']);
    assert.match(done.message, /it counts as unknown .* Do not run it again blindly/);
    const thrown = await caught(
      guard(at.gateway, options, () => Promise.reject(new Error('boom')))({ customer: 'customer:42' }),
      ToolFailed,
    );
    assert.equal((thrown.unreported as Error).message, 'the line is dead');
    assert.match(thrown.message, /could not be reported: the outcome counts as unknown/);
    at.clock.advance(15 * 60_000);
    assert.equal((await at.gateway.getEvaluation(done.evaluation)).status, 'unknown');
  });

  it('runs what was judged, whatever becomes of the parameters meanwhile', async () => {
    await using at = await world();
    const parameters = { customer: 'customer:42' };
    const lookup = guard(at.gateway, LOOKUP, (given: JsonObject) => given);
    const running = lookup(parameters);
    parameters.customer = 'vault:root';
    assert.deepEqual((await running).result, { customer: 'customer:42' });
  });

  it('does not run by another manifest than the code was written for', async () => {
    await using at = await world();
    const [manifest] = STARTER_MANIFESTS;
    assert.ok(manifest);
    const lookup = guard(at.gateway, { ...LOOKUP, manifest }, () => 1);
    assert.equal((await lookup({ customer: 'customer:42' })).result, 1);
    const newer = { ...manifest, version: '2' };
    const updated = guard(at.gateway, { ...LOOKUP, manifest: newer }, () => 2);
    const error = await caught(updated({ customer: 'customer:42' }), ManifestMismatch);
    assert.match(error.message, /by another manifest than this code was written for/);
    await at.gateway.setManifest(newer);
    assert.equal((await updated({ customer: 'customer:42' })).result, 2);
    const missing = guard(
      at.gateway,
      { tool: 'new.tool', environment: 'none', manifest: { ...manifest, tool: 'new.tool' } },
      () => 3,
    );
    assert.match((await caught(missing({}), ManifestMismatch)).message, /has no manifest for new\.tool/);
  });

  it('does nothing while the gateway cannot decide', async () => {
    await using at = await world();
    await at.gateway.halt({ scope: 'agent', agent: 'agent', reason: 'It repeats itself.' });
    let ran = 0;
    const lookup = guard(at.gateway, LOOKUP, () => ran++);
    assert.match(
      (await caught(lookup({ customer: 'customer:42' }), ActionBlocked)).message,
      /standing\/halted/,
    );
    await at.gateway.resume({ scope: 'agent', agent: 'agent', reason: 'Corrected.' });
    await lookup({ customer: 'customer:42' });
    await at.service.drain();
    const error = await caught(lookup({ customer: 'customer:42' }), EaapError);
    assert.equal(error.type, 'draining');
    assert.equal(ran, 1);
  });
});
