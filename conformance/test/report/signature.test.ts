import assert from 'node:assert/strict';
import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { CHECKS } from '../../src/checks/index.ts';
import { signatureOf } from '../../src/report/signature.ts';
import type { Report } from '../../src/report/types.ts';
import { check, cli, fakeAdapter } from '../runner/support.ts';
import { bytesOf, forged, reported } from './support.ts';

const folder = mkdtempSync(join(tmpdir(), 'eaap-signature-'));
after(() => rmSync(folder, { recursive: true, force: true }));
let files = 0;
function file(bytes: string | Uint8Array): string {
  const path = join(folder, `${(files += 1)}`);
  writeFileSync(path, bytes);
  return path;
}
const pair = (): { key: KeyObject; secret: string; open: string } => {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  const secret = file(privateKey.export({ format: 'pem', type: 'pkcs8' }));
  return { key: privateKey, secret, open: file(publicKey.export({ format: 'pem', type: 'spki' })) };
};
const [mine, other] = [pair(), pair()];
const good = reported('EAAP-0001-021', (one) => one);
const signed: Report = { ...good, signature: signatureOf(good.digest, mine.key) };

async function verify(
  report: Report,
  ...args: string[]
): Promise<{ code: number; reasons: string[]; notes: string[] }> {
  const { code, out, err } = await cli(['verify', file(bytesOf(report)), '--json', ...args], CHECKS);
  assert.ok(out !== '', err);
  const { faults, notes } = JSON.parse(out) as { faults: { code: string }[]; notes: string[] };
  return { code, reasons: faults.map((one) => one.code), notes };
}

test('a run signs its report, and the report verifies by the public half', async () => {
  const path = join(folder, 'run.json');
  const args = [
    'run',
    '--adapter',
    fakeAdapter('tidy'),
    '--only',
    'a',
    '--report',
    path,
    '--sign',
    mine.secret,
  ];
  const { code, err } = await cli(args, [check('a.b')]);
  assert.equal(code, 0, err);
  const text = readFileSync(path, 'utf8');
  assert.ok((JSON.parse(text) as Report).signature !== undefined);
  const verified = await cli(['verify', path, '--key', mine.open], [check('a.b')]);
  assert.equal(verified.code, 0, verified.out);
  assert.match(
    verified.out,
    /It is signed by the key given: that says who vouches for it, not that it is true\./,
  );
});

test('who has to have signed it is asked only where a key is given', async () => {
  assert.deepEqual((await verify(signed, '--key', mine.open)).reasons, []);
  const anybody = await verify(signed);
  assert.deepEqual([anybody.code, anybody.reasons], [0, []]);
  assert.ok(anybody.notes.some((note) => note.includes('whose that is was not asked (--key)')));
  assert.deepEqual(
    (await verify(good)).notes.filter((note) => note.includes('signed')),
    [],
  );
});

test('an unsigned report, another key, another report and a changed signature are refused by name', async () => {
  assert.deepEqual((await verify(good, '--key', mine.open)).reasons, ['signature']);
  const { code, reasons } = await verify(signed, '--key', other.open);
  assert.deepEqual([code, reasons], [6, ['signature']]);
  // A forger with a key of their own can sign anything, but not as somebody else.
  const { signature, ...rest } = forged(good, (copy) => {
    copy.seed = 'other';
  });
  assert.equal(signature, undefined);
  const reused = { ...rest, signature: signatureOf(good.digest, mine.key) };
  assert.deepEqual((await verify(reused)).reasons, ['signature']);
  const resigned = { ...rest, signature: signatureOf(rest.digest, other.key) };
  assert.deepEqual((await verify(resigned)).reasons, []);
  assert.deepEqual((await verify(resigned, '--key', mine.open)).reasons, ['signature']);
  const value = `${signed.signature?.value[0] === 'A' ? 'B' : 'A'}${signed.signature?.value.slice(1)}`;
  const bent = { ...signed, signature: { key: signed.signature?.key ?? '', value } };
  assert.deepEqual((await verify(bent)).reasons, ['signature']);
  const noPoint = { ...signed, signature: { key: '_'.repeat(42) + '8', value } };
  assert.deepEqual((await verify(noPoint)).reasons, ['signature']);
  const short = { ...signed, signature: { key: 'AA', value } };
  assert.deepEqual((await verify(short)).reasons, ['malformed']);
});

test('a signature does not change what was run, nor the digest', () => {
  const { digest } = forged(signed, () => undefined);
  assert.equal(digest, good.digest);
});

test('a file that holds no such key is usage, said before anything runs and without what is in it', async () => {
  const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const secrets = ['not a key: geheim', rsa.privateKey.export({ format: 'pem', type: 'pkcs8' }), ''];
  for (const text of secrets) {
    const { code, err, out } = await cli(
      ['run', '--adapter', 'exit 9', '--sign', file(text), '--only', 'a'],
      [check('a.b')],
    );
    assert.deepEqual([code, out], [2, '']);
    assert.match(err, /holds no private Ed25519 key in PEM\. One is made by: openssl genpkey/);
    assert.doesNotMatch(err, /geheim/);
  }
  const report = file(bytesOf(signed));
  for (const path of [mine.secret, file('x')]) {
    const { code, err } = await cli(['verify', report, '--key', path], CHECKS);
    assert.equal(code, 2);
    assert.match(err, /holds no public Ed25519 key/);
  }
  assert.equal((await cli(['verify', report, '--key', join(folder, 'nowhere')], CHECKS)).code, 2);
});
