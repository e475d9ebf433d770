import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Limit } from '@eaap/protocol';
import { action, assertGates, assertReason, DAY, judged, manifest, reasonsOf } from '../fixture.ts';

describe('gate 8, limits', () => {
  const quota: Limit = {
    id: 'daily',
    kind: 'quota',
    scope: 'principal',
    currency: 'EUR',
    max: 10_000,
    window_ms: DAY,
    outcome: 'block',
  };
  const limited = (
    limit: Limit,
    counters: { limit: string; used: number; next: number }[],
    more = {},
  ): ReturnType<typeof judged> => judged({ policy: { limits: [limit] }, input: { counters }, ...more });

  it('lets a limit be reached and not passed', () => {
    assert.equal(limited(quota, [{ limit: 'daily', used: 8750, next: 1250 }]).verdict, 'ALLOW');
    const judgment = limited(quota, [{ limit: 'daily', used: 8751, next: 1250 }]);
    assertGates(judgment, { limits: 'block' });
    assertReason(judgment, 'limits', {
      code: 'over-quota',
      outcome: 'block',
      rule: 'daily',
      value: 1250,
      message:
        'The limit daily is 10000 EUR minor units for the sum per principal in 86400000 ms; 8751 are used and this action adds 1250.',
      admissible: 'An action that adds at most 1249 EUR minor units now, or the same one later.',
    });
  });

  it('counts the money of the action, whatever the counter says it adds', () => {
    assert.equal(limited(quota, [{ limit: 'daily', used: 9000, next: 0 }]).verdict, 'BLOCK');
  });

  it('does not overflow', () => {
    const judgment = limited(quota, [
      { limit: 'daily', used: Number.MAX_SAFE_INTEGER, next: Number.MAX_SAFE_INTEGER },
    ]);
    assert.equal(judgment.verdict, 'BLOCK');
  });

  it('names rates and loops, with the outcome the limit states', () => {
    const rate: Limit = {
      id: 'pace',
      kind: 'rate',
      scope: 'session',
      max: 5,
      window_ms: 60_000,
      outcome: 'escalate',
    };
    const judgment = limited(rate, [{ limit: 'pace', used: 5, next: 1 }]);
    assertGates(judgment, { limits: 'escalate' });
    assertReason(judgment, 'limits', {
      code: 'over-rate',
      outcome: 'escalate',
      message:
        'The limit pace is 5 for the number of commits per session in 60000 ms; 5 are used and this action adds 1.',
    });
    assertReason(
      limited({ ...rate, kind: 'loop', outcome: 'block' }, [{ limit: 'pace', used: 5, next: 1 }]),
      'limits',
      {
        code: 'loop',
        outcome: 'block',
        message:
          'The limit pace is 5 for the number of attempts per session in 60000 ms; 5 are used and this action adds 1.',
      },
    );
  });

  it('blocks when a counter is missing or there twice', () => {
    const counter = { limit: 'daily', used: 0, next: 1250 };
    for (const counters of [[], [{ ...counter, limit: 'other' }], [counter, counter]]) {
      assertReason(limited(quota, counters), 'limits', {
        code: 'counter-missing',
        outcome: 'block',
        rule: 'daily',
        message: 'The counter of the limit daily could not be read.',
      });
    }
    assert.equal(limited({ ...quota, tools: ['mail.*'] }, []).verdict, 'ALLOW');
  });

  it('blocks money it cannot count', () => {
    assertReason(limited({ ...quota, currency: 'USD' }, [{ limit: 'daily', used: 0, next: 0 }]), 'limits', {
      code: 'currency-mismatch',
      outcome: 'block',
      value: 'EUR',
      message: 'The limit daily counts USD, and the action costs EUR.',
    });
    const { cost: _, ...costless } = manifest;
    assertReason(limited(quota, [{ limit: 'daily', used: 0, next: 0 }], { manifest: costless }), 'limits', {
      code: 'counter-missing',
      outcome: 'block',
      message:
        'The action moves money and its manifest does not say how much, so the limit daily cannot be kept.',
    });
  });
});

describe('gate 9, escalation', () => {
  it('escalates listed effects, reversibilities and risks', () => {
    const judgment = judged({
      policy: { escalate: { effects: ['money.move'], reversibility: ['irreversible'], risk: 'high' } },
    });
    assertGates(judgment, { escalation: 'escalate' });
    assert.deepEqual(
      reasonsOf(judgment, 'escalation').map(({ code, rule, message }) => [code, rule, message]),
      [
        [
          'always-escalate',
          'escalate.effects',
          'The policy always wants a person to decide money.move on resource:account/acc-1.',
        ],
        [
          'always-escalate',
          'escalate.reversibility',
          'The policy always wants a person to decide what is irreversible.',
        ],
        [
          'always-escalate',
          'escalate.risk',
          'The risk is high, and the policy always wants a person to decide high and above.',
        ],
      ],
    );
    assert.deepEqual(judgment.needs, ['The decision of an approver: queue finance.']);
  });

  it('leaves alone what is below', () => {
    const escalate = {
      effects: ['file.delete' as const],
      reversibility: ['reversible' as const],
      risk: 'critical' as const,
    };
    assert.equal(judged({ policy: { escalate } }).verdict, 'ALLOW');
  });

  it('is raised by what the agent declares', () => {
    const change = {
      action: { effects: [{ effect: 'data.read' as const, target: 'resource:account/acc-1' }] },
    };
    const escalate = { effects: ['data.read' as const], reversibility: [] };
    assertGates(judged({ ...change, policy: { escalate } }), { escalation: 'escalate' });
    assert.equal(judged({ action: action, policy: { escalate } }).verdict, 'ALLOW');
  });
});
