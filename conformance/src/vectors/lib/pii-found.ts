/** A text in which something is found. */
export type Row = readonly [id: string, title: string, text: string, label?: string];

const REPEATED = 'abcdefghij0123456789';
const PEM = '-----BEGIN PRIVATE KEY-----\nQUJDREVGR0g=\n-----END PRIVATE KEY-----';

/** What is found, by requirement. */
export const FOUND: Readonly<Record<string, readonly Row[]>> = {
  card: [
    ['card-visa-16', 'in one piece at the end of a sentence', 'card 4111111111111111.'],
    ['card-mastercard-grouped', 'in fours, beside other numbers', 'qty 1 5555 5555 5555 4444 12/26'],
    ['card-amex-4-6-5', 'in the layout of its issuer', '3782-822463-10005'],
    ['card-dashes-spaced', 'separators of three characters', '4111 - 1111 - 1111 - 1111'],
    ['card-digit-by-digit', 'each digit apart, all alike', '4 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1'],
    ['card-glued-word', 'a word written onto it', 'card4111111111111111'],
    ['card-maestro', 'an issuer with lengths from 12', '6304000000000000'],
    ['card-visa-13', 'the short length of its issuer', 'pan 4222222222222 ok'],
  ],
  iban: [
    ['iban-grouped', 'in fours', 'to DE89 3704 0044 0532 0130 00 please'],
    ['iban-lower', 'in small letters', 'gb82west12345698765432'],
    ['iban-shortest', 'the shortest there is, after a label', 'IBAN:NO9386011117947.'],
    ['iban-dashes', 'separated by dashes', 'NL91-ABNA-0417-1643-00'],
  ],
  email: [
    ['email-punctuation', 'at the end of a sentence, with capitals', 'write to Ada.L+x@Example.CO.UK.'],
    ['email-apostrophes', 'between apostrophes', "'bob@example.com'"],
    ['email-query', 'in a query', '?to=bob@example.com&y'],
    ['email-international', 'letters of other alphabets', 'jürgen@müller.example'],
    ['email-quoted-local', 'a local part in quotation marks', '"a b"@example.com'],
    ['email-capital-dotted-i', 'a capital with no simple small form of two code points', 'İda@example.org'],
    ['email-final-sigma', 'each letter small by itself', 'ΟΔΟΣ@example.org'],
    ['email-punycode', 'a top-level domain in its ASCII form', 'ada@example.xn--p1ai'],
  ],
  ssn: [
    ['ssn-dashes', 'with dashes', '460-89-9847'],
    ['ssn-spaces', 'with spaces', '460 89 9847'],
    ['ssn-labelled', 'in one piece after its name', 'social security number is 460899847'],
    ['ssn-dots-labelled', 'with dots after its name', 'SSN: 460.89.9847'],
    ['ssn-label-of-member', 'in one piece under a name', '460899847', 'customerSsn'],
  ],
  ip: [
    ['ip-4-port', 'with a port', 'from 203.0.113.7:8080'],
    ['ip-6-long', 'all groups and a port', '[2001:DB8:0:0:0:0:0:1]:443'],
    ['ip-6-label-zone', 'after a word and a colon, with a zone', 'ip:fe80::1%eth0'],
    ['ip-6-mapped', 'an IPv4 address as IPv6', '::ffff:203.0.113.7'],
    ['ip-6-first-zeros', 'two rows of zeros of one length', '2001:db8:0:0:1:0:0:1'],
    ['ip-6-one-zero', 'a single zero group is written', '2001:db8:0:1:1:1:1:1'],
  ],
  phone: [
    ['phone-plus', 'in one piece with its calling code', '+14155550132'],
    ['phone-extension', 'with an extension', '+1 (415) 555-0132 ext. 12'],
    ['phone-trunk-zero', 'a zero that is not dialled from abroad', '+49 (0)30 901820'],
    ['phone-double-zero', 'behind the prefix of another country', '00 44 20 7946 0958'],
    ['phone-sweden', 'a region that is not stated', '+46 8 928 571 38'],
    ['phone-us', 'in the layout of North America', '415-555-0132'],
    ['phone-us-fiction', 'an area code that is not assigned', 'call 555-555-0132'],
    ['phone-gb', 'in the layout of Britain', '020 7946 0958'],
    ['phone-gb-mobile', 'a mobile number in one piece', '07700900123'],
    ['phone-fr', 'in pairs', '06 12 34 56 78'],
    ['phone-de', 'in two groups', '0151 23456789'],
    ['phone-es', 'in threes', '612 345 678'],
    ['phone-it', 'without a zero', '347 1234567'],
    ['phone-nl', 'in the layout of the Netherlands', '06-12345678'],
    ['phone-au', 'in the layout of Australia', '0412 345 678'],
    ['phone-in', 'in two groups of five', '98765 43210'],
    ['phone-labelled', 'in one piece after a word', 'call me at 4155550132'],
    ['phone-label-after', 'with its name behind it', '416 60 039 office'],
    ['phone-own-number', 'whose number it is', 'my number is 415 5550132'],
    ['phone-named-anything', 'in nobody’s plan, but named', 'Fax: 123 45 67'],
    ['phone-member', 'in one piece under a name', '4155550132', 'mobilePhone'],
  ],
  key: [
    ['key-eaap', 'an API key of this protocol', `key="eaap_acme_${REPEATED}${REPEATED}"`],
    ['key-github', 'a known prefix', `ghp_${REPEATED}`],
    ['key-openai', 'a prefix with a digit behind it', `sk-proj-${REPEATED}`],
    ['key-aws', 'a prefix of an exact length', 'AKIAIOSFODNN7EXAMPLE'],
    ['key-jwt', 'three parts', 'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJhQGIuY28ifQ.c2lnbmF0dXJl'],
    ['key-pem', 'a private key as a whole', `a\n${PEM}\nb`],
    ['key-pem-open', 'a private key without its end', '-----BEGIN RSA PRIVATE KEY-----\nQUJD\nrest'],
    ['key-bearer', 'in a header', 'Authorization: Bearer abcdef0123456789'],
    ['key-basic', 'in a header', 'authorization: basic YTpiYzpk'],
    ['key-url', 'user and password, and not the host', 'postgres://app:p%40ss@db.example.com/x'],
    ['key-url-at', 'an @ in the password', 'https://u:p@ss@example.com/'],
  ],
  overlap: [
    [
      'overlap-jwt-bearer',
      'two readings of one stretch',
      'Bearer eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJhQGIuY28ifQ.c2ln',
    ],
    ['overlap-card-phone', 'a card that is labelled as a phone', 'phone 4111 1111 1111 1111'],
    ['overlap-two-alike', 'the same twice', 'ada@example.org, ada@example.org'],
    ['overlap-mail-in-mail', 'one begins in the other', 'ada@example.org@example.com'],
  ],
  again: [
    ['again-address-after-mail', 'what touched a mail address', 'a@example.com1.2.3.4'],
    ['again-mail-in-userinfo', 'a host behind a credential', 'ftp://u:p@a@example.com'],
  ],
  leave: [
    ['leave-token-alone', 'a token', '[PII:email:0123456789abcdef0123456789abcdef]'],
    [
      'leave-token-digits',
      'a token of digits that would be a card',
      '[PII:card:41111111111111114111111111111111]',
    ],
    [
      'leave-token-beside',
      'a token beside a detection',
      '[PII:email:0123456789abcdef0123456789abcdef] ada@example.org',
    ],
  ],
  inert: [
    ['inert-uuid', 'a UUID', '41111111-1111-1111-4111-111111111111'],
    ['inert-time', 'a time', 'call on 2024-01-02 13:45:07'],
    ['inert-digest', 'a digest that names its algorithm', `sha256:${'4111111111111111'.repeat(4)}`],
    ['inert-trace', 'a trace context', `00-${'41111111'.repeat(4)}-4111111111111111-01`],
  ],
};
