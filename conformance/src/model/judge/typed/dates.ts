import { find, type Piece } from './pieces.ts';

const W = 'A-Za-z0-9_\\u0080-\\uffff';
const MONTHS: readonly (readonly string[])[] = [
  ['january', 'jan'],
  ['february', 'feb'],
  ['march', 'mar'],
  ['april', 'apr'],
  ['may'],
  ['june', 'jun'],
  ['july', 'jul'],
  ['august', 'aug'],
  ['september', 'sept', 'sep'],
  ['october', 'oct'],
  ['november', 'nov'],
  ['december', 'dec'],
];
const MONTH = `(?:${MONTHS.flat().join('|')})`;
const DAY = '\\d{1,2}(?:st|nd|rd|th)?';
const YEAR = '(?:,? \\d{4})?';

const two = (digits: string): string => (digits.length < 2 ? `0${digits}` : digits);

/** A found date in its form, or nothing when there is no such month or day. */
function dated(piece: Piece): Piece[] {
  const text = piece.form.toLowerCase();
  const iso = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text);
  const month =
    iso?.[2] ??
    two(
      String(
        MONTHS.findIndex((names) =>
          names.some((name) => new RegExp(`(^|[^a-z])${name}([^a-z]|$)`).test(text)),
        ) + 1,
      ),
    );
  const day = iso?.[3] ?? two(/(^|[^\d])(\d{1,2})(?!\d)/.exec(text)?.[2] ?? '');
  const year = iso?.[1] ?? /\d{4}$/.exec(text)?.[0] ?? '-';
  if (Number(month) < 1 || Number(month) > 12 || Number(day) < 1 || Number(day) > 31) return [];
  return [{ ...piece, form: `${year}-${month}-${day}` }];
}

/** RFC-0005 section 14.4. */
export const datesIn = (text: string): Piece[] =>
  [
    ...find(`(?<![${W}.-])\\d{4}-\\d{2}-\\d{2}(?![0-9A-SU-Za-z_\\u0080-\\uffff-])`, '', text),
    ...find(`(?<![${W}])${MONTH}\\.? ${DAY}${YEAR}(?![${W}]|[.,:]\\d)`, 'i', text),
    ...find(`(?<![${W}.,:/-])${DAY} (?:of )?${MONTH}\\.?${YEAR}(?![${W}]|[.,:]\\d)`, 'i', text),
  ].flatMap(dated);
