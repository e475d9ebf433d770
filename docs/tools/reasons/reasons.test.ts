import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { judge } from '@eaap/judgment';
import { GATES } from '@eaap/protocol';
import { refund } from './example.ts';
import { entriesOf, reasonOf } from './page.ts';

test('docs/reasons.md is what the catalogue says', () => {
  const main = fileURLToPath(new URL('main.ts', import.meta.url));
  const { status, stderr } = spawnSync(
    process.execPath,
    ['--conditions=eaap-source', '--import', 'tsx', main, '--check'],
    { encoding: 'utf8' },
  );
  assert.deepEqual([status, stderr], [0, '']);
});

test('the refund that every example begins with is allowed', () => {
  const { verdict, gates } = judge(refund());
  assert.deepEqual([verdict, gates.flatMap(({ reasons }) => reasons)], ['ALLOW', []]);
});

test('each example really has its reason, and each reason says what would help', () => {
  for (const gate of GATES) {
    for (const [code, meaning, entry] of entriesOf(gate)) {
      for (const text of [meaning, entry.why, entry.then, entry.example])
        assert.match(text, /\.$/, `${gate}/${code}`);
      const reason = reasonOf(gate, code, entry);
      // The gate that looks at the form of the document has nothing before it that could make it fail.
      if (gate === 'standing' && code === 'gate-error') assert.equal(reason, undefined);
      else assert.ok(reason !== undefined && reason.admissible !== '', `${gate}/${code} has no example`);
    }
  }
});
