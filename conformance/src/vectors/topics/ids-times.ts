import { idsAt, isId, readTime, writeTime } from '../../model/ids.ts';
import type { Json, JsonObject } from '../../model/json.ts';
import { seeded } from '../../model/keyed.ts';
import { amounts, rows, times } from '../lib/time-cases.ts';
import type { CaseSource, Finding, Topic } from '../types.ts';

const MAKE = 'EAAP-0002-019';
const READ_ID = 'EAAP-0002-020';
const RISE = 'EAAP-0002-021';
const SEED = 'EAAP-0002-022';

const NOW = 1_769_850_000_000;
const LAST_ID = 281_474_976_710_655;
const RISING = '000102030405060708090a0b0c0d0e0f';
/** Ten bytes whose counter is `counter`, a number up to 2047. */
const counting = (counter: number, rest = 'a0a1a2a3a4a5a6a7'): string =>
  counter.toString(16).padStart(4, '0') + rest;

type Draw = readonly [ms: number, entropy: string, times: number];

/** What repeats is said once: the bytes are dealt out ten to an id. */
function ids(times: readonly number[], entropy: string, claimed?: readonly string[]): JsonObject {
  const draws: Draw[] = [];
  for (const [i, ms] of times.entries()) {
    const drawn = entropy.slice(i * 20, i * 20 + 20);
    const last = draws.at(-1);
    if (last?.[0] === ms && last[1] === drawn) draws.splice(-1, 1, [ms, drawn, last[2] + 1]);
    else draws.push([ms, drawn, 1]);
  }
  return { op: 'ids', draws, ...(claimed === undefined ? {} : { claimed }) };
}
const readId = (text: string): JsonObject => ({ op: 'read-id', text });

function makingIds(): CaseSource[] {
  const one = '018bcfe5-6800-7';
  return [
    ...rows(MAKE, [
      ['id-zeros', 'the first millisecond and no entropy', ids([0], '00'.repeat(10))],
      ['id-ones', 'the last millisecond and all bits set', ids([LAST_ID], 'ff'.repeat(10))],
      ['id-rising', 'a time of today and rising bytes', ids([NOW], RISING.slice(0, 20))],
      [
        'id-counter-high-bits',
        'the high five bits of the counter’s bytes do not count',
        ids([NOW], 'f8' + '00'.repeat(9)),
      ],
      ['id-counter-largest', 'the greatest counter that is drawn', ids([NOW], counting(2047))],
      ['id-variant', 'the variant takes the place of two bits', ids([NOW], counting(0, 'ffffffffffffffff'))],
      ['id-small-time', 'a time of few bits', ids([255], counting(1))],
      ['id-time-2-32', 'a time just over 32 bits', ids([4_294_967_296], counting(1))],
    ]),
    ...rows(RISE, [
      [
        'ids-later',
        'two ids in two milliseconds',
        ids([NOW, NOW + 1], counting(5) + counting(3, 'b0b1b2b3b4b5b6b7')),
      ],
      [
        'ids-same',
        'three ids in one millisecond',
        ids([NOW, NOW, NOW], counting(5) + counting(9, 'b0b1b2b3b4b5b6b7') + counting(1, 'c0c1c2c3c4c5c6c7')),
      ],
      [
        'ids-back',
        'the clock goes back',
        ids([NOW, NOW - 5000, NOW - 1], counting(5) + counting(900) + counting(1)),
      ],
      [
        'ids-back-and-on',
        'the clock goes back and passes where it was',
        ids([NOW, NOW - 1, NOW + 1], counting(5) + counting(900) + counting(7)),
      ],
      [
        'ids-full',
        'a counter that is used up takes the next millisecond',
        ids([...Array<number>(2050).fill(NOW)], counting(2047).repeat(2050)),
      ],
    ]),
    ...rows(
      MAKE,
      [
        ['id-negative', 'a time before 1970', ids([-1], counting(1))],
        ['id-too-late', 'a time of 49 bits', ids([LAST_ID + 1], counting(1)), 'drops the highest bits'],
        ['id-fraction', 'a time that is no whole number', ids([NOW + 0.5], counting(1)), 'rounds'],
      ],
      'time-range',
    ),
    ...rows(
      RISE,
      [
        [
          'ids-past-the-end',
          'a counter that is used up in the last millisecond',
          ids([...Array<number>(2050).fill(LAST_ID)], counting(2047).repeat(2050)),
          'begins the counter anew',
        ],
      ],
      'time-range',
    ),
    ...rows(
      MAKE,
      [
        ['entropy-short', 'nine bytes of entropy', ids([NOW], '00'.repeat(9)), 'fills in zeros'],
        ['entropy-none', 'no entropy', ids([NOW], '')],
      ],
      'entropy',
    ),
    ...rows(
      MAKE,
      [
        [
          'claim-version-4',
          'version 4',
          ids([NOW], counting(5), [`${timeOf(NOW)}-4005-a0a1-a2a3a4a5a6a7`]),
          'makes a UUID of another version',
        ],
        [
          'claim-random-counter',
          'twelve drawn bits as counter',
          ids([NOW], counting(0x0fff), [`${timeOf(NOW)}-7fff-a0a1-a2a3a4a5a6a7`]),
          'leaves no room behind the counter',
        ],
        [
          'claim-no-variant',
          'no variant',
          ids([NOW], counting(5), [`${timeOf(NOW)}-7005-20a1-a2a3a4a5a6a7`]),
          'does not set the variant',
        ],
        [
          'claim-seconds',
          'seconds in the place of milliseconds',
          ids([NOW], counting(5), [`${timeOf(NOW / 1000)}-7005-a0a1-a2a3a4a5a6a7`]),
          'counts seconds',
        ],
        [
          'claim-little-endian',
          'the counter with its lower byte first',
          ids([NOW], counting(0x0102), [`${timeOf(NOW)}-7201-a0a1-a2a3a4a5a6a7`]),
          'reads numbers from the wrong end',
        ],
        [
          'claim-capitals',
          'digits in capitals',
          ids([NOW], counting(5), [`${timeOf(NOW)}-7005-A0A1-A2A3A4A5A6A7`]),
          'writes digits in capitals',
        ],
        [
          'claim-random-first',
          'entropy taken from its end',
          ids([NOW], '0005' + 'a0a1a2a3a4a5a6a7', [`${timeOf(NOW)}-76a7-8005-a0a1a2a3a4a5`]),
          'takes the counter from the end',
        ],
      ],
      'mismatch',
    ),
    ...rows(
      RISE,
      [
        [
          'claim-counter-anew',
          'a counter drawn anew in the same millisecond',
          ids([NOW, NOW], counting(5) + counting(3), [
            `${timeOf(NOW)}-7005-a0a1-a2a3a4a5a6a7`,
            `${timeOf(NOW)}-7003-a0a1-a2a3a4a5a6a7`,
          ]),
          'lets ids fall within a millisecond',
        ],
        [
          'claim-follows-clock',
          'a time that follows the clock back',
          ids([NOW, NOW - 1], counting(5) + counting(3), [
            `${timeOf(NOW)}-7005-a0a1-a2a3a4a5a6a7`,
            `${timeOf(NOW - 1)}-7003-a0a1-a2a3a4a5a6a7`,
          ]),
          'follows a clock that goes back',
        ],
        [
          'claim-old-random',
          'the random part of the id before',
          ids([NOW, NOW], counting(5) + counting(3, 'b0b1b2b3b4b5b6b7'), [
            `${timeOf(NOW)}-7005-a0a1-a2a3a4a5a6a7`,
            `${timeOf(NOW)}-7006-a0a1-a2a3a4a5a6a7`,
          ]),
          'draws once a millisecond',
        ],
      ],
      'mismatch',
    ),
    ...rows(READ_ID, [
      ['read-id', 'an id', readId('019c1371-2a40-7000-8000-000000000001')],
      [
        'read-id-variants',
        'each digit that the variant may give',
        readId('019c1371-2a40-7fff-b000-ffffffffffff'),
      ],
      ['read-id-nine', 'the variant digit 9', readId('00000000-0000-7000-9000-000000000000')],
    ]),
    ...rows(
      READ_ID,
      [
        [
          'id-capitals',
          'digits in capitals',
          readId(`${one}000-8000-00000000000A`),
          'reads UUIDs as RFC 9562 allows',
        ],
        ['id-v4', 'version 4', readId('018bcfe5-6800-4000-8000-000000000001'), 'reads any version'],
        ['id-v6', 'version 6', readId('018bcfe5-6800-6000-8000-000000000001'), 'reads any version'],
        [
          'id-variant-c',
          'the variant of Microsoft',
          readId('018bcfe5-6800-7000-c000-000000000001'),
          'reads any variant',
        ],
        [
          'id-variant-7',
          'the variant of NCS',
          readId('018bcfe5-6800-7000-7000-000000000001'),
          'reads any variant',
        ],
        [
          'id-no-hyphens',
          'no hyphens',
          readId('018bcfe5680070008000000000000001'),
          'takes hyphens out first',
        ],
        ['id-braces', 'braces around it', readId('{018bcfe5-6800-7000-8000-000000000001}')],
        ['id-urn', 'a URN', readId('urn:uuid:018bcfe5-6800-7000-8000-000000000001')],
        ['id-short', 'a digit too few', readId('018bcfe5-6800-7000-8000-00000000001')],
        ['id-long', 'a digit too many', readId('018bcfe5-6800-7000-8000-0000000000001')],
        ['id-space', 'a space behind it', readId('018bcfe5-6800-7000-8000-000000000001 '), 'trims'],
        [
          'id-line-feed',
          'a line feed behind it',
          readId('018bcfe5-6800-7000-8000-000000000001\n'),
          'matches to the end of a line',
        ],
        ['id-nil', 'the UUID of zeros', readId('00000000-0000-0000-0000-000000000000')],
        ['id-empty', 'no text', readId('')],
        ['id-not-hex', 'a letter g', readId('018bcfe5-6800-7000-8000-00000000000g')],
      ],
      'not-an-id',
    ),
  ];
}

/** The first twelve digits of an id, with their hyphen. */
function timeOf(ms: number): string {
  return Math.floor(ms)
    .toString(16)
    .padStart(12, '0')
    .replace(/^(.{8})/, '$1-');
}

function entropy(): CaseSource[] {
  const stream = (seed: string, sizes: readonly number[]): JsonObject => ({ op: 'entropy', seed, sizes });
  const right = seeded('run 7', 8).toString('hex');
  return [
    ...rows(SEED, [
      ['entropy-block', 'a block', stream('run 7', [32])],
      ['entropy-pieces', 'the same in pieces', stream('run 7', [3, 0, 5, 24])],
      ['entropy-across', 'across two blocks', stream('run 7', [31, 2, 40])],
      ['entropy-empty-seed', 'the empty seed', stream('', [40])],
      ['entropy-unicode-seed', 'a seed beyond ASCII', stream('caf\u00e9 \u{1f600}', [16])],
      ['entropy-many-blocks', 'the tenth block', stream('run 7', [288, 32])],
    ]),
    ...rows(
      SEED,
      [
        [
          'claim-entropy-new-block',
          'a new block at each draw',
          {
            ...stream('run 7', [4, 4]),
            claimed: [right.slice(0, 8), seeded('run 7', 64).subarray(32, 36).toString('hex')],
          },
          'throws away what is left of a block',
        ],
        [
          'claim-entropy-from-one',
          'counted from one',
          { ...stream('run 7', [4]), claimed: [seeded('run 7', 64).subarray(32, 36).toString('hex')] },
          'counts blocks from one',
        ],
        [
          'claim-entropy-other-seed',
          'another seed',
          { ...stream('run 7', [4]), claimed: [seeded('run 8', 4).toString('hex')] },
          'does not use the seed',
        ],
      ],
      'mismatch',
    ),
  ];
}

function readMoney(value: Json): Json | null {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return null;
  const { amount, currency, ...rest } = value as JsonObject;
  if (Object.keys(rest).length > 0 || typeof amount !== 'string' || typeof currency !== 'string') return null;
  if (!/^[0-9]+$/.test(amount) || amount.endsWith('\n') || !/^[A-Z][A-Z][A-Z]$/.test(currency)) return null;
  const units = BigInt(amount);
  if (units.toString() !== amount || units > 2n ** 53n - 1n) return null;
  return { amount: Number(units), currency };
}

function answerIds({ draws }: JsonObject): Finding {
  const runs = draws as readonly Draw[];
  const stated = runs.flatMap(([ms, , count]) => Array<number>(count).fill(ms));
  const drawn = Buffer.concat(runs.map(([, hex, count]) => Buffer.from(hex.repeat(count), 'hex')));
  if (runs.some(([, hex]) => hex.length !== 20)) return { refused: ['entropy'] };
  const made = idsAt(stated, drawn);
  // Of a long run the ends are enough, and where the counter was used up.
  if (made === null) return { refused: ['time-range'] };
  return { output: made.length > 16 ? [...made.slice(0, 2), ...made.slice(-3)] : [...made] };
}

function answerEntropy({ seed, sizes }: JsonObject): Finding {
  const wanted = sizes as readonly number[];
  const all = seeded(
    String(seed),
    wanted.reduce((sum, size) => sum + size, 0),
  );
  let at = 0;
  return { output: wanted.map((size) => all.subarray(at, (at += size)).toString('hex')) };
}

const or = (value: Json | null, reason: string): Finding =>
  value === null ? { refused: [reason] } : { output: value };

function answer(input: JsonObject): Finding {
  const text = String(input['text']);
  switch (input['op']) {
    case 'ids':
      return answerIds(input);
    case 'read-id':
      return isId(text) ? { output: text } : { refused: ['not-an-id'] };
    case 'entropy':
      return answerEntropy(input);
    case 'write-time':
      return or(writeTime(input['ms'] as number), 'time-range');
    case 'read-time': {
      const ms = readTime(text);
      return typeof ms === 'number' ? { output: ms } : { refused: [ms] };
    }
    default:
      return or(readMoney(input['value'] as Json), 'not-money');
  }
}

/** RFC-0002 sections 7 and 8. */
export const topic: Topic = {
  name: 'ids-times',
  title: 'Ids, times and money',
  specified: 'RFC-0002 sections 7 and 8',
  input:
    '`op` says what is asked. ids: `draws`, a list of [what the clock says in milliseconds, what the entropy gives for each of them in hexadecimal, how many ids]; read-id: `text`; entropy: `seed` and `sizes`, how many bytes are drawn each time; write-time: `ms`; read-time: `text`; money: `value`. `claimed`, if there, is an answer that somebody states.',
  output:
    'Of ids the ids in order, of more than 16 the first two and the last three; of read-id the id; of entropy what each draw gives, in hexadecimal; of write-time the text; of read-time milliseconds; of money an object, `amount` as an integer and `currency`.',
  reasons: {
    'time-range':
      'The time is no whole number of milliseconds within the bounds, or the next millisecond is not. Of ids a gateway answers clock-unreliable.',
    entropy: 'The entropy is not ten bytes for each id.',
    'not-an-id': 'The text is not a UUID of version 7 as section 7.1 writes it.',
    spelling: 'The text is not of the form of section 8.1.',
    'no-such-time': 'The text is of the form, and there is no such instant in the range.',
    'not-money': 'The value is not money as section 8.2 describes it.',
    mismatch: 'What is claimed is something else.',
  },
  cases: () => [...makingIds(), ...entropy(), ...times(), ...amounts()],
  answer(input): Finding {
    const asked = input as JsonObject;
    const found = answer(asked);
    const { claimed } = asked;
    if (claimed === undefined || 'refused' in found) return found;
    return JSON.stringify(claimed) === JSON.stringify(found.output) ? found : { refused: ['mismatch'] };
  },
};
