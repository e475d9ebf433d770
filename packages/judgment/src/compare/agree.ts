import type { CompareForm, Json, Policy } from '@eaap/protocol';
import type { Context } from '../gate/context.ts';
import { hasHidden, isDisguised } from '../lib/text.ts';
import { sameValue } from '../lib/value.ts';
import { fold } from '../typed/text.ts';
import { readAmount } from './amount.ts';
import { readDate } from './date.ts';
import { readName, readText } from './name.ts';
import { readQuantity } from './quantity.ts';

const MOST_TEXT = 2048;

/** Whether a text can be read at all. */
const isReadable = (text: string): boolean =>
  text !== '' && text.length <= MOST_TEXT && !hasHidden(text) && !isDisguised(text);

function readAs(form: CompareForm, text: string, folded: string): string | null {
  switch (form) {
    case 'text':
      return readText(text);
    case 'name':
      return readName(folded);
    case 'date':
      return readDate(folded);
    case 'amount':
      return readAmount(text, folded);
    case 'quantity':
      return readQuantity(text, folded);
    default:
      return null;
  }
}

/**
 * The one spelling of all values that mean the same in a form, or `null` for a value that the form does not read.
 *
 * @see RFC-0005 section 15
 * @example
 * ```ts
 * import assert from 'node:assert/strict';
 * import { normalForm } from '@eaap/judgment';
 *
 * assert.equal(normalForm('quantity', '10 km'), normalForm('quantity', '10000 m'));
 * assert.equal(normalForm('date', '3 November 2026'), '2026-11-03');
 * assert.equal(normalForm('date', '03/11/2026'), null);
 * ```
 */
export function normalForm(form: CompareForm, value: Json): string | null {
  if (typeof value === 'string') return isReadable(value) ? readAs(form, value, fold(value)) : null;
  if (form === 'amount') return readAmount(value, null);
  return form === 'quantity' ? readQuantity(value, null) : null;
}

/** The form that a policy declares for an attribute, its own member only. */
function declared({ compare }: Policy, attribute: string): CompareForm | null {
  return compare !== undefined && Object.hasOwn(compare, attribute) ? (compare[attribute] ?? null) : null;
}

/**
 * Whether two values agree in a form, or, where none is declared, by their bytes alone. What the form does not read
 * agrees with its own bytes.
 *
 * @see RFC-0005 section 15
 * @example
 * ```ts
 * import assert from 'node:assert/strict';
 * import { formsAgree } from '@eaap/judgment';
 *
 * assert.equal(formsAgree('amount', '75.00 EUR', { amount: '7500', currency: 'EUR' }), true);
 * assert.equal(formsAgree('amount', '$75', '75 USD'), false);
 * assert.equal(formsAgree(null, '10 km', '10000 m'), false);
 * ```
 */
export function formsAgree(form: CompareForm | null, a: Json, b: Json): boolean {
  return agreeBy(normalForm, form, a, b);
}

function agreeBy(read: typeof normalForm, form: CompareForm | null, a: Json, b: Json): boolean {
  if (sameValue(a, b)) return true;
  if (form === null) return false;
  const normal = read(form, a);
  return normal !== null && normal === read(form, b);
}

/**
 * What was read in a judgment: a claim is held against many facts, and each fact against many claims. It goes with the
 * judgment, since facts may be erased after it.
 */
const READ = new WeakMap<Context, Map<string, string | null>>();

/** Whether two values of an attribute agree by what the policy of a judgment declares for it. */
export function agrees(context: Context, attribute: string, a: Json, b: Json): boolean {
  const known = READ.get(context) ?? new Map<string, string | null>();
  READ.set(context, known);
  const read = (form: CompareForm, value: Json): string | null => {
    const key = `${form} ${JSON.stringify(value)}`;
    const before = known.get(key);
    if (before !== undefined) return before;
    const normal = normalForm(form, value);
    known.set(key, normal);
    return normal;
  };
  return agreeBy(read, declared(context.input.policy, attribute), a, b);
}
