import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  assertGates,
  assertReason,
  DAY,
  fact,
  facts,
  judged,
  manifest,
  NOW,
  reasonsOf,
  uuid,
} from '../fixture.ts';

const [account, total] = facts as [(typeof facts)[0], (typeof facts)[0]];

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
