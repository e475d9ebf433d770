import type { Static } from 'typebox';
import { oneOf } from './schema.ts';

/** The forms in which a claim can be compared with facts (RFC-0005 section 15). */
export const COMPARE_FORMS = ['text', 'name', 'date', 'amount', 'quantity'] as const;
export const CompareForm = oneOf(COMPARE_FORMS, {
  description:
    'text: the same characters, however composed; name: also whatever case, width and white space; date: a day or an instant; amount: money; quantity: a length, mass, time or number of bytes.',
});

export type CompareForm = Static<typeof CompareForm>;
