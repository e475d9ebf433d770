import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { type EaapError, manualClock, seededEntropy, toHex, toUtf8, type Json } from '@eaap/protocol';
import { memoryKeyStore } from '@eaap/store';
import { createSealer } from '../../src/crypto/sealer.ts';
import { makeRootKey } from '../../src/crypto/root.ts';
import { formatKids, parseKids } from '../../src/index.ts';
import { START } from '../support/gateway.ts';

const AT = { type: 'fact', id: 'f-1', version: 1 };

async function parts(seed = 'sealer') {
  const clock = manualClock(START);
  const entropy = seededEntropy(seed);
  const keys = memoryKeyStore({ clock, entropy });
  await makeRootKey(keys, 'acme');
  await makeRootKey(keys, 'other');
  return { keys, sealer: createSealer({ keys, entropy }) };
}
const corrupt = { type: 'storage-corrupt', message: /does not decrypt: it was changed, or moved/ };

test('whatever is sealed opens to the same, and never the same ciphertext twice', async () => {
  const { sealer } = await parts();
  const subjects = fc.uniqueArray(fc.constantFrom('a', 'b', 'c'));
  const json = fc
    .jsonValue({ noUnicodeString: false })
    .map((value) => JSON.parse(JSON.stringify(value)) as Json);
  await fc.assert(
    fc.asyncProperty(json, subjects, async (payload, about) => {
      fc.pre(isCanonical(payload));
      const one = await sealer.seal('acme', AT, about, payload);
      const two = await sealer.seal('acme', AT, about, payload);
      assert.deepEqual(await sealer.open('acme', AT, one.kids, one.sealed), payload);
      assert.equal(one.kids, two.kids);
      assert.notDeepEqual(one.sealed, two.sealed);
    }),
  );
});

/** Fast-check's JSON holds numbers and texts that I-JSON refuses. */
function isCanonical(value: Json): boolean {
  const text = JSON.stringify(value);
  return !/[\ud800-\udfff]|\\ud|e[+-]|-0|\d{16}/i.test(text);
}

test('a ciphertext opens nowhere but where it was made, and not with a bit changed', async () => {
  const { sealer } = await parts();
  const { kids, sealed } = await sealer.seal('acme', AT, ['a'], { secret: 'value' });
  const elsewhere = [
    { ...AT, type: 'conflict' },
    { ...AT, id: 'f-2' },
    { ...AT, version: 2 },
  ];
  for (const at of elsewhere) await assert.rejects(sealer.open('acme', at, kids, sealed), corrupt);
  await fc.assert(
    fc.asyncProperty(fc.nat({ max: sealed.length * 8 - 1 }), async (bit) => {
      const bent = Uint8Array.from(sealed);
      bent[bit >> 3] = (bent[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      await assert.rejects(sealer.open('acme', AT, kids, bent), corrupt);
    }),
    { numRuns: 60 },
  );
  for (const length of [0, 11, 27, sealed.length - 1]) {
    await assert.rejects(sealer.open('acme', AT, kids, sealed.subarray(0, length)), corrupt);
  }
});

test('a key of another namespace opens nothing', async () => {
  const { sealer } = await parts();
  const { kids, sealed } = await sealer.seal('acme', AT, ['a'], 'x');
  await assert.rejects(sealer.open('other', AT, kids, sealed), { type: 'erased' });
  const root = await sealer.seal('acme', AT, [], 'x');
  await assert.rejects(sealer.open('other', AT, root.kids, root.sealed), { type: 'key-store-unavailable' });
});

test('what is about several dies with any of them, and what is about nobody lives on', async () => {
  for (const gone of ['a', 'b', 'c']) {
    const { sealer, keys } = await parts();
    const all = await sealer.seal('acme', AT, ['c', 'a', 'b', 'a'], 'x');
    const nobody = await sealer.seal('acme', AT, [], 'y');
    assert.equal(parseKids(all.kids).kids.length, 3);
    assert.equal(await sealer.open('acme', AT, all.kids, all.sealed), 'x');
    const key = await keys.find('acme', 'subject', gone);
    assert.ok(key);
    // Around the sealer, which must not go on by what it has derived.
    await keys.destroy('acme', [key.kid]);
    await assert.rejects(sealer.open('acme', AT, all.kids, all.sealed), {
      type: 'erased',
      message: 'erased: The record was erased: its key was destroyed.',
    });
    assert.equal(await sealer.open('acme', AT, nobody.kids, nobody.sealed), 'y');
    // Somebody of the same name later has a new key, and the old text stays gone.
    const later = await sealer.seal('acme', AT, [gone], 'z');
    assert.equal(await sealer.open('acme', AT, later.kids, later.sealed), 'z');
    await assert.rejects(sealer.open('acme', AT, all.kids, all.sealed), { type: 'erased' });
  }
});

test('subjects have different keys, and no plaintext is in a ciphertext', async () => {
  const { sealer } = await parts();
  const one = await sealer.seal('acme', AT, ['a'], 'a plain sentence');
  const two = await sealer.seal('acme', AT, ['b'], 'a plain sentence');
  assert.notEqual(one.kids, two.kids);
  await assert.rejects(sealer.open('acme', AT, two.kids, one.sealed), corrupt);
  assert.ok(!toHex(one.sealed).includes(toHex(toUtf8('plain'))));
});

test('indexes are equal for equal values, and differ by namespace, label, value and gateway', async () => {
  const { sealer } = await parts();
  const index = await sealer.index('acme', 'subject', 'customer:42');
  assert.match(index, /^[0-9a-f]{64}$/);
  assert.equal(await sealer.index('acme', 'subject', 'customer:42'), index);
  const { sealer: another } = await parts('another');
  const others = await Promise.all([
    sealer.index('other', 'subject', 'customer:42'),
    sealer.index('acme', 'attribute', 'customer:42'),
    sealer.index('acme', 'subject', 'customer:43'),
    sealer.mac('acme', 'subject', 'customer:42'),
    another.index('acme', 'subject', 'customer:42'),
  ]);
  assert.equal(new Set([index, ...others]).size, 6);
});

test('tokens are equal for equal data within a namespace and tell nothing between two', async () => {
  const { sealer } = await parts();
  const token = await sealer.token('acme');
  assert.match(token('email', 'ada@example.org'), /^\[PII:email:[0-9a-f]{32}\]$/);
  assert.equal(token('email', 'ada@example.org'), (await sealer.token('acme'))('email', 'ada@example.org'));
  assert.notEqual(
    token('email', 'ada@example.org'),
    (await sealer.token('other'))('email', 'ada@example.org'),
  );
});

test('a namespace without its root key is refused: a new one would miss all that is stored', async () => {
  const { sealer } = await parts();
  const missing = { type: 'key-store-unavailable', message: /no root key of namespace nowhere/ };
  await assert.rejects(sealer.index('nowhere', 'subject', 'x'), missing);
  await assert.rejects(sealer.seal('nowhere', AT, [], 'x'), missing);
});

test('a set of keys has one text, and no other is read', async () => {
  const [a, b] = ['018bcfe5-6800-7000-8000-000000000001', '018bcfe5-6800-7000-8000-000000000002'] as const;
  assert.equal(formatKids({ of: 'subjects', kids: [b, a, b] }), `s:${a},${b}`);
  assert.deepEqual(parseKids(`n:${a}`), { of: 'namespace', kids: [a] });
  for (const text of [
    '',
    's:',
    'n:',
    `s:${b},${a}`,
    `s:${a},${a}`,
    `n:${a},${b}`,
    `x:${a}`,
    a,
    `s:${a.toUpperCase()}`,
  ]) {
    assert.throws(() => parseKids(text), { type: 'storage-corrupt', message: /cannot be read/ }, text);
  }
});

test('entropy that gives too little is refused', async () => {
  const { keys } = await parts();
  const sealer = createSealer({ keys, entropy: { bytes: () => new Uint8Array(1) } });
  assert.throws(() => sealer.salt(), { type: 'internal' });
  await assert.rejects(
    sealer.seal('acme', AT, [], 'x'),
    (error: EaapError) => error.type === 'internal' && /too few bytes/.test(error.detail),
  );
});
