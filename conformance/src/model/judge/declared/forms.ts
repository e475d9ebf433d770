import type { Json } from '../../json.ts';
import { equal, hasHidden, isDisguised } from '../text.ts';
import { fold } from '../typed/pieces.ts';
import { dateForm } from './dates.ts';
import { amountForm, quantityForm } from './quantities.ts';
import { nameForm, textForm } from './words.ts';

/** The normal form of a value, or `null` for one that is unread (RFC-0005 section 15). */
export function normalForm(form: string, value: Json): string | null {
  if (typeof value !== 'string') {
    if (form === 'amount') return amountForm(value, null);
    return form === 'quantity' ? quantityForm(value, null) : null;
  }
  if (value === '' || value.length > 2048 || hasHidden(value) || isDisguised(value)) return null;
  const folded = fold(value);
  switch (form) {
    case 'text':
      return textForm(value);
    case 'name':
      return nameForm(folded);
    case 'date':
      return dateForm(folded);
    case 'amount':
      return amountForm(value, folded);
    case 'quantity':
      return quantityForm(value, folded);
    default:
      return null;
  }
}

/** Whether two values of an attribute agree, given what the policy declares. */
export function agree(
  compare: { readonly [attribute: string]: string } | undefined,
  attribute: string,
  a: Json,
  b: Json,
): boolean {
  if (equal(a, b)) return true;
  const [, form] = Object.entries(compare ?? {}).find(([name]) => name === attribute) ?? [];
  if (form === undefined) return false;
  const [one, other] = [normalForm(form, a), normalForm(form, b)];
  return one !== null && one === other;
}
