import { formOf, isAmong } from '@eaap/judgment';
import { GROUND_KINDS, type GroundKind } from '@eaap/protocol';
import * as readers from '../../../../../packages/judgment/src/typed/readers.ts';
import { readDates } from '../../../../../packages/judgment/src/typed/date.ts';
import { fold, wordsOf, type Found } from '../../../../../packages/judgment/src/typed/text.ts';
import { bound, type Target } from '../types.ts';

const TEXTS = [
  'Pay 12.50 EUR to DE-1234-5678-9012 on May 15th, 2024, or 10 % of $30,000.',
  'See https://www.example.org/a?b#c, www.example.org and docs.example.org/x. Mail ada@example.org!',
  'Open "the blue file" or \'notes.txt\' in /srv/data/a.txt; ~/x, id 7, No. 13, #42.',
  'DE89370400440532013000 2024-02-30 15 May 1,234,567.89 JPY a_b-c.d 10.5 km',
  'Bring [PII:email:00000000000000000000000000000000] and [PII:iban:11111111111111111111111111111111].',
];

/** As the judge reads: folded, and no more than it reads of a text. Not by what remembers what was read before. */
const READERS: Readonly<Record<GroundKind, (text: string) => Found[]>> = {
  account: readers.readAccounts,
  amount: readers.readAmounts,
  date: readDates,
  host: readers.readHosts,
  identifier: readers.readIdentifiers,
  mail: readers.readMails,
  path: readers.readPaths,
  quoted: readers.readQuoted,
  url: readers.readUrls,
  name: (text) => wordsOf(text).map((form) => ({ form, start: 0, end: form.length })),
};

/** Texts of users and tools, read for the values that stand in them. */
export const TYPED: readonly Target[] = GROUND_KINDS.map((kind) => ({
  name: `typed.${kind}`,
  share: 3,
  seeds: TEXTS,
  run(input: string) {
    const text = fold(input.slice(0, 8192));
    const found = READERS[kind](text);
    const units = found.reduce((sum, { start, end }) => sum + end - start, 0);
    bound(units <= text.length * 4, `${units} units found in a text of ${text.length}`);
    const forms = found.map(({ form }) => form);
    const own = formOf(kind, input);
    const stands = own === null ? null : isAmong(kind, own, forms);
    return { outcome: forms.length > 0 ? 'found' : 'nothing', bytes: JSON.stringify([forms, own, stands]) };
  },
}));
