import { sha256 } from '../../model/digest.ts';
import type { Json, JsonObject } from '../../model/json.ts';
import { signerOf } from '../../model/sign.ts';
import type { Mutant } from '../types.ts';
import { withHandler } from './lib/parts.ts';
import { rewriting } from './lib/wire.ts';

/** Changes the receipt that a commit is answered with. */
const receiving = (change: (receipt: JsonObject) => Json): Mutant['fetch'] & {} =>
  rewriting(/\/actions\/commit$/, (body) => ({ ...body, receipt: change(body['receipt'] as JsonObject) }));

const OTHER_SALT = Buffer.alloc(32, 9).toString('base64url');

/** Broken in what proves a commit, and in what a log is held against. */
export const RECEIPT_MUTANTS: readonly Mutant[] = [
  {
    id: 'receipt-without-proof',
    breaks: ['EAAP-0001-126'],
    invariant: [7],
    description: 'A receipt carries no inclusion proof.',
    expected: ['log.receipt-proven'],
    fetch: receiving((receipt) => ({ ...receipt, proof: [] })),
  },
  {
    id: 'receipt-of-another-record',
    breaks: ['EAAP-0001-126'],
    invariant: [7],
    description: 'A receipt carries a record of the commit that is not the one in the log.',
    expected: ['log.receipt-proven', 'log.receipt-logged'],
    fetch: receiving((receipt) => ({
      ...receipt,
      record: { ...(receipt['record'] as JsonObject), ts: '2026-01-01T00:00:00.000Z' },
    })),
  },
  {
    id: 'receipt-with-another-action-salt',
    breaks: ['EAAP-0001-127'],
    invariant: [11],
    description: 'The salt of a receipt does not open its action commitment.',
    expected: ['log.receipt-opens-action', 'log.receipt-opens-raw-action'],
    fetch: receiving((receipt) => ({ ...receipt, action_salt: OTHER_SALT })),
  },
  {
    id: 'receipt-with-another-claims-salt',
    breaks: ['EAAP-0001-128'],
    invariant: [7],
    description: 'The claims salt of a receipt does not open the commitment of its record.',
    expected: ['log.receipt-commits-to-claims'],
    fetch: receiving((receipt) => ({ ...receipt, claims_salt: OTHER_SALT })),
  },
  {
    id: 'receipt-for-everybody',
    breaks: ['EAAP-0001-128', 'EAAP-0001-129'],
    invariant: [7],
    description: 'The claims of a receipt name an audience that nobody asked for.',
    expected: ['log.receipt-commits-to-claims', 'log.receipt-claims'],
    fetch: receiving((receipt) => ({
      ...receipt,
      claims: { ...(receipt['claims'] as JsonObject), audience: 'everybody' },
    })),
  },
  {
    id: 'checkpoint-of-nothing',
    breaks: ['EAAP-0001-121', 'EAAP-0001-124'],
    invariant: [7],
    description:
      'The checkpoint that is answered is signed, and over an empty log: nothing can be held against it.',
    expected: [
      'log.checkpoint-grows',
      'log.checkpoint-before-answer',
      'log.truncated',
      'log.truncated-and-grown',
      'secrets.log-verifies-after-erasure',
      'log.forked',
    ],
    change: (parts) =>
      withHandler(parts, 'checkpoint', (next) => async (context, actor, call) => {
        const { keys } = context.ledger.parts;
        const { name, verifierKey } = context.ledger;
        const { key } = await keys.ensure('system', 'signing', 'checkpoint');
        await next(context, actor, call);
        const text = `${name}/${actor.namespace}\n0\n${sha256().toString('base64')}\n`;
        return { body: { note: signerOf(name, key).note(text), verifier_key: verifierKey } };
      }),
  },
];
