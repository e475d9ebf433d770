import type { GroundKind, Json } from '@eaap/protocol';
import { hasHidden, isDisguised } from '../lib/text.ts';
import { readMoney } from '../lib/value.ts';
import { isDateAmong, readDates } from './date.ts';
import { readDecimal, writeDecimal } from './decimal.ts';
import {
  readAccounts,
  readAmounts,
  readHosts,
  readIdentifiers,
  readMails,
  readPaths,
  readQuoted,
  readUrls,
} from './readers.ts';
import { fold, hasWords, wordsOf, type Found } from './text.ts';
import { minorDigits } from './units.ts';

/** The most of a text that is read, in UTF-16 code units; a fact holds no more. */
const MOST_TEXT = 8192;

const READERS: Readonly<Record<Exclude<GroundKind, 'name'>, (text: string) => Found[]>> = {
  account: readAccounts,
  amount: readAmounts,
  date: readDates,
  host: readHosts,
  identifier: readIdentifiers,
  mail: readMails,
  path: readPaths,
  quoted: readQuoted,
  url: readUrls,
};

/** What was read before; several grounds and two gates ask for the same texts. */
const READ = new Map<string, readonly string[]>();
const MOST_READ = 1024;

/** The forms of all values of a kind that stand in a text; of names, its words. */
export function formsIn(kind: GroundKind, text: string): readonly string[] {
  const key = `${kind} ${text.slice(0, MOST_TEXT)}`;
  const known = READ.get(key);
  if (known !== undefined) return known;
  const forms = readForms(kind, text);
  if (READ.size >= MOST_READ) READ.clear();
  READ.set(key, forms);
  return forms;
}

function readForms(kind: GroundKind, text: string): readonly string[] {
  const folded = fold(text.slice(0, MOST_TEXT));
  return kind === 'name' ? wordsOf(folded) : [...new Set(READERS[kind](folded).map(({ form }) => form))];
}

function amountOf(value: Json): string | null {
  if (typeof value === 'number') {
    const decimal = readDecimal(String(value));
    return decimal === null ? null : writeDecimal(decimal);
  }
  const money = readMoney(value);
  if (money === null) return null;
  const scale = minorDigits(money.currency);
  return `${writeDecimal({ units: BigInt(money.amount), scale })} ${money.currency}`;
}

/** The form of a value as a whole, read as one kind, or `null` when it is none of that kind. */
export function formOf(kind: GroundKind, value: Json): string | null {
  if (kind === 'amount' && typeof value !== 'string') return amountOf(value);
  if (kind === 'identifier' && Number.isSafeInteger(value)) return String(value);
  if (typeof value !== 'string' || value === '' || value.length > 2048) return null;
  if (hasHidden(value) || isDisguised(value)) return null;
  if (kind === 'name') return /[A-Za-z\u0080-\uffff]/.test(value) ? wordsOf(value).join(' ') : null;
  if (kind === 'identifier' || kind === 'path' || kind === 'quoted') return fold(value);
  const text = fold(value);
  const found = READERS[kind](text).find(({ start }) => start === 0);
  if (found === undefined || found.form === '?') return null;
  const rest = text.slice(found.end);
  const isWhole =
    rest === '' ||
    (kind === 'host' && /^[:/?#]/.test(rest)) ||
    (kind === 'date' && /^[T ]\d{2}:\d{2}/.test(rest));
  return isWhole ? found.form : null;
}

/** Whether a value of some form is among those read in a text: the same one, and never a part of another. */
export function isAmong(kind: GroundKind, form: string, forms: readonly string[]): boolean {
  if (kind === 'name') return hasWords(forms, form.split(' '));
  if (kind === 'date') return isDateAmong(form, new Set(forms));
  if (kind !== 'amount') return forms.includes(form);
  // A number without a unit is money of the account's currency; one of a text is that, or of a currency it names.
  const [number, unit] = form.split(' ');
  return forms.some((one) => {
    const [other, named] = one.split(' ');
    if (other !== number) return false;
    return unit === undefined
      ? named === undefined || /^[A-Z]{3}$/.test(named)
      : named === undefined || named === unit;
  });
}
