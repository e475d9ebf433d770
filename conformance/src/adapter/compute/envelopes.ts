import {
  BundleRefused,
  fromHex,
  makeBundle,
  noteSigner,
  preAuthEncoding,
  toHex,
  verifyBundle,
  type BundlePredicate,
} from '@eaap/protocol';
import type { Json, JsonObject } from '../../model/json.ts';
import type { Answer } from '../../vectors/types.ts';
import { written } from './lib/bytes.ts';

/** What the packages say of a proof bundle, its encoding or its parts. */
export function compute(input: Json): Answer {
  const given = input as JsonObject;
  try {
    if (given['op'] === 'make') return { output: make(given) };
    if (given['op'] === 'verify') return { output: verify(given) };
    const signed = toHex(preAuthEncoding(String(given['payload_type']), fromHex(String(given['payload']))));
    return given['claimed'] !== undefined && given['claimed'] !== signed
      ? { refused: 'mismatch' }
      : { output: signed };
  } catch (error) {
    if (error instanceof BundleRefused) return { refused: error.reason };
    throw error;
  }
}

function make({ contents, signers }: JsonObject): Json {
  const keys = (signers as readonly JsonObject[]).map(({ name, seed }) =>
    noteSigner({ name: String(name), seed: fromHex(String(seed)) }),
  );
  return { envelope: makeBundle(contents as unknown as BundlePredicate, ...keys) };
}

function verify({ envelope, verifier_keys, log_key, namespace }: JsonObject): Json {
  const { decision, checkpoint, statement, signers, others } = verifyBundle({
    envelope: String(envelope),
    verifierKeys: verifier_keys as readonly string[],
    logKey: String(log_key),
    namespace: String(namespace),
  });
  const { entries, receipt } = statement.predicate;
  return {
    evaluation: decision.evaluation,
    verdict: decision.verdict,
    records: entries.map(({ record }) => record.type),
    receipt: receipt?.claims.jti ?? null,
    size: checkpoint.size,
    root: written(checkpoint.root),
    signers: [...signers],
    others,
  };
}
