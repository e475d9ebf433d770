import { readDates } from '../typed/date.ts';

const DAY = /^(\d{4})-(\d{2})-(\d{2})$/;
const INSTANT =
  /^(\d{4}-\d{2}-\d{2})[T ]([01]\d|2[0-3]):([0-5]\d):([0-5]\d)(?:\.(\d{1,9}))?(?:Z|([+-])([01]\d|2[0-3]):([0-5]\d))$/;
const DAYS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

const isLeap = (year: number): boolean => year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
const daysIn = (year: number, month: number): number =>
  month === 2 && isLeap(year) ? 29 : (DAYS[month - 1] ?? 0);
const padded = (value: number, digits: number): string => String(value).padStart(digits, '0');
const written = (year: number, month: number, day: number): string =>
  `${padded(year, 4)}-${padded(month, 2)}-${padded(day, 2)}`;

/** A day there is, of the years 1 to 9999. */
function readDay(text: string): readonly [year: number, month: number, day: number] | null {
  const [year = 0, month = 0, day = 0] = (DAY.exec(text) ?? []).slice(1).map(Number);
  return year >= 1 && day >= 1 && day <= daysIn(year, month) ? [year, month, day] : null;
}

/** The day before or after one, or `null` beyond the years 1 to 9999. */
function shifted([year, month, day]: readonly [number, number, number], by: number): string | null {
  if (by === 0) return written(year, month, day);
  if (by > 0) {
    if (day < daysIn(year, month)) return written(year, month, day + 1);
    if (month < 12) return written(year, month + 1, 1);
    return year < 9999 ? written(year + 1, 1, 1) : null;
  }
  if (day > 1) return written(year, month, day - 1);
  if (month > 1) return written(year, month - 1, daysIn(year, month - 1));
  return year > 1 ? written(year - 1, 12, 31) : null;
}

function readInstant(text: string): string | null {
  const [, date, hours, minutes, seconds = '', fraction = '', sign, aheadHours = '0', aheadMinutes = '0'] =
    INSTANT.exec(text) ?? [];
  const day = date === undefined ? null : readDay(date);
  if (day === null) return null;
  const ahead = (Number(aheadHours) * 60 + Number(aheadMinutes)) * (sign === '-' ? -1 : 1);
  const minute = Number(hours) * 60 + Number(minutes) - ahead;
  const by = Math.floor(minute / 1440);
  const utc = shifted(day, by);
  if (utc === null) return null;
  const left = minute - by * 1440;
  const rest = fraction.replace(/0+$/, '');
  return `${utc}T${padded(Math.floor(left / 60), 2)}:${padded(left % 60, 2)}:${seconds}${rest === '' ? '' : `.${rest}`}Z`;
}

/** A day as `2026-11-03`, or an instant as `2026-11-03T09:00:00Z`; never the one for the other. */
export function readDate(text: string): string | null {
  const whole = readDates(text).find(({ start, end }) => start === 0 && end === text.length);
  if (whole === undefined) return readInstant(text);
  return readDay(whole.form) === null ? null : whole.form;
}
