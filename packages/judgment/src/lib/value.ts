import { canonicalize, type Json, type JsonObject } from '@eaap/protocol';

/** Money in minor units. */
export interface Money {
  readonly amount: number;
  readonly currency: string;
}

const AMOUNT = /^(0|[1-9]\d{0,15})$/;
const CURRENCY = /^[A-Z]{3}$/;

export const isObject = (value: Json | undefined): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The member of that name, its own one only: a parameter named `constructor` is no different from another. */
export const member = (object: JsonObject, name: string): Json | undefined =>
  Object.hasOwn(object, name) ? object[name] : undefined;

/** `{ amount, currency }` in minor units, or `null`: an amount beyond 2^53 - 1 is not read. */
export function readMoney(value: Json): Money | null {
  if (!isObject(value) || Object.keys(value).length !== 2) return null;
  const amount = member(value, 'amount');
  const currency = member(value, 'currency');
  if (typeof amount !== 'string' || typeof currency !== 'string') return null;
  if (!AMOUNT.test(amount) || !CURRENCY.test(currency)) return null;
  const units = Number(amount);
  return Number.isSafeInteger(units) ? { amount: units, currency } : null;
}

/** Whether two values have the same canonical form. */
export function sameValue(a: Json, b: Json): boolean {
  if (a === b) return true;
  if (typeof a !== 'object' || typeof b !== 'object') return false;
  return canonicalize(a) === canonicalize(b);
}

/** Whether `value` is at most `bound`: both whole numbers, or both money of one currency. Anything else is not. */
export function atMost(value: Json, bound: Json): boolean {
  if (typeof value === 'number' && typeof bound === 'number') {
    return Number.isSafeInteger(value) && Number.isSafeInteger(bound) && value <= bound;
  }
  const money = readMoney(value);
  const most = readMoney(bound);
  return money !== null && most !== null && money.currency === most.currency && money.amount <= most.amount;
}
