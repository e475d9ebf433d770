import { canonicalize } from '../canonical/canonicalize.ts';
import { parseJson } from '../canonical/parse.ts';
import { concatBytes } from '../digest/digest.ts';
import { fromBase64, toBase64, toUtf8 } from '../digest/encoding.ts';
import { verifySignature } from '../log/ed25519.ts';
import { isKeyName } from '../log/fault.ts';
import { labelOf, verifiersByLabel, type NoteSigner } from '../log/keys.ts';
import { BundleEnvelope } from '../types/bundle.ts';
import { validate } from '../validate/validate.ts';
import { BundleRefused } from './refused.ts';

/** Signatures of an envelope, at most. */
const MAX_SIGNATURES = 100;
/** Code points of a key id, at most. */
const MAX_KEY_ID = 256;

/** An envelope that a known key signed. Its payload was not read yet. */
export interface OpenedEnvelope {
  readonly payloadType: string;
  readonly payload: Uint8Array;
  /** The known keys that signed, as `name+id`, in the order of the envelope. */
  readonly signers: readonly string[];
  /** Signatures by keys that are not known: worth nothing here. */
  readonly others: number;
}

/**
 * What a DSSE signature is over: type and payload with their lengths in bytes, so that neither can be taken for a part
 * of the other.
 *
 * @see RFC-0011 section 9.2
 * @example
 * ```ts
 * import assert from 'node:assert/strict';
 * import { fromUtf8, preAuthEncoding, toUtf8 } from '@eaap/protocol';
 *
 * const signed = preAuthEncoding('http://example.com/HelloWorld', toUtf8('hello world'));
 * assert.equal(fromUtf8(signed), 'DSSEv1 29 http://example.com/HelloWorld 11 hello world');
 * ```
 */
export function preAuthEncoding(payloadType: string, payload: Uint8Array): Uint8Array {
  const type = toUtf8(payloadType);
  return concatBytes(toUtf8(`DSSEv1 ${type.length} `), type, toUtf8(` ${payload.length} `), payload);
}

/** The canonical text of an envelope, signed with each key in the order given. */
export function sealEnvelope(
  payloadType: string,
  payload: Uint8Array,
  signers: readonly NoteSigner[],
): string {
  const labels = signers.map(labelOf);
  if (new Set(labels).size !== labels.length)
    throw new BundleRefused('duplicate-signature', 'A bundle is signed once with each key.');
  if (labels.length === 0 || labels.length > MAX_SIGNATURES)
    throw new BundleRefused('malformed-envelope', `An envelope has 1 to ${MAX_SIGNATURES} signatures.`);
  if (labels.some((label) => Array.from(label).length > MAX_KEY_ID))
    throw new BundleRefused('malformed-envelope', `A key id has at most ${MAX_KEY_ID} code points.`);
  const message = preAuthEncoding(payloadType, payload);
  const signatures = signers.map((signer) => ({
    keyid: labelOf(signer),
    sig: toBase64(signer.sign(message)),
  }));
  return canonicalize({ payload: toBase64(payload), payloadType, signatures });
}

/** An envelope that has the form of one, its base64 and the names of its keys included. */
function readEnvelope(text: string | Uint8Array): {
  readonly payloadType: string;
  readonly payload: Uint8Array;
  readonly signatures: readonly { readonly keyid: string; readonly signature: Uint8Array }[];
} {
  try {
    const { payload, payloadType, signatures } = validate(BundleEnvelope, parseJson(text));
    return {
      payloadType,
      payload: fromBase64(payload),
      signatures: signatures.map(({ keyid, sig }) => {
        if (!isKeyName(keyid.slice(0, -9))) throw new TypeError('The name of a key is malformed.');
        return { keyid, signature: fromBase64(sig) };
      }),
    };
  } catch (cause) {
    throw new BundleRefused('malformed-envelope', 'The text does not have the form of an envelope.', {
      cause,
    });
  }
}

function knownKeys(verifierKeys: readonly string[]): ReturnType<typeof verifiersByLabel> {
  try {
    return verifiersByLabel(verifierKeys);
  } catch (cause) {
    throw new BundleRefused('malformed-key', 'A verifier key is not of its form.', { cause });
  }
}

/**
 * Opens an envelope as a note is opened: every signature by a known key has to hold, there is at least one, and those by
 * other keys are set aside. A key id selects the key that is tried and is believed for nothing.
 *
 * @see RFC-0011 section 9.3
 */
export function openEnvelope(text: string | Uint8Array, verifierKeys: readonly string[]): OpenedEnvelope {
  const known = knownKeys(verifierKeys);
  const { payloadType, payload, signatures } = readEnvelope(text);
  const message = preAuthEncoding(payloadType, payload);
  const signers: string[] = [];
  let others = 0;
  for (const { keyid, signature } of signatures) {
    const verifier = known.get(keyid);
    if (verifier === undefined) {
      others++;
      continue;
    }
    if (signers.includes(keyid))
      throw new BundleRefused('duplicate-signature', 'The envelope has two signatures by one known key.');
    if (!verifySignature(signature, message, verifier.publicKey))
      throw new BundleRefused('bad-signature', 'A signature by a known key does not verify.');
    signers.push(keyid);
  }
  if (signers.length === 0)
    throw new BundleRefused('unknown-key', 'The envelope has no signature by a known key.');
  return { payloadType, payload, signers, others };
}
