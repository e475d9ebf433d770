import type { CompareForm, Json, Policy } from '@eaap/protocol';
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

/** What was read before: a claim is held against many facts, and each fact against many claims. */
const READ = new Map<CompareForm, Map<string, string | null>>();
const MOST_READ = 1024;

function remembered(form: CompareForm, text: string): string | null {
  const known = READ.get(form) ?? new Map<string, string | null>();
  READ.set(form, known);
  const before = known.get(text);
  if (before !== undefined) return before;
  const normal = readAs(form, text, fold(text));
  if (known.size >= MOST_READ) known.clear();
  known.set(text, normal);
  return normal;
}

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
  if (typeof value === 'string') return isReadable(value) ? remembered(form, value) : null;
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
  if (sameValue(a, b)) return true;
  if (form === null) return false;
  const normal = normalForm(form, a);
  return normal !== null && normal === normalForm(form, b);
}

/** Whether two values of an attribute agree by what a policy declares for it. */
export const agrees = (policy: Policy, attribute: string, a: Json, b: Json): boolean =>
  formsAgree(declared(policy, attribute), a, b);
