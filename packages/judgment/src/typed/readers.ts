import { isMail } from '../extract/mail.ts';
import { lowerAscii } from '../lib/text.ts';
import { bareNames } from './bare.ts';
import { readDates } from './date.ts';
import { readDecimal, writeDecimal } from './decimal.ts';
import { blank, matches, withoutEnd, type Found } from './text.ts';
import { CURRENCIES, MEASURES, unitOf } from './units.ts';

/** Letters, digits, underscores; what is not ASCII counts as a letter. */
const W = 'A-Za-z0-9_\\u0080-\\uffff';

const ACCOUNT_TOKEN = /\[PII:(?:card|iban):[0-9a-f]{32}\]/g;
const ACCOUNT = new RegExp(`(?<![${W}-])[A-Za-z0-9]+(?:-[A-Za-z0-9]+)*(?![${W}-])`, 'g');

/** What stands for personal data: found as that, and as nothing else. */
const TOKENS = /\[(?:PII:[a-z_0-9]+|written):[0-9a-f]{32}\]/g;

/** A text without its tokens; positions stay. */
const plain = (text: string): string =>
  blank(
    text,
    matches(TOKENS, text, ([token]) => token),
  );

function accountForm(text: string): string | null {
  const form = text.replaceAll('-', '').replace(/[a-z]+/g, (small) => small.toUpperCase());
  const digits = form.replace(/\D/g, '').length;
  return form.length >= 8 && form.length <= 34 && digits >= 6 ? form : null;
}

/** Account numbers: tokens of them, and runs of 8 to 34 letters and digits, six digits at least, that are no date. */
export function readAccounts(text: string): Found[] {
  const undated = blank(text, readDates(text));
  const runs = matches(ACCOUNT, plain(text), ([run]) => accountForm(run));
  return [
    ...matches(ACCOUNT_TOKEN, text, ([token]) => token),
    ...runs.filter(({ start, end }) => undated.slice(start, end) === text.slice(start, end)),
  ];
}

const MAIL =
  /\[PII:email:[0-9a-f]{32}\]|(?<![A-Za-z0-9._%+@-])[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+(?![A-Za-z0-9@-])/g;

/** Mail addresses: tokens of them and plain ones. */
export const readMails = (text: string): Found[] =>
  matches(MAIL, text, ([found]) => {
    if (!isMail(found)) return null;
    const at = found.lastIndexOf('@');
    return at < 0 ? found : found.slice(0, at + 1) + lowerAscii(found.slice(at + 1));
  });

const SCHEMED = /(?<![A-Za-z0-9+.-])[A-Za-z][A-Za-z0-9+.-]*:\/\/([^\s/?#"'<>()[\]{}|\\^`,;]*)[^\s"'<>]*/g;
const ADDRESS = /\[PII:ip:[0-9a-f]{32}\]/g;

/** Endings of file names that are no top-level domain. */
const FILE_ENDINGS: ReadonlySet<string> = new Set(
  'bak bmp conf cpp css csv doc docx gif gz htm html ini ipynb java jpeg jpg js json jsonl jsx log mkv mp3 mp4 odt ogg pdf php png ppt pptx rar rtf sql svg tar tex tiff toml ts tsx txt wav webp xls xlsx xml yaml yml'.split(
    ' ',
  ),
);

/** A host as it stands in running text: a capital behind a dot begins a sentence, when what is before it is small. */
function bareHost(found: string): string | null {
  const labels = found.split('.');
  const next = labels.findIndex(
    (label, at) => at > 1 && /^[A-Z]/.test(label) && /^[a-z0-9-]+$/.test(labels[at - 1] ?? ''),
  );
  const own = next === -1 ? labels : labels.slice(0, next);
  const last = lowerAscii(own.at(-1) ?? '');
  return FILE_ENDINGS.has(last) || /^\d+$/.test(last) ? null : lowerAscii(own.join('.'));
}

/** Hosts: of URLs of any scheme, with their port; and names of two labels or more that stand alone. */
export function readHosts(text: string): Found[] {
  const schemed = matches(SCHEMED, text, ([, authority = '']) => {
    const host = withoutEnd(lowerAscii(authority), '.:');
    // An authority with credentials, in brackets or empty is a host nobody named in plain words.
    return host === '' || host.includes('@') ? '?' : host;
  });
  const rest = plain(blank(text, schemed));
  return [
    ...schemed,
    ...bareNames(rest).flatMap(({ start, end }) => {
      const form = bareHost(rest.slice(start, end));
      return form === null ? [] : [{ form, start, end }];
    }),
    ...matches(ADDRESS, text, ([token]) => token),
  ];
}

const URL_TEXT = /(?<![A-Za-z0-9+.-])(https):\/\/([^\s/?#"'<>`{}|\\^]+)([^\s"'<>`{}|\\^]*)/gi;

/** https URLs, whole; punctuation at the end is of the sentence. */
export const readUrls = (text: string): Found[] =>
  matches(URL_TEXT, text, ([found, , host = '', rest = '']) => {
    const tail = withoutEnd(rest, '.,;:!?)]');
    return found.includes('@') ? null : `https://${lowerAscii(host)}${tail === '/' ? '' : tail}`;
  });

const ID_WORD = `(?<![${W}])(?:[Ii][Dd]s?|[Nn]umber|[Nn]o\\.|[Nn]r\\.|#)`;
const CURRENCY = `[$€£¥₹]|${CURRENCIES.join('|')}`;
const UNIT = `%|[$€£¥₹]|(?:${[...CURRENCIES, ...MEASURES, 'dollars?', 'euros?', 'pounds?', 'yen', 'rupees', 'francs'].join('|')})(?![${W}])`;
const AMOUNT = new RegExp(
  `(${ID_WORD}[ :=#]{0,3})?(?<![${W}.,:/#@+-])(${CURRENCY})? ?(?<!\\d)(\\d{1,3}(?:,\\d{3})+|\\d{1,15})(\\.\\d{1,6})?(?: ?(${UNIT}))?(?![${W}]|[.,:/-]\\d|-[A-Za-z])`,
  'g',
);

/** Amounts with their unit: `12.5`, `10 %`, `30000 USD`. A number of a date, a time, an id or a name is none. */
export function readAmounts(text: string): Found[] {
  return matches(
    AMOUNT,
    blank(text, readDates(text)),
    ([, id, before, whole = '', fraction = '', behind]) => {
      if (id !== undefined) return null;
      const value = readDecimal(whole.replaceAll(',', '') + fraction);
      const unit = unitOf(before ?? behind);
      return value === null ? null : `${writeDecimal(value)}${unit === '' ? '' : ` ${unit}`}`;
    },
  );
}

const QUOTED = new RegExp(`"([^"]{1,256})"|(?<![${W}])'([^']{1,256})'(?![${W}])|\`([^\`]{1,256})\``, 'g');

/** What stands between quotation marks, as it is. */
export const readQuoted = (text: string): Found[] =>
  matches(QUOTED, text, ([, double, single, back]) => double ?? single ?? back ?? null);

const RUN = new RegExp(`(?<![${W}./#@:+-])[A-Za-z0-9][A-Za-z0-9._/#@:+-]*(?![${W}])`, 'g');
const NUMBERED = new RegExp(`${ID_WORD}[ :=#]{0,3}(\\d{1,18})(?![${W}]|[.,]\\d)`, 'g');
const ANY_TOKEN = /\[PII:[a-z_0-9]+:[0-9a-f]{32}\]/g;

/** Identifiers: quoted ones, runs with a letter and a digit or a sign, numbers behind a word that says so, tokens. */
export const readIdentifiers = (text: string): Found[] => [
  ...readQuoted(text),
  ...matches(RUN, plain(text), ([run]) => {
    const form = withoutEnd(run, '._/#@:+-');
    return /[A-Za-z]/.test(form) && /[0-9._/#@:+-]/.test(form) ? form : null;
  }),
  ...matches(NUMBERED, plain(text), ([, digits = '']) => digits),
  ...matches(ANY_TOKEN, text, ([token]) => token),
];

const PATH = new RegExp(`(?<![${W}./~-])[~./]?[A-Za-z0-9_.+-]*(?:/[A-Za-z0-9_.+-]+)*(?![${W}])`, 'g');

/** Paths and names of files: quoted, or with a slash or an ending. */
export const readPaths = (text: string): Found[] => [
  ...readQuoted(text),
  ...matches(PATH, plain(text), ([run]) => {
    const form = withoutEnd(run, '.');
    const isPath = form.includes('/') || /[A-Za-z0-9_-]\.[A-Za-z0-9]{1,8}$/.test(form);
    return isPath && !form.split('/').includes('..') ? form : null;
  }),
];
