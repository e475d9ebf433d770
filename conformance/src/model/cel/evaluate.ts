import type { Json } from '../json.ts';
import { countOf, turnOf } from './check.ts';
import { fits } from './lexer.ts';
import { found, patternWeight, readPattern } from './pattern.ts';
import type { Expr } from './syntax.ts';
import { compare, equal, isList, isMap, toValue, weight, type Value } from './value.ts';

/** Ends the evaluation for good; no operator takes it for a value. */
export class Ended extends Error {
  readonly why: 'cost' | 'fact';
  constructor(why: 'cost' | 'fact') {
    super(why);
    this.why = why;
  }
}

/** An error of the language, which `&&`, `||`, `all` and `exists` may do without. */
class Failed extends Error {}

const fail = (): never => {
  throw new Failed();
};

const MOST_COST = 100_000;
const MOST_ELEMENTS = 256;

type Scope = Readonly<Record<string, Value>>;
type Facts = (subject: string, attribute: string) => readonly Json[] | null;

/** The value of a whole expression, or that it has none. @throws Ended */
export function evaluate(expr: Expr, variables: Scope, facts: Facts): Value | undefined {
  const run = new Run(facts);
  run.charge(countOf(expr));
  const [value] = run.attempt(expr, variables);
  return value;
}

class Run {
  private spent = 0;
  private readonly facts: Facts;

  constructor(facts: Facts) {
    this.facts = facts;
  }

  charge(cost: number): void {
    this.spent += cost;
    if (this.spent > MOST_COST) throw new Ended('cost');
  }

  /** One value, or none. */
  attempt(expr: Expr, scope: Scope): [Value] | [] {
    try {
      return [this.value(expr, scope)];
    } catch (error) {
      if (error instanceof Failed) return [];
      throw error;
    }
  }

  private value(expr: Expr, scope: Scope): Value {
    switch (expr.is) {
      case 'constant':
        return expr.value;
      case 'name':
        return Object.hasOwn(scope, expr.name) ? (scope[expr.name] ?? null) : fail();
      case 'select':
      case 'has': {
        const of = this.value(expr.of, scope);
        if (!isMap(of)) return fail();
        if (expr.is === 'has') return of.has(expr.member);
        return of.has(expr.member) ? (of.get(expr.member) ?? null) : fail();
      }
      case 'list':
        return expr.items.map((item) => this.value(item, scope));
      case 'operator':
        return this.operator(expr.sign, expr.operands, scope);
      case 'call':
        return this.call(
          expr.name,
          expr.args.map((arg) => this.value(arg, scope)),
        );
      case 'loop':
        return this.loop(expr, scope);
    }
  }

  /** `&&` and `all`: false wins over what has no value. `||` and `exists`: true does. */
  private decide(winner: boolean, attempts: Iterable<() => [Value] | []>): boolean {
    let failed = false;
    for (const attempt of attempts) {
      const [value] = attempt();
      if (value === winner) return winner;
      if (value !== !winner) failed = true;
    }
    return failed ? fail() : !winner;
  }

  private operator(sign: string, operands: readonly Expr[], scope: Scope): Value {
    if (sign === '&&' || sign === '||')
      return this.decide(
        sign === '||',
        operands.map((operand) => () => this.attempt(operand, scope)),
      );
    const [first, second, third] = operands;
    if (first === undefined) return fail();
    if (sign === '?:') {
      const condition = this.value(first, scope);
      if (typeof condition !== 'boolean' || second === undefined || third === undefined) return fail();
      return this.value(condition ? second : third, scope);
    }
    const a = this.value(first, scope);
    if (second === undefined) return sign === '!' ? (typeof a === 'boolean' ? !a : fail()) : negative(a);
    const b = this.value(second, scope);
    switch (sign) {
      case '==':
      case '!=':
        this.charge(weight(a) + weight(b));
        return equal(a, b) === (sign === '==');
      case 'in':
        return this.isIn(a, b);
      case '[]':
        if (isList(a) && typeof b === 'bigint')
          return a[Number(b)] ?? (a.length > b && b >= 0n ? null : fail());
        return isMap(a) && typeof b === 'string' && a.has(b) ? (a.get(b) ?? null) : fail();
      case '+':
        return this.sum(a, b);
      case '-':
      case '*':
      case '/':
      case '%':
        return arithmetic(sign, a, b);
      default:
        return this.ordered(sign, a, b);
    }
  }

  private ordered(sign: string, a: Value, b: Value): boolean {
    const order = compare(a, b);
    if (order === null) return fail();
    this.charge(weight(a) + weight(b));
    if (sign === '<') return order < 0;
    if (sign === '<=') return order <= 0;
    return sign === '>' ? order > 0 : order >= 0;
  }

  private isIn(a: Value, b: Value): boolean {
    if (isMap(b)) {
      if (typeof a === 'string') return b.has(a);
      if (a === null || typeof a === 'object') return fail();
      this.charge(weight(a) + weight(b));
      return false;
    }
    if (!isList(b)) return fail();
    this.charge(weight(a) + weight(b));
    return b.some((item) => equal(item, a));
  }

  private sum(a: Value, b: Value): Value {
    if (isList(a) && isList(b)) return this.joined(a, b);
    const [x, y] = [typeof a, typeof b];
    if (x !== y || !['bigint', 'number', 'string'].includes(x)) return fail();
    this.charge(weight(a) + weight(b));
    if (typeof a === 'string') return a + String(b);
    return arithmetic('+', a, b);
  }

  private joined(a: readonly Value[], b: readonly Value[]): Value {
    this.charge(1 + Math.floor((a.length + b.length) / 16));
    return [...a, ...b];
  }

  private call(name: string, args: readonly Value[]): Value {
    const [a = null, b = null] = args;
    switch (name) {
      case 'size': {
        const size =
          typeof a === 'string' ? [...a].length : isList(a) ? a.length : isMap(a) ? a.size : fail();
        this.charge(weight(a));
        return BigInt(size);
      }
      case 'int':
        if (typeof a === 'bigint') return a;
        return typeof a === 'string' && /^-?(0|[1-9][0-9]{0,18})$/.test(a) ? whole(BigInt(a)) : fail();
      case 'string':
        return typeof a === 'string' || typeof a === 'bigint' ? String(a) : fail();
    }
    if (typeof a !== 'string' || typeof b !== 'string') return fail();
    if (name === 'fact' || name === 'has_fact') return this.fact(name, a, b);
    this.charge(weight(a) + weight(b));
    if (name === 'contains') return a.includes(b);
    if (name === 'startsWith') return a.startsWith(b);
    if (name === 'endsWith') return a.endsWith(b);
    this.charge(100 + Math.ceil((a.length * patternWeight(b)) / 64));
    return found(readPattern(b), a);
  }

  private fact(name: string, subject: string, attribute: string): Value {
    this.charge(2);
    const values = this.facts(subject, attribute);
    if (values === null) throw new Ended('fact');
    if (name === 'has_fact') return values.length > 0;
    const [first, ...others] = values.map(toValue);
    return first !== undefined && others.every((other) => equal(other, first)) ? first : fail();
  }

  private loop(loop: Expr & { is: 'loop' }, scope: Scope): Value {
    const range = this.value(loop.range, scope);
    const items: readonly Value[] = isList(range) ? range : isMap(range) ? [...range.keys()] : fail();
    if (items.length > MOST_ELEMENTS) throw new Ended('cost');
    this.charge(items.length * turnOf(loop));
    const scopes = items.map((item) => ({ ...scope, [loop.variable]: item }));
    const [first, last] = [loop.parts[0], loop.parts.at(-1)];
    if (first === undefined || last === undefined) return fail();
    if (loop.macro === 'all' || loop.macro === 'exists')
      return this.decide(
        loop.macro === 'exists',
        scopes.map((inner) => () => this.attempt(first, inner)),
      );
    let result: Value = [];
    for (const [at, inner] of scopes.entries()) {
      const asks = loop.macro === 'filter' || loop.parts.length === 2;
      const taken = asks ? this.value(first, inner) : true;
      if (typeof taken !== 'boolean') return fail();
      if (!taken) continue;
      const added = loop.macro === 'filter' ? (items[at] ?? null) : this.value(last, inner);
      result = this.joined(result as readonly Value[], [added]);
    }
    return result;
  }
}

const whole = (value: bigint): bigint => (fits(value) ? value : fail());

function negative(a: Value): Value {
  if (typeof a === 'bigint') return whole(-a);
  return typeof a === 'number' ? -a : fail();
}

function arithmetic(sign: string, a: Value, b: Value): Value {
  if (typeof a === 'bigint' && typeof b === 'bigint') {
    if ((sign === '/' || sign === '%') && b === 0n) return fail();
    if (sign === '+') return whole(a + b);
    if (sign === '-') return whole(a - b);
    if (sign === '*') return whole(a * b);
    return sign === '/' ? whole(a / b) : a % b;
  }
  if (typeof a !== 'number' || typeof b !== 'number' || sign === '%') return fail();
  if (sign === '+') return a + b;
  if (sign === '-') return a - b;
  return sign === '*' ? a * b : a / b;
}
