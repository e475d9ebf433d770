import { digest } from '../../model/digest.ts';
import type { Json, JsonObject } from '../../model/json.ts';
import { RECEIPT_FAULTS, receiptFaults } from '../../model/receipt.ts';
import { BAD_KEYS } from '../lib/curve.ts';
import { chained, checkpointOver, digestOf, idOf, impostor, refusedFor, timeAt } from '../lib/evidence.ts';
import {
  action,
  holder,
  possessionOf,
  presented,
  receiptOf,
  salt,
  START,
  thief,
} from '../cases/receipt-making.ts';
import type { CaseSource, Finding, Topic } from '../types.ts';

const [
  FORM,
  AUDIENCE,
  NAMESPACE,
  EARLY,
  LATE,
  ACTION,
  CLAIMS,
  COMMIT,
  CHECKPOINT,
  INCLUSION,
  POSSESSION,
  SEEN,
  GOOD,
] = Array.from({ length: 13 }, (_, n) => `EAAP-0011-${String(28 + n).padStart(3, '0')}`) as [
  string,
  string,
  string,
  string,
  string,
  string,
  string,
  string,
  string,
  string,
  string,
  string,
  string,
];

const plain = receiptOf();
const withReceipt = (change: JsonObject): JsonObject => presented({ ...plain, ...change });
const withClaims = (claims: JsonObject): JsonObject => presented(receiptOf({ claims }));

function accepted(): CaseSource[] {
  const unicode: JsonObject = {
    ...action,
    intent: 'Für „Lampe“, 100 % \u2028',
    parameters: { z: 1, a: [true, null, 'ü'], é: '€' },
  };
  const cases: readonly (readonly [string, string, JsonObject])[] = [
    ['plain', 'a receipt as it is given', presented(plain)],
    [
      'first-millisecond',
      'the first millisecond, by a clock behind by the skew',
      presented(plain, { now: START + 4000 - 5000 }),
    ],
    ['last-millisecond', 'the last millisecond', presented(plain, { now: START + 63_999 })],
    ['later-records', 'a checkpoint over records of the same flush', presented(receiptOf({ more: 4 }))],
    ['one-record-more', 'a checkpoint over one record more', presented(receiptOf({ more: 1 }))],
    ['others-seen', 'other receipts were seen', presented(plain, { seen: [idOf(0x31), idOf(0x32)] })],
    [
      'audience-url',
      'an address for an audience',
      presented(receiptOf({ claims: { audience: 'https://pay.example/v1' } }), {
        audience: 'https://pay.example/v1',
      }),
    ],
    [
      'action-unicode',
      'an action with text of all kinds',
      presented(receiptOf({ action: unicode }), { action: unicode }),
    ],
    [
      'other-namespace',
      'a target that serves another namespace',
      presented(receiptOf({ claims: { namespace: 'shop' }, namespace: 'shop' }), { namespace: 'shop' }),
    ],
  ];
  return cases.map(([id, title, input]) => ({ id, title, requirements: [GOOD], input }));
}

function formless(): CaseSource[] {
  const without = (name: string): JsonObject =>
    Object.fromEntries(Object.entries(plain).filter(([member]) => member !== name));
  const unclaimed = (name: string): JsonObject =>
    Object.fromEntries(Object.entries(plain.claims).filter(([member]) => member !== name));
  const spelled = `${salt(0x22).toString('base64url').slice(0, -1)}J`;
  return refusedFor('malformed', FORM, [
    ['malformed-null', 'no receipt', presented(plain, { receipt: null })],
    [
      'malformed-token',
      'a token for a receipt',
      presented(plain, { receipt: 'A'.repeat(43) }),
      'took an execution token for a receipt',
    ],
    ...['claims', 'action_salt', 'claims_salt', 'record', 'index', 'proof', 'checkpoint'].map(
      (name) =>
        [
          `lacks-${name.replace('_', '-')}`,
          `no member ${name}`,
          presented(plain, { receipt: without(name) }),
        ] as const,
    ),
    ['further-member', 'a further member', withReceipt({ note: 'x' })],
    ['claims-further', 'a further claim', withReceipt({ claims: { ...plain.claims, admin: true } })],
    ['claims-lack-jti', 'no jti', withReceipt({ claims: unclaimed('jti') })],
    [
      'claims-lack-expiry',
      'no expiry',
      withReceipt({ claims: unclaimed('expires_at') }),
      'took a missing expiry for none',
    ],
    ['claims-version', 'claims of another version', withReceipt({ claims: { ...plain.claims, v: 2 } })],
    [
      'time-no-such-day',
      'an expiry that does not exist',
      withReceipt({ claims: { ...plain.claims, expires_at: '2026-02-30T09:31:04.000Z' } }),
    ],
    [
      'time-offset',
      'an expiry with an offset',
      withReceipt({ claims: { ...plain.claims, expires_at: '2026-01-31T10:31:04.000+01:00' } }),
    ],
    [
      'salt-short',
      'a salt of 31 bytes',
      withReceipt({ action_salt: salt(0x22).subarray(1).toString('base64url') }),
    ],
    [
      'salt-spelled-twice',
      'a salt with bits set behind its last byte',
      withReceipt({ action_salt: spelled }),
      'left decoding to a library that is lenient',
    ],
    ['salt-hex', 'a salt in hexadecimal', withReceipt({ claims_salt: salt(0x33).toString('hex') })],
    ['index-negative', 'a place below 0', withReceipt({ index: -1 })],
    ['proof-base64', 'a proof in base64', withReceipt({ proof: [salt(1).toString('base64')] })],
    [
      'record-further',
      'a record with a further member',
      withReceipt({ record: { ...plain.record, latency: 1 } }),
    ],
    ['checkpoint-number', 'a number for a checkpoint', withReceipt({ checkpoint: 5 })],
  ]);
}

function refused(): CaseSource[] {
  const other = {
    ...action,
    parameters: { amount: { amount: '2600', currency: 'EUR' }, customer: 'customer:42' },
  };
  const truncated = chained(['namespace.created', 'policy.changed', 'fact.stored', 'evaluation.recorded']);
  const more = receiptOf({ more: 4 });
  const proof = more['proof'] as readonly string[];
  const small = BAD_KEYS['small-order-eight'] as Buffer;
  const inRecord = (change: JsonObject): JsonObject => presented(receiptOf({ record: change }));
  const elsewhere = { ...plain.claims, audience: 'shipping' };
  return [
    ...refusedFor('audience', AUDIENCE, [
      [
        'audience-other',
        'a receipt for another target',
        presented(plain, { audience: 'shipping' }),
        'did not compare the audience',
      ],
      ['audience-case', 'an audience in capitals', presented(plain, { audience: 'Billing' })],
      [
        'audience-prefix',
        'an audience that begins so',
        presented(receiptOf({ claims: { audience: 'billing-test' } })),
      ],
      ['audience-empty', 'an empty audience', withClaims({ audience: '' })],
    ]),
    ...refusedFor('audience', NAMESPACE, [
      [
        'namespace-other',
        'a receipt of another namespace',
        presented(receiptOf({ claims: { namespace: 'shop' }, namespace: 'shop' })),
        'took whatever the gateway signed, for any tenant',
      ],
      [
        'namespace-case',
        'a namespace that begins so',
        presented(receiptOf({ claims: { namespace: 'acme-2' }, namespace: 'acme-2' })),
      ],
    ]),
    ...refusedFor('not-yet-valid', EARLY, [
      ['early', 'a millisecond before the skew', presented(plain, { now: START + 4000 - 5001 })],
      [
        'early-hour',
        'an hour before it was issued',
        presented(plain, { now: START - 3_600_000 }),
        'looked at the expiry alone',
      ],
    ]),
    ...refusedFor('expired', LATE, [
      [
        'expired-exactly',
        'the very millisecond of the expiry',
        presented(plain, { now: START + 64_000 }),
        'took the expiry to be valid still',
      ],
      ['expired', 'an hour after', presented(plain, { now: START + 3_600_000 })],
      [
        'expired-within-skew',
        'a second after: skew does not lengthen it',
        presented(plain, { now: START + 65_000 }),
        'allowed the skew at the end too',
      ],
      ['expired-before-issued', 'an expiry before the issue', withClaims({ expires_at: timeAt(3000) })],
    ]),
    ...refusedFor('action-mismatch', ACTION, [
      [
        'action-amount',
        'another amount',
        presented(plain, { action: other }),
        'compared tool and environment alone',
      ],
      ['action-tool', 'another tool', presented(plain, { action: { ...action, tool: 'billing.charge' } })],
      [
        'action-environment',
        'another environment',
        presented(plain, { action: { ...action, environment: 'sandbox' } }),
      ],
      [
        'action-further',
        'a further parameter',
        presented(plain, {
          action: { ...action, parameters: { ...(action['parameters'] as JsonObject), note: 'x' } },
        }),
      ],
      [
        'action-number',
        'a number where a text was',
        presented(plain, {
          action: { ...action, parameters: { ...(action['parameters'] as JsonObject), customer: 42 } },
        }),
      ],
      [
        'action-null-member',
        'a member that is null more',
        presented(plain, { action: { ...action, intent: null } }),
        'dropped members that are null',
      ],
      ['action-salt', 'another salt', withReceipt({ action_salt: salt(0x23).toString('base64url') })],
      [
        'action-salts-swapped',
        'the salt of the claims',
        withReceipt({ action_salt: plain['claims_salt'] as Json }),
      ],
      [
        'action-unsalted',
        'a commitment without a salt',
        withClaims({ action_commitment: digest('EAAP-COMMIT-v1', action) }),
        'hashed the action with a tag and without a salt',
      ],
    ]),
    ...refusedFor('claims-mismatch', CLAIMS, [
      [
        'claims-audience',
        'the audience changed in the claims',
        presented(
          { ...plain, claims: elsewhere },
          { audience: 'shipping', possession: possessionOf(elsewhere) },
        ),
        'believed the claims',
      ],
      [
        'claims-expiry',
        'the expiry put off in the claims',
        presented(
          { ...plain, claims: { ...plain.claims, expires_at: timeAt(999_000) } },
          { now: START + 100_000 },
        ),
      ],
      [
        'claims-jti',
        'another jti in the claims',
        presented(
          { ...plain, claims: { ...plain.claims, jti: idOf(0x99) } },
          { possession: possessionOf({ ...plain.claims, jti: idOf(0x99) }) },
        ),
        'believed the claims',
      ],
      [
        'claims-key',
        'the confirmation key replaced in the claims',
        presented(
          { ...plain, claims: { ...plain.claims, confirmation_key: thief.publicKey.toString('base64url') } },
          { possession: possessionOf(plain.claims, thief) },
        ),
      ],
      ['claims-salt', 'another salt', withReceipt({ claims_salt: salt(0x34).toString('base64url') })],
      [
        'claims-no-commitment',
        'a record that commits to nothing',
        inRecord({ commitment: null }),
        'took null for any claims',
      ],
      ['claims-record-of-another', 'the record of another commit', inRecord({ commitment: digestOf(0x77) })],
    ]),
    ...refusedFor('not-a-commit', COMMIT, [
      [
        'record-evaluation',
        'the record of an evaluation',
        inRecord({ type: 'evaluation.recorded' }),
        'took any record with the commitment for a commit',
      ],
      ['record-refusal', 'the record of a refusal', inRecord({ type: 'commit.refused' })],
      ['record-block', 'a commit with the verdict BLOCK', inRecord({ verdict: 'BLOCK' })],
      ['record-no-verdict', 'a commit without a verdict', inRecord({ verdict: null })],
      ['record-other-evaluation', 'a commit of another evaluation', inRecord({ evaluation: idOf(0x66) })],
      ['record-other-executor', 'a commit by another executor', inRecord({ principal: 'other-executor' })],
      ['record-other-namespace', 'a record of another namespace in the log', inRecord({ ns: 'shop' })],
      ['record-other-place', 'a record that says another place', inRecord({ seq: 3 })],
    ]),
    ...refusedFor('checkpoint', CHECKPOINT, [
      [
        'checkpoint-impostor',
        'a checkpoint by another key of the same name',
        presented(receiptOf({ signer: impostor })),
        'looked at the name of the key alone',
      ],
      [
        'checkpoint-other-log',
        'a checkpoint of another namespace',
        withReceipt({ checkpoint: String(receiptOf({ namespace: 'shop' })['checkpoint']) }),
      ],
      [
        'checkpoint-unsigned',
        'a checkpoint without a signature',
        withReceipt({ checkpoint: String(plain['checkpoint']).split('\n\n')[0] + '\n' }),
      ],
      [
        'checkpoint-changed',
        'a checkpoint changed after signing',
        withReceipt({ checkpoint: String(plain['checkpoint']).replace('\n5\n', '\n6\n') }),
      ],
      ['checkpoint-empty', 'an empty text', withReceipt({ checkpoint: '' })],
      [
        'checkpoint-other-key',
        'a target that trusts another gateway',
        presented(plain, { verifier_key: impostor.verifierKey }),
      ],
    ]),
    ...refusedFor('inclusion', INCLUSION, [
      [
        'inclusion-before',
        'a checkpoint from before the commit',
        withReceipt({ checkpoint: checkpointOver(truncated) }),
        'checked signature and not inclusion',
      ],
      ['inclusion-empty-proof', 'no proof', presented({ ...more, proof: [] })],
      ['inclusion-short', 'a hash left out', presented({ ...more, proof: proof.slice(1) })],
      ['inclusion-long', 'a hash more', presented({ ...more, proof: [...proof, digestOf(1)] })],
      [
        'inclusion-other-tree',
        'the checkpoint of another log of the same name',
        withReceipt({
          checkpoint: checkpointOver(
            chained(['namespace.created', 'key.created', 'key.created', 'key.created', 'key.created']),
          ),
        }),
      ],
      [
        'inclusion-later',
        'a later checkpoint with the earlier proof',
        withReceipt({ checkpoint: String(more['checkpoint']) }),
      ],
    ]),
    ...refusedFor('possession', POSSESSION, [
      [
        'possession-thief',
        'signed by somebody else',
        presented(plain, { possession: possessionOf(plain.claims, thief) }),
        'checked that there is a signature',
      ],
      [
        'possession-empty',
        'no signature',
        presented(plain, { possession: '' }),
        'asked for possession only when it was offered',
      ],
      [
        'possession-other-jti',
        'a signature for another receipt',
        presented(plain, { possession: possessionOf({ ...plain.claims, jti: idOf(0x31) }) }),
        'had the key sign the same text each time',
      ],
      [
        'possession-other-audience',
        'a signature for another target',
        presented(plain, { possession: possessionOf(elsewhere) }),
      ],
      [
        'possession-other-tag',
        'a signature over another digest',
        presented(plain, { possession: possessionOf(plain.claims, holder, 'EAAP-RECEIPT-v1') }),
      ],
      [
        'possession-raw',
        'the bytes of the digest signed and not its text',
        presented(plain, {
          possession: holder
            .sign(
              Buffer.from(
                digest('EAAP-POSSESSION-v1', { jti: idOf(0x30), audience: 'billing' }).slice(7),
                'hex',
              ),
            )
            .toString('base64url'),
        }),
        'signed the 32 bytes of the digest',
      ],
      [
        'possession-base64',
        'a signature in base64',
        presented(plain, {
          possession: Buffer.from(possessionOf(plain.claims), 'base64url').toString('base64'),
        }),
      ],
      [
        'possession-small-order',
        'a confirmation key of small order',
        presented(receiptOf({ claims: { confirmation_key: small.toString('base64url') } }), {
          possession: Buffer.alloc(64).toString('base64url'),
        }),
        'left the key to the library',
      ],
    ]),
    ...refusedFor('replayed', SEEN, [
      [
        'replayed',
        'a receipt that was acted on',
        presented(plain, { seen: [idOf(0x30)] }),
        'forgot what it had acted on',
      ],
      [
        'replayed-among-others',
        'the same among others',
        presented(plain, { seen: [idOf(0x31), idOf(0x30), idOf(0x32)] }),
      ],
      [
        'replayed-later',
        'the same a while later',
        presented(plain, { seen: [idOf(0x30)], now: START + 60_000 }),
      ],
    ]),
  ];
}

export const topic: Topic = {
  name: 'receipts',
  title: 'Receipts at a target',
  specified: 'RFC-0011 section 8',
  input:
    '`receipt` as it is presented; `action`, what the target is asked to do; `possession`, the caller’s signature in base64url; and what the target knows for itself: `audience`, `namespace`, `verifier_key`, `now` in milliseconds since 1970, and `seen`, the `jti` it has acted on.',
  output: '`jti` and `expires_at` of the receipt, which the target remembers before it acts.',
  reasons: {
    malformed: 'It has not the form of a receipt.',
    audience: 'It is for another target, or of another namespace.',
    'not-yet-valid': 'It was issued in the future, by more than the skew.',
    expired: 'It has expired.',
    'action-mismatch': 'It is for another action.',
    'claims-mismatch': 'The record commits to other claims.',
    'not-a-commit': 'The record is not the acceptance of this commit.',
    checkpoint: 'The checkpoint is not the gateway’s, or of another log.',
    inclusion: 'The log does not hold the record.',
    possession: 'The caller does not hold the confirmation key.',
    replayed: 'It was acted on before.',
  },
  cases: () => [...accepted(), ...formless(), ...refused()],
  answer(input): Finding {
    const given = input as JsonObject;
    const { receipt = null, action: asked = null } = given;
    const faults = receiptFaults(receipt, {
      action: asked,
      audience: String(given['audience']),
      namespace: String(given['namespace']),
      verifierKey: String(given['verifier_key']),
      now: Number(given['now']),
      possession: String(given['possession']),
      seen: given['seen'] as readonly string[],
    });
    if (faults.length > 0) return { refused: faults };
    const { jti = null, expires_at = null } = (receipt as { claims: JsonObject }).claims;
    return { output: { jti, expires_at } };
  },
};

if (Object.keys(topic.reasons).length !== RECEIPT_FAULTS.length) throw new Error('A reason is not told.');
