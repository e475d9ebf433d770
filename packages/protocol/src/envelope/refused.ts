/** Why a proof bundle is not made, or not believed. Closed, in the order in which a verifier looks. */
export const BUNDLE_REASONS = [
  'malformed-key',
  'malformed-envelope',
  'duplicate-signature',
  'bad-signature',
  'unknown-key',
  'payload-type',
  'malformed-statement',
  'predicate-type',
  'malformed-predicate',
  'not-a-decision',
  'namespace',
  'subject-mismatch',
  'receipt-mismatch',
  'checkpoint',
  'inclusion',
] as const;
export type BundleReason = (typeof BUNDLE_REASONS)[number];

/** A proof bundle that shows nothing. */
export class BundleRefused extends Error {
  readonly reason: BundleReason;

  constructor(reason: BundleReason, message: string, options?: ErrorOptions) {
    super(`${reason}: ${message}`, options);
    this.name = 'BundleRefused';
    this.reason = reason;
  }
}
