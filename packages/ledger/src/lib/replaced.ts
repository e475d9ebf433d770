import { canonicalBytes, EaapError, ReasonRequest, validate, type Json } from '@eaap/protocol';

/** The most bytes a value may have in canonical form. */
const MAX_VALUE_BYTES = 8192;

/** @throws EaapError `payload-too-large` when a value is longer than a value may be. */
export function checkValueSize(value: Json): void {
  if (canonicalBytes(value).length <= MAX_VALUE_BYTES) return;
  throw new EaapError(
    'payload-too-large',
    `A value has at most ${MAX_VALUE_BYTES} bytes in canonical form.`,
    {
      pointer: '/value',
    },
  );
}

/**
 * Holds what was asked for to its schema once more, with tokens in the place of personal data. A token is longer than
 * what it stands for: a text within its bounds could outgrow them, and nothing that is stored may be more than what can
 * be answered and judged.
 *
 * @throws EaapError `invalid-request`
 * @see RFC-0003 section 5.1
 */
export function checkReplaced(schema: Parameters<typeof validate>[0], replaced: unknown): void {
  try {
    validate(schema, replaced);
  } catch (error) {
    if (!(error instanceof EaapError)) throw error;
    throw new EaapError(
      error.type,
      `With tokens in the place of personal data it is out of bounds: ${error.detail}`,
      error.extras,
    );
  }
}

/**
 * Holds a reason to its bounds as it is to be stored.
 *
 * @throws EaapError `invalid-request` when it is too long with tokens in the place of personal data.
 */
export function checkReplacedReason(reason: string): string {
  checkReplaced(ReasonRequest, { reason });
  return reason;
}
