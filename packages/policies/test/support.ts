import { parseJson } from '@eaap/protocol';

/** Whether a value is JSON under the rules of the protocol: no −0, no half pairs, numbers that are written exactly. */
export function isPlainJson(value: unknown): boolean {
  try {
    parseJson(JSON.stringify(value));
    return !JSON.stringify(value).includes('__proto__') && !hasNegativeZero(value);
  } catch {
    return false;
  }
}

const hasNegativeZero = (value: unknown): boolean =>
  Object.is(value, -0) ||
  (typeof value === 'object' && value !== null && Object.values(value).some(hasNegativeZero));
