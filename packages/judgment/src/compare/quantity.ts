import type { Json } from '@eaap/protocol';
import { isObject, member } from '../lib/value.ts';
import { writeDecimal, type Decimal } from '../typed/decimal.ts';
import { NUMBER_IN, numberOf } from './number.ts';

/** Per dimension, how many of its smallest unit each spelling of a unit is. RFC-0005 section 15.4 says what is left out. */
const DIMENSIONS: Readonly<Record<string, Readonly<Record<string, bigint>>>> = {
  length: {
    'µm μm': 1n,
    'mm millimetre millimetres millimeter millimeters': 1_000n,
    'cm centimetre centimetres centimeter centimeters': 10_000n,
    'm metre metres meter meters': 1_000_000n,
    'km kilometre kilometres kilometer kilometers': 1_000_000_000n,
    'in inch inches': 25_400n,
    'ft foot feet': 304_800n,
    'yd yard yards': 914_400n,
    'mi mile miles': 1_609_344_000n,
  },
  mass: {
    'µg μg': 1n,
    'mg milligram milligrams': 1_000n,
    'g gram grams': 1_000_000n,
    'kg kilogram kilograms': 1_000_000_000n,
    't tonne tonnes': 1_000_000_000_000n,
    'lb lbs': 453_592_370n,
  },
  time: {
    ns: 1n,
    'µs μs': 1_000n,
    'ms millisecond milliseconds': 1_000_000n,
    's sec secs second seconds': 1_000_000_000n,
    'min mins minute minutes': 60_000_000_000n,
    'h hr hrs hour hours': 3_600_000_000_000n,
    'day days': 86_400_000_000_000n,
    'week weeks': 604_800_000_000_000n,
  },
  data: {
    'B byte bytes': 1n,
    kB: 1_000n,
    MB: 1_000_000n,
    GB: 1_000_000_000n,
    TB: 1_000_000_000_000n,
    PB: 1_000_000_000_000_000n,
    KiB: 1n << 10n,
    MiB: 1n << 20n,
    GiB: 1n << 30n,
    TiB: 1n << 40n,
    PiB: 1n << 50n,
  },
};

const UNITS: ReadonlyMap<string, readonly [dimension: string, factor: bigint]> = new Map(
  Object.entries(DIMENSIONS).flatMap(([dimension, units]) =>
    Object.entries(units).flatMap(([names, factor]) =>
      names.split(' ').map((name) => [name, [dimension, factor]] as const),
    ),
  ),
);

const TEXT = new RegExp(`^${NUMBER_IN} ?([A-Za-z\\u00b5\\u03bc]+)$`);

function formOf(number: Decimal | null, name: string): string | null {
  const unit = UNITS.get(name);
  if (number === null || unit === undefined) return null;
  const [dimension, factor] = unit;
  return `${dimension} ${writeDecimal({ units: number.units * factor, scale: number.scale })}`;
}

/** A quantity in the smallest unit of its dimension, as in `length 10000000000`, or `null`. */
export function readQuantity(value: Json, text: string | null): string | null {
  if (text !== null) {
    const [, number = '', name = ''] = TEXT.exec(text) ?? [];
    return formOf(numberOf(number), name);
  }
  if (!isObject(value) || Object.keys(value).length !== 2) return null;
  const name = member(value, 'unit');
  return typeof name === 'string' ? formOf(numberOf(member(value, 'value')), name) : null;
}
