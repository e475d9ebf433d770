import assert from 'node:assert/strict';
import { createHash, createPublicKey, verify } from 'node:crypto';
import { describe, it } from 'node:test';
import { ed25519 } from '@noble/curves/ed25519.js';
import fc from 'fast-check';
import {
  EaapError,
  formatNote,
  fromBase64,
  MAX_NOTE_BYTES,
  noteSigner,
  openNote,
  parseVerifierKey,
  signNote,
  toBase64,
  toHex,
  toUtf8,
  type NoteReason,
} from '../../src/index.ts';
import {
  hostSign,
  hostVerify,
  isPublicKey,
  portableSign,
  portableVerify,
  type Verify,
} from '../../src/log/ed25519.ts';
import { flip } from './known.ts';

const seed = (byte: number): Uint8Array => new Uint8Array(32).fill(byte);
const ours = noteSigner({ name: 'log.example/a', seed: seed(1) });
const witness = noteSigner({ name: 'witness.example', seed: seed(2) });
const stranger = noteSigner({ name: 'log.example/a', seed: seed(3) });

function refused(run: () => unknown, reason: NoteReason): EaapError {
  try {
    run();
  } catch (error) {
    assert.ok(error instanceof EaapError, String(error));
    assert.equal(error.type, 'invalid-request');
    assert.equal(error.extras['reason'], reason, error.detail);
    return error;
  }
  return assert.fail(`expected a refusal (${reason})`);
}

const PRIME = 2n ** 255n - 19n;
const ORDER = 2n ** 252n + 27742317777372353535851937790883648493n;
const scalarOf = (bytes: Uint8Array): bigint =>
  bytes.reduceRight((sum, byte) => sum * 256n + BigInt(byte), 0n);
const scalarBytes = (scalar: bigint): Uint8Array =>
  Uint8Array.from({ length: 32 }, (_, i) => Number((scalar >> BigInt(8 * i)) & 255n));

const noteText = fc
  .string({ unit: fc.constantFrom('a', '\n', '\u2014', ' ', 'é', '\u{1f600}', '+'), maxLength: 20 })
  .map((text) => `${text}\n`);

describe('a note known from the Go implementation', () => {
  const text =
    "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n";
  const name = 'PeterNeumann';
  const signer = noteSigner({
    name,
    seed: fromBase64('AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz').subarray(1),
  });
  const note = `${text}\n\u2014 PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n`;

  it('is written and opened to the byte', () => {
    assert.equal(signer.verifierKey, 'PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW');
    assert.equal(signNote(text, signer), note);
    assert.equal(openNote(note, [signer.verifierKey]).text, text);
    assert.equal(openNote(toUtf8(note), [signer.verifierKey]).text, text);
  });
});

describe('Ed25519', () => {
  it('signs alike on the host and in plain code, and Node verifies it', () => {
    const host = hostSign(seed(1));
    assert.ok(host !== undefined);
    const { publicKey } = parseVerifierKey(ours.verifierKey);
    const spki = Buffer.concat([Buffer.from('302a300506032b6570032100', 'hex'), publicKey]);
    const key = createPublicKey({ key: spki, format: 'der', type: 'spki' });
    fc.assert(
      fc.property(fc.uint8Array(), (message) => {
        const signature = host(message);
        assert.deepStrictEqual(signature, portableSign(seed(1))(message));
        assert.ok(verify(null, message, key, signature));
      }),
      { numRuns: 20 },
    );
  });

  const { publicKey } = parseVerifierKey(ours.verifierKey);
  const onHost: Verify = hostVerify() ?? (() => assert.fail('Node verifies Ed25519'));
  const both = (signature: Uint8Array, message: Uint8Array, key = publicKey): boolean => {
    const answer = portableVerify(signature, message, key);
    assert.equal(onHost(signature, message, key), answer);
    return answer;
  };

  it('verifies alike on the host and in plain code', () => {
    fc.assert(
      fc.property(fc.uint8Array(), fc.nat(511), (message, bit) => {
        const signature = ours.sign(message);
        assert.ok(both(signature, message));
        assert.ok(!both(flip(signature, bit), message));
        assert.ok(!both(signature, Uint8Array.from([...message, 0])));
        assert.ok(!both(signature.subarray(1), message));
      }),
      { numRuns: 20 },
    );
  });

  it('refuses a signature whose scalar was shifted by the group order', () => {
    const message = toUtf8('m');
    const signature = ours.sign(message);
    const shifted = scalarBytes(scalarOf(signature.subarray(32)) + ORDER);
    assert.ok(!both(Uint8Array.from([...signature.subarray(0, 32), ...shifted]), message));
  });

  it('refuses a signature that holds only up to the cofactor', () => {
    // Made by the key's owner: R is moved by the point of order two, which multiplying by eight would hide.
    const message = toUtf8('m');
    const { scalar } = ed25519.utils.getExtendedPublicKey(seed(1));
    const nonce = 12345n;
    const r = ed25519.Point.BASE.multiply(nonce)
      .add(new ed25519.Point(0n, -1n + PRIME, 1n, 0n))
      .toBytes();
    const k = scalarOf(createHash('sha512').update(r).update(publicKey).update(message).digest()) % ORDER;
    const signature = Uint8Array.from([...r, ...scalarBytes((nonce + k * scalar) % ORDER)]);
    assert.ok(ed25519.verify(signature, message, publicKey, { zip215: false }));
    assert.ok(!both(signature, message));
  });

  it('knows a public key by its canonical form and large order', () => {
    assert.ok(isPublicKey(publicKey));
    const neutral = Uint8Array.of(1, ...new Uint8Array(31));
    const neutralAgain = scalarBytes(PRIME + 1n);
    for (const key of [neutral, neutralAgain, scalarBytes(2n), new Uint8Array(31)])
      assert.ok(!isPublicKey(key));
  });
});

describe('openNote', () => {
  const keys = [ours.verifierKey];

  it('gives back any text that was signed', () => {
    fc.assert(
      fc.property(noteText, (text) => {
        const opened = openNote(signNote(text, ours), keys);
        assert.equal(opened.text, text);
        assert.deepEqual(
          opened.verified.map(({ name, keyId }) => [name, keyId]),
          [[ours.name, ours.keyId]],
        );
      }),
      { numRuns: 30 },
    );
  });

  it('sets signatures by unknown keys aside, even under a known name', () => {
    const opened = openNote(signNote('t\n', stranger, ours, witness), keys);
    assert.deepEqual(
      opened.verified.map(({ keyId }) => keyId),
      [ours.keyId],
    );
    assert.deepEqual(
      opened.unverified.map(({ keyId }) => keyId),
      [stranger.keyId, witness.keyId],
    );
  });

  it('verifies every known key', () => {
    const opened = openNote(signNote('t\n', ours, witness), [
      witness.verifierKey,
      ours.verifierKey,
      ours.verifierKey,
    ]);
    assert.deepEqual(
      opened.verified.map(({ name }) => name),
      [ours.name, witness.name],
    );
  });

  it('sets aside unknown kinds of signature, longer or shorter', () => {
    const note = `${signNote('t\n', ours)}\u2014 other.example ${toBase64(new Uint8Array(5))}\n`;
    assert.equal(openNote(note, keys).unverified.length, 1);
  });

  it('refuses a note with unknown keys only, or when no key is known', () => {
    const note = signNote('t\n', stranger, witness);
    assert.equal(
      refused(() => openNote(note, keys), 'unknown-key').detail,
      'The note has no signature by a known key.',
    );
    refused(() => openNote(note, []), 'unknown-key');
  });

  it('refuses the note when any bit of text or signature is turned', () => {
    const text = 'log.example/a\n7\nabc\n';
    const note = toUtf8(signNote(text, ours));
    fc.assert(
      fc.property(fc.nat(note.length * 8 - 1), (bit) => {
        assert.throws(() => openNote(flip(note, bit), keys), { name: 'EaapError', type: 'invalid-request' });
      }),
      { numRuns: 300 },
    );
  });

  it('refuses one wrong signature by a known key beside a right one', () => {
    const wrong = { name: witness.name, keyId: witness.keyId, signature: new Uint8Array(64) };
    const right = { name: ours.name, keyId: ours.keyId, signature: ours.sign(toUtf8('t\n')) };
    const note = formatNote('t\n', [right, wrong]);
    assert.equal(openNote(note, keys).text, 't\n');
    assert.equal(
      refused(() => openNote(note, [...keys, witness.verifierKey]), 'bad-signature').detail,
      'The note has a signature by a known key that does not verify.',
    );
    refused(
      () => openNote(formatNote('t\n', [{ ...right, signature: right.signature.subarray(1) }]), keys),
      'bad-signature',
    );
  });

  it('refuses a known key twice', () => {
    const note = signNote('t\n', ours);
    const line = note.split('\n').at(-2) ?? assert.fail();
    refused(() => openNote(`${note}${line}\n`, keys), 'duplicate-signature');
  });

  const [textPart = '', line = ''] = signNote('t\n', ours).split('\n\n');
  const malformed: [string, string | Uint8Array][] = [
    ['nothing', ''],
    ['no signatures', 't\n\n'],
    ['no empty line', `${textPart}\n${line}`],
    ['no newline at the end', `${textPart}\n\n${line.trimEnd()}`],
    ['a blank line at the end', `${textPart}\n\n${line}\n`],
    ['text after the signatures', `${textPart}\n\n${line}more\n`],
    ['a hyphen for the dash', `${textPart}\n\n${line.replace('\u2014', '-')}`],
    ['two spaces', `${textPart}\n\n${line.replace(' ', '  ')}`],
    ['a space at the end', `${textPart}\n\n${line.replace('\n', ' \n')}`],
    ['no name', `${textPart}\n\n\u2014 ${line.split(' ')[2] ?? ''}`],
    ['an empty name', `${textPart}\n\n\u2014  ${line.split(' ')[2] ?? ''}`],
    ['a plus in a name', `${textPart}\n\n${line.replace('log', 'l+g')}`],
    ['a space of another kind in a name', `${textPart}\n\n${line.replace('log', 'l\u2003g')}`],
    ['base64 without padding', `${textPart}\n\n${line.replace(/=+\n/, '\n')}`],
    ['base64 of other bits', `${textPart}\n\n${line.replace(/.(=+)\n/, '9$1\n')}`],
    ['a key id without a signature', `${textPart}\n\n\u2014 log.example/a AAAAAA==\n`],
    ['a carriage return', `${textPart}\r\n\n${line}`],
    ['a tab', `\t${textPart}\n\n${line}`],
    ['a lone surrogate', `\ud800${textPart}\n\n${line}`],
    ['malformed UTF-8', Uint8Array.of(0xff, ...toUtf8(`${textPart}\n\n${line}`))],
    ['101 signatures', `${textPart}\n\n${line.repeat(101)}`],
    ['too many bytes', `${'a'.repeat(MAX_NOTE_BYTES)}\n\n${line}`],
    ['too many bytes in UTF-8', `${'é'.repeat(MAX_NOTE_BYTES / 2)}\n\n${line}`],
  ];
  for (const [what, note] of malformed) {
    it(`refuses ${what}`, () => {
      refused(() => openNote(note, keys), 'malformed-note');
    });
  }
});

describe('signNote and formatNote refuse', () => {
  it('a text that could not be opened again', () => {
    for (const text of ['', 't', 't\r\n', '\u0000\n', '\ud800\n']) {
      assert.equal(
        refused(() => signNote(text, ours), 'malformed-note').detail,
        'The text of a note ends in a newline and has no other control characters.',
      );
    }
  });

  it('no signature, one key twice, or a malformed one', () => {
    refused(() => signNote('t\n'), 'malformed-note');
    refused(() => signNote('t\n', ours, ours), 'duplicate-signature');
    const right = { name: 'a', keyId: '00000000', signature: new Uint8Array(1) };
    for (const wrong of [
      { name: 'a b' },
      { keyId: '0000000' },
      { keyId: 'ABCDEF00' },
      { signature: new Uint8Array() },
    ]) {
      refused(() => formatNote('t\n', [{ ...right, ...wrong }]), 'malformed-note');
    }
    refused(() => formatNote('t\n', new Array(101).fill(right)), 'malformed-note');
    refused(() => formatNote(`${'a'.repeat(MAX_NOTE_BYTES)}\n`, [right]), 'malformed-note');
  });
});

describe('keys', () => {
  it('are refused with a name that would break the line, or another length', () => {
    for (const name of ['', 'a b', 'a+b', 'a\nb', 'a\u00a0b', 'a\u0085b', '\ud800']) {
      refused(() => noteSigner({ name, seed: seed(1) }), 'malformed-key');
    }
    assert.equal(
      refused(() => noteSigner({ name: 'a', seed: new Uint8Array(31) }), 'malformed-key').detail,
      'The seed of a key is 32 bytes, not 31.',
    );
  });

  it('do not change with the seed they were made from', () => {
    const given = seed(1);
    const signer = noteSigner({ name: ours.name, seed: given });
    given.fill(0);
    assert.deepEqual(signer.sign(toUtf8('t\n')), ours.sign(toUtf8('t\n')));
  });

  it('are read as they are written', () => {
    const { name, keyId, publicKey } = parseVerifierKey(ours.verifierKey);
    assert.deepEqual([name, keyId], [ours.name, ours.keyId]);
    assert.equal(toHex(publicKey), '8a88e3dd7409f195fd52db2d3cba5d72ca6709bf1d94121bf3748801b40f6f5c');
  });

  const [name = '', id = '', base64 = ''] = ours.verifierKey.split(/\+(.{8})\+/);
  const typedKey = fromBase64(base64);
  const small = Uint8Array.from([1, 1, ...new Uint8Array(31)]); // the neutral point
  const malformed: [string, string, string][] = [
    ['nothing', '', 'A verifier key is written name+id+base64.'],
    ['no id', `${name}+${base64}`, 'A verifier key is written name+id+base64.'],
    [
      'an upper-case id',
      `${name}+${id.toUpperCase()}+${base64}`,
      'A verifier key is written name+id+base64.',
    ],
    ['a space in the name', `a ${ours.verifierKey}`, 'A verifier key is written name+id+base64.'],
    [
      'another name',
      `x${ours.verifierKey}`,
      'The id in the verifier key does not belong to its name and key.',
    ],
    [
      'another id',
      `${name}+00000000+${base64}`,
      'The id in the verifier key does not belong to its name and key.',
    ],
    [
      'another type',
      `${name}+${id}+${toBase64(Uint8Array.from([2, ...typedKey.subarray(1)]))}`,
      'The verifier key is not an Ed25519 key.',
    ],
    [
      'a short key',
      `${name}+${id}+${toBase64(typedKey.subarray(1))}`,
      'The verifier key is not an Ed25519 key.',
    ],
    ['no padding', `${name}+${id}+${base64}=`, 'The verifier key does not end in canonical base64.'],
    ['a newline', `${ours.verifierKey}\n`, 'A verifier key is written name+id+base64.'],
    [
      'a key of small order',
      `a+cae63997+${toBase64(small)}`,
      'The public key in the verifier key is not acceptable.',
    ],
  ];
  for (const [what, key, detail] of malformed) {
    it(`are refused with ${what}`, () => {
      assert.equal(refused(() => parseVerifierKey(key), 'malformed-key').detail, detail);
      refused(() => openNote(signNote('t\n', ours), [key]), 'malformed-key');
    });
  }
});
