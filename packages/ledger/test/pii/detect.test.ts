import assert from 'node:assert/strict';
import { test } from 'node:test';
import { EaapError } from '@eaap/protocol';
import { detect, DETECTORS, MAX_TEXT_BYTES, type Detector, type Finding } from '../../src/pii/index.ts';

/** `type: what stands in the text = its canonical form`, one finding after another. */
function brief(text: string, label = ''): string[] {
  return detect(text, { label }).map(
    ({ type, start, end, normalised }) => `${type}: ${text.slice(start, end)} = ${normalised}`,
  );
}

function finds(cases: Readonly<Record<string, string>>, label = ''): void {
  for (const [text, expected] of Object.entries(cases))
    assert.deepEqual(brief(text, label), [expected], text);
}

function passes(...texts: readonly string[]): void {
  for (const text of texts) assert.deepEqual(brief(text), [], text);
}

test('cards: issuer, length and Luhn, in one piece or in even groups', () => {
  finds({
    'card 4111111111111111.': 'card: 4111111111111111 = 4111111111111111',
    'qty 1 5555 5555 5555 4444 12/26': 'card: 5555 5555 5555 4444 = 5555555555554444',
    '3782-822463-10005': 'card: 3782-822463-10005 = 378282246310005',
    '4111 - 1111 - 1111 - 1111': 'card: 4111 - 1111 - 1111 - 1111 = 4111111111111111',
    '4 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1': 'card: 4 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 = 4111111111111111',
    card4111111111111111: 'card: 4111111111111111 = 4111111111111111',
    '6304000000000000': 'card: 6304000000000000 = 6304000000000000',
  });
  passes(
    '4111111111111112',
    '9111111111111116',
    'dead4111111111111111',
    '0.4111111111111111',
    '41111111111111111111',
  );
  assert.deepEqual(detect('378282246310005')[0]?.features, { issuer: 'amex' });
});

test('IBANs: registered country, exact length, checksum', () => {
  finds({
    'to DE89 3704 0044 0532 0130 00 please': 'iban: DE89 3704 0044 0532 0130 00 = DE89370400440532013000',
    gb82west12345698765432: 'iban: gb82west12345698765432 = GB82WEST12345698765432',
    'IBAN:NO9386011117947.': 'iban: NO9386011117947 = NO9386011117947',
  });
  passes(
    'DE88 3704 0044 0532 0130 00',
    'DE8937040044053201300',
    'DE893704004405320130001',
    'XX89370400440532013000',
  );
  assert.deepEqual(detect('NO9386011117947')[0]?.features, { country: 'NO' });
});

test('mail addresses, without the punctuation around them', () => {
  finds({
    'write to Ada.L+x@Example.CO.UK.': 'email: Ada.L+x@Example.CO.UK = ada.l+x@example.co.uk',
    "'bob@x.com'": 'email: bob@x.com = bob@x.com',
    '?to=bob@x.com&y': 'email: bob@x.com = bob@x.com',
    'jürgen@müller.de': 'email: jürgen@müller.de = jürgen@müller.de',
    '"a b"@x.com': 'email: "a b"@x.com = "a b"@x.com',
  });
  passes('logo@2x.png', 'git@github.com:a/b.git', 'user@host', '@handle', 'pkg@1.2.3', 'a @ b.com');
  assert.deepEqual(detect('bob@x.com')[0]?.features, { domain: 'x.com' });
});

test('social security numbers in issued ranges; other spellings need a label', () => {
  finds({
    '460-89-9847': 'ssn: 460-89-9847 = 460899847',
    '460 89 9847': 'ssn: 460 89 9847 = 460899847',
    'social security number is 460899847': 'ssn: 460899847 = 460899847',
    'SSN: 460.89.9847': 'ssn: 460.89.9847 = 460899847',
  });
  passes(
    '460899847',
    '666-12-1234',
    '900-12-1234',
    '000-12-1234',
    '123-00-1234',
    '123-45-0000',
    '1-460-89-9847',
  );
  finds({ '460899847': 'ssn: 460899847 = 460899847' }, 'customerSsn');
});

test('phones with a country code', () => {
  finds({
    '+14155550132': 'phone: +14155550132 = +14155550132',
    '+1 (415) 555-0132 ext. 12': 'phone: +1 (415) 555-0132 ext. 12 = +14155550132',
    '+49 (0)30 901820': 'phone: +49 (0)30 901820 = +4930901820',
    '00 44 20 7946 0958': 'phone: 00 44 20 7946 0958 = +442079460958',
    '+46 8 928 571 38': 'phone: +46 8 928 571 38 = +46892857138',
  });
  passes('+1000000', 'x = +12345678', '+0 123 456 789');
  assert.deepEqual(detect('+442079460958')[0]?.features, { country: 'GB' });
});

test('phones in the layout of a stated region', () => {
  finds({
    '415-555-0132': 'phone: 415-555-0132 = +14155550132',
    '(415)555-0132x459': 'phone: (415)555-0132x459 = +14155550132',
    '12 415.555.0132': 'phone: 415.555.0132 = +14155550132',
    '020 7946 0958': 'phone: 020 7946 0958 = +442079460958',
    '07700900123': 'phone: 07700900123 = +447700900123',
    '06 12 34 56 78': 'phone: 06 12 34 56 78 = +33612345678',
    '0151 23456789': 'phone: 0151 23456789 = +4915123456789',
    '612 345 678': 'phone: 612 345 678 = +34612345678',
    '347 1234567': 'phone: 347 1234567 = +393471234567',
    '06-12345678': 'phone: 06-12345678 = +31612345678',
    '0412 345 678': 'phone: 0412 345 678 = +61412345678',
    '98765 43210': 'phone: 98765 43210 = +919876543210',
  });
  passes('4155550132', '612.345.678', '€ 612 345 678', '612 345 678 EUR', '612 345 678.00', '115-555-0132');
});

test('a label makes a phone of digits, and another label does not', () => {
  finds({
    'call me at 0646710395 tomorrow': 'phone: 0646710395 = +33646710395',
    'call me at 4155550132': 'phone: 4155550132 = +14155550132',
    'Phone:\n467 3395': 'phone: 467 3395 = +494673395',
    '416 60 039 office': 'phone: 416 60 039 = +4941660039',
    'my number is 415 5550132': 'phone: 415 5550132 = +14155550132',
  });
  passes(
    'order 07700900123',
    'my order number is 4155550132',
    'invoice 415 555 0132',
    'call on 2024-01-02 13:45',
    'call 911',
  );
  finds({ '4155550132': 'phone: 4155550132 = +14155550132' }, 'mobilePhone');
  assert.deepEqual(brief('4155550132', 'order_phone_id'), []);
});

test('a number in a layout has one canonical form with a label and without', () => {
  for (const written of ['612 345 678', '555-555-0132', '98765 43210', '06 12 34 56 78', '0412 345 678'])
    assert.equal(detect(`call ${written}`)[0]?.normalised, detect(`see ${written}`)[0]?.normalised, written);
});

test('addresses of the internet, in their shortest form', () => {
  finds({
    'from 203.0.113.7:8080': 'ip: 203.0.113.7 = 203.0.113.7',
    '[2001:DB8:0:0:0:0:0:1]:443': 'ip: 2001:DB8:0:0:0:0:0:1 = 2001:db8::1',
    'ip:fe80::1%eth0': 'ip: fe80::1 = fe80::1',
    '::ffff:203.0.113.7': 'ip: ::ffff:203.0.113.7 = 203.0.113.7',
  });
  passes('v1.2.3.4', 'version 1.2.3.4', 'section 1.2.3.4', 'Chrome/99.0.0.0', '1.2.3.4.5', '256.1.1.1');
  passes(
    '127.0.0.1',
    '0.0.0.0',
    '255.255.255.240',
    '::1',
    'std::vector',
    'Dad::Cafe',
    '12:34:56',
    'aa:bb:cc:dd:ee:ff',
  );
  assert.deepEqual(detect('192.168.1.10')[0]?.features, { version: '4', scope: 'special' });
});

test('credentials by prefix, shape and place', () => {
  const body = 'abcdefghij0123456789ABCDEFGHIJ0123456789';
  for (const [kind, key] of [
    ['eaap', `eaap_${body}`],
    ['openai', `sk-proj-${body}`],
    ['stripe', `sk_live_${body}`],
    ['github', `ghp_${body}`],
    ['github', `gho_${body}`],
    ['github', `github_pat_${body}`],
    ['gitlab', `glpat-${body}`],
    ['slack', 'xoxb-123456789012-abcdefghijkl'],
    ['slack', 'xoxp-123456789012-abcdefghijkl'],
    ['aws', 'AKIAIOSFODNN7EXAMPLE'],
    ['aws', 'ASIAIOSFODNN7EXAMPLE'],
    ['google', `AIza${body.slice(0, 35)}`],
    ['huggingface', `hf_${body}`],
    ['npm', `npm_${body}`],
    ['sendgrid', `SG.${body.slice(0, 22)}.${body}`],
    ['jwt', 'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJhQGIuY28ifQ.c2lnbmF0dXJl'],
  ] as const) {
    const [finding] = detect(`key="${key}";`);
    assert.deepEqual([finding?.type, finding?.normalised, finding?.features], ['key', key, { kind }], key);
  }
  finds({
    'Authorization: Bearer abcdef0123456789': 'key: abcdef0123456789 = abcdef0123456789',
    'postgres://app:p%40ss@db.example.com/x': 'key: app:p%40ss = app:p%40ss',
    'https://u:p@ss@h.com/': 'key: u:p@ss = u:p@ss',
  });
  passes(
    'sk-learn-something-very-long-name',
    'the bearer of extraordinarily-good-tidings',
    'https://h.com:443/@me',
    'AKIA',
  );
});

test('a private key goes as a whole, and to the end when its end is missing', () => {
  const pem = '-----BEGIN RSA PRIVATE KEY-----\nMIIEow\n-----END RSA PRIVATE KEY-----';
  finds({ [pem]: `key: ${pem} = ${pem}` });
  const open = '-----BEGIN PRIVATE KEY-----\nMIIEow\nrest';
  finds({ [open]: `key: ${open} = ${open}` });
});

test('what two findings cover together is covered, under the first one’s type', () => {
  const mark = (type: 'x_a' | 'x_b', start: number, end: number): Detector => ({
    type,
    find: () => [{ start, end, normalised: type }],
  });
  const both = (...detectors: Detector[]): [string, number, number][] =>
    detect('0 letters', { detectors }).map((f: Finding) => [f.type, f.start, f.end]);
  assert.throws(() => both(mark('x_a', 0, 40)), EaapError);
  const once = (type: 'x_a' | 'x_b', word: string): Detector => ({
    type,
    *find(text) {
      const start = text.indexOf(word);
      if (start !== -1) yield { start, end: start + word.length, normalised: word };
    },
  });
  assert.deepEqual(both(once('x_a', '0 let'), once('x_b', 'letters')), [['x_a', 0, 9]]);
  assert.deepEqual(both(once('x_a', 'let'), once('x_b', 'letters')), [['x_b', 2, 9]]);
  assert.deepEqual(both(once('x_b', 'let'), once('x_a', 'let')), [['x_b', 2, 5]]);
});

test('what touched a finding is looked at again once it is gone', () => {
  assert.deepEqual(brief('a@b.com1.2.3.4'), ['email: a@b.com = a@b.com', 'ip: 1.2.3.4 = 1.2.3.4']);
});

test('tokens are passed over', () => {
  passes('[PII:email:0123456789abcdef0123456789abcdef]', '[PII:card:41111111111111114111111111111111]');
});

test('an operator’s detector adds a type', () => {
  const staff: Detector = {
    type: 'x_staff',
    *find(text) {
      for (const m of text.matchAll(/\bEMP-\d{5}\b/g)) {
        yield { start: m.index, end: m.index + m[0].length, normalised: m[0], features: { site: 'A' } };
      }
    },
  };
  const found = detect('EMP%2D00417, a@b.co', { detectors: [...DETECTORS, staff] });
  assert.deepEqual(
    found.map(({ type, normalised, features }) => [type, normalised, features]),
    [
      ['x_staff', 'EMP-00417', { site: 'A' }],
      ['email', 'a@b.co', { domain: 'b.co' }],
    ],
  );
});

test('a detector that fails or answers nonsense stops everything, and the error shows no text', () => {
  const failing = (find: Detector['find'], type: Detector['type'] = 'x_test'): (() => unknown) => {
    return () => detect('secret a@b.co', { detectors: [...DETECTORS, { type, find }] });
  };
  assert.throws(
    failing(() => {
      throw new Error('secret a@b.co');
    }),
    { type: 'detector-unavailable', status: 503, detail: 'The detector of x_test failed.' },
  );
  const outside = {
    type: 'detector-unavailable',
    detail: 'The detector of x_test returned a match outside the text.',
  };
  for (const [start, end] of [
    [-1, 2],
    [2, 2],
    [0, 99],
    [0.5, 2],
    [Number.NaN, 2],
  ] as const) {
    assert.throws(
      failing(() => [{ start, end, normalised: 'x' }]),
      outside,
    );
  }
  assert.throws(
    failing(() => [{ start: 0, end: 1, normalised: '' }]),
    outside,
  );
  assert.throws(
    failing(() => [], 'X!' as Detector['type']),
    {
      type: 'detector-unavailable',
      detail: 'The detector of an unnamed type has a type that is neither in the table nor x_ and a name.',
    },
  );
});

test('a text over the limit is refused, one at the limit is searched to its end', () => {
  const mail = ' a@b.co';
  assert.equal(detect('.'.repeat(MAX_TEXT_BYTES - mail.length) + mail).length, 1);
  const refused = {
    type: 'payload-too-large',
    status: 413,
    detail: 'A string is longer than 65536 bytes of UTF-8.',
    extras: { limit: 65_536 },
  };
  assert.throws(() => detect('.'.repeat(MAX_TEXT_BYTES + 1)), refused);
  assert.throws(() => detect('€'.repeat(MAX_TEXT_BYTES / 2)), refused);
});
