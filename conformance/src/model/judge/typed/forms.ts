import type { Json } from '../../json.ts';
import { hasHidden, isDisguised, isOf, isWhole, lower, readMoney } from '../text.ts';
import { isMail } from '../value.ts';
import { amountsIn, moneyForm, numberForm } from './amounts.ts';
import { find, fold, tokenless, type Piece } from './pieces.ts';
import { datesIn } from './dates.ts';
import { hostsIn } from './hosts.ts';

const W = 'A-Za-z0-9_\\u0080-\\uffff';
const HEX = '[0-9a-f]{32}';

/** RFC-0005 section 14.2, `account`. */
function accountsIn(text: string): Piece[] {
  const tokens = find(`\\[PII:(?:card|iban):${HEX}\\]`, '', text);
  const dates = datesIn(text);
  const runs = find(`(?<![${W}-])[A-Za-z0-9]+(?:-[A-Za-z0-9]+)*(?![${W}-])`, '', tokenless(text));
  const own = runs
    .filter((run) => !dates.some((date) => run.from < date.to && date.from < run.to))
    .map((run) => ({ ...run, form: run.form.split('-').join('').toUpperCase() }))
    .filter(({ form }) => form.length >= 8 && form.length <= 34 && form.replace(/[^0-9]/g, '').length >= 6);
  return [...tokens, ...own];
}

function mailsIn(text: string): Piece[] {
  const pattern = `\\[PII:email:${HEX}\\]|(?<![A-Za-z0-9._%+@-])[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+(?:\\.[A-Za-z0-9-]+)+(?![A-Za-z0-9@-])`;
  return find(pattern, '', text)
    .filter(({ form }) => isMail(form))
    .map((piece) => {
      const at = piece.form.lastIndexOf('@') + 1;
      if (at === 0) return piece;
      return { ...piece, form: piece.form.slice(0, at) + lower(piece.form.slice(at)) };
    });
}

function quotedIn(text: string): Piece[] {
  const pattern = `"([^"]{1,256})"|(?<![${W}])'([^']{1,256})'(?![${W}])|\`([^\`]{1,256})\``;
  return find(pattern, '', text).map((piece) => ({ ...piece, form: piece.form.slice(1, -1) }));
}

/** A text without some characters at its end. */
function without(characters: string, text: string): string {
  let end = text.length;
  while (end > 0 && characters.includes(text.charAt(end - 1))) end--;
  return text.slice(0, end);
}

function identifiersIn(text: string): Piece[] {
  const runs = find(`(?<![${W}./#@:+-])[A-Za-z0-9][A-Za-z0-9._/#@:+-]*(?![${W}])`, '', tokenless(text))
    .map((piece) => ({ ...piece, form: without('._/#@:+-', piece.form) }))
    .filter(({ form }) => /[A-Za-z]/.test(form) && /[0-9._/#@:+-]/.test(form));
  const word = `(?<![${W}])(?:[Ii][Dd]s?|[Nn]umber|[Nn]o\\.|[Nn]r\\.|#)`;
  const numbered = find(`${word}[ :=#]{0,3}(\\d{1,18})(?![${W}]|[.,]\\d)`, '', tokenless(text), 1);
  return [...quotedIn(text), ...runs, ...numbered, ...find(`\\[PII:[a-z_0-9]+:${HEX}\\]`, '', text)];
}

function pathsIn(text: string): Piece[] {
  const runs = find(
    `(?<![${W}./~-])[~./]?[A-Za-z0-9_.+-]*(?:/[A-Za-z0-9_.+-]+)*(?![${W}])`,
    '',
    tokenless(text),
  )
    .map((piece) => ({ ...piece, form: without('.', piece.form) }))
    .filter(({ form }) => form.includes('/') || /[A-Za-z0-9_-]\.[A-Za-z0-9]{1,8}$/.test(form))
    .filter(({ form }) => !form.split('/').includes('..'));
  return [...quotedIn(text), ...runs];
}

function urlsIn(text: string): Piece[] {
  const pattern = '(?<![A-Za-z0-9+.-])https://[^\\s/?#"\'<>`{}|\\\\^]+[^\\s"\'<>`{}|\\\\^]*';
  return find(pattern, 'i', text)
    .filter(({ form }) => !form.includes('@'))
    .map((piece) => {
      const host = /^[^/?#]*/.exec(piece.form.slice(8))?.[0] ?? '';
      const rest = without('.,;:!?)]', piece.form.slice(8 + host.length));
      return { ...piece, form: `https://${lower(host)}${rest === '/' ? '' : rest}` };
    });
}

const FINDERS: Readonly<Record<string, (text: string) => Piece[]>> = {
  account: accountsIn,
  amount: amountsIn,
  date: datesIn,
  host: hostsIn,
  identifier: identifiersIn,
  mail: mailsIn,
  path: pathsIn,
  quoted: quotedIn,
  url: urlsIn,
};

/** The words of a text. */
export const wordsIn = (text: string): string[] =>
  lower(fold(text))
    .split(/[^a-z0-9_\u0080-\uffff]+/)
    .filter((word) => word !== '');

/** The forms found in a text, each once; of `name`, its words (RFC-0005 section 14.2). */
export function formsIn(kind: string, text: string): string[] {
  const folded = fold(text.slice(0, 8192));
  if (kind === 'name') return wordsIn(folded);
  const found = FINDERS[kind]?.(folded) ?? [];
  return [...new Set(found.map(({ form }) => form))];
}

/** The form of a value as a whole, or `null` (RFC-0005 section 14.2). */
export function formOf(kind: string, value: Json): string | null {
  if (kind === 'amount' && typeof value === 'number') return numberForm(String(value));
  if (kind === 'amount' && typeof value !== 'string') {
    const money = readMoney(value);
    return money === null ? null : moneyForm(money);
  }
  if (kind === 'identifier' && isWhole(value)) return String(value);
  if (typeof value !== 'string' || value === '' || value.length > 2048) return null;
  if (hasHidden(value) || isDisguised(value)) return null;
  if (kind === 'name') return /[A-Za-z\u0080-\uffff]/.test(value) ? wordsIn(value).join(' ') : null;
  const folded = fold(value);
  if (['identifier', 'path', 'quoted'].includes(kind)) return folded;
  const first = (FINDERS[kind]?.(folded) ?? []).find(({ from }) => from === 0);
  if (first === undefined || first.form === '?') return null;
  const rest = folded.slice(first.to);
  if (rest === '') return first.form;
  if (kind === 'host') return ':/?#'.includes(rest.charAt(0)) ? first.form : null;
  const isTimed = kind === 'date' && 'T '.includes(rest.charAt(0)) && rest.charAt(3) === ':';
  const digits = rest.slice(1, 3) + rest.slice(4, 6);
  return isTimed && digits.length === 4 && isOf('0123456789', digits) ? first.form : null;
}

/** Whether a form stands among those found in a text. */
export function standsAmong(kind: string, form: string, forms: readonly string[]): boolean {
  if (kind === 'name') {
    const words = form.split(' ').filter((word) => word !== '');
    return words.length > 0 && ` ${forms.join(' ')} `.includes(` ${words.join(' ')} `);
  }
  if (kind === 'date') return forms.includes(form) || forms.includes(`--${form.slice(-5)}`);
  if (kind !== 'amount') return forms.includes(form);
  const [number, unit] = form.split(' ');
  return forms.some((other) => {
    const [same, named = ''] = other.split(' ');
    if (same !== number) return false;
    return named === '' || (unit === undefined ? /^[A-Z]{3}$/.test(named) : named === unit);
  });
}
