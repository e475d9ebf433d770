import { written } from '../../model/digest.ts';
import { BUNDLE_FAULTS, bundleOf, pae, readBundle, type Predicate } from '../../model/envelope.ts';
import { readCheckpoint } from '../../model/checkpoint.ts';
import type { JsonObject } from '../../model/json.ts';
import { signerOf } from '../../model/sign.ts';
import { atLimits } from '../cases/bundles-at-limits.ts';
import { accepted, encodings, making } from '../cases/bundles-accepted.ts';
import { unproven } from '../cases/bundles-unproven.ts';
import { unsigned } from '../cases/bundles-unsigned.ts';
import { held, MISMATCH } from '../lib/claim.ts';
import type { Finding, Topic } from '../types.ts';

export const topic: Topic = {
  name: 'envelopes',
  title: 'Proof bundles: statements in envelopes',
  specified: 'RFC-0011 section 9',
  input:
    'With `op` `pae`: `payload_type`, and `payload` in hexadecimal; with `claimed`, in hexadecimal, what somebody says comes out. With `make`: the `contents` of a bundle (`entries`, `checkpoint`, `receipt`) and its `signers`, each a `name` and a 32-byte Ed25519 `seed` in hexadecimal. With `verify`: the text of an `envelope`, the `verifier_keys` that are known as signers, the `log_key`, which is the verifier key of the gateway, and the `namespace`.',
  output:
    'After `pae` a text: what is signed, in hexadecimal. After `make` an object: the text of the `envelope`. After `verify` an object: `evaluation` and `verdict` of the decision, the types of the `records` shown, the `jti` of the receipt or null as `receipt`, `size` and `root` (`sha256:` and hexadecimal) of the checkpoint, `signers` (known keys that signed, `name+id`, in the order of the envelope) and `others`, the number of signatures by keys that are not known.',
  reasons: {
    mismatch: MISMATCH,
    'malformed-key': 'A verifier key is not of its form, or its point is not to be trusted.',
    'malformed-envelope': 'It has not the form of an envelope.',
    'duplicate-signature': 'A known key signed twice.',
    'bad-signature': 'A signature by a known key does not hold.',
    'unknown-key': 'No known key signed.',
    'payload-type': 'The payload is not an in-toto statement.',
    'malformed-statement': 'The payload is no canonical JSON, or no statement.',
    'predicate-type': 'The statement is of another predicate.',
    'malformed-predicate': 'The predicate has not its form.',
    'not-a-decision': 'The entries are not the records of one decision in the order of the log.',
    namespace: 'The decision is of another namespace.',
    'subject-mismatch': 'The subjects are not what the predicate is about.',
    'receipt-mismatch': 'Receipt, commit and decision do not belong together.',
    checkpoint: 'A checkpoint is not the gateway’s, or of another log.',
    inclusion: 'The log does not hold a record.',
  },
  cases: () => [...encodings(), ...making(), ...accepted(), ...unsigned(), ...unproven(), ...atLimits()],
  answer(input): Finding {
    const given = input as JsonObject;
    if (given['op'] === 'make') return make(given);
    if (given['op'] === 'verify') return verify(given);
    const payload = Buffer.from(String(given['payload']), 'hex');
    return held(given, pae(String(given['payload_type']), payload).toString('hex'));
  },
};

function make({ contents, signers }: JsonObject): Finding {
  const keys = (signers as readonly JsonObject[]).map(({ name, seed }) =>
    signerOf(String(name), Buffer.from(String(seed), 'hex')),
  );
  const made = bundleOf(contents as JsonObject, keys);
  return typeof made === 'string' ? { output: { envelope: made } } : { refused: made };
}

function verify(given: JsonObject): Finding {
  const logKey = String(given['log_key']);
  const namespace = String(given['namespace']);
  const verifierKeys = given['verifier_keys'] as readonly string[];
  const read = readBundle(String(given['envelope']), { verifierKeys, logKey, namespace });
  if (!('statement' in read)) return { refused: read };
  const { entries, checkpoint, receipt } = read.statement['predicate'] as unknown as Predicate;
  const records = entries.map(({ record }) => record);
  const decision = records.find(({ type }) => type === 'evaluation.recorded') ?? {};
  const origin = `${logKey.split('+')[0] ?? ''}/${namespace}`;
  const opened = readCheckpoint(Buffer.from(checkpoint, 'utf8'), [logKey], origin);
  if (!('root' in opened)) throw new Error('A checkpoint that opened does not open.');
  return {
    output: {
      evaluation: decision['evaluation'] ?? null,
      verdict: decision['verdict'] ?? null,
      records: records.map(({ type = null }) => type),
      receipt: ((receipt?.['claims'] ?? {}) as JsonObject)['jti'] ?? null,
      size: opened.size,
      root: written(opened.root),
      signers: read.signers,
      others: read.others,
    },
  };
}

if (Object.keys(topic.reasons).length !== BUNDLE_FAULTS.length + 1) throw new Error('A reason is not told.');
