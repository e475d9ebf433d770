import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import test from 'node:test';
import { readVectorFiles } from '../../src/vectors/read.ts';
import type { VectorCase } from '../../src/vectors/types.ts';

const rfc = (name: string): string =>
  readFileSync(new URL(`../../../rfcs/${name}`, import.meta.url), 'utf8').replaceAll('\n', '');

function outputOf(topic: string, id: string): unknown {
  const found = readVectorFiles()
    .find((file) => file.topic === topic)
    ?.cases.find((one: VectorCase) => one.id === id);
  assert.ok(found !== undefined && 'output' in found, `${topic} has no answered case ${id}`);
  return found.output;
}

test('RFC-0002 quotes its example as it was computed', () => {
  const text = rfc('0002-bytes.md');
  const { canonical, sha256 } = outputOf('canonical-json', 'worked-example') as Record<string, string>;
  for (const quoted of [
    canonical,
    sha256,
    Buffer.from(String(canonical), 'utf8').toString('hex'),
    outputOf('digests', 'worked-example'),
    outputOf('digests', 'worked-example-policy'),
    outputOf('commitments', 'worked-example'),
    outputOf('keyed-values', 'worked-example'),
    outputOf('keyed-values', 'worked-example-token'),
  ])
    assert.ok(text.includes(String(quoted)), `${String(quoted)} is not quoted`);
});

test('RFC-0012 quotes its example as it was computed', () => {
  const text = rfc('0012-secrets-and-erasure.md');
  const { kids, sealed } = outputOf('sealing', 'worked-example-seal') as Record<string, string>;
  for (const quoted of [kids, sealed]) assert.ok(text.includes(String(quoted)), `${quoted} is not quoted`);
});
