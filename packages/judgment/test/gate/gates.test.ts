import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Limit, Manifest, Rule } from '@eaap/protocol';
import { judge } from '../../src/index.ts';
import {
  action,
  assertGates,
  assertReason,
  DAY,
  fact,
  facts,
  inputOf,
  judged,
  manifest,
  NOW,
  policy,
  reasonsOf,
  uuid,
} from '../fixture.ts';

const [account, total] = facts as [(typeof facts)[0], (typeof facts)[0]];

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
    for (const bad of [null, 7, {}, { ...inputOf(), now: 'soon' }, { ...inputOf(), surprise: true }]) {
      const judgment = judge(bad as never);
      assert.equal(judgment.verdict, 'BLOCK');
      assert.ok(judgment.gates.every(({ outcome }) => outcome === 'block'));
      assertReason(judgment, 'standing', {
        code: 'malformed',
        outcome: 'block',
        message: 'The input does not match the schema judge-input.',
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

describe('gate 4, consistency', () => {
  it('blocks when not every row could be judged', () => {
    const judgment = judged({ input: { truncated: true } });
    assertGates(judgment, { consistency: 'block' });
    assertReason(judgment, 'consistency', {
      code: 'too-many-rows',
      outcome: 'block',
      message: 'More facts were selected than may be judged, and none of them may be left out.',
    });
  });

  it('blocks an open conflict, citing both facts', () => {
    const rival = fact(3, 'customer:42', 'account', 'acc-2', { status: 'disputed' });
    const conflict = {
      id: uuid(9),
      version: 1,
      subject: 'customer:42',
      attribute: 'account',
      incumbent: uuid(1),
      challenger: uuid(3),
    };
    const judgment = judged({ facts: [...facts, rival], input: { conflicts: [conflict] } });
    assertGates(judgment, { consistency: 'block' });
    assertReason(judgment, 'consistency', {
      code: 'open-conflict',
      outcome: 'block',
      rule: uuid(9),
      facts: [`${uuid(1)}@1`, `${uuid(3)}@1`],
      message: 'The account of customer:42 is in conflict: two facts disagree and nobody has decided.',
    });
  });

  const claims = [{ subject: 'customer:42', attribute: 'tier', value: 'gold' }];

  it('blocks a claim that a trusted fact contradicts', () => {
    const judgment = judged({
      action: { claims },
      facts: [...facts, fact(3, 'customer:42', 'tier', 'basic')],
    });
    assertGates(judgment, { consistency: 'block' });
    assertReason(judgment, 'consistency', {
      code: 'claim-contradicts-fact',
      outcome: 'block',
      value: claims[0] as never,
      facts: [`${uuid(3)}@1`],
      message: 'The action claims that the tier of customer:42 is "gold"; a trusted fact says "basic".',
    });
  });

  it('escalates a claim that only an untrusted fact contradicts', () => {
    const rumour = fact(3, 'customer:42', 'tier', 'basic', { trust: 'untrusted' });
    const judgment = judged({ action: { claims }, facts: [...facts, rumour] });
    assertGates(judgment, { consistency: 'escalate' });
    assertReason(judgment, 'consistency', {
      code: 'claim-contradicts-fact',
      outcome: 'escalate',
      message: 'The action claims that the tier of customer:42 is "gold"; a fact of low trust says "basic".',
    });
  });

  it('lets an untrusted fact contradict nothing that a trusted one confirms', () => {
    const confirmed = [
      ...facts,
      fact(3, 'customer:42', 'tier', 'gold'),
      fact(4, 'customer:42', 'tier', 'basic', { trust: 'untrusted' }),
    ];
    assert.equal(judged({ action: { claims }, facts: confirmed }).verdict, 'ALLOW');
  });

  it('is content with one of several values, and with expired or retracted contradictions', () => {
    const many = [...facts, fact(3, 'customer:42', 'tier', 'basic'), fact(4, 'customer:42', 'tier', 'gold')];
    assert.equal(judged({ action: { claims }, facts: many }).verdict, 'ALLOW');
    const past = [
      ...facts,
      fact(3, 'customer:42', 'tier', 'basic', { valid_until: NOW }),
      fact(4, 'customer:42', 'tier', 'x', { status: 'retracted' }),
    ];
    assertGates(judged({ action: { claims }, facts: past }), {});
  });
});

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
    const broken = assertReason(judged(rule('1 +')), 'constraints', {
      code: 'rule-error',
      outcome: 'block',
      message: reasonsOf(judged(rule('1 +')), 'constraints')[0]?.message ?? '',
    });
    assert.match(broken.message, /^The rule small-only could not be evaluated: it does not parse: /);
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

describe('gate 6, grounding', () => {
  it('escalates a value that nothing supports, naming it', () => {
    const judgment = judged({ facts: [total] });
    assertGates(judgment, { grounding: 'escalate' });
    const reason = assertReason(judgment, 'grounding', {
      code: 'ungrounded',
      outcome: 'escalate',
      field: '/account',
      value: 'acc-1',
      facts: [],
      message:
        '/account is "acc-1", and no fact of trust verified or more about the account of customer:42 supports it.',
    });
    assert.equal(
      reason.admissible,
      'A fact of trust verified or more that the account of customer:42 is "acc-1", or an approver\'s decision.',
    );
    assert.deepEqual(judgment.needs, [reason.admissible]);
  });

  it('escalates a value that only a less trusted fact supports', () => {
    assertReason(judged({ facts: [{ ...account, trust: 'untrusted' }, total] }), 'grounding', {
      code: 'untrusted-ground',
      outcome: 'escalate',
      facts: [`${uuid(1)}@1`],
      message: '/account is "acc-1", and only a fact of less trust than verified says so.',
    });
  });

  it('escalates a value that a trusted fact contradicts, whatever an untrusted one says', () => {
    const planted = fact(3, 'customer:42', 'account', 'acc-9', { trust: 'untrusted' });
    assertReason(judged({ facts: [...facts, planted], parameters: { account: 'acc-9' } }), 'grounding', {
      code: 'contradicted',
      outcome: 'escalate',
      facts: [`${uuid(1)}@1`],
      message: '/account is "acc-9"; the account of customer:42 is "acc-1".',
    });
  });

  it('escalates more than the bound, and another currency', () => {
    assertReason(judged({ parameters: { amount: { amount: '5001', currency: 'EUR' } } }), 'grounding', {
      code: 'over-ground',
      outcome: 'escalate',
      field: '/amount',
      message:
        '/amount is {"amount":"5001","currency":"EUR"}; the total of order:7 is at most {"amount":"5000","currency":"EUR"}.',
    });
    assertGates(judged({ parameters: { amount: { amount: '5000', currency: 'EUR' } } }), {});
    assertGates(judged({ parameters: { amount: { amount: '1', currency: 'USD' } } }), {
      grounding: 'escalate',
    });
  });

  it('compares numbers as numbers: ten is more than nine', () => {
    assertGates(judged({ parameters: { amount: { amount: '10000', currency: 'EUR' } } }), {
      grounding: 'escalate',
    });
  });

  it('takes no disputed, retracted or expired fact', () => {
    for (const change of [{ status: 'disputed' }, { status: 'retracted' }, { valid_until: NOW }] as const) {
      const judgment = judged({ facts: [{ ...account, ...change }, total] });
      assert.equal(reasonsOf(judgment, 'grounding')[0]?.code, 'ungrounded', JSON.stringify(change));
    }
  });

  it('asks for the trust that the manifest asks for', () => {
    const parameters = structuredClone(manifest.parameters) as Record<
      string,
      (typeof manifest.parameters)[string]
    >;
    parameters['/account'] = {
      type: 'identifier',
      authority: {
        subject: { literal: 'customer:42' },
        attribute: 'account',
        relation: 'equal',
        trust: 'authoritative',
      },
    };
    const stated = { ...manifest, parameters };
    assertReason(judged({ manifest: stated }), 'grounding', {
      code: 'untrusted-ground',
      outcome: 'escalate',
      message: '/account is "acc-1", and only a fact of less trust than authoritative says so.',
    });
    assert.equal(
      judged({ manifest: stated, facts: [{ ...account, trust: 'authoritative' }, total] }).verdict,
      'ALLOW',
    );
  });
});

describe('gate 7, confidence', () => {
  it('escalates what time has made doubtful, to the basis point', () => {
    // 9500 halves to 4750 in thirty days, along a straight line: 5000 is left after 28.42 days.
    const fading = (age: number): ReturnType<typeof judged> =>
      judged({ facts: [{ ...account, observed_at: NOW - age }, total] });
    assert.equal(fading(28 * DAY).verdict, 'ALLOW');
    const judgment = fading(30 * DAY);
    assertGates(judgment, { confidence: 'escalate' });
    assertReason(judgment, 'confidence', {
      code: 'below-minimum',
      outcome: 'escalate',
      field: '/account',
      facts: [`${uuid(1)}@1`],
      message:
        'Time has left 4750 of 9500 basis points of confidence in the account of customer:42; 5000 are needed.',
    });
  });

  it('is content with one strong fact among weak ones', () => {
    const weak = fact(3, 'customer:42', 'account', 'acc-1', { confidence: 100 });
    assert.equal(judged({ facts: [...facts, weak] }).verdict, 'ALLOW');
  });

  it('escalates a fact past its date, the instant itself included', () => {
    const judgment = judged({ facts: [{ ...account, valid_until: NOW }, total] });
    assertGates(judgment, { grounding: 'escalate', confidence: 'escalate' });
    assertReason(judgment, 'confidence', {
      code: 'expired-fact',
      outcome: 'escalate',
      facts: [`${uuid(1)}@1`],
      message: 'The action relies on the account of customer:42, and that fact is past its date.',
    });
    assert.equal(judged({ facts: [{ ...account, valid_until: NOW + 1 }, total] }).verdict, 'ALLOW');
  });

  it('looks at what claims rely on too', () => {
    const claims = [{ subject: 'customer:42', attribute: 'tier', value: 'gold' }];
    const judgment = judged({
      action: { claims },
      facts: [...facts, fact(3, 'customer:42', 'tier', 'gold', { confidence: 4999 })],
    });
    assertGates(judgment, { confidence: 'escalate' });
  });
});

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
