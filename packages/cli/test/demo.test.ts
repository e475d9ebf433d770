import assert from 'node:assert/strict';
import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import type { DemoResult } from '../src/demo/run.ts';
import { child, place } from './support.ts';

/** What an event of one of the acts says. */
const texts = (result: DemoResult, step: number): string[] =>
  (result.steps[step - 1]?.events ?? []).map(({ actor, text }) => `${actor}: ${text}`);

describe('demo', () => {
  for (const [decision, executed] of [
    ['approve', true],
    ['deny', false],
  ] as const) {
    it(`plays six acts, and ${executed ? 'does' : 'does not do'} what the person ${decision === 'deny' ? 'denies' : 'approves'}`, async () => {
      using at = place();
      const result = await at.ok<DemoResult>(['demo', '--operator-decision', decision]);
      assert.deepEqual(
        [result.result, result.operator_decision, result.action_executed, result.folder],
        ['PASS', decision, executed, null],
      );
      assert.match(result.audit_stream_id ?? '', /^default:[0-9a-f]{8}-[0-9a-f-]{27}$/);
      assert.deepEqual(
        result.steps.map(({ step, ok }) => [step, ok]),
        [1, 2, 3, 4, 5, 6].map((step) => [step, true]),
      );
      assert.equal(
        texts(result, 3).some((text) => text.startsWith('target: checks the receipt, and pays')),
        executed,
      );
      for (const refusal of ['state-drift', 'already-committed', 'replayed', 'action-mismatch']) {
        assert.ok(
          texts(result, 4).some((text) => text.includes(refusal)),
          refusal,
        );
      }
      const findings = result.steps[4]?.events.flatMap(
        ({ data }) => (data['findings'] ?? []) as { code: string }[],
      );
      assert.ok(findings?.some(({ code }) => code === 'root-mismatch'));
    });
  }

  it('ends with its three lines, within 80 columns, in a real process', async () => {
    using at = place();
    const demo = child(at.cwd, ['demo']);
    assert.equal(await demo.exited, 0, demo.err());
    const lines = demo.out().trimEnd().split('\n');
    assert.deepEqual(lines.slice(-3, -1), ['DEMO_RESULT=PASS', 'ACTION_EXECUTED=true']);
    assert.match(lines.at(-1) ?? '', /^AUDIT_STREAM_ID=default:[0-9a-f-]{36}$/);
    assert.ok(
      lines.every((line) => line.length <= 80),
      demo.out(),
    );
    assert.doesNotMatch(demo.out(), /✗|\u001b/);
    assert.equal(demo.err(), '');
    assert.equal(existsSync(join(at.cwd, '.eaap')), false);
  });

  it('is coloured where colour is wanted', async () => {
    using at = place();
    const { stdout } = await at.runAll(['demo'], { colour: true });
    assert.match(stdout, /\u001b\[32m✓\u001b\[39m/);
  });

  it('keeps its folder when asked, and its stream is found in the log', async () => {
    using at = place();
    const result = await at.ok<DemoResult>(['demo', '--keep']);
    const folder = result.folder ?? '';
    try {
      const evaluation = (result.audit_stream_id ?? '').replace('default:', '');
      const path = join(folder, 'gateway');
      const { stdout } = await at.runAll(['entries', '--path', path, '--evaluation', evaluation]);
      assert.match(stdout, /evaluation\.recorded {2}ESCALATE/);
      assert.match(stdout, /escalation\.approved/);
      assert.equal((await at.runAll(['verify', path])).code, 0);
      const tampered = await at.runAll(['verify', join(folder, 'tampered.db'), '--key', await keyOf(path)]);
      assert.equal(tampered.code, 1);
      assert.match(tampered.stdout, /^FOUND /);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }

    async function keyOf(path: string): Promise<string> {
      const { discovery } = await at.ok<{ discovery: { checkpoint_key: string } }>([
        'status',
        '--path',
        path,
      ]);
      return discovery.checkpoint_key;
    }
  });
});
