import assert from 'node:assert/strict';
import { test } from 'node:test';
import { EaapError } from '@eaap/protocol';
import { DIALECTS, loadExtractors } from '../src/index.ts';

test('every dialect is loaded, each with a version of its own', async () => {
  const all = await loadExtractors();
  assert.deepEqual([...all.keys()], [...DIALECTS]);
  for (const [dialect, extractor] of all) {
    assert.equal(extractor.dialect, dialect);
    assert.match(extractor.version, /^[\w.+-]+$/);
  }
});

test('a dialect that is not read is refused by name', async () => {
  await assert.rejects(loadExtractors(['shell.fish']), (error: EaapError) => {
    assert.equal(error.type, 'invalid-request');
    assert.match(error.message, /shell\.fish.*shell\.bash/);
    return true;
  });
  await assert.rejects(loadExtractors(['toString']), EaapError);
});
