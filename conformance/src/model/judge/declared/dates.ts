import { datesIn } from '../typed/dates.ts';
import { isOf } from '../text.ts';

const padded = (value: number, digits: number): string => String(value).padStart(digits, '0');

/** Whether a year of the Gregorian calendar has 366 days. */
const isLong = (year: number): boolean => (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;

function monthLength(year: number, month: number): number {
  if (month === 2) return isLong(year) ? 29 : 28;
  return [4, 6, 9, 11].includes(month) ? 30 : 31;
}

/** How many days a day `YYYY-MM-DD` is after 0001-01-01, or `null` when there is no such day. */
function numberOfDay(text: string): number | null {
  const [year = 0, month = 0, day = 0] = text.split('-').map(Number);
  if (year < 1 || month < 1 || month > 12 || day < 1 || day > monthLength(year, month)) return null;
  let days = day - 1;
  for (let before = 1; before < month; before++) days += monthLength(year, before);
  for (let before = 1; before < year; before++) days += isLong(before) ? 366 : 365;
  return days;
}

/** The day that is so many after 0001-01-01, or `null` beyond the year 9999. */
function dayOf(number: number): string | null {
  if (number < 0) return null;
  let days = number;
  let year = 1;
  for (; days >= (isLong(year) ? 366 : 365); year++) days -= isLong(year) ? 366 : 365;
  if (year > 9999) return null;
  let month = 1;
  for (; days >= monthLength(year, month); month++) days -= monthLength(year, month);
  return `${padded(year, 4)}-${padded(month, 2)}-${padded(days + 1, 2)}`;
}

/** `hh:mm` or `hh:mm:ss` as its numbers, or `null`. */
function clock(text: string, parts: number): readonly number[] | null {
  const all = text.split(':');
  if (all.length !== parts || !all.every((part) => part.length === 2 && isOf('0123456789', part)))
    return null;
  const numbers = all.map(Number);
  return (numbers[0] ?? 0) <= 23 && numbers.slice(1).every((one) => one <= 59) ? numbers : null;
}

/** RFC-0005 section 15.2, the second row. */
function instant(text: string): string | null {
  if (text[10] !== 'T' && text[10] !== ' ') return null;
  const date = text.slice(0, 10);
  if (!/^[0-9]{4}-[0-9]{2}-[0-9]{2}$/.test(date)) return null;
  const day = numberOfDay(date);
  const time = clock(text.slice(11, 19), 3);
  if (day === null || time === null) return null;
  let rest = text.slice(19);
  let fraction = '';
  if (rest.startsWith('.')) {
    const zone = rest.split('').findIndex((unit, at) => at > 0 && !isOf('0123456789', unit));
    fraction = rest.slice(1, zone === -1 ? rest.length : zone);
    if (fraction.length < 1 || fraction.length > 9) return null;
    rest = rest.slice(1 + fraction.length);
  }
  let ahead = 0;
  if (rest !== 'Z') {
    const distance = clock(rest.slice(1), 2);
    if (distance === null || !'+-'.includes(rest[0] ?? '?')) return null;
    ahead = ((distance[0] ?? 0) * 60 + (distance[1] ?? 0)) * (rest.startsWith('+') ? 1 : -1);
  }
  const [hours = 0, minutes = 0, seconds = 0] = time;
  const minute = day * 1440 + hours * 60 + minutes - ahead;
  const utc = dayOf(Math.floor(minute / 1440));
  if (utc === null) return null;
  const ofDay = minute - Math.floor(minute / 1440) * 1440;
  while (fraction.endsWith('0')) fraction = fraction.slice(0, -1);
  const at = [Math.floor(ofDay / 60), ofDay % 60, seconds].map((one) => padded(one, 2)).join(':');
  return `${utc}T${at}${fraction === '' ? '' : `.${fraction}`}Z`;
}

/** RFC-0005 section 15.2, of a folded text. */
export function dateForm(text: string): string | null {
  const whole = datesIn(text).find(({ from, to }) => from === 0 && to === text.length);
  if (whole === undefined) return instant(text);
  return whole.form.startsWith('--') || numberOfDay(whole.form) === null ? null : whole.form;
}
