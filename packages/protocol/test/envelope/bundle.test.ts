import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import fc from 'fast-check';
import {
  BundleRefused,
  canonicalize,
  formatCheckpoint,
  fromBase64,
  fromUtf8,
  inclusionProof,
  canonicalBytes,
  createTree,
  makeBundle,
  noteSigner,
  preAuthEncoding,
  signNote,
  toBase64,
  toUtf8,
  verifyBundle,
  type BundleEnvelope,
  type BundleReason,
  type LogRecord,
} from '../../src/index.ts';

const EXAMPLES = new URL('../../../../schemas/examples/', import.meta.url);
const digestOf = (fill: string): `sha256:${string}` => `sha256:${fill.repeat(64)}`;
const gateway = noteSigner({ name: 'eaap.example', seed: new Uint8Array(32).fill(1) });
const other = noteSigner({ name: 'auditor.example', seed: new Uint8Array(32).fill(2) });

const record = {
  v: 1,
  seq: 1,
  ts: '2026-01-31T09:30:00.000Z',
  ns: 'acme',
  type: 'evaluation.recorded',
  principal: 'agent',
  object: 'evaluation:018bcfe5-6800-7000-8000-000000000000',
  evaluation: '018bcfe5-6800-7000-8000-000000000000',
  verdict: 'BLOCK',
  reason: null,
  policy: digestOf('a'),
  engine: digestOf('b'),
  state_hash: digestOf('c'),
  commitment: digestOf('d'),
  prev: digestOf('e'),
} as const satisfies LogRecord;
const tree = createTree([toUtf8('what was before'), canonicalBytes(record)]);
const checkpoint = signNote(
  formatCheckpoint({ origin: 'eaap.example/acme', size: 2, root: tree.root() }),
  gateway,
);
const proof = inclusionProof(tree.nodeAt, 1, 2).map(
  (hash): `sha256:${string}` => `sha256:${Buffer.from(hash).toString('hex')}`,
);
const contents = { entries: [{ record, proof }], checkpoint, receipt: null };
const envelope = makeBundle(contents, gateway);
const check = {
  envelope,
  verifierKeys: [gateway.verifierKey],
  logKey: gateway.verifierKey,
  namespace: 'acme',
};
const refuses = (run: () => unknown, reason: BundleReason): void => {
  assert.throws(run, (error) => error instanceof BundleRefused && error.reason === reason);
};

test('the encoding is the one DSSE publishes, and counts bytes', () => {
  const encoded = (type: string, payload: string): string => fromUtf8(preAuthEncoding(type, toUtf8(payload)));
  assert.equal(
    encoded('http://example.com/HelloWorld', 'hello world'),
    'DSSEv1 29 http://example.com/HelloWorld 11 hello world',
  );
  assert.equal(encoded('é', '€'), 'DSSEv1 2 é 3 €');
});

test('no two pairs of type and payload have one encoding', () => {
  const pair = fc.tuple(
    fc.string({ unit: fc.constantFrom('1', ' ', 'a') }),
    fc.string({ unit: fc.constantFrom('1', ' ', 'a') }),
  );
  fc.assert(
    fc.property(pair, pair, (one, two) => {
      const same =
        fromUtf8(preAuthEncoding(one[0], toUtf8(one[1]))) ===
        fromUtf8(preAuthEncoding(two[0], toUtf8(two[1])));
      assert.equal(same, one[0] === two[0] && one[1] === two[1]);
    }),
  );
});

test('what is made is verified', () => {
  const verified = verifyBundle(check);
  assert.equal(verified.decision.verdict, 'BLOCK');
  assert.deepEqual(verified.signers, [`eaap.example+${gateway.keyId}`]);
  assert.equal(verified.checkpoint.size, 2);
  const byBoth = verifyBundle({ ...check, envelope: makeBundle(contents, other, gateway) });
  assert.equal(byBoth.others, 1);
});

test('bytes are read like a text', () => {
  assert.equal(verifyBundle({ ...check, envelope: toUtf8(envelope) }).others, 0);
});

test('a bundle in which anything was changed shows nothing', () => {
  const { payload } = JSON.parse(envelope) as BundleEnvelope;
  const bytes = fromBase64(payload);
  fc.assert(
    fc.property(fc.nat(bytes.length - 1), fc.integer({ min: 1, max: 255 }), (at, flip) => {
      const changed = Uint8Array.from(bytes);
      changed[at] = (changed[at] ?? 0) ^ flip;
      const text = envelope.replace(payload, toBase64(changed));
      refuses(() => verifyBundle({ ...check, envelope: text }), 'bad-signature');
    }),
    { numRuns: 50 },
  );
});

test('whatever is handed over is refused with a reason, and nothing else is thrown', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.json()), (text) => {
      refuses(() => verifyBundle({ ...check, envelope: text }), 'malformed-envelope');
    }),
  );
});

test('a long payload costs what its length costs', () => {
  const long = canonicalize({
    payload: 'A'.repeat(1_000_000),
    payloadType: 'application/vnd.in-toto+json',
    signatures: [{ keyid: 'eaap.example+00000000', sig: 'AAAA' }],
  });
  refuses(() => verifyBundle({ ...check, envelope: long }), 'unknown-key');
  refuses(() => verifyBundle({ ...check, envelope: long.replace('AAAA"', 'AA!A"') }), 'malformed-envelope');
});

test('the key of the log is not a signer unless it is named', () => {
  refuses(() => verifyBundle({ ...check, verifierKeys: [] }), 'unknown-key');
  refuses(() => verifyBundle({ ...check, verifierKeys: [other.verifierKey] }), 'unknown-key');
});

test('what was put together in the story of the payload examples is verified, by the key in the discovery document', () => {
  const values = (name: string): unknown[] =>
    (JSON.parse(readFileSync(new URL(name, EXAMPLES), 'utf8')) as { good: { value: unknown }[] }).good.map(
      ({ value }) => value,
    );
  const [discovery] = values('discovery.json') as { checkpoint_key: string }[];
  const auditor = noteSigner({ name: 'auditor.example', seed: new Uint8Array(32).fill(7) });
  const shown = values('bundle-envelope.json').map((one) =>
    verifyBundle({
      envelope: JSON.stringify(one),
      verifierKeys: [auditor.verifierKey],
      logKey: discovery?.checkpoint_key ?? '',
      namespace: 'default',
    }),
  );
  assert.deepEqual(
    shown.map(({ decision, statement }) => [decision.verdict, statement.predicate.receipt !== null]),
    [
      ['ALLOW', true],
      ['BLOCK', false],
    ],
  );
});
