import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { GATES, Judgment, matches, type GateResult } from '@eaap/protocol';
import { joinOutcomes, judge, reasonDigest } from '../src/index.ts';
import { assertGates, fact, facts, inputOf, judged, reasonsOf, uuid } from './fixture.ts';

describe('joinOutcomes', () => {
  const outcomes = ['pass', 'escalate', 'block'] as const;

  it('is the highest outcome: the whole truth table of nine gates by what occurs in it', () => {
    const table: Record<string, string> = {
      pass: 'ALLOW',
      escalate: 'ESCALATE',
      block: 'BLOCK',
      'pass,escalate': 'ESCALATE',
      'pass,block': 'BLOCK',
      'escalate,block': 'BLOCK',
      'pass,escalate,block': 'BLOCK',
    };
    for (let n = 0; n < 3 ** 9; n++) {
      const row = Array.from(
        { length: 9 },
        (_, i) => outcomes[Math.floor(n / 3 ** i) % 3] as GateResult['outcome'],
      );
      const occurring = outcomes.filter((outcome) => row.includes(outcome)).join(',');
      assert.equal(joinOutcomes(row), table[occurring]);
    }
  });

  it('blocks nothing at all and what is not an outcome', () => {
    assert.equal(joinOutcomes([]), 'BLOCK');
    assert.equal(joinOutcomes(['pass', 'PASS' as 'pass']), 'BLOCK');
  });
});

describe('judge', () => {
  it('reports all nine gates in their order, failing or not', () => {
    const judgment = judged({
      manifest: null,
      facts: [],
      policy: { grants: [] },
      input: { halted: [{ scope: 'gateway', name: 'gateway', reason: 'Stop.' }], truncated: true },
    });
    assert.deepEqual(
      judgment.gates.map(({ gate }) => gate),
      [...GATES],
    );
    assertGates(judgment, { standing: 'block', authority: 'block', effects: 'block', consistency: 'block' });
    assert.ok(matches(Judgment, judgment));
  });
});

describe('approvals', () => {
  const ungrounded = facts.slice(1);
  const approving = (change: Parameters<typeof judged>[0] = {}): string[] =>
    judged({ facts: ungrounded, ...change }).gates.flatMap(({ reasons }) => reasons.map(reasonDigest));

  it('cover an escalation for the very reason they were given for', () => {
    const approvals = [{ escalation: uuid(50), reasons: approving() as `sha256:${string}`[] }];
    const judgment = judged({ facts: ungrounded, input: { approvals } });
    assert.equal(judgment.verdict, 'ALLOW');
    assert.deepEqual(judgment.approvals, [uuid(50)]);
    assert.equal(reasonsOf(judgment, 'grounding')[0]?.approved, uuid(50));
    assert.deepEqual(judgment.needs, []);
  });

  it('do not cover another value, another gate, or another version of a fact', () => {
    const approvals = [{ escalation: uuid(50), reasons: approving() as `sha256:${string}`[] }];
    assertGates(judged({ facts: ungrounded, input: { approvals }, parameters: { account: 'acc-9' } }), {
      grounding: 'escalate',
    });
    assertGates(
      judged({
        facts: ungrounded,
        input: { approvals },
        policy: { escalate: { effects: ['money.move'], reversibility: [] } },
      }),
      {
        escalation: 'escalate',
      },
    );
    const low = (version: number): typeof facts => [
      fact(1, 'customer:42', 'account', 'acc-1', { trust: 'untrusted', version }),
      ...ungrounded,
    ];
    const first = approving({ facts: low(1) }) as `sha256:${string}`[];
    const given = { approvals: [{ escalation: uuid(50), reasons: first }] };
    assert.equal(judged({ facts: low(1), input: given }).verdict, 'ALLOW');
    assert.equal(judged({ facts: low(2), input: given }).verdict, 'ESCALATE');
  });

  it('never cover a block', () => {
    const blocked = judged({ parameters: { extra: 1 } });
    const reasons = blocked.gates.flatMap((gate) => gate.reasons.map(reasonDigest)) as `sha256:${string}`[];
    const judgment = judged({
      parameters: { extra: 1 },
      input: { approvals: [{ escalation: uuid(50), reasons }] },
    });
    assert.equal(judgment.verdict, 'BLOCK');
    assert.deepEqual(judgment.approvals, []);
  });

  it('survive what changes by itself: confidence that fades and counters that grow', () => {
    const policy = {
      limits: [
        { id: 'pace', kind: 'rate', scope: 'principal', max: 1, window_ms: 60_000, outcome: 'escalate' },
      ] as const,
      confidence: { minimum: 9900 },
    };
    const at = (later: number, used: number) =>
      inputOf({
        policy: { ...policy, limits: [...policy.limits] },
        input: { counters: [{ limit: 'pace', used, next: 1 }], now: 1_767_225_600_000 + later },
      });
    const before = judge(at(0, 1)).gates.flatMap(({ reasons }) => reasons);
    assert.deepEqual(
      before.map(({ code }) => code),
      ['below-minimum', 'below-minimum', 'over-rate'],
    );
    const approvals = [{ escalation: uuid(50), reasons: before.map(reasonDigest) }];
    assert.equal(judge({ ...at(86_400_000, 7), approvals }).verdict, 'ALLOW');
  });

  it('are named only when they were needed, each once, the first by id when two would do', () => {
    const reasons = approving() as `sha256:${string}`[];
    const two = [
      { escalation: uuid(51), reasons },
      { escalation: uuid(50), reasons },
    ];
    assert.deepEqual(judged({ facts: ungrounded, input: { approvals: two } }).approvals, [uuid(50)]);
    assert.deepEqual(judged({ input: { approvals: two } }).approvals, []);
  });
});
