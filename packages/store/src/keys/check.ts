import { isStorable, misuse } from '../lib/shape.ts';
import { KEY_PURPOSES, type KeyPurpose } from '../types/key-store.ts';

export function checkPurpose(purpose: unknown): KeyPurpose {
  const known = KEY_PURPOSES.find((one) => one === purpose);
  if (known === undefined) throw misuse(`a key is for one of ${KEY_PURPOSES.join(', ')}.`);
  return known;
}

export function checkText(what: 'name' | 'kid', value: unknown): string {
  if (typeof value === 'string' && value !== '' && isStorable(value)) return value;
  throw misuse(`the ${what} of a key is well-formed text and not empty.`);
}
