import assert from 'node:assert/strict';
import { test } from 'node:test';
import { runExample } from '../lib/run.ts';

test('the quickstart pays one refund, and says why it does not pay the two others', async () => {
  const [paid, waiting, blocked, ...rest] = (await runExample('quickstart')).trimEnd().split('\n\n');
  assert.match(paid ?? '', /^ALLOW: paid 1250 cents to acct_7; log entry \d+, outcome executed\.$/);
  assert.match(waiting ?? '', /^escalated: billing\.refund did not run: the action waits for a decision/);
  assert.match(waiting ?? '', /grounding\/contradicted, at \/account/);
  assert.match(waiting ?? '', /Nothing was done\. An approver decides it: eaap approve [0-9a-f-]{36}\./);
  assert.match(blocked ?? '', /^blocked: billing\.refund did not run: the action is blocked\./);
  assert.match(blocked ?? '', /constraints\/rule, rule refund-in-euros/);
  assert.match(blocked ?? '', /State the amount in EUR\./);
  assert.match(blocked ?? '', /Nothing was done\.$/);
  assert.deepEqual(rest, []);
});
