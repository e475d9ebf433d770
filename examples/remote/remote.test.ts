import assert from 'node:assert/strict';
import { test } from 'node:test';
import { runExample } from '../lib/run.ts';

test('the guard works over HTTP, needs both keys, and runs nothing without a gateway', async () => {
  const lines = (await runExample('remote')).trimEnd().split('\n');
  const expected = [
    /^The gateway runs as process \d+ at http:\/\/127\.0\.0\.1:\d+\.$/,
    /^ALLOW: customer:42 has 2 orders\.$/,
    /^BLOCK: authority\/target-not-granted\.$/,
    /^Agent alone: forbidden: .*executor/,
    /^Gateway stopped: Nobody answers at http:\/\/127\.0\.0\.1:\d+ \(ECONNREFUSED\).* Nothing ran; sent: false\.$/,
  ];
  assert.equal(lines.length, expected.length, lines.join('\n'));
  expected.forEach((line, i) => assert.match(lines[i] ?? '', line));
});
