/** Why a target refuses a receipt. Closed. */
export const RECEIPT_REASONS = [
  'malformed',
  'audience',
  'not-yet-valid',
  'expired',
  'action-mismatch',
  'claims-mismatch',
  'not-a-commit',
  'inclusion',
  'checkpoint',
  'possession',
  'replayed',
] as const;
export type ReceiptReason = (typeof RECEIPT_REASONS)[number];

/** A target does not act: the receipt does not prove that this action may happen here, now, by this caller. */
export class ReceiptRefused extends Error {
  readonly reason: ReceiptReason;

  constructor(reason: ReceiptReason, message: string, options?: ErrorOptions) {
    super(`${reason}: ${message}`, options);
    this.name = 'ReceiptRefused';
    this.reason = reason;
  }
}
