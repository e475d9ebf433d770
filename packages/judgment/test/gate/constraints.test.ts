import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Manifest, Rule } from '@eaap/protocol';
import { assertGates, assertReason, DAY, fact, facts, judged, manifest, NOW, reasonsOf } from '../fixture.ts';

const [account, total] = facts as [(typeof facts)[0], (typeof facts)[0]];

describe('gate 5, constraints: locks', () => {
  const writing: Manifest = {
    ...manifest,
    writes: [
      { subject: { param: '/customer', prefix: 'customer:' }, attribute: 'account', value: '/account' },
    ],
  };
  const locked = [{ ...account, locked: true }, total];

  it('lets a locked fact be written with its own value', () => {
    assert.equal(judged({ manifest: writing, facts: locked }).verdict, 'ALLOW');
  });

  it('blocks another value, in the write and in what it stands on', () => {
    const judgment = judged({ manifest: writing, facts: locked, parameters: { account: 'acc-9' } });
    assert.deepEqual(
      reasonsOf(judgment, 'constraints').map(({ code, outcome, field, value, message }) => [
        code,
        outcome,
        field,
        value,
        message,
      ]),
      [
        [
          'locked-fact',
          'block',
          '/account',
          'acc-9',
          'The account of customer:42 is locked at "acc-1", and the action changes it to "acc-9".',
        ],
        [
          'locked-fact',
          'block',
          '/account',
          'acc-9',
          'The account of customer:42 is locked at "acc-1", and the action goes by "acc-9".',
        ],
      ],
    );
  });

  it('blocks a write of an unknown value', () => {
    const blind: Manifest = {
      ...manifest,
      writes: [{ subject: { literal: 'customer:42' }, attribute: 'account' }],
    };
    assertReason(judged({ manifest: blind, facts: locked }), 'constraints', {
      code: 'locked-fact',
      outcome: 'block',
      field: null,
      message:
        'The account of customer:42 is locked at "acc-1", and the action changes it to nobody knows what.',
    });
  });

  it('blocks a claim against a lock, even an untrusted or expired one', () => {
    const limit = fact(3, 'customer:42', 'limit', 100, {
      locked: true,
      trust: 'untrusted',
      valid_until: NOW - DAY,
    });
    const judgment = judged({
      action: { claims: [{ subject: 'customer:42', attribute: 'limit', value: 500 }] },
      facts: [...facts, limit],
    });
    assertReason(judgment, 'constraints', {
      code: 'locked-fact',
      outcome: 'block',
      message: 'The limit of customer:42 is locked at 100, and the action claims 500.',
    });
  });

  it('blocks more than a locked bound, which an unlocked one only escalates', () => {
    const parameters = { amount: { amount: '9999', currency: 'EUR' } };
    assertGates(judged({ parameters }), { grounding: 'escalate' });
    const judgment = judged({ parameters, facts: [account, { ...total, locked: true }] });
    assertGates(judgment, { constraints: 'block', grounding: 'escalate' });
  });
});

describe('gate 5, constraints: rules', () => {
  const rule = (when: string, more: Partial<Rule> = {}): { policy: { rules: Rule[] } } => ({
    policy: {
      rules: [{ id: 'small-only', description: 'Refunds stay small.', when, outcome: 'block', ...more }],
    },
  });
  const large = 'int(action.parameters.amount.amount) > 1000';

  it('blocks, escalates or only reports', () => {
    const blocked = judged(rule(large, { admissible: 'At most 10 euros.' }));
    assertGates(blocked, { constraints: 'block' });
    assertReason(blocked, 'constraints', {
      code: 'rule',
      outcome: 'block',
      rule: 'small-only',
      message: 'The rule small-only applies: Refunds stay small.',
      admissible: 'At most 10 euros.',
    });
    assertGates(judged(rule(large, { outcome: 'escalate' })), { constraints: 'escalate' });
    const shadowed = judged(rule(large, { outcome: 'shadow' }));
    assert.equal(shadowed.verdict, 'ALLOW');
    assertReason(shadowed, 'constraints', {
      code: 'rule-shadow',
      outcome: 'shadow',
      message: 'The shadow rule small-only applies: Refunds stay small.',
      admissible: `An action for which this is not true: ${large}`,
    });
  });

  it('is silent where its condition is false, or tool, effect or target are others', () => {
    assertGates(judged(rule('int(action.parameters.amount.amount) > 2000')), {});
    assertGates(judged(rule('true', { tools: ['mail.*'] })), {});
    assertGates(judged(rule('true', { effects: ['file.write'] })), {});
    assertGates(judged(rule('true', { targets: ['resource:other/*'] })), {});
    assertGates(
      judged(
        rule('true', { tools: ['billing.*'], effects: ['money.move'], targets: ['resource:account/*'] }),
      ),
      {
        constraints: 'block',
      },
    );
  });

  it('asks for effect and target of one and the same effect', () => {
    const both = { effects: [{ effect: 'message.draft' as const, target: 'resource:draft' }] };
    const change = rule('true', { effects: ['message.draft'], targets: ['resource:account/*'] });
    assert.deepEqual(reasonsOf(judged({ ...change, action: both }), 'constraints'), []);
  });

  it('blocks when the condition fails, is not boolean, or does not compile', () => {
    assertReason(judged(rule('action.parameters.nothing > 1')), 'constraints', {
      code: 'rule-error',
      outcome: 'block',
      rule: 'small-only',
      message:
        'The rule small-only could not be evaluated: its condition has no value for this action. What cannot be evaluated blocks.',
    });
    assertReason(judged(rule('action.parameters.note', { outcome: 'shadow' })), 'constraints', {
      code: 'rule-error',
      outcome: 'block',
      message:
        'The rule small-only could not be evaluated: its condition is neither true nor false. What cannot be evaluated blocks.',
    });
    // What a parser says is its own; a judgment has the same bytes everywhere.
    assertReason(judged(rule('1 +')), 'constraints', {
      code: 'rule-error',
      outcome: 'block',
      message:
        'The rule small-only could not be evaluated: its condition is not EAAP-CEL. What cannot be evaluated blocks.',
    });
  });

  it('reads trusted facts in force, and only what is selected', () => {
    const selects = [
      { tools: ['*'], subject: { param: '/customer', prefix: 'customer:' }, attribute: 'fraud' },
    ];
    const asks = (facts_: typeof facts): ReturnType<typeof judged> =>
      judged({
        policy: {
          ...rule('has_fact("customer:42", "fraud") && fact("customer:42", "fraud") == true').policy,
          selects,
        },
        facts: [...facts, ...facts_],
      });
    assertGates(asks([]), {});
    assertGates(asks([fact(3, 'customer:42', 'fraud', true)]), { constraints: 'block' });
    assertGates(asks([fact(3, 'customer:42', 'fraud', true, { trust: 'untrusted' })]), {});
    assertGates(asks([fact(3, 'customer:42', 'fraud', true, { valid_until: NOW })]), {});
    // Two values: which one is meant cannot be told.
    assertGates(asks([fact(3, 'customer:42', 'fraud', true), fact(4, 'customer:42', 'fraud', false)]), {
      constraints: 'block',
    });
    assertReason(judged(rule('true || has_fact("customer:42", "fraud")')), 'constraints', {
      code: 'rule',
      outcome: 'block',
      message: 'The rule small-only applies: Refunds stay small.',
    });
    assertReason(judged(rule('has_fact("customer:42", "fraud") || true')), 'constraints', {
      code: 'rule-error',
      outcome: 'block',
      message:
        'The rule small-only could not be evaluated: it asks for a fact that neither the manifest nor the policy selects. What cannot be evaluated blocks.',
    });
  });

  it('makes the verdict rely on what it reads', () => {
    const selects = [{ tools: ['*'], subject: { literal: 'world' }, attribute: 'rate' }];
    const old = fact(3, 'world', 'rate', 7, { observed_at: NOW - 60 * DAY });
    const reading = { ...rule('fact("world", "rate") > 9').policy, selects };
    assertGates(judged({ policy: reading, facts: [...facts, old] }), { confidence: 'escalate' });
    const shadow = { ...rule('fact("world", "rate") > 9', { outcome: 'shadow' }).policy, selects };
    assertGates(judged({ policy: shadow, facts: [...facts, old] }), {});
  });

  it('stops what runs over its cost', () => {
    const items = Array.from({ length: 257 }, () => 1);
    const stated: Manifest = {
      ...manifest,
      parameters: { ...manifest.parameters, '/items': { type: 'json' } },
    };
    const change = rule('action.parameters.items.exists(i, i == 1) || true');
    assertReason(judged({ ...change, manifest: stated, parameters: { items } }), 'constraints', {
      code: 'rule-error',
      outcome: 'block',
      message:
        'The rule small-only could not be evaluated: it ran over its cost. What cannot be evaluated blocks.',
    });
    assertReason(
      judged({ ...change, manifest: stated, parameters: { items: items.slice(1) } }),
      'constraints',
      {
        code: 'rule',
        outcome: 'block',
        message: 'The rule small-only applies: Refunds stay small.',
      },
    );
  });
});
