import { matches, type Found } from './text.ts';

const MONTHS = 'january february march april may june july august september october november december'.split(
  ' ',
);
const NAME =
  '(jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sep(?:t(?:ember)?)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)';
const DAY = '(\\d{1,2})(?:st|nd|rd|th)?';
const W = 'A-Za-z0-9_\\u0080-\\uffff';

const ISO = /(?<![A-Za-z0-9_\u0080-\uffff.-])(\d{4})-(\d{2})-(\d{2})(?![0-9A-SU-Za-z_\u0080-\uffff-])/g;
const MONTH_FIRST = new RegExp(`(?<![${W}])${NAME}\\.? ${DAY}(?:,? (\\d{4}))?(?![${W}]|[.,:]\\d)`, 'gi');
const DAY_FIRST = new RegExp(
  `(?<![${W}.,:/-])${DAY} (?:of )?${NAME}\\.?(?:,? (\\d{4}))?(?![${W}]|[.,:]\\d)`,
  'gi',
);

const two = (value: number): string => String(value).padStart(2, '0');

function form(year: string | undefined, month: number, day: number): string | null {
  if (month < 1 || month > 12 || day < 1 || day > 31) return null;
  return `${year ?? '-'}-${two(month)}-${two(day)}`;
}

const monthOf = (name: string): number =>
  MONTHS.findIndex((month) => month.startsWith(name.toLowerCase().slice(0, 3))) + 1;

/** Dates: `2024-05-15`, `May 15th, 2024`, `15 May`. One without a year has the form `--05-15`. Slashes are read by nobody alike. */
export function readDates(text: string): Found[] {
  return [
    ...matches(ISO, text, ([, year, month, day]) => form(year, Number(month), Number(day))),
    ...matches(MONTH_FIRST, text, ([, name = '', day, year]) => form(year, monthOf(name), Number(day))),
    ...matches(DAY_FIRST, text, ([, day, name = '', year]) => form(year, monthOf(name), Number(day))),
  ];
}

/** Whether a date is one of some, where one without a year is of every year. */
export const isDateAmong = (date: string, forms: ReadonlySet<string>): boolean =>
  forms.has(date) || forms.has(`--${date.slice(-5)}`);
