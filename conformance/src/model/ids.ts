/** The last millisecond that an id can hold. */
const LAST_ID_MS = 281_474_976_710_655;
/** The last millisecond of the year 9999. */
const LAST_TIME_MS = 253_402_300_799_999;
const DAY = 86_400_000;

/** A UUID of version 7 from its parts (RFC-0002 section 7.1). */
function assemble(ms: number, counter: number, random: Uint8Array): string {
  const bits =
    ms.toString(2).padStart(48, '0') +
    '0111' +
    counter.toString(2).padStart(12, '0') +
    '10' +
    [...random]
      .map((byte) => byte.toString(2).padStart(8, '0'))
      .join('')
      .slice(2);
  const hex = BigInt(`0b${bits}`).toString(16).padStart(32, '0');
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

const isIdTime = (ms: number): boolean => Number.isInteger(ms) && ms >= 0 && ms <= LAST_ID_MS;

/** The ids made one after another at these times, ten bytes each; `null` when a time or the bytes do not do. */
export function idsAt(times: readonly number[], entropy: Uint8Array): readonly string[] | null {
  if (entropy.length !== times.length * 10) return null;
  const ids: string[] = [];
  let [lastMs, lastCounter] = [-1, 0];
  for (const [i, now] of times.entries()) {
    const drawn = entropy.subarray(i * 10, i * 10 + 10);
    let ms = Math.max(now, lastMs);
    if (ms === lastMs && lastCounter === 4095) ms += 1;
    if (!isIdTime(now) || !isIdTime(ms)) return null;
    const first = ((drawn[0] ?? 0) % 8) * 256 + (drawn[1] ?? 0);
    lastCounter = ms === lastMs ? lastCounter + 1 : first;
    lastMs = ms;
    ids.push(assemble(ms, lastCounter, drawn.subarray(2)));
  }
  return ids;
}

/** Whether a text is an id (RFC-0002 section 7.1). */
export const isId = (text: string): boolean =>
  /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/.test(text);

const isLeap = (year: number): boolean => (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
const daysOf = (year: number, month: number): number =>
  month === 2 ? (isLeap(year) ? 29 : 28) : [4, 6, 9, 11].includes(month) ? 30 : 31;

/** Milliseconds as they stand on the wire (RFC-0002 section 8.1), counted by days; `null` out of range. */
export function writeTime(ms: number): string | null {
  if (!Number.isInteger(ms) || ms < 0 || ms > LAST_TIME_MS) return null;
  let days = Math.floor(ms / DAY);
  let year = 1970;
  for (; days >= (isLeap(year) ? 366 : 365); year += 1) days -= isLeap(year) ? 366 : 365;
  let month = 1;
  for (; days >= daysOf(year, month); month += 1) days -= daysOf(year, month);
  const rest = ms % DAY;
  const pad = (value: number, width = 2): string => String(Math.floor(value)).padStart(width, '0');
  const clock = `${pad(rest / 3_600_000)}:${pad((rest / 60_000) % 60)}:${pad((rest / 1000) % 60)}`;
  return `${pad(year, 4)}-${pad(month)}-${pad(days + 1)}T${clock}.${pad(rest % 1000, 3)}Z`;
}

/** The milliseconds of a time on the wire, or which of both ways it is not one. */
export function readTime(text: string): number | 'spelling' | 'no-such-time' {
  const parts = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)\.(\d{3})Z$/.exec(text);
  if (parts === null) return 'spelling';
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0, milli = 0] = parts
    .slice(1)
    .map(Number);
  const exists =
    year >= 1970 && month >= 1 && month <= 12 && day >= 1 && day <= daysOf(year, month) && hour < 24;
  if (!exists || minute > 59 || second > 59) return 'no-such-time';
  let days = day - 1;
  for (let before = 1970; before < year; before += 1) days += isLeap(before) ? 366 : 365;
  for (let before = 1; before < month; before += 1) days += daysOf(year, before);
  return days * DAY + ((hour * 60 + minute) * 60 + second) * 1000 + milli;
}
