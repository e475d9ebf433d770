import type { CaseSource } from '../types.ts';
import { altered, asked, missed, R, right, wrongly } from './pii-claims.ts';

import { FOUND, type Row } from './pii-found.ts';
import { NOT, WRONG_INERT } from './pii-not.ts';

/** Texts in plain form. */
export function textCases(): CaseSource[] {
  const one = (requirement: string, [id, title, text, label]: Row) => ({
    id,
    title,
    requirements: [R[requirement as keyof typeof R]],
    text,
    ...(label === undefined ? {} : { label }),
  });
  const plain = (id: string, title: string, requirement: keyof typeof R, text: string, label?: string) =>
    one(requirement, label === undefined ? [id, title, text] : [id, title, text, label]);
  return [
    ...Object.entries(FOUND).flatMap(([requirement, rows]) =>
      rows.map((row, at) => (at % 5 === 4 ? right(one(requirement, row)) : asked(one(requirement, row)))),
    ),
    ...Object.entries(NOT).flatMap(([requirement, rows]) =>
      rows.map(([id, title, text, written, normalised, mistake, label]) =>
        wrongly(
          one(requirement, label === undefined ? [id, title, text] : [id, title, text, label]),
          requirement === 'noPhone' ? 'phone' : requirement,
          written,
          normalised,
          mistake,
        ),
      ),
    ),
    ...WRONG_INERT.map(([type, id, title, text, written, normalised, mistake]) =>
      wrongly(one('inert', [id, title, text]), type, written, normalised, mistake),
    ),
    wrongly(
      plain(
        'not-phone-ordered-name',
        'a name that begins otherwise',
        'labels',
        '4155550132',
        'order_phone_id',
      ),
      'phone',
      '4155550132',
      '+14155550132',
      'label: the nearest word is not the one that counts',
    ),
    ...(
      [
        [
          'iban',
          'missed-iban-letter-behind',
          'gb82west12345698765432é',
          'letter: those beyond ASCII are in it',
        ],
        ['email', 'missed-quoted-separator', '"a\u2028b"@example.com', 'line: a line separator ends a line'],
        ['ssn', 'missed-ssn-nine-between', `ssn${' '.repeat(9)}460899847`, 'gap: eight units at most'],
        ['ip', 'missed-ip-mapped-loopback', '::ffff:127.0.0.1', 'mapped: nobody is who would be as IPv4'],
        ['ip', 'missed-ip-slash-letter', 'é/99.0.0.0', 'letter: those beyond ASCII name a browser'],
        ['phone', 'missed-phone-money', 'EUR (030) 90182000', 'money: looked for before the parenthesis'],
        ['phone', 'missed-phone-other', 'order +1 415 555 0132', 'other: hinders a calling code too'],
        [
          'phone',
          'missed-phone-other-named',
          'order 416 60 039 office',
          'other: hinders a name behind it too',
        ],
      ] as const
    ).map(([requirement, id, text, mistake]) =>
      missed(plain(id, 'something is found here', requirement, text), mistake),
    ),
    ...(
      [
        ['ip', 'form-ip-translated', '64:ff9b::192.0.2.33', { normalised: '64:ff9b::192.0.2.33' }],
        ['email', 'form-half-pair', '%22\\ud83d%22@example.org', { normalised: '"?"@example.org' }],
        ['phone', 'form-as-it-is', 'phone 000 800 251 3368', { normalised: '0008002513368' }],
        ['phone', 'form-trunk-zero-once', '+49 (0)30 (0)901820', { normalised: '+4930901820' }],
        ['overlap', 'type-key-card', 'Bearer 4111111111111111', { type: 'card' }],
        ['overlap', 'type-ip-phone', 'call 212.55.50.132', { type: 'phone' }],
      ] as const
    ).map(([requirement, id, text, change]) =>
      altered(
        plain(id, 'it is claimed to be something else', requirement, text),
        change,
        {
          'form-ip-translated': 'mixed: an IPv4 address is written in it',
          'form-half-pair': 'half: another character stands for half of a surrogate pair',
          'form-as-it-is': 'trunk: what begins with it is not tried as it is',
          'form-trunk-zero-once': 'zeros: each one in parentheses is left out',
          'type-key-card': 'order: that of the types, not that of the detectors',
          'type-ip-phone': 'order: that of the types, not that of the detectors',
        }[id],
      ),
    ),
    missed(
      plain(
        'missed-label-camel',
        'a name in camel case',
        'labels',
        '460899847',
        'customerSocialSecurityNumber',
      ),
      'label: capitals do not part words',
    ),
    missed(
      plain(
        'missed-phone-label-words',
        'words between the label and the number',
        'phone',
        'please call me at my work number 4155550132',
      ),
      'label: only the word right before counts',
    ),
    altered(
      plain('form-email-capitals', 'capitals', 'email', 'Ada@Example.ORG'),
      { normalised: 'Ada@example.org' },
      'the local part keeps its capitals',
    ),
    missed(
      plain(
        'missed-email-astral-domain',
        'letters beyond the basic plane',
        'email',
        'to bob@\u{10331}\u{10330}.example',
      ),
      'domain: units are matched and not code points',
    ),
    altered(
      plain(
        'stretch-email-astral-local',
        'a letter beyond the basic plane',
        'email',
        '\u{10331}bob@example.org',
      ),
      { start: 0 },
      'local: code points are matched and not units',
    ),
    altered(
      plain('form-ip-zeros', 'zeros written out', 'ip', '2001:db8:0:0:0:0:0:9'),
      { normalised: '2001:db8:0:0:0:0:0:9' },
      'the address stays as it is written',
    ),
    altered(
      plain('form-ip-mapped', 'an IPv4 address as IPv6', 'ip', '::ffff:198.51.100.9'),
      { normalised: '::ffff:c633:6409' },
      'an IPv4-mapped address is not taken for the IPv4 address',
    ),
    altered(
      plain('form-phone-national', 'a national form', 'phone', '020 7946 0959'),
      { normalised: '02079460959' },
      'the calling code is not put before it',
    ),
    altered(
      plain('form-phone-trunk', 'a zero in parentheses', 'phone', '+49 (0)30 901821'),
      { normalised: '+49030901821' },
      'the zero is kept',
    ),
    altered(
      plain('form-iban-small', 'small letters', 'iban', 'nl91abna0417164300'),
      { normalised: 'nl91abna0417164300' },
      'small letters are kept',
    ),
    altered(
      plain('stretch-phone-extension', 'an extension', 'phone', '415-555-0132 x459'),
      { end: 12 },
      'the extension stays in clear',
    ),
    altered(
      plain('stretch-phone-parenthesis', 'a parenthesis', 'phone', '(415) 555-0133'),
      { start: 1 },
      'the parenthesis stays',
    ),
    altered(
      plain('stretch-email-dot', 'the end of a sentence', 'email', 'to ada@example.org.'),
      { end: 19 },
      'the full stop is taken into the domain',
    ),
    altered(
      plain('stretch-url-host', 'a host behind a credential', 'key', 'https://u:pw@example.com/a'),
      { end: 24 },
      'the host goes too',
    ),
    altered(
      plain('stretch-overlap', 'what both cover', 'overlap', 'bob@example.org@example.net'),
      { end: 15 },
      'the end of the longer one stays in clear',
    ),
    altered(
      plain('type-card-as-phone', 'a card under the label of a phone', 'overlap', 'tel 4111-1111-1111-1111'),
      { type: 'phone' },
      'the detector of phones goes first',
    ),
    missed(
      plain('missed-again', 'what touched a mail address', 'again', 'b@example.com198.51.100.7'),
      'the text is searched once',
    ),
    {
      id: 'size-over',
      title: 'one byte over the limit',
      requirements: [R.size],
      input: { key: '01'.repeat(32), text: 'é'.repeat(32768) + '.' },
      refused: 'payload-too-large',
      mistake: 'code units are counted and not bytes',
    },
    asked(
      plain(
        'size-at',
        'at the limit, with a detection at the very end',
        'size',
        `${'.'.repeat(65536 - 16)} ada@example.org`,
      ),
    ),
  ];
}
