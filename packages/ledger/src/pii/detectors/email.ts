import type { Detector, DetectorMatch } from '../types.ts';

export const MAIL_LOCAL = /[\p{L}\p{N}\p{M}_.+'~!#$^-]/u;
/** Allowed inside a local part, but at its edge rather punctuation of the sentence around it. */
export const MAIL_EDGE = /^[.'~!#$^-]+/;
export const MAIL_DOMAIN =
  /(?:[\p{L}\p{N}](?:[\p{L}\p{N}\p{M}-]{0,62})\.){1,32}(?:xn--[a-z0-9-]{2,59}|[\p{L}\p{M}]{2,63})/iuy;
/** `icon@2x.png`: a picture's scale, not an address. */
export const MAIL_SCALE = /^[0-9]+x\./i;
/** `scheme://user:password@host` holds a credential, which the detector of keys takes; the host is nobody's. */
export const MAIL_USERINFO = /:\/\/[^\s/@:]{0,128}:[^\s/]{0,256}$/;
const LONGEST_LOCAL = 64;
const LONGEST_DOMAIN = 253;

/** Mail addresses, internationalised ones included. */
export const emailDetector: Detector = {
  type: 'email',
  *find(text) {
    for (let at = text.indexOf('@'); at !== -1; at = text.indexOf('@', at + 1)) {
      const found = read(text, at);
      if (found !== undefined) yield found;
    }
  },
};

function read(text: string, at: number): DetectorMatch | undefined {
  const local = text.charAt(at - 1) === '"' ? quoted(text, at) : plain(text, at);
  if (local === '') return undefined;
  const before = text.slice(Math.max(0, at - 256), at);
  if (before.includes('://') && MAIL_USERINFO.test(before)) return undefined;
  MAIL_DOMAIN.lastIndex = at + 1;
  const written = MAIL_DOMAIN.exec(text)?.[0];
  if (written === undefined || written.length > LONGEST_DOMAIN || MAIL_SCALE.test(written)) return undefined;
  // git@host:path is how a repository is named; the local part is the same for everybody.
  if (local === 'git') return undefined;
  const domain = lower(written);
  return {
    start: at - local.length,
    end: at + 1 + written.length,
    normalised: `${lower(local)}@${domain}`,
    features: { domain },
  };
}

/** Each code point by itself: what a whole text does to the last sigma of a word, or to a dotted I, is left out. */
function lower(text: string): string {
  let lowered = '';
  for (const char of text) lowered += char === '\u0130' ? 'i' : char.toLowerCase();
  return lowered;
}

function plain(text: string, at: number): string {
  let start = at;
  while (start > 0 && at - start < LONGEST_LOCAL && MAIL_LOCAL.test(text.charAt(start - 1))) start -= 1;
  return text.slice(start, at).replace(MAIL_EDGE, '');
}

/** `"a b"@example.com`: from the opening quotation mark on the same line. */
function quoted(text: string, at: number): string {
  const open = text.lastIndexOf('"', at - 2);
  if (open === -1 || open < at - LONGEST_LOCAL - 2 || text.slice(open, at).includes('\n')) return '';
  return at - open > 2 ? text.slice(open, at) : '';
}
