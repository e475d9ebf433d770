import { digest } from '../digest/digest.ts';
import { fromBase64Url, toBase64Url, toUtf8 } from '../digest/encoding.ts';
import { draw, type Entropy } from '../id/entropy.ts';
import { isPublicKey, prepareSign, publicKeyOf, verifySignature } from '../log/ed25519.ts';

/** A key pair whose public half is bound into a receipt, and whose private half its holder keeps. */
export interface ConfirmationKey {
  /** The Ed25519 public key, base64url: the `confirmation_key` of a commit request. */
  readonly publicKey: string;
  /** The Ed25519 seed. */
  readonly seed: Uint8Array;
}

/** What is signed: this receipt, at this target. */
const statement = (jti: string, audience: string): Uint8Array =>
  toUtf8(digest('EAAP-POSSESSION-v1', { jti, audience }));

/** A fresh confirmation key. */
export function confirmationKey(entropy: Entropy): ConfirmationKey {
  const seed = draw(entropy, 32);
  return { publicKey: toBase64Url(publicKeyOf(seed)), seed };
}

/** Whether a text is the canonical base64url of an Ed25519 public key that a receipt may be bound to. */
export function isConfirmationKey(text: string): boolean {
  try {
    return isPublicKey(fromBase64Url(text));
  } catch {
    return false;
  }
}

/**
 * Shows possession of the confirmation key of a receipt to one target.
 *
 * @returns the Ed25519 signature, base64url.
 * @see RFC-0001 section 10.4
 */
export function signPossession(
  seed: Uint8Array,
  claims: { readonly jti: string; readonly audience: string },
): string {
  return toBase64Url(prepareSign(seed)(statement(claims.jti, claims.audience)));
}

/** Whether `signature` shows possession of `publicKey` for this receipt at this target. Anything unreadable is `false`. */
export function verifyPossession(
  signature: string,
  publicKey: string,
  claims: { readonly jti: string; readonly audience: string },
): boolean {
  try {
    const key = fromBase64Url(publicKey);
    return (
      isPublicKey(key) &&
      verifySignature(fromBase64Url(signature), statement(claims.jti, claims.audience), key)
    );
  } catch {
    return false;
  }
}
