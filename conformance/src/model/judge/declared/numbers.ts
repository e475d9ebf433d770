import { isOf } from '../text.ts';

const DIGITS = '0123456789';

/** A number in millionths. */
export type Millionths = bigint;

const isDigits = (text: string, least: number, most: number): boolean =>
  text.length >= least && text.length <= most && isOf(DIGITS, text);

/** A number of a text in millionths, or `null` (RFC-0005 section 15.1). */
export function numberIn(text: string): Millionths | null {
  const [whole = '', fraction, ...more] = text.split('.');
  if (more.length > 0) return null;
  if (fraction !== undefined && !isDigits(fraction, 1, 6)) return null;
  const [first = '', ...groups] = whole.split(',');
  if (!isDigits(first, 1, groups.length > 0 ? 3 : 15)) return null;
  if (first.startsWith('0') && (first !== '0' || groups.length > 0)) return null;
  if (!groups.every((group) => isDigits(group, 3, 3))) return null;
  const digits = [first, ...groups].join('');
  if (digits.length > 15) return null;
  if (groups.length === 1 && fraction === undefined) return null;
  if (groups.length === 0 && first !== '0' && first.length <= 3 && fraction?.length === 3) return null;
  return BigInt(digits + (fraction ?? '').padEnd(6, '0'));
}

/** A text divided where its number begins or ends: what stands before, the number, what stands behind. */
export function divided(text: string): readonly [before: string, number: string, behind: string] {
  const points = text.split('');
  const isPart = (unit: string): boolean => `${DIGITS},.`.includes(unit);
  const from = points.findIndex(isPart);
  if (from === -1) return [text, '', ''];
  const end = points.findIndex((unit, at) => at > from && !isPart(unit));
  const to = end === -1 ? text.length : end;
  return [text.slice(0, from), text.slice(from, to), text.slice(to)];
}
