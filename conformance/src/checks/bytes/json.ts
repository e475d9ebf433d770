import type { Check, CheckContext } from '../types.ts';
import { nothingStored, refusedValues, sendRaw, storeText, taken } from './raw.ts';

const NOT_I_JSON = ['EAAP-0001-001'];

export const syntax: Check = {
  id: 'bytes.json-syntax',
  requirements: NOT_I_JSON,
  title: 'A body that is no JSON text is refused.',
  grade: 'E1',
  needs: [],
  negative: true,
  async run(t: CheckContext) {
    const world = await t.world();
    await taken(t, world, '{"a":[1,true,null,"x\\n"]}');
    await refusedValues(t, world, {
      'a trailing comma in an array': '[1,]',
      'a trailing comma in an object': '{"a":1,}',
      'a value that is missing': '',
      'a name without quotes': '{a:1}',
      'a string in single quotes': "'a'",
      'a comment': '/* a */ 1',
      'a bare word': 'undefined',
      'an upper-case literal': 'TRUE',
      'a leading zero': '01',
      'a plus sign': '+1',
      'a number without an integer part': '.5',
      'a number without a fraction': '1.',
      'a number without an exponent': '1e',
      'a hexadecimal number': '0x10',
      'an unknown escape': '"\\q"',
      'a hexadecimal escape': '"\\x41"',
      'an escape cut short': '"\\u12"',
      'a line break in a string': '"a\nb"',
      'a tab in a string': '"a\tb"',
      'a bracket too few': '[[1]',
      'a bracket too many': '[1]]',
    });
  },
};

export const literals: Check = {
  id: 'bytes.json-not-a-number',
  requirements: NOT_I_JSON,
  title: 'NaN and infinities are refused.',
  grade: 'E1',
  needs: [],
  negative: true,
  async run(t: CheckContext) {
    const world = await t.world();
    await taken(t, world, '1');
    await refusedValues(t, world, { NaN: 'NaN', Infinity: 'Infinity', '-Infinity': '-Infinity' });
  },
};

export const trailing: Check = {
  id: 'bytes.json-trailing',
  requirements: NOT_I_JSON,
  title: 'Anything after the value is refused.',
  grade: 'E1',
  needs: [],
  negative: true,
  async run(t: CheckContext) {
    const world = await t.world();
    const subject = `trailing-${t.random.word()}`;
    const text = await storeText(world, subject, '1');
    const plain = await sendRaw(world, ` \r\n\t${await storeText(world, t.random.word(), '1')}\n `);
    t.require('Space around the value is taken.', plain.status === 201, { got: plain.text.slice(0, 300) });
    for (const rest of ['{}', ',', 'x', '\u00a0', '\u0000', text])
      t.answered(
        `a body followed by ${JSON.stringify(rest.slice(0, 8))}`,
        await sendRaw(world, text + rest),
        400,
        'malformed-json',
      );
    await nothingStored(t, world, subject);
  },
};

export const utf8: Check = {
  id: 'bytes.json-utf8',
  requirements: NOT_I_JSON,
  title: 'A body that is not UTF-8 is refused, not repaired.',
  grade: 'E1',
  needs: [],
  negative: true,
  async run(t: CheckContext) {
    const world = await t.world();
    await taken(t, world, '"\u00e9\u20ac\u{1f600}"');
    await refusedValues(t, world, {
      'a lone continuation byte': [0x80],
      'a sequence cut short': [0xe2, 0x82],
      'a byte of Latin-1': [0x63, 0xe9],
      'an overlong slash': [0xc0, 0xaf],
      'an encoded surrogate': [0xed, 0xa0, 0x80],
      'a code point beyond Unicode': [0xf4, 0x90, 0x80, 0x80],
      'the byte FF': [0xff],
    });
    const wide = Buffer.from(await storeText(world, t.random.word(), '1'), 'utf16le');
    t.answered('a body in UTF-16', await sendRaw(world, wide), 400, 'malformed-json');
  },
};

export const byteOrderMark: Check = {
  id: 'bytes.json-byte-order-mark',
  requirements: NOT_I_JSON,
  title: 'A byte order mark is refused.',
  grade: 'E1',
  needs: [],
  negative: true,
  async run(t: CheckContext) {
    const world = await t.world();
    await taken(t, world, '1');
    const subject = `marked-${t.random.word()}`;
    const text = await storeText(world, subject, '1');
    t.answered(
      'a body after a byte order mark',
      await sendRaw(world, `\ufeff${text}`),
      400,
      'malformed-json',
    );
    await nothingStored(t, world, subject);
  },
};

export const surrogates: Check = {
  id: 'bytes.json-surrogates',
  requirements: NOT_I_JSON,
  title: 'Surrogates without their other half are refused, in values and in names.',
  grade: 'E1',
  needs: [],
  negative: true,
  async run(t: CheckContext) {
    const world = await t.world();
    await taken(t, world, '"\\ud83d\\ude00"');
    await refusedValues(t, world, {
      'a high surrogate alone': '"\\ud800"',
      'a low surrogate alone': '"\\udc00"',
      'a pair the wrong way round': '"\\ude00\\ud83d"',
      'two high surrogates': '"\\ud83d\\ud83d"',
      'a surrogate in a name': '{"\\ud800":1}',
    });
  },
};

export const noncharacters: Check = {
  id: 'bytes.json-noncharacters',
  requirements: NOT_I_JSON,
  title: 'Noncharacters are refused, escaped or not.',
  grade: 'E1',
  needs: [],
  negative: true,
  async run(t: CheckContext) {
    const world = await t.world();
    await taken(t, world, '"\ufffd\\ufffd"');
    await refusedValues(t, world, {
      'U+FFFF, escaped': '"\\uffff"',
      'U+FFFE as it is': '"\ufffe"',
      'U+FDD0, escaped': '"\\ufdd0"',
      'U+FDEF as it is': '"\ufdef"',
      'U+1FFFE as it is': '"\u{1fffe}"',
      'U+10FFFF, escaped': '"\\udbff\\udfff"',
      'U+FFFF in a name': '{"\\uffff":1}',
    });
  },
};

export const negativeZero: Check = {
  id: 'bytes.json-negative-zero',
  requirements: NOT_I_JSON,
  title: 'Negative zero is refused.',
  grade: 'E1',
  needs: [],
  negative: true,
  async run(t: CheckContext) {
    const world = await t.world();
    await taken(t, world, '0');
    await refusedValues(t, world, {
      '-0': '-0',
      '-0.0': '-0.0',
      '-0e0': '-0e0',
      '-0 in an array': '[1,-0]',
    });
  },
};

export const integerRange: Check = {
  id: 'bytes.json-integer-range',
  requirements: NOT_I_JSON,
  title: 'Integers beyond 2^53-1 are refused, even those a machine number holds exactly.',
  grade: 'E1',
  needs: [],
  negative: true,
  async run(t: CheckContext) {
    const world = await t.world();
    await taken(t, world, '[9007199254740991,-9007199254740991]');
    await refusedValues(t, world, {
      '2^53': '9007199254740992',
      '-2^53': '-9007199254740992',
      '2^64': '18446744073709551616',
      '10^21': '1e21',
    });
  },
};

export const outOfRange: Check = {
  id: 'bytes.json-number-out-of-range',
  requirements: NOT_I_JSON,
  title: 'Numbers out of range are refused.',
  grade: 'E1',
  needs: [],
  negative: true,
  async run(t: CheckContext) {
    const world = await t.world();
    await taken(t, world, '0.5');
    await refusedValues(t, world, {
      '1e400': '1e400',
      '-1e400': '-1e400',
      'a digit and 400 zeros': `1${'0'.repeat(400)}`,
      '1e99999999999': '1e99999999999',
    });
  },
};
