/** Sentences with personal data in the formats that their issuers document, and texts that only look like it. */
import { luhn } from '../../packages/ledger/src/pii/detectors/card.ts';
import type { Sentence, Span } from './pii.ts';

interface Random {
  int(below: number): number;
  pick<T>(list: readonly T[]): T;
  digits(length: number): string;
}

function seeded(seed: number): Random {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
  const int = (below: number): number => Math.floor(next() * below);
  return {
    int,
    pick: (list) => list[int(list.length)] as (typeof list)[number],
    digits: (length) => Array.from({ length }, () => String(int(10))).join(''),
  };
}

type Make = (random: Random) => string;

/** Issuers with their lengths, and the groups in which cards are embossed. */
const CARDS: readonly (readonly [prefix: string, length: number, groups: readonly number[]])[] = [
  ['4', 16, [4, 4, 4, 4]],
  ['4', 13, [4, 3, 3, 3]],
  ['4', 19, [4, 4, 4, 4, 3]],
  ['51', 16, [4, 4, 4, 4]],
  ['55', 16, [4, 4, 4, 4]],
  ['2221', 16, [4, 4, 4, 4]],
  ['2720', 16, [4, 4, 4, 4]],
  ['34', 15, [4, 6, 5]],
  ['37', 15, [4, 6, 5]],
  ['300', 14, [4, 6, 4]],
  ['36', 14, [4, 6, 4]],
  ['38', 14, [4, 6, 4]],
  ['6011', 16, [4, 4, 4, 4]],
  ['65', 16, [4, 4, 4, 4]],
  ['3528', 16, [4, 4, 4, 4]],
  ['2131', 15, [4, 6, 5]],
  ['1800', 15, [4, 6, 5]],
  ['62', 16, [4, 4, 4, 4]],
  ['62', 19, [6, 13]],
  ['5018', 12, [4, 4, 4]],
  ['6304', 12, [4, 4, 4]],
  ['6759', 16, [4, 4, 4, 4]],
  ['60', 16, [4, 4, 4, 4]],
  ['2200', 16, [4, 4, 4, 4]],
];

function grouped(digits: string, groups: readonly number[], separator: string): string {
  const parts: string[] = [];
  let at = 0;
  for (const size of groups) {
    parts.push(digits.slice(at, at + size));
    at += size;
  }
  return parts.join(separator);
}

const card: Make = (random) => {
  const [prefix, length, groups] = random.pick(CARDS);
  const open = prefix + random.digits(length - prefix.length - 1);
  const digits = open + ([...'0123456789'].find((digit) => luhn(open + digit)) ?? '0');
  const separator = random.pick(['', '', ' ', '-']);
  return separator === '' ? digits : grouped(digits, groups, separator);
};

/** BBANs of the IBAN registry: `n` a digit, `a` a capital, `c` either. */
const IBANS: Readonly<Record<string, string>> = {
  AD: 'nnnnnnnncccccccccccc',
  AE: 'nnnnnnnnnnnnnnnnnnn',
  AT: 'nnnnnnnnnnnnnnnn',
  BE: 'nnnnnnnnnnnn',
  BG: 'aaaannnnnncccccccc',
  CH: 'nnnnncccccccccccc',
  CZ: 'nnnnnnnnnnnnnnnnnnnn',
  DE: 'nnnnnnnnnnnnnnnnnn',
  DK: 'nnnnnnnnnnnnnn',
  EE: 'nnnnnnnnnnnnnnnn',
  ES: 'nnnnnnnnnnnnnnnnnnnn',
  FI: 'nnnnnnnnnnnnnn',
  FR: 'nnnnnnnnnncccccccccccnn',
  GB: 'aaaannnnnnnnnnnnnn',
  GR: 'nnnnnnncccccccccccccccc',
  HR: 'nnnnnnnnnnnnnnnnn',
  HU: 'nnnnnnnnnnnnnnnnnnnnnnnn',
  IE: 'aaaannnnnnnnnnnnnn',
  IT: 'annnnnnnnnncccccccccccc',
  LT: 'nnnnnnnnnnnnnnnn',
  LU: 'nnnccccccccccccc',
  LV: 'aaaaccccccccccccc',
  MT: 'aaaannnnncccccccccccccccccc',
  NL: 'aaaannnnnnnnnn',
  NO: 'nnnnnnnnnnn',
  PL: 'nnnnnnnnnnnnnnnnnnnnnnnn',
  PT: 'nnnnnnnnnnnnnnnnnnnnn',
  RO: 'aaaacccccccccccccccc',
  SE: 'nnnnnnnnnnnnnnnnnnnn',
  SI: 'nnnnnnnnnnnnnnn',
  SK: 'nnnnnnnnnnnnnnnnnnnn',
  TR: 'nnnnnncccccccccccccccc',
};

const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ';

const iban: Make = (random) => {
  const country = random.pick(Object.keys(IBANS));
  const bban = [...(IBANS[country] ?? '')]
    .map((kind) =>
      kind === 'n' || (kind === 'c' && random.int(2) === 0)
        ? String(random.int(10))
        : LETTERS.charAt(random.int(26)),
    )
    .join('');
  const number = [...`${bban}${country}00`]
    .map((c) => (/[0-9]/.test(c) ? c : String(c.charCodeAt(0) - 55)))
    .join('');
  const check = String(98n - (BigInt(number) % 97n)).padStart(2, '0');
  const whole = `${country}${check}${bban}`;
  const form = random.int(4);
  if (form === 0) return whole.toLowerCase();
  return form === 1 ? (whole.match(/.{1,4}/g) ?? []).join(' ') : whole;
};

const word = (random: Random, length = 3 + random.int(6)): string =>
  Array.from({ length }, () => LETTERS.charAt(random.int(26)).toLowerCase()).join('');

const mail: Make = (random) => {
  const local = `${word(random)}${random.pick(['', '.', '_', '-', '+'])}${word(random)}${random.pick(['', String(random.int(99))])}`;
  const domain = `${random.pick(['', `${word(random)}.`])}${word(random)}.${random.pick(['com', 'org', 'net', 'co.uk', 'de', 'io', 'museum', 'example'])}`;
  return random.int(4) === 0 ? `${local}@${domain}`.toUpperCase() : `${local}@${domain}`;
};

const ssn: Make = (random) => {
  const area = [1 + random.int(665), 667 + random.int(233)][random.int(2)] ?? 1;
  const [a, b, c] = [
    String(area).padStart(3, '0'),
    String(1 + random.int(99)).padStart(2, '0'),
    String(1 + random.int(9999)).padStart(4, '0'),
  ];
  return random.pick([`${a}-${b}-${c}`, `${a}-${b}-${c}`, `${a} ${b} ${c}`]);
};

const group = (random: Random): string => (1 + random.int(0xfffe)).toString(16);

const ip: Make = (random) => {
  const form = random.int(5);
  if (form < 3)
    return [1 + random.int(223), random.int(256), random.int(256), 1 + random.int(254)]
      .join('.')
      .replace(/^127\./, '126.');
  const head = random.pick(['2001', '2a00', '2600', '2404', 'fe80']);
  if (form === 3) return [head, ...Array.from({ length: 7 }, () => group(random))].join(':');
  return random.pick([
    `${head}:db8::${group(random)}`,
    `${head}:${group(random)}:${group(random)}::1`,
    `${head.toUpperCase()}::${group(random).toUpperCase()}:2`,
  ]);
};

const alnum = (random: Random, length: number): string =>
  Array.from({ length }, () => `${LETTERS}${LETTERS.toLowerCase()}0123456789`.charAt(random.int(62))).join(
    '',
  );

const key: Make = (random) =>
  random.pick([
    () => `ghp_${alnum(random, 36)}`,
    () => `github_pat_${alnum(random, 22)}_${alnum(random, 59)}`,
    () => `AKIA${alnum(random, 16).toUpperCase()}`,
    () => `sk_live_${alnum(random, 24)}`,
    () => `sk-proj-${alnum(random, 20)}7${alnum(random, 20)}`,
    () => `xoxb-${random.digits(12)}-${random.digits(12)}-${alnum(random, 24)}`,
    () => `AIza${alnum(random, 35)}`,
    () => `glpat-${alnum(random, 20)}`,
    () => `npm_${alnum(random, 36)}`,
    () => `hf_${alnum(random, 34)}`,
    () => `eyJ${alnum(random, 20)}.eyJ${alnum(random, 40)}.${alnum(random, 43)}`,
    () => `SG.${alnum(random, 22)}.${alnum(random, 43)}`,
  ])();

/** How numbers of the stated regions are written; `#` a digit, `@` a digit from 2 to 9. */
export const PHONE_FORMS: Readonly<Record<string, readonly string[]>> = {
  US: [
    '@##-@##-####',
    '(@##) @##-####',
    '(@##)@##-####',
    '@##.@##.####',
    '+1-@##-@##-####',
    '+1 @## @## ####',
    '001-@##-@##-####',
    '1-@##-@##-####',
    '+1@##@######',
    '@##-@##-####x####',
    '(@##)@##-####x###',
  ],
  GB: [
    '07### ######',
    '07### ### ###',
    '+44 7### ######',
    '+447#########',
    '+44(0)20 7### ####',
    '020 7### ####',
    '(0161) 4## ####',
    '0161 4## ####',
    '01632 960###',
    '(01632) 960###',
    '+44 (0)1632 960###',
    '0117 4## ####',
    '07#########',
  ],
  DE: [
    '030 ########',
    '+49 30 ########',
    '+49(0)89 #######',
    '(089) #######',
    '0151 ########',
    '+49 151 ########',
    '0221 #######',
    '0171/#######',
    '089-########',
    '+49 (0) 40 ######',
  ],
  FR: [
    '06 ## ## ## ##',
    '01 ## ## ## ##',
    '+33 6 ## ## ## ##',
    '+33 (0)1 ## ## ## ##',
    '06.##.##.##.##',
    '01-##-##-##-##',
    '+336########',
    '06########',
  ],
  ES: ['6## ### ###', '6## ## ## ##', '+34 6## ### ###', '+34 91# ## ## ##', '+346########', '91 ### ## ##'],
  IT: ['06 ########', '02 #######', '+39 06 ########', '347 #######', '+39 347 #######', '347 ### ####'],
  NL: [
    '06-########',
    '06 ########',
    '+31 6 ########',
    '+31 (0)20 ### ####',
    '020-#######',
    '020 ### ####',
    '06########',
  ],
  AU: ['04## ### ###', '+61 4## ### ###', '(02) 9### ####', '02 9### ####', '+61 2 9### ####', '04########'],
  IN: ['98### #####', '+91 98### #####', '+91-98########', '+91 98########', '098### #####'],
};

const phone: Make = (random) =>
  [...random.pick(PHONE_FORMS[random.pick(Object.keys(PHONE_FORMS))] ?? [])]
    .map((c) => (c === '#' ? String(random.int(10)) : c === '@' ? String(2 + random.int(8)) : c))
    .join('');

const KINDS: Readonly<Record<string, { readonly make: Make; readonly around: readonly string[] }>> = {
  CREDIT_CARD: {
    make: card,
    around: [
      'My card is {}.',
      'What is the limit for card {}?',
      'charge {} please',
      'I lost {}, can you block it',
      'card={}',
      '"number": "{}",',
      'Card {}, expires 10/27',
      '{}',
    ],
  },
  IBAN_CODE: {
    make: iban,
    around: [
      'My IBAN is {}.',
      'send it to {}',
      'Account: {}',
      'transfer from {} today',
      '{} is not valid',
      'iban={};',
      '{}',
    ],
  },
  EMAIL_ADDRESS: {
    make: mail,
    around: [
      'Write to {}.',
      'my mail is {}, thanks',
      '<{}>',
      'mailto:{}',
      'user={}&x=1',
      '{} has not answered',
      '({})',
    ],
  },
  US_SSN: {
    make: ssn,
    around: [
      'My SSN is {}.',
      'social security number {}',
      'ssn: {}',
      '{} is on the form',
      'What is my {} for?',
      'SSN# {}',
    ],
  },
  IP_ADDRESS: {
    make: ip,
    around: ['from {} today', 'the server {} is down', 'IP: {}', 'blocked {}.', '"client": "{}"', 'ping {}'],
  },
  KEY: { make: key, around: ['the key is {}', 'token={}', 'Authorization: {}', 'export TOKEN="{}"', '{}'] },
  PHONE_NUMBER: {
    make: phone,
    around: [
      'Call me at {}.',
      'my number is {}',
      'Phone: {}',
      'tel. {}',
      'You can reach us on {} all day',
      '{} is my new number',
      'My name is Ada, {}',
      'Office\nSome street 4\n{}',
    ],
  },
};

/** Sentences with one labelled datum each, of every kind in turn. */
export function generated(seed: number, count: number): Sentence[] {
  const random = seeded(seed);
  const kinds = Object.entries(KINDS);
  return Array.from({ length: count }, (_, i) => {
    const [type, { make, around }] = kinds[i % kinds.length] ?? ['', { make: () => '', around: [''] }];
    const frame = random.pick(around);
    const start = frame.indexOf('{}');
    const value = make(random);
    const spans: Span[] = [{ type, start, end: start + value.length }];
    return { id: `generated ${i + 1}`, text: frame.replace('{}', () => value), spans };
  });
}

/** What looks like personal data and is none. */
const INNOCENT: readonly Make[] = [
  (random) => `order ${random.digits(8)}`,
  (random) => `Order no. ${random.digits(3)}-${random.digits(7)}-${random.digits(7)}`,
  (random) => `invoice INV-2026-${random.digits(6)}`,
  (random) => `ticket #${random.digits(6)}`,
  (random) => `version ${random.int(20)}.${random.int(30)}.${random.int(99)}`,
  (random) => `v${random.int(20)}.${random.int(30)}.${random.int(99)}-rc.${random.int(9)}`,
  (random) => `build 1.${random.int(99)}.${random.int(9)}.${1000 + random.int(8999)}`,
  (random) =>
    `commit ${Array.from({ length: 40 }, () => '0123456789abcdef'.charAt(random.int(16))).join('')}`,
  (random) =>
    `sha256:${Array.from({ length: 64 }, () => '0123456789abcdef'.charAt(random.int(16))).join('')}`,
  (random) =>
    `${Array.from({ length: 8 }, () => '0123456789abcdef'.charAt(random.int(16))).join('')}-1234-7abc-8def-${random.digits(12)}`,
  (random) => `$${random.int(999)},${random.digits(3)}.${random.digits(2)}`,
  (random) => `EUR ${random.int(999)}.${random.digits(3)},${random.digits(2)}`,
  (random) => `${random.int(9_999_999)} USD`,
  (random) =>
    `2026-0${1 + random.int(9)}-1${random.int(10)} 1${random.int(10)}:3${random.int(10)}:0${random.int(10)}`,
  (random) => `0${1 + random.int(9)}.0${1 + random.int(9)}.2026`,
  (random) => `timestamp 17${random.digits(11)}`,
  (random) => `epoch 17${random.digits(8)}`,
  (random) => `ISBN 978-3-${random.digits(3)}-${random.digits(5)}-${random.digits(1)}`,
  (random) => `EAN 4${random.digits(12)}`,
  (random) => `tracking id 1Z${random.digits(6)}${random.digits(10)}`,
  (random) => `${random.int(90)}.${random.digits(6)}, ${random.int(90)}.${random.digits(6)}`,
  (random) => `the population is ${1 + random.int(9)},${random.digits(3)},${random.digits(3)}`,
  (random) => `pid ${random.digits(5)}, port ${1024 + random.int(60_000)}`,
  (random) => `aspect ratio 16:9, ${random.int(4000)}x${random.int(3000)} px`,
  (random) => `std::vector<int>::at(${random.int(99)})`,
  (random) => `pages ${random.int(400)}-${400 + random.int(400)}`,
  (random) => `serial SN${random.digits(4)}-${random.digits(4)}`,
  (random) => `@${word(random)} mentioned you in ${word(random)}/${word(random)}#${random.int(999)}`,
  (random) => `${random.int(99)} + ${random.int(99)} = ${random.int(198)}`,
  (random) => `zip ${random.digits(5)}-${random.digits(4)}`,
];

/** So many texts that are to be left alone. */
export function negativesOf(seed: number, count: number): string[] {
  const random = seeded(seed ^ 0x9e3779b9);
  return Array.from({ length: count }, (_, i) => (INNOCENT[i % INNOCENT.length] ?? (() => ''))(random));
}
