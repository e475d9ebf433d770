import assert from 'node:assert/strict';
import { test } from 'node:test';
import { EaapError, PROBLEM_TYPES, PROBLEMS, problemTypeOf } from '../../src/index.ts';

/** The codes of the HTTP binding. */
const STATUSES = [400, 401, 403, 404, 405, 409, 412, 413, 415, 422, 428, 429, 503];

test('every type has a status of the binding and a title of its own', () => {
  for (const type of PROBLEM_TYPES) assert.ok(STATUSES.includes(PROBLEMS[type].status), type);
  assert.equal(new Set(PROBLEM_TYPES.map((type) => PROBLEMS[type].title)).size, PROBLEM_TYPES.length);
});

test('an error becomes an RFC 9457 problem whose standard members nothing overrides', () => {
  const error = new EaapError('conflict', 'It contradicts.', {
    conflict_id: 'c',
    status: 200,
    type: 'about:blank',
  });
  assert.deepEqual(error.toProblem(), {
    type: 'urn:eaap:problem:conflict',
    title: 'The fact contradicts an existing one',
    status: 409,
    detail: 'It contradicts.',
    conflict_id: 'c',
  });
  assert.equal(error.message, 'conflict: It contradicts.');
});

test('a foreign error becomes internal, and its message stays inside', () => {
  const cause = new Error('password=hunter2');
  const error = EaapError.from(cause);
  assert.equal(error.type, 'internal');
  assert.equal(error.status, 503);
  assert.equal(error.cause, cause);
  assert.ok(!JSON.stringify(error.toProblem()).includes('hunter2'));
  assert.equal(EaapError.from(error), error);
});

test('only types of the list are read back', () => {
  for (const type of PROBLEM_TYPES) assert.equal(problemTypeOf(`urn:eaap:problem:${type}`), type);
  for (const other of [
    'urn:eaap:problem:toString',
    'urn:eaap:problem:',
    'about:blank',
    'conflict',
    7,
    null,
    undefined,
  ]) {
    assert.equal(problemTypeOf(other), undefined);
  }
});
