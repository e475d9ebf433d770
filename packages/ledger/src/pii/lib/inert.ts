import { FILLER } from './view.ts';

/**
 * What looks like digits and is known to be nobody's data: UUIDs, digests that name their algorithm, trace contexts,
 * dates and timestamps. Every alternative has a bounded length.
 */
export const INERT_PATTERNS = [
  String.raw`(?<![0-9A-Za-z])[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}(?![0-9A-Za-z])`,
  String.raw`(?<![0-9A-Za-z])(?:md5|sha1|sha-1|sha256|sha-256|sha384|sha512|blake3)[:=-][0-9a-fA-F]{32,128}(?![0-9A-Za-z])`,
  String.raw`(?<![0-9A-Za-z])00-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}(?![0-9A-Za-z])`,
  String.raw`(?<![0-9A-Za-z.-])[0-9]{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12][0-9]|3[01])(?:[Tt ][0-2][0-9]:[0-5][0-9](?::[0-6][0-9](?:[.,][0-9]{1,9})?)?(?:[Zz]|[+-][0-2][0-9]:?[0-5][0-9])?)?(?![0-9A-Za-z]|-[0-9])`,
  String.raw`(?<![0-9A-Za-z./-])[0-3]?[0-9]([./-])[0-3]?[0-9]\1(?:19|20)[0-9]{2}(?: [0-2]?[0-9]:[0-5][0-9](?::[0-5][0-9])?)?(?![0-9A-Za-z]|[./-][0-9])`,
];
const INERT = new RegExp(INERT_PATTERNS.join('|'), 'g');

/** The text, of the same length, with what is inert overwritten. */
export function quieten(text: string): string {
  return !/[0-9]/.test(text) ? text : text.replace(INERT, (found) => FILLER.repeat(found.length));
}
