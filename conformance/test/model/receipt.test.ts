import assert from 'node:assert/strict';
import test from 'node:test';
import {
  confirmationKey,
  formatCheckpoint,
  noteSigner,
  seededEntropy,
  signNote,
  signPossession,
} from '@eaap/protocol';
import { commitment } from '../../src/model/digest.ts';
import type { JsonObject } from '../../src/model/json.ts';
import { linkOf, recordLeaf } from '../../src/model/log.ts';
import { receiptFaults, type ReceiptContext } from '../../src/model/receipt.ts';
import { rootOf } from '../../src/model/tree.ts';

const signer = noteSigner({ name: 'eaap.test', seed: new Uint8Array(32).fill(1) });
const holder = confirmationKey(seededEntropy('receipt'));
const salt = (fill: number): Buffer => Buffer.alloc(32, fill);
const action = { tool: 'billing.refund', parameters: { amount: '100' }, environment: 'production' };
const claims: JsonObject = {
  v: 1,
  jti: '019c1371-2a40-7000-8000-000000000001',
  namespace: 'acme',
  evaluation: '019c1371-2a40-7000-8000-000000000002',
  executor: 'executor',
  audience: 'billing',
  action_commitment: commitment(salt(1), action),
  confirmation_key: holder.publicKey,
  issued_at: '2026-01-31T09:30:00.000Z',
  expires_at: '2026-01-31T09:31:00.000Z',
};
const nothing = { object: null, evaluation: null, verdict: null, reason: null, policy: null, engine: null };
const rest = { ...nothing, state_hash: null, commitment: null, ts: '2026-01-31T09:30:00.000Z' };
const first: JsonObject = {
  ...rest,
  v: 1,
  seq: 0,
  ns: 'acme',
  type: 'namespace.created',
  principal: 'root',
  prev: null,
};
const record: JsonObject = {
  ...rest,
  v: 1,
  seq: 1,
  ns: 'acme',
  type: 'commit.accepted',
  principal: 'executor',
  evaluation: String(claims['evaluation']),
  verdict: 'ALLOW',
  commitment: commitment(salt(2), claims),
  prev: linkOf(first),
};
const leaves = [first, record].map(recordLeaf);
const checkpointOf = (namespace: string): string =>
  signNote(formatCheckpoint({ origin: `eaap.test/${namespace}`, size: 2, root: rootOf(leaves) }), signer);
const receipt: JsonObject = {
  claims,
  action_salt: salt(1).toString('base64url'),
  claims_salt: salt(2).toString('base64url'),
  record,
  index: 1,
  proof: [`sha256:${recordLeaf(first).toString('hex')}`],
  checkpoint: checkpointOf('acme'),
};
const context: ReceiptContext = {
  action,
  audience: 'billing',
  namespace: 'acme',
  verifierKey: signer.verifierKey,
  now: Date.parse('2026-01-31T09:30:30.000Z'),
  possession: signPossession(holder.seed, { jti: String(claims['jti']), audience: 'billing' }),
};

test('a receipt as it was given has no faults', () => {
  assert.deepEqual(receiptFaults(receipt, context), []);
});

test('every way a receipt proves nothing is named', () => {
  const cases: [string[], JsonObject, Partial<ReceiptContext>][] = [
    [['audience'], {}, { audience: 'other' }],
    [['expired'], {}, { now: Date.parse('2026-01-31T09:31:00.000Z') }],
    [['action-mismatch'], {}, { action: { ...action, parameters: { amount: '999' } } }],
    [['action-mismatch'], { action_salt: salt(3).toString('base64url') }, {}],
    [['malformed'], { claims_salt: 'short' }, {}],
    [['claims-mismatch'], { claims_salt: salt(7).toString('base64url') }, {}],
    [['replayed'], {}, { seen: [String(claims['jti'])] }],
    [['not-yet-valid'], {}, { now: Date.parse('2026-01-31T09:29:54.999Z') }],
    [['claims-mismatch'], { claims: { ...claims, jti: '019c1371-2a40-7000-8000-000000000003' } }, {}],
    [['not-a-commit', 'inclusion'], { record: { ...record, verdict: 'BLOCK' } }, {}],
    [['not-a-commit', 'inclusion'], { index: 0 }, {}],
    [['inclusion'], { proof: [] }, {}],
    [['checkpoint'], { checkpoint: checkpointOf('other') }, {}],
    [
      ['checkpoint'],
      {},
      { verifierKey: noteSigner({ name: 'eaap.test', seed: new Uint8Array(32) }).verifierKey },
    ],
    [
      ['possession'],
      {},
      { possession: signPossession(salt(9), { jti: String(claims['jti']), audience: 'billing' }) },
    ],
  ];
  for (const [expected, changes, setting] of cases) {
    const faults = receiptFaults({ ...receipt, ...changes }, { ...context, ...setting });
    assert.deepEqual(
      faults.filter((fault) => fault !== 'possession' || expected.includes('possession')),
      expected,
    );
  }
});
