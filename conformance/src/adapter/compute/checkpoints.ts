import {
  EaapError,
  formatCheckpoint,
  fromBase64,
  fromHex,
  noteSigner,
  openCheckpoint,
  signNote,
} from '@eaap/protocol';
import type { Json, JsonObject } from '../../model/json.ts';
import type { Answer } from '../../vectors/types.ts';
import { written } from './lib/bytes.ts';

/** What the packages say of a checkpoint. */
export function compute(input: Json): Answer {
  try {
    const given = input as JsonObject;
    return { output: given['op'] === 'sign' ? sign(given) : open(given) };
  } catch (error) {
    const reason = error instanceof EaapError ? error.extras['reason'] : undefined;
    if (typeof reason === 'string') return { refused: reason };
    throw error;
  }
}

function sign({ name, seed, origin, size, root, extensions }: JsonObject): Json {
  const signer = noteSigner({ name: String(name), seed: fromHex(String(seed)) });
  const text = formatCheckpoint({
    origin: String(origin),
    size: Number(size),
    root: fromBase64(String(root)),
    extensions: extensions as readonly string[],
  });
  return { note: signNote(text, signer), verifier_key: signer.verifierKey };
}

function open({ note, note_hex, verifier_keys, origin }: JsonObject): Json {
  const opened = openCheckpoint(typeof note === 'string' ? note : fromHex(String(note_hex)), {
    origin: String(origin),
    verifierKeys: verifier_keys as readonly string[],
  });
  const { checkpoint, verified, unverified } = opened;
  return {
    origin: checkpoint.origin,
    size: checkpoint.size,
    root: written(checkpoint.root),
    extensions: checkpoint.extensions ?? [],
    signers: verified.map(({ name, keyId }) => `${name}+${keyId}`),
    others: unverified.length,
  };
}
