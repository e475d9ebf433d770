import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checks } from '../../src/checks/vectors.ts';
import { runCheck } from '../../src/runner/run-check.ts';
import { bench, controlWith } from '../runner/support.ts';

const check = checks.find(({ id }) => id === 'vectors.extraction-sql.0006-024');

/** A gateway that computes nothing of a topic, and declares some capabilities. */
const verdictOf = async (capabilities: unknown): Promise<string> => {
  assert.ok(check);
  const control = { ...controlWith(['compute']), compute: async () => ({ unsupported: true as const }) };
  const outcome = await runCheck(check, bench({ control, answer: () => Response.json({ capabilities }) }));
  return outcome.verdict;
};

test('vectors of a dialect are asked of gateways that declare it, and of no other', async () => {
  assert.equal(await verdictOf(['shell.bash']), 'NOT_APPLICABLE');
  assert.equal(await verdictOf(['sql.postgresql']), 'NOT_EVIDENCED');
  // What says nothing of what it declares gains nothing by that.
  assert.equal(await verdictOf(undefined), 'NOT_EVIDENCED');
});
