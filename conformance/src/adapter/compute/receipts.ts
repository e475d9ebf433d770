import { ReceiptRefused, verifyReceipt } from '@eaap/protocol';
import type { Json, JsonObject } from '../../model/json.ts';
import type { Answer } from '../../vectors/types.ts';

/** What the packages say of a receipt at a target. */
export function compute(input: Json): Answer {
  const given = input as JsonObject;
  const seen = new Set(given['seen'] as readonly string[]);
  try {
    const { jti, expires_at } = verifyReceipt({
      receipt: given['receipt'],
      action: given['action'] ?? null,
      audience: String(given['audience']),
      namespace: String(given['namespace']),
      verifierKey: String(given['verifier_key']),
      now: Number(given['now']),
      possession: String(given['possession']),
      claim: (claimed) => !seen.has(claimed),
    });
    return { output: { jti, expires_at } };
  } catch (error) {
    if (error instanceof ReceiptRefused) return { refused: error.reason };
    throw error;
  }
}
