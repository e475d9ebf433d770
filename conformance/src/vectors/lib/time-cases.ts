import { writeTime } from '../../model/ids.ts';
import type { Json, JsonObject } from '../../model/json.ts';
import type { CaseSource } from '../types.ts';

const WRITE = 'EAAP-0002-023';
const READ_TIME = 'EAAP-0002-024';
const MONEY = 'EAAP-0002-025';
const LAST_TIME = 253_402_300_799_999;

/** A case in short, with the mistake that lets a refused one in. */
export type Row = readonly [id: string, title: string, input: JsonObject, mistake?: string];

/** Cases that bear on one requirement, refused for one reason or answered. */
export const rows = (requirement: string, list: readonly Row[], refused?: string): CaseSource[] =>
  list.map(([id, title, input, mistake]) => ({
    id,
    title,
    requirements: [requirement],
    input,
    ...(refused === undefined ? {} : { refused }),
    ...(mistake === undefined ? {} : { mistake }),
  }));

const write = (ms: number): JsonObject => ({ op: 'write-time', ms });
const read = (text: string): JsonObject => ({ op: 'read-time', text });
const money = (value: Json): JsonObject => ({ op: 'money', value });

/** RFC-0002 section 8.1. */
export function times(): CaseSource[] {
  const text = (id: string, title: string, ms: number): CaseSource[] => [
    ...rows(WRITE, [[`write-${id}`, `${title}, written`, write(ms)]]),
    ...rows(READ_TIME, [[`read-${id}`, `${title}, read`, read(writeTime(ms) ?? '')]]),
  ];
  return [
    ...text('epoch', 'the first millisecond', 0),
    ...text('last', 'the last millisecond of 9999', LAST_TIME),
    ...text('millisecond', 'one millisecond', 1),
    ...text('today', 'a time of today', 1_769_851_812_345),
    ...text('leap-day', 'the 29th of February of a leap year', 1_709_208_000_000),
    ...text('leap-2000', 'the 29th of February 2000', 951_782_400_000),
    ...text('day-before-march', 'the last millisecond of February 2100', 4_107_542_399_999),
    ...text('new-year', 'the last millisecond of a year', 1_767_225_599_999),
    ...text('leap-second', 'the second behind a leap second', 1_483_228_800_000),
    ...text('after-2038', 'a time beyond 31 bits of seconds', 2_147_483_648_000),
    ...rows(
      WRITE,
      [
        ['write-negative', 'a millisecond before 1970', write(-1)],
        [
          'write-year-10000',
          'the first millisecond of the year 10000',
          write(LAST_TIME + 1),
          'writes a sign and six digits',
        ],
        ['write-fraction', 'half a millisecond', write(0.5), 'rounds'],
      ],
      'time-range',
    ),
    ...rows(
      READ_TIME,
      [
        ['time-no-fraction', 'no fraction', read('2026-01-31T09:30:00Z'), 'reads any RFC 3339'],
        ['time-one-digit', 'one digit of fraction', read('2026-01-31T09:30:00.0Z'), 'reads any RFC 3339'],
        [
          'time-six-digits',
          'six digits of fraction',
          read('2026-01-31T09:30:00.000000Z'),
          'reads any RFC 3339',
        ],
        ['time-comma', 'a comma', read('2026-01-31T09:30:00,000Z'), 'reads ISO 8601'],
        [
          'time-offset-zero',
          'an offset of zero',
          read('2026-01-31T09:30:00.000+00:00'),
          'reads any RFC 3339',
        ],
        ['time-offset', 'an offset', read('2026-01-31T10:30:00.000+01:00'), 'reads any RFC 3339'],
        ['time-no-zone', 'no zone', read('2026-01-31T09:30:00.000'), 'takes the zone of the host'],
        ['time-small-z', 'a small z', read('2026-01-31T09:30:00.000z'), 'reads any RFC 3339'],
        ['time-small-t', 'a small t', read('2026-01-31t09:30:00.000Z'), 'reads any RFC 3339'],
        ['time-space', 'a space in the place of T', read('2026-01-31 09:30:00.000Z'), 'reads any RFC 3339'],
        ['time-date-only', 'a date', read('2026-01-31')],
        ['time-basic', 'no separators', read('20260131T093000.000Z'), 'reads ISO 8601'],
        ['time-no-seconds', 'no seconds', read('2026-01-31T09:30Z')],
        [
          'time-six-digit-year',
          'a year of six digits',
          read('+002026-01-31T09:30:00.000Z'),
          'reads what JavaScript reads',
        ],
        ['time-short-month', 'a month of one digit', read('2026-1-31T09:30:00.000Z')],
        ['time-week', 'a week', read('2026-W05-6T09:30:00.000Z')],
        ['time-space-behind', 'a space behind it', read('2026-01-31T09:30:00.000Z '), 'trims'],
        [
          'time-line-feed',
          'a line feed behind it',
          read('2026-01-31T09:30:00.000Z\n'),
          'matches to the end of a line',
        ],
        [
          'time-other-digits',
          'digits of another script',
          read('\u0662\u0660\u0662\u0666-01-31T09:30:00.000Z'),
          'takes any digit of Unicode',
        ],
        ['time-number', 'milliseconds as text', read('1769851800000')],
        ['time-empty', 'no text', read('')],
      ],
      'spelling',
    ),
    ...rows(
      READ_TIME,
      [
        [
          'time-february-30',
          'the 30th of February',
          read('2026-02-30T09:30:00.000Z'),
          'rolls over into March',
        ],
        [
          'time-february-29',
          'the 29th of February of a common year',
          read('2026-02-29T09:30:00.000Z'),
          'rolls over into March',
        ],
        [
          'time-february-29-2100',
          'the 29th of February 2100',
          read('2100-02-29T00:00:00.000Z'),
          'has a leap year every four',
        ],
        ['time-april-31', 'the 31st of April', read('2026-04-31T09:30:00.000Z'), 'rolls over into May'],
        ['time-month-0', 'month 0', read('2026-00-31T09:30:00.000Z')],
        ['time-month-13', 'month 13', read('2026-13-01T09:30:00.000Z')],
        ['time-day-0', 'day 0', read('2026-01-00T09:30:00.000Z')],
        ['time-day-32', 'day 32', read('2026-01-32T09:30:00.000Z')],
        ['time-hour-24', 'hour 24', read('2026-01-31T24:00:00.000Z'), 'reads the midnight of ISO 8601'],
        ['time-minute-60', 'minute 60', read('2026-01-31T09:60:00.000Z')],
        [
          'time-second-60',
          'a leap second that there was',
          read('2016-12-31T23:59:60.000Z'),
          'has leap seconds',
        ],
        ['time-1969', 'a year before 1970', read('1969-12-31T23:59:59.999Z')],
        ['time-year-0', 'the year 0', read('0000-01-01T00:00:00.000Z')],
      ],
      'no-such-time',
    ),
  ];
}

/** RFC-0002 section 8.2. */
export function amounts(): CaseSource[] {
  const euros = (amount: Json): JsonObject => money({ amount, currency: 'EUR' });
  const inCurrency = (currency: Json): JsonObject => money({ amount: '1', currency });
  return [
    ...rows(MONEY, [
      ['money', 'an amount', euros('2500')],
      ['money-zero', 'nothing', euros('0')],
      ['money-largest', 'the greatest amount', euros('9007199254740991')],
      ['money-unknown-currency', 'three letters that are no currency', inCurrency('ZZZ')],
      ['money-order', 'the order of members does not count', money({ currency: 'JPY', amount: '100' })],
    ]),
    ...rows(
      MONEY,
      [
        ['money-number', 'an amount that is a number', euros(2500), 'takes a number for its text'],
        ['money-fraction', 'an amount with a fraction', euros('25.00'), 'reads major units'],
        ['money-leading-zero', 'an amount with a leading zero', euros('02500'), 'reads it as a number'],
        ['money-negative', 'an amount below nothing', euros('-1'), 'lets money be taken by giving it'],
        ['money-minus-zero', 'nothing with a sign', euros('-0')],
        ['money-plus', 'an amount with a plus sign', euros('+1')],
        ['money-exponent', 'an amount with an exponent', euros('1e3'), 'reads it as a number'],
        ['money-space', 'an amount with a space', euros(' 1'), 'trims'],
        [
          'money-line-feed',
          'an amount with a line feed behind it',
          euros('1\n'),
          'matches to the end of a line',
        ],
        ['money-groups', 'an amount in groups', euros('1,000')],
        ['money-empty', 'an amount without digits', euros(''), 'takes no digits for nothing'],
        ['money-hex', 'a hexadecimal amount', euros('0x10'), 'reads it as a number'],
        ['money-other-digits', 'digits of another script', euros('\u0661\u0662')],
        ['money-2-53', 'an amount of 2^53', euros('9007199254740992'), 'reads it as a number'],
        ['money-17-digits', 'an amount of 17 digits', euros('10000000000000000'), 'reads it as a number'],
        ['money-null', 'an amount that is null', euros(null), 'takes null for nothing'],
        ['money-small-currency', 'a currency in small letters', inCurrency('eur'), 'writes it in capitals'],
        ['money-long-currency', 'a currency of four letters', inCurrency('EURO')],
        ['money-symbol', 'a symbol', inCurrency('\u20ac')],
        ['money-numeric-currency', 'a currency by its number', inCurrency('978')],
        [
          'money-cyrillic',
          'a letter that looks like another',
          inCurrency('\u0415UR'),
          'takes any capital letter',
        ],
        ['money-no-currency', 'no currency', money({ amount: '1' }), 'has a currency of its own'],
        [
          'money-third-member',
          'a third member',
          money({ amount: '1', currency: 'EUR', scale: 2 }),
          'passes over what it does not know',
        ],
        ['money-text', 'a text', money('25.00 EUR')],
        ['money-array', 'an array', money(['2500', 'EUR'])],
        ['money-is-null', 'null', money(null)],
      ],
      'not-money',
    ),
  ];
}
