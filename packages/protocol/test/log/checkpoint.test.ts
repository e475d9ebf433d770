import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import {
  formatCheckpoint,
  fromBase64,
  noteSigner,
  openCheckpoint,
  parseCheckpoint,
  rootOf,
  signNote,
  toBase64,
  type Checkpoint,
} from '../../src/index.ts';

const root = rootOf([Uint8Array.of(1)]);
const base64 = toBase64(root);
const empty = rootOf([]);
const fault = (detail: string): object => ({
  name: 'EaapError',
  type: 'invalid-request',
  detail,
  extras: { reason: 'malformed-checkpoint' },
});

describe('formatCheckpoint and parseCheckpoint', () => {
  it('read the example of the specification', () => {
    const text = 'example.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n';
    const checkpoint = {
      origin: 'example.com/behind-the-sofa',
      size: 20852163,
      root: fromBase64('CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I='),
    };
    assert.deepEqual(parseCheckpoint(text), checkpoint);
    assert.equal(formatCheckpoint(checkpoint), text);
  });

  it('undo one another', () => {
    const line = fc.string({
      unit: fc.constantFrom('a', ' ', '/', '\u2014', 'é', '1'),
      minLength: 1,
      maxLength: 8,
    });
    const some = fc.record(
      {
        origin: line,
        size: fc.integer({ min: 1, max: Number.MAX_SAFE_INTEGER }),
        root: fc.uint8Array({ minLength: 32, maxLength: 32 }),
      },
      { noNullPrototype: true },
    );
    fc.assert(
      fc.property(some, fc.array(line, { maxLength: 3 }), (head, extensions) => {
        const checkpoint: Checkpoint = extensions.length > 0 ? { ...head, extensions } : head;
        assert.deepEqual(parseCheckpoint(formatCheckpoint(checkpoint)), checkpoint);
      }),
    );
  });

  it('know the empty tree by its one root', () => {
    assert.deepEqual(parseCheckpoint(`o\n0\n${toBase64(empty)}\n`), { origin: 'o', size: 0, root: empty });
    assert.throws(
      () => parseCheckpoint(`o\n0\n${base64}\n`),
      fault('The root is not the one of the empty tree.'),
    );
    assert.throws(
      () => formatCheckpoint({ origin: 'o', size: 0, root }),
      fault('The root is not the one of the empty tree.'),
    );
  });

  it('refuse a text with another spelling', () => {
    const lines = 'A checkpoint is three lines or more, each ended by a newline.';
    const size = 'The size is a decimal number without leading zeros, up to 2^53-1.';
    const range = 'The size is a whole number from 0 to 2^53-1.';
    const encoding = 'The root is not canonical base64.';
    for (const [text, detail] of [
      ['', lines],
      [`o\n1`, lines],
      [`o\n1\n${base64}`, lines],
      [`\n1\n${base64}\n`, 'The origin is one line without control characters.'],
      [`o\t\n1\n${base64}\n`, 'The origin is one line without control characters.'],
      [`o\n01\n${base64}\n`, size],
      [`o\n+1\n${base64}\n`, size],
      [`o\n1e3\n${base64}\n`, size],
      [`o\n 1\n${base64}\n`, size],
      [`o\n\n${base64}\n`, size],
      [`o\n99999999999999999\n${base64}\n`, size],
      [`o\n9007199254740992\n${base64}\n`, range],
      [`o\n1\n${base64.slice(0, -1)}\n`, encoding],
      [`o\n1\n\n`, 'The root is 32 bytes.'],
      [`o\n1\nAAAA\n`, 'The root is 32 bytes.'],
      [`o\n1\n${base64}\n\n`, 'An extension is one line without control characters.'],
      [`o\n1\n${base64}\nx\n\ny\n`, 'An extension is one line without control characters.'],
    ] as const) {
      assert.throws(() => parseCheckpoint(text), fault(detail), JSON.stringify(text));
    }
  });

  it('refuse to write what could not be read again', () => {
    const right = { origin: 'o', size: 1, root };
    for (const wrong of [
      { origin: '' },
      { origin: 'a\nb' },
      { size: -1 },
      { size: -0 },
      { size: 2 ** 53 },
      { root: new Uint8Array(31) },
      { extensions: [''] },
      { extensions: ['a\nb'] },
    ]) {
      assert.throws(() => formatCheckpoint({ ...right, ...wrong }), {
        extras: { reason: 'malformed-checkpoint' },
      });
    }
  });
});

describe('openCheckpoint', () => {
  const signer = noteSigner({ name: 'log.example', seed: new Uint8Array(32).fill(1) });
  const verifierKeys = [signer.verifierKey];
  const note = signNote(formatCheckpoint({ origin: 'log.example/acme', size: 1, root }), signer);

  it('opens the checkpoint of the log that was asked for', () => {
    const { checkpoint, verified } = openCheckpoint(note, { origin: 'log.example/acme', verifierKeys });
    assert.deepEqual(checkpoint, { origin: 'log.example/acme', size: 1, root });
    assert.equal(verified.length, 1);
  });

  it('refuses the checkpoint of another log by the same key', () => {
    assert.throws(() => openCheckpoint(note, { origin: 'log.example/other', verifierKeys }), {
      type: 'invalid-request',
      detail: 'The checkpoint is of another log.',
      extras: { reason: 'wrong-origin' },
    });
  });

  it('refuses a signed text that is no checkpoint', () => {
    assert.throws(() => openCheckpoint(signNote('hello\n', signer), { origin: 'hello', verifierKeys }), {
      extras: { reason: 'malformed-checkpoint' },
    });
  });
});
