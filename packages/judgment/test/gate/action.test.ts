import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Manifest } from '@eaap/protocol';
import { judge } from '../../src/index.ts';
import {
  assertGates,
  assertReason,
  fact,
  facts,
  inputOf,
  judged,
  manifest,
  policy,
  reasonsOf,
} from '../fixture.ts';

const [, total] = facts as [(typeof facts)[0], (typeof facts)[0]];

describe('an admissible action', () => {
  it('is allowed, with all nine gates passing without a word', () => {
    const judgment = judged();
    assert.equal(judgment.verdict, 'ALLOW');
    assertGates(judgment, {});
    assert.ok(judgment.gates.every(({ reasons }) => reasons.length === 0));
    assert.deepEqual([judgment.needs, judgment.approvals], [[], []]);
  });

  it('is judged the same whatever its intent, model and framework', () => {
    const telling = judged({ action: { intent: 'Trust me.', model: 'm', framework: 'f' } });
    assert.deepEqual(telling, judged());
  });
});

describe('gate 1, standing', () => {
  it('blocks what is halted', () => {
    const judgment = judged({
      input: {
        halted: [
          { scope: 'namespace', name: 'acme', reason: 'Incident 12.' },
          { scope: 'agent', name: 'support-1', reason: 'Loops.' },
        ],
      },
    });
    assertGates(judgment, { standing: 'block' });
    assert.deepEqual(
      reasonsOf(judgment, 'standing').map(({ code, rule, message }) => [code, rule, message]),
      [
        ['halted', 'agent:support-1', 'The principal support-1 is halted: Loops.'],
        ['halted', 'namespace:acme', 'The namespace acme is halted: Incident 12.'],
      ],
    );
  });

  it('blocks an input that is none, in every gate', () => {
    const [one] = facts;
    const twice = { ...inputOf(), facts: [one, { ...one, version: 2 }] };
    for (const bad of [null, 7, {}, { ...inputOf(), now: 'soon' }, { ...inputOf(), surprise: true }, twice]) {
      const judgment = judge(bad as never);
      assert.equal(judgment.verdict, 'BLOCK');
      assert.ok(judgment.gates.every(({ outcome }) => outcome === 'block'));
      assertReason(judgment, 'standing', {
        code: 'malformed',
        outcome: 'block',
        message: 'The input does not match the schema judge-input, or lists a row twice.',
      });
      assertReason(judgment, 'escalation', {
        code: 'gate-error',
        outcome: 'block',
        message: 'The input is malformed, so this gate judged nothing.',
      });
    }
  });

  it('blocks a gate that fails', () => {
    let deep: unknown = 'x';
    for (let i = 0; i < 80; i++) deep = [deep];
    const judgment = judged({ facts: [fact(1, 'customer:42', 'account', deep as never), total] });
    assertReason(judgment, 'grounding', {
      code: 'gate-error',
      outcome: 'block',
      message: 'The gate grounding failed on this input, and so blocks.',
    });
    assert.equal(judgment.verdict, 'BLOCK');
  });
});

describe('gate 2, authority', () => {
  const grant = policy.grants[0] as (typeof policy.grants)[0];
  const granting = (change: Partial<typeof grant>): ReturnType<typeof judged> =>
    judged({ policy: { grants: [{ ...grant, ...change }] } });

  it('denies by default', () => {
    const judgment = judged({ policy: { grants: [] } });
    assertGates(judgment, { authority: 'block' });
    assertReason(judgment, 'authority', {
      code: 'no-grant',
      outcome: 'block',
      message: 'No grant covers support-1 or the tool billing.refund. What is not granted is denied.',
    });
  });

  it('names the principal, the tool', () => {
    assertReason(granting({ principals: ['sales-*'] }), 'authority', {
      code: 'principal-not-granted',
      outcome: 'block',
      rule: 'refunds',
      message: 'No grant lets support-1 use billing.refund; others may.',
    });
    assertReason(granting({ tools: ['billing.read'] }), 'authority', {
      code: 'tool-not-granted',
      outcome: 'block',
      message: 'No grant of support-1 covers the tool billing.refund.',
    });
  });

  it('names the effect, the target, the risk and the environment', () => {
    assertReason(granting({ effects: ['data.read'] }), 'authority', {
      code: 'effect-not-granted',
      outcome: 'block',
      rule: 'refunds',
      value: ['money.move'],
      message: 'The grant refunds does not cover the effect money.move.',
    });
    assertReason(granting({ targets: ['resource:acct/*'] }), 'authority', {
      code: 'target-not-granted',
      outcome: 'block',
      field: '/account',
      value: 'resource:account/acc-1',
      message: 'The grant refunds does not cover money.move on resource:account/acc-1.',
    });
    assertReason(granting({ risk: 'medium' }), 'authority', {
      code: 'risk-above-grant',
      outcome: 'block',
      value: 'high',
      message: 'The risk of the action is high; the grant refunds goes up to medium.',
    });
    assertReason(granting({ environment: 'staging' }), 'authority', {
      code: 'environment-above-grant',
      outcome: 'block',
      value: 'production',
      message: 'The environment is production; the grant refunds goes up to staging.',
    });
  });

  it('does not add up two grants, and explains by the nearer one', () => {
    const judgment = judged({
      policy: {
        grants: [
          { ...grant, id: 'far', effects: ['data.read'], risk: 'low' },
          { ...grant, id: 'near', targets: ['resource:other'] },
        ],
      },
    });
    assertGates(judgment, { authority: 'block' });
    assertReason(judgment, 'authority', {
      code: 'target-not-granted',
      outcome: 'block',
      rule: 'near',
      message: 'The grant near does not cover money.move on resource:account/acc-1.',
    });
  });

  it('needs * for an effect on no named target', () => {
    const stated: Manifest = { ...manifest, effects: [{ effect: 'money.move' }] };
    assertReason(judged({ manifest: stated }), 'authority', {
      code: 'target-not-granted',
      outcome: 'block',
      value: null,
      message: 'The grant refunds does not cover money.move on no named target.',
    });
    assert.equal(
      judged({ manifest: stated, policy: { grants: [{ ...grant, targets: ['*'] }] } }).verdict,
      'ALLOW',
    );
  });

  it('needs a grant for a declared effect too, and for a risk the manifest raises', () => {
    assertReason(judged({ action: { effects: [{ effect: 'message.send' }] } }), 'authority', {
      code: 'effect-not-granted',
      outcome: 'block',
      message: 'The grant refunds does not cover the effect message.send.',
    });
    assertReason(judged({ manifest: { ...manifest, risk: 'critical' } }), 'authority', {
      code: 'risk-above-grant',
      outcome: 'block',
      message: 'The risk of the action is critical; the grant refunds goes up to high.',
    });
  });

  it('refuses an executor that the policy does not name', () => {
    const judgment = judged({ input: { executor: 'intruder' } });
    assertGates(judgment, { authority: 'block' });
    assertReason(judgment, 'authority', {
      code: 'executor-not-permitted',
      outcome: 'block',
      value: 'intruder',
      message: 'intruder is not among the executors of the policy.',
    });
  });
});

describe('gate 3, effects', () => {
  it('blocks a tool without a manifest, and says so once', () => {
    const judgment = judged({ manifest: null });
    assertGates(judgment, { effects: 'block' });
    assert.equal(reasonsOf(judgment, 'effects').length, 1);
    assertReason(judgment, 'effects', {
      code: 'no-manifest',
      outcome: 'block',
      message: 'The tool billing.refund has no manifest, so nobody can say what it does.',
    });
  });

  it('blocks the manifest of another tool', () => {
    assertReason(judged({ manifest: { ...manifest, tool: 'billing.read' } }), 'effects', {
      code: 'manifest-mismatch',
      outcome: 'block',
      value: 'billing.read',
      message: 'The action uses billing.refund and was read by the manifest of billing.read.',
    });
  });

  it('blocks what is unread, with the code of why', () => {
    const judgment = judged({ parameters: { extra: 1 } });
    assertGates(judgment, { effects: 'block' });
    assertReason(judgment, 'effects', {
      code: 'unread',
      outcome: 'block',
      field: '/extra',
      value: 'undescribed-parameter',
      message: '/extra could not be read (undescribed-parameter). The manifest does not describe it.',
    });
  });

  it('blocks unknown effects, whoever states them', () => {
    assertReason(judged({ action: { effects: [{ effect: 'unknown' }] } }), 'effects', {
      code: 'unknown-effect',
      outcome: 'block',
      message: 'Nobody can say what the action does.',
    });
    const none = inputOf();
    assertReason(judge({ ...none, extraction: { ...none.extraction, effects: [] } }), 'effects', {
      code: 'unknown-effect',
      outcome: 'block',
      message: 'The action has no effect that anybody stated, so nobody can say what it does.',
    });
  });

  it('blocks reading a secret, whatever is granted', () => {
    const grants = [
      {
        ...(policy.grants[0] as (typeof policy.grants)[0]),
        effects: ['money.move', 'secret.read'] as never,
        targets: ['*'],
        risk: 'critical' as const,
      },
    ];
    const judgment = judged({ action: { effects: [{ effect: 'secret.read' }] }, policy: { grants } });
    assertGates(judgment, { effects: 'block' });
    assertReason(judgment, 'effects', {
      code: 'secret-read',
      outcome: 'block',
      message: 'The action reads a secret. No grant and no approval permits that.',
    });
  });

  it('blocks an extraction that rates an effect below its floor', () => {
    const input = inputOf();
    const effects = input.extraction.effects.map((effect) => ({ ...effect, risk: 'low' as const }));
    assertReason(judge({ ...input, extraction: { ...input.extraction, effects } }), 'effects', {
      code: 'below-floor',
      outcome: 'block',
      value: 'money.move',
      message: 'The effect money.move is rated below its floor: risk high, irreversible.',
    });
    assertReason(judge({ ...input, extraction: { ...input.extraction, risk: 'low' } }), 'effects', {
      code: 'below-floor',
      outcome: 'block',
      message: 'The effect money.move is rated below its floor: risk high, irreversible.',
    });
  });
});
