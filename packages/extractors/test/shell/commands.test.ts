import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { before, suite, test } from 'node:test';
import { extract } from '@eaap/judgment';
import { readPack, runCase, type CaseResult } from '@eaap/policies';
import type { Extractor } from '@eaap/protocol';
import { loadExtractors } from '../../src/index.ts';

interface Line {
  readonly command: string;
  readonly expected: 'allow' | 'deny';
}

const LINES = readFileSync(new URL('commands.jsonl', import.meta.url), 'utf8')
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line) as Line);

suite('command lines, judged by the policy for coding agents', () => {
  const { policy, manifests } = readPack('coding-agent');
  let extractors: ReadonlyMap<string, Extractor>;
  before(async () => {
    extractors = await loadExtractors(['shell.bash']);
  });
  const judged = (command: string, environment: 'sandbox' | 'production'): CaseResult =>
    runCase(
      {
        name: command,
        action: { tool: 'shell.run', environment, parameters: { command } },
        expect: { verdict: 'ALLOW' },
      },
      {
        policy,
        manifests: new Map(manifests.map((manifest) => [manifest.tool, manifest])),
        extract: (action, manifest, of) => extract(action, manifest, of, extractors),
      },
    );

  test('harmless ones pass, harmful ones are stopped', () => {
    const reached = new Set<string>();
    for (const { command, expected } of LINES) {
      const { verdict, reasons } = judged(command, 'sandbox');
      for (const reason of reasons) reached.add(reason);
      assert.equal(verdict === 'ALLOW', expected === 'allow', `${command}\n${verdict} ${reasons.join(' ')}`);
    }
    // A rule that no line reaches is a rule that nobody has seen at work.
    for (const rule of [
      'delete-outside',
      'delete-all',
      'discard',
      'machine',
      'clusters',
      'data',
      'unread-code',
      'environment-variables',
      'system-places',
      'home-settings',
    ]) {
      assert.ok(reached.has(`constraints/rule:${rule}`), `no line reaches ${rule}`);
    }
  });

  test('a folder that can be made again is deleted, one that may hold work is not', () => {
    assert.equal(judged('rm -rf node_modules', 'sandbox').verdict, 'ALLOW');
    assert.equal(judged('rm -rf ./build', 'sandbox').verdict, 'ESCALATE');
    assert.equal(judged('rm -rf ./src', 'sandbox').verdict, 'BLOCK');
    assert.equal(judged('rm src/a.ts', 'sandbox').verdict, 'ALLOW');
    assert.equal(judged('rm -rf /tmp/build', 'sandbox').verdict, 'ALLOW');
  });

  test('an unknown program runs in a sandbox, and nowhere else without a person', () => {
    assert.equal(judged('frobnicate --all', 'sandbox').verdict, 'ALLOW');
    assert.equal(judged('frobnicate --all', 'production').verdict, 'ESCALATE');
    assert.equal(judged('/opt/x/frobnicate', 'sandbox').verdict, 'ESCALATE');
    assert.equal(judged('rм -rf /', 'sandbox').verdict, 'ESCALATE');
  });
});
