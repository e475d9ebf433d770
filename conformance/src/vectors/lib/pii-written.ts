import type { CaseSource } from '../types.ts';
import { altered, asked, KEY, missed, R } from './pii-claims.ts';

/** A datum of each type, in a text of its own. */
const DATA = {
  card: 'card 4111111111111111 now',
  iban: 'iban DE89370400440532013000 now',
  email: 'mail ada@example.org now',
  ssn: 'ssn 460-89-9847 now',
  ip: 'from 203.0.113.7 now',
  phone: 'call +442079460958 now',
  key: 'key ghp_abcdefghij0123456789 now',
} as const;

const bytes = (text: string): Buffer => Buffer.from(text, 'utf8');
const each = (text: string, how: (code: number, char: string) => string): string =>
  text.replace(/[!-~]/g, (char) => how(char.charCodeAt(0), char));
const hex = (code: number, size: number): string => code.toString(16).padStart(size, '0');

/** Ways of writing a text otherwise, with the requirement that says they are read. */
const WAYS: readonly (readonly [
  name: string,
  title: string,
  requirement: keyof typeof R,
  write: (text: string) => string,
])[] = [
  [
    'full-width',
    'full-width characters',
    'folded',
    (text) => each(text, (code) => String.fromCharCode(code + 0xfee0)),
  ],
  [
    'zero-width',
    'a zero-width space behind each character',
    'folded',
    (text) => each(text, (_, char) => `${char}\u200b`),
  ],
  [
    'percent',
    'each character percent-encoded',
    'escapes',
    (text) => each(text, (code) => `%${hex(code, 2)}`),
  ],
  [
    'html',
    'each character an HTML reference',
    'escapes',
    (text) => each(text, (code) => `&#x${hex(code, 2)};`),
  ],
  ['json', 'each character a JSON escape', 'escapes', (text) => each(text, (code) => `\\u${hex(code, 4)}`)],
  ['base64', 'in base64', 'runs', (text) => bytes(text).toString('base64')],
  [
    'base64url-shifted',
    'in base64url behind a path',
    'runs',
    (text) => `a/b${bytes(text).toString('base64url')}`,
  ],
  ['hex', 'in hexadecimal', 'runs', (text) => bytes(text).toString('hex')],
  [
    'hex-spaced',
    'in hexadecimal, bytes apart',
    'runs',
    (text) =>
      bytes(text)
        .toString('hex')
        .replace(/..(?=.)/g, '$&:'),
  ],
  ['utf16', 'in UTF-16 and base64', 'runs', (text) => Buffer.from(text, 'utf16le').toString('base64')],
  [
    'twice',
    'percent-encoded, then base64',
    'depth',
    (text) => bytes(each(text, (code) => `%${hex(code, 2)}`)).toString('base64'),
  ],
];

/** The odd ones: one character of a datum written otherwise. */
const ODD: readonly (readonly [string, string, keyof typeof R, string])[] = [
  ['fold-arabic-digits', 'digits of another script', 'folded', '٤١١١١١١١١١١١١١١١'],
  ['fold-soft-hyphen', 'soft hyphens', 'folded', 'ada\u00ad@exam\u00adple.org'],
  ['fold-combining', 'a combining mark that composes with nothing', 'folded', 'a\u0338da@example.org'],
  ['fold-dashes', 'dashes of three kinds', 'folded', '460\u201389\u22129847'],
  ['fold-ideographic-stop', 'a full stop of another script', 'folded', 'ada@example\u3002org'],
  ['fold-no-break-space', 'spaces that do not break', 'folded', '4111\u00a01111\u00a01111\u00a01111'],
  ['fold-mathematical', 'mathematical digits beyond the basic plane', 'folded', '460-89-𝟗𝟖𝟒𝟕'],
  ['escape-commat', 'a reference by name', 'escapes', 'ada&commat;example&period;org'],
  ['escape-shy', 'a reference that stands for nothing', 'escapes', 'ad&shy;a@example.org'],
  ['escape-braces', 'an escape in braces', 'escapes', 'ada\\u{40}example.org'],
  ['escape-utf8', 'several bytes that are one character', 'escapes', 'j%C3%BCrgen@example.org'],
  ['escape-latin', 'a byte that is no UTF-8', 'escapes', 'j%FCrgen@example.org'],
  [
    'escape-decimal-open',
    'a reference without its semicolon',
    'escapes',
    'ada&#64 example.org ada&#64example.org',
  ],
  ['escape-unknown', 'a name that is not in the table', 'escapes', 'ada&at;example.org bob@example.org'],
  ['run-odd-digit', 'a hexadecimal digit before it', 'runs', `f${bytes('ada@example.org').toString('hex')}`],
  [
    'run-0x',
    'bytes as a program writes them',
    'runs',
    '0x61,0x64,0x61,0x40,0x62,0x2e,0x65,0x78,0x61,0x6d,0x70,0x6c,0x65',
  ],
  [
    'run-lines',
    'base64 over two lines',
    'runs',
    `${bytes(`${'.'.repeat(45)}mail ada@example.org`)
      .toString('base64')
      .replace(/^.{60}/, '$&\n')}`,
  ],
  ['depth-two-percent', 'percent-encoded twice', 'depth', 'ada%2540example.org'],
  [
    'depth-base64-hex',
    'base64 of hexadecimal',
    'depth',
    bytes(bytes('ada@example.org').toString('hex')).toString('base64'),
  ],
];

/** Encodings inside each other, one too many; what is too short; what only looks encoded. */
const UNREAD: readonly (readonly [string, string, keyof typeof R, string])[] = [
  ['unread-three', 'encoded three times', 'depth', 'ada%252540example.org'],
  [
    'unread-short-base64',
    'fewer than sixteen characters of base64',
    'runs',
    bytes('a@b.example').toString('base64'),
  ],
  ['unread-short-hex', 'fewer than sixteen hexadecimal digits', 'runs', bytes('a@b.org').toString('hex')],
  ['unread-escape-beyond', 'a code point there is not', 'escapes', 'ada&#x110040;example.org'],
];

/** Texts written otherwise. */
export function writtenCases(): CaseSource[] {
  const types = Object.keys(DATA) as (keyof typeof DATA)[];
  const ways = WAYS.flatMap(([name, title, requirement, write], way) =>
    types.map((type, at): CaseSource => {
      const one = {
        id: `${type}-${name}`,
        title: `${type}: ${title}`,
        requirements: [R[requirement], R[type]],
        text: write(DATA[type]),
      };
      if ((way + at) % 2 === 0) return missed(one, `${title}: not read`);
      return asked(one);
    }),
  );
  const plainly = types.map((type) =>
    asked({
      id: `${type}-plain`,
      title: `${type}: as it is`,
      requirements: [R[type], R.token],
      text: DATA[type],
    }),
  );
  const odd = ODD.map(([id, title, requirement, text], at) => {
    const one = { id, title, requirements: [R[requirement]], text };
    return at % 4 === 3 ? missed(one, `${title}: not read`) : asked(one);
  });
  const unread = UNREAD.map(([id, title, requirement, text]) =>
    asked({ id, title, requirements: [R[requirement]], text }),
  );
  const chain = (size: number): string => `shpat_${'0123456789abcdef'.repeat(2)}`.repeat(size);
  return [
    ...plainly,
    ...ways,
    ...odd,
    ...unread,
    altered(
      {
        id: 'stretch-run-whole',
        title: 'a run goes as a whole',
        requirements: [R.runs],
        text: `x ${bytes('to ada@example.org').toString('base64')} y`,
      },
      { start: 6 },
      'only the characters that hold the datum are replaced',
    ),
    altered(
      {
        id: 'form-full-width',
        title: 'the normal form of a disguised one',
        requirements: [R.folded, R.token],
        text: 'ada＠example.org',
      },
      { normalised: 'ada＠example.org' },
      'the normal form is of the text as it is written',
    ),
    altered(
      {
        id: 'stretch-percent',
        title: 'the escapes are covered whole',
        requirements: [R.escapes],
        text: 'to ada@example.or%67',
      },
      { end: 18 },
      'the place in the unescaped text is taken for the place in the text',
    ),
    asked({
      id: 'again-fifteen',
      title: 'fifteen that each free the next',
      requirements: [R.again],
      text: chain(15),
    }),
    {
      id: 'again-sixteen',
      title: 'sixteen that each free the next',
      requirements: [R.again],
      input: { key: KEY, text: chain(16) },
      refused: 'chained',
      mistake: 'the search goes on, or what is left after some rounds stays in clear',
    },
  ];
}
