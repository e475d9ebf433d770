import type { PiiType } from './types.ts';

const PRINTABLE = /^[\x20-\x7e]+$/;
const compact = (text: string): string => text.replace(/[ -]/g, '').toLowerCase();

/** Digits without what a country writes before them: `+49 (0)30`, `0049 30` and `030` end alike. */
const dialled = (text: string): string => text.replace('(0)', '').replace(/\D/g, '').replace(/^0+/, '');

/**
 * Whether personal data is written as itself, give or take capitals and separators. Whoever acts on a text acts on what
 * is written: `a%64a@example.org` and `ada@example.org@evil.example` are found as Ada's address and are not hers.
 *
 * @param written - The stretch of the text that was found.
 * @param normalised - What it was found to be.
 */
export function isPlain(type: PiiType, normalised: string, written: string): boolean {
  if (!PRINTABLE.test(written)) return false;
  switch (type) {
    case 'email':
      return !written.includes('"') && written.toLowerCase() === normalised;
    case 'phone':
      return /^[0-9+(). -]+$/.test(written) && dialled(normalised).endsWith(dialled(written));
    case 'key':
      return written === normalised;
    default:
      return compact(written) === compact(normalised);
  }
}
