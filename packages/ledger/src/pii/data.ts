import * as card from './detectors/card.ts';
import * as email from './detectors/email.ts';
import * as iban from './detectors/iban.ts';
import * as ip from './detectors/ip.ts';
import * as key from './detectors/key.ts';
import { OWN_NUMBER, PHONE_SEPARATOR } from './detectors/phone.ts';
import { SSN_WORDS } from './detectors/ssn.ts';
import * as bytes from './lib/bytes.ts';
import * as fold from './lib/fold.ts';
import { RUN_SEPARATOR } from './lib/groups.ts';
import { INERT_PATTERNS } from './lib/inert.ts';
import type { Vocabulary } from './lib/labels.ts';
import * as plans from './lib/phone-plans.ts';
import { CALLING_CODES, NATIONAL_PLANS } from './lib/phone-table.ts';
import * as words from './lib/phone-words.ts';
import * as runs from './lib/runs.ts';
import * as escapes from './lib/unescape.ts';

/** A pattern as it is published: `/…/` and its flags, without those that only say how it is applied. */
const pattern = (regex: RegExp): string => `/${regex.source}/${regex.flags.replace(/[gy]/g, '')}`;

/** Words by what they mean, and those that may stand between them and what they are about. */
function wordsOf({ words: meanings, between }: Vocabulary<string>) {
  const lists: Record<string, string[]> = {};
  for (const [word, meaning] of meanings) (lists[meaning] ??= []).push(word);
  return { ...lists, between: [...between].filter((word) => word !== '') };
}

/** Everything the detectors decide by, as it is published in schemas/tables/pii.json (RFC-0003). */
export const PII_DATA = {
  folding: {
    invisible: pattern(fold.INVISIBLE),
    space: pattern(fold.SPACE),
    dash: pattern(fold.DASH),
    dot: pattern(fold.DOT),
    zeros: fold.ZEROS.map((code) => `U+${code.toString(16).toUpperCase().padStart(4, '0')}`),
  },
  escapes: {
    escape: pattern(escapes.ESCAPE),
    references: escapes.NAMED,
    controls: escapes.CONTROL,
  },
  runs: {
    hex: pattern(runs.HEX),
    spaced_hex: pattern(runs.SPACED_HEX),
    base64: pattern(runs.BASE64),
    unreadable: pattern(bytes.UNREADABLE),
    utf16_little_endian: pattern(bytes.LITTLE_ENDIAN),
    utf16_big_endian: pattern(bytes.BIG_ENDIAN),
  },
  inert: INERT_PATTERNS.map((source) => `/${source}/`),
  digits: { separator: pattern(RUN_SEPARATOR) },
  key: {
    prefixes: key.KEY_PREFIXES,
    jwt: pattern(key.JWT),
    private_key_begin: pattern(key.PEM_BEGIN),
    private_key_end: pattern(key.PEM_END),
    bearer: pattern(key.BEARER),
    basic: pattern(key.BASIC),
    authority_end: pattern(key.AUTHORITY_END),
  },
  iban: {
    head: pattern(iban.IBAN_HEAD),
    separator: pattern(iban.IBAN_SEPARATOR),
    countries: iban.IBANS,
  },
  card: {
    separator: pattern(card.CARD_SEPARATOR),
    layouts: card.CARD_LAYOUTS,
    glued_before: pattern(card.GLUED_BEFORE),
    glued_after: pattern(card.GLUED_AFTER),
    issuers: card.ISSUERS,
  },
  email: {
    local: pattern(email.MAIL_LOCAL),
    edge: pattern(email.MAIL_EDGE),
    domain: pattern(email.MAIL_DOMAIN),
    scale: pattern(email.MAIL_SCALE),
    userinfo: pattern(email.MAIL_USERINFO),
  },
  ssn: { words: wordsOf(SSN_WORDS) },
  ip: { version_4: pattern(ip.V4), version_6: pattern(ip.V6), words: wordsOf(ip.VERSION_WORDS) },
  phone: {
    separator: pattern(PHONE_SEPARATOR),
    words: wordsOf(words.PHONE_WORDS),
    own_number: pattern(OWN_NUMBER),
    after: pattern(words.PHONE_AFTER),
    extension: pattern(words.EXTENSION),
    money_before: pattern(words.MONEY_BEFORE),
    unit_after: pattern(words.UNIT_AFTER),
    calling_codes: CALLING_CODES.map(([code, region, lengths]) => ({
      code,
      region,
      lengths: lengths.split(' ').map(Number),
    })),
    plans: NATIONAL_PLANS.map(({ region, code, trunk, pattern: source }) => ({
      region,
      code,
      trunk,
      pattern: source,
    })),
    north_american: pattern(plans.NANP),
    with_zero: plans.WITH_ZERO,
    layouts: plans.PHONE_LAYOUTS,
    whole: Object.fromEntries(
      Object.entries(plans.WHOLE_NUMBERS).map(([region, whole]) => [region, pattern(whole)]),
    ),
  },
};
