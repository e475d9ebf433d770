import type { Derivation } from '@eaap/protocol';
import {
  add,
  compare,
  multiply,
  percentOf,
  readDecimal,
  subtract,
  writeDecimal,
  type Decimal,
} from './decimal.ts';

/** An operand: an amount or a percentage, and the facts it was read from. */
export interface Operand<T> {
  readonly form: string;
  readonly of: readonly T[];
}

/** What a value may be computed from. */
export interface Operands<T> {
  readonly operands: readonly Operand<T>[];
  /** The totals of fields. */
  readonly totals: readonly Operand<T>[];
  /** One amount for each fact that is looked up, or none when one of them has none. */
  readonly looked: readonly Operand<T>[];
}

interface Term<T> {
  readonly value: Decimal;
  readonly of: readonly T[];
  readonly said: string;
}

/** The most different operands that are combined; the first ones, in the order of the facts. */
const MOST_OPERANDS = 64;

const plain = (form: string): string => form.split(' ')[0] ?? '';
const unit = (form: string): string => form.split(' ')[1] ?? '';

/** An amount as computed from others: how, and from which facts. */
export interface Derived<T> {
  readonly said: string;
  readonly of: readonly T[];
}

/**
 * An expression over operands that gives exactly an amount, the first in a fixed order, or `null`: so many per cent of an
 * amount; the total of all amounts of one field; the sum or the difference of two of these; the product of two amounts;
 * the greatest or the least of what is looked up. It is searched and not believed: whoever proposes the action has no
 * say in how it came about.
 */
export function derive<T>(
  form: string,
  allowed: readonly Derivation[],
  { operands, totals, looked }: Operands<T>,
): Derived<T> | null {
  const wanted = readDecimal(plain(form));
  if (wanted === null) return null;
  const fits = (of: string): boolean =>
    unit(of) !== '%' &&
    (unit(of) === '' || unit(form) === '' ? /^([A-Z]{3})?$/.test(unit(of)) : unit(of) === unit(form));
  const fitting = operands.filter((one) => fits(one.form));
  const amounts = termsOf(fitting);
  const percents = termsOf(operands.filter((one) => unit(one.form) === '%'));
  const computed: Term<T>[] = [];
  if (allowed.includes('percent')) {
    for (const a of amounts) {
      for (const p of percents) {
        computed.push({
          value: percentOf(a.value, p.value),
          of: [...a.of, ...p.of],
          said: `${p.said} % of ${a.said}`,
        });
      }
    }
  }
  if (allowed.includes('total'))
    computed.push(...termsOf(totals).map((term) => ({ ...term, said: `the total ${term.said}` })));
  const target = writeDecimal(wanted);
  const exact = computed.find(({ value }) => writeDecimal(value) === target);
  if (exact !== undefined) return exact;
  return (
    combine(wanted, allowed, [...amounts, ...computed]) ??
    (allowed.includes('product') ? product(target, fitting) : null) ??
    extreme(target, allowed, looked, fits)
  );
}

/** The product of two operands that is the amount wanted; money times money is nothing. */
function product<T>(target: string, operands: readonly Operand<T>[]): Derived<T> | null {
  const terms = operands
    .slice(0, MOST_OPERANDS)
    .flatMap((one) => termsOf([one]).map((term) => ({ ...term, isBare: unit(one.form) === '' })))
    .filter(({ value }) => value.units !== 0n);
  for (const [at, a] of terms.entries()) {
    for (const b of terms.slice(at + 1)) {
      if (!a.isBare && !b.isBare) continue;
      if (writeDecimal(multiply(a.value, b.value)) === target)
        return { said: `${a.said} times ${b.said}`, of: [...a.of, ...b.of] };
    }
  }
  return null;
}

/** The greatest or the least of all that is looked up, which must be amounts of one unit. */
function extreme<T>(
  target: string,
  allowed: readonly Derivation[],
  looked: readonly Operand<T>[],
  fits: (of: string) => boolean,
): Derived<T> | null {
  const [first] = looked;
  if (first === undefined || looked.length < 2) return null;
  if (!looked.every(({ form }) => fits(form) && unit(form) === unit(first.form))) return null;
  const sorted = termsOf(looked).sort((a, b) => compare(a.value, b.value));
  const of = looked.flatMap((one) => one.of);
  for (const [way, term, said] of [
    ['max', sorted.at(-1), 'the greatest'],
    ['min', sorted[0], 'the least'],
  ] as const) {
    if (allowed.includes(way) && term !== undefined && writeDecimal(term.value) === target)
      return { said: `${said} of what is looked up, ${term.said}`, of };
  }
  return null;
}

const termsOf = <T>(operands: readonly Operand<T>[]): Term<T>[] =>
  operands.slice(0, MOST_OPERANDS).flatMap(({ form, of }) => {
    const value = readDecimal(plain(form));
    return value === null ? [] : [{ value, of, said: writeDecimal(value) }];
  });

function combine<T>(
  wanted: Decimal,
  allowed: readonly Derivation[],
  terms: readonly Term<T>[],
): Derived<T> | null {
  const byValue = new Map<string, Term<T>>();
  for (const term of terms) {
    const key = writeDecimal(term.value);
    if (!byValue.has(key)) byValue.set(key, term);
  }
  for (const a of byValue.values()) {
    if (a.value.units === 0n) continue;
    if (allowed.includes('sum')) {
      const rest = subtract(wanted, a.value);
      const b = rest === null || rest.units === 0n ? undefined : byValue.get(writeDecimal(rest));
      if (b !== undefined) return { said: `${a.said} + ${b.said}`, of: [...a.of, ...b.of] };
    }
    if (allowed.includes('difference')) {
      const b = byValue.get(writeDecimal(add(wanted, a.value)));
      if (b !== undefined && wanted.units !== 0n)
        return { said: `${b.said} - ${a.said}`, of: [...b.of, ...a.of] };
    }
  }
  return null;
}
