import assert from 'node:assert/strict';
import { test } from 'node:test';
import { EaapError } from '@eaap/protocol';
import { withoutPersonalData } from '../src/service/personal.ts';

const MAIL = 'jane.doe@example.com';

test('a problem loses personal data from its sentence and its texts, and keeps the rest', () => {
  const extras = { pointer: `/${MAIL}`, conflict_id: '019c1371-2a40-7000-8000-000000000001', current: 2 };
  const error = withoutPersonalData(
    new EaapError('invalid-manifest', `The cost points to /${MAIL}.`, extras),
  );
  assert.equal(error.type, 'invalid-manifest');
  assert.ok(!JSON.stringify(error.toProblem()).includes(MAIL));
  assert.match(error.detail, /^The cost points to .*\[personal data\]\.$/);
  assert.equal(error.extras['conflict_id'], extras.conflict_id);
  assert.equal(error.extras['current'], 2);
});

test('while personal data cannot be looked for, a problem is told by its title alone', () => {
  const detectors = [
    {
      type: 'x_broken' as const,
      find: (): never => {
        throw new Error('broken');
      },
    },
  ];
  const thrown = new EaapError('detector-unavailable', `Not ${MAIL}.`, { pointer: MAIL, current: 2 });
  const error = withoutPersonalData(thrown, detectors);
  assert.deepEqual(error.toProblem(), {
    type: 'urn:eaap:problem:detector-unavailable',
    title: 'Personal data cannot be looked for',
    status: 503,
    detail: 'Personal data cannot be looked for.',
    current: 2,
  });
});
