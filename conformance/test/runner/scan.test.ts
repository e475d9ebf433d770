import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import { deflateRawSync, deflateSync, gzipSync } from 'node:zlib';
import { bytesNeedle, readFiles, scanFiles, textNeedle } from '../../src/runner/scan/scan.ts';

const SECRET = 'anna.keller@example.com';

function file(t: TestContext, content: Buffer): string {
  const folder = mkdtempSync(join(tmpdir(), 'eaap-scan-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  const path = join(folder, 'data');
  writeFileSync(path, Buffer.concat([randomBytes(4096), content, randomBytes(4096)]));
  return path;
}

const encodings = (t: TestContext, content: Buffer | string): string[] => {
  const path = file(t, Buffer.from(content as string));
  return scanFiles(readFiles([path]), [textNeedle(SECRET)]).map(({ encoding }) => encoding);
};

test('a text is found in every encoding it may hide in', (t) => {
  const bytes = Buffer.from(SECRET);
  assert.deepEqual(encodings(t, SECRET), ['utf-8']);
  assert.deepEqual(encodings(t, Buffer.from(SECRET, 'utf16le')), ['utf-16le']);
  assert.deepEqual(encodings(t, Buffer.from(SECRET, 'utf16le').swap16()), ['utf-16be']);
  assert.deepEqual(encodings(t, bytes.toString('hex')), ['hex']);
  assert.deepEqual(encodings(t, bytes.toString('hex').toUpperCase()), ['hex']);
  for (const before of ['', 'a', 'ab', 'abc'])
    for (const after of ['', 'z', 'zz'])
      assert.ok(
        encodings(t, Buffer.from(`${before}${SECRET}${after}`).toString('base64')).includes('base64'),
        `base64 of it between ${before} and ${after}`,
      );
  assert.deepEqual(encodings(t, encodeURIComponent(SECRET)), ['percent']);
  assert.deepEqual(encodings(t, [...bytes].map((b) => `%${b.toString(16)}`).join('')), ['percent']);
  const escaped = [...SECRET].map((c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`).join('');
  assert.deepEqual(encodings(t, escaped), ['json escapes']);
});

test('a text is found in compressed streams, whole or broken further on', (t) => {
  const content = Buffer.from(`{"mail":"${SECRET}","text":"${'lorem ipsum '.repeat(50)}"}`);
  for (const packed of [gzipSync(content), deflateSync(content), deflateSync(content, { level: 1 })])
    assert.match(encodings(t, packed).join(), /^utf-8 in a compressed stream at 4096/);
  const long = Buffer.from(`${SECRET} ${randomBytes(9000).toString('hex')}`);
  const broken = Buffer.concat([gzipSync(long).subarray(0, 5000), Buffer.alloc(64, 0xff)]);
  assert.match(encodings(t, broken).join(), /^utf-8 in a compressed stream at 4096/);
  assert.equal(encodings(t, deflateRawSync(content)).length, 0, 'a raw stream has no head to be found by');
});

test('what is not there is not found, and a journal that went away is no error', (t) => {
  assert.deepEqual(encodings(t, randomBytes(100_000)), []);
  assert.deepEqual(readFiles(['/nowhere/gateway.db-wal']), []);
});

test('bytes are found as they are, and a sighting says where', (t) => {
  const needle = randomBytes(32);
  const path = file(t, needle);
  const [sighting] = scanFiles(readFiles([path]), [bytesNeedle(needle)]);
  assert.deepEqual(sighting, {
    needle: needle.toString('hex').slice(0, 32),
    file: path,
    encoding: 'bytes',
    offset: 4096,
  });
});
