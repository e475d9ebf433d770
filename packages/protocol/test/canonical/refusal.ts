import assert from 'node:assert/strict';
import { EaapError, type JsonReason } from '../../src/index.ts';

/** Runs what must be refused, and gives the refusal; type and reason are checked here. */
export function refused(run: () => unknown, reason: JsonReason): EaapError {
  let caught: unknown;
  try {
    run();
  } catch (error) {
    caught = error;
  }
  assert.ok(caught instanceof EaapError, `expected a refusal (${reason}), got ${String(caught)}`);
  assert.equal(caught.extras['reason'], reason, caught.detail);
  assert.equal(caught.type, reason === 'size' ? 'payload-too-large' : 'malformed-json');
  return caught;
}
