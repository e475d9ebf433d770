import { PatternFault, readPattern } from './pattern.ts';
import type { Expr, LoadFault, Macro } from './syntax.ts';

/** What is known of a value before there is one. */
interface Type {
  readonly kind: 'bool' | 'int' | 'double' | 'string' | 'null' | 'list' | 'map' | 'object' | 'dyn';
  readonly element?: Type;
  readonly members?: Readonly<Record<string, Type>>;
}
type Kind = Type['kind'];

const of = (kind: Kind): Type => ({ kind });
const DYN = of('dyn');
const BOOL = of('bool');
const VARIABLES: Readonly<Record<string, Type>> = {
  action: {
    kind: 'object',
    members: {
      tool: of('string'),
      parameters: of('map'),
      environment: of('string'),
      session: of('string'),
    },
  },
  effects: {
    kind: 'list',
    element: {
      kind: 'object',
      members: { effect: of('string'), target: DYN, risk: of('string'), reversibility: of('string') },
    },
  },
  principal: of('string'),
  now: of('int'),
};

/** Functions: whether they stand behind their first argument, what they take, what they give. */
const FUNCTIONS: Readonly<Record<string, { method: boolean | null; takes: Kind[][]; gives: Kind }>> = {
  size: { method: null, takes: [['string', 'list', 'map', 'object']], gives: 'int' },
  contains: { method: true, takes: [['string'], ['string']], gives: 'bool' },
  startsWith: { method: true, takes: [['string'], ['string']], gives: 'bool' },
  endsWith: { method: true, takes: [['string'], ['string']], gives: 'bool' },
  matches: { method: true, takes: [['string'], ['string']], gives: 'bool' },
  int: { method: false, takes: [['int', 'string']], gives: 'int' },
  string: { method: false, takes: [['int', 'string']], gives: 'string' },
  fact: { method: false, takes: [['string'], ['string']], gives: 'dyn' },
  has_fact: { method: false, takes: [['string'], ['string']], gives: 'bool' },
};

const ARITHMETIC: Readonly<Record<string, Kind[]>> = {
  '+': ['int', 'double', 'string', 'list'],
  '-': ['int', 'double'],
  '*': ['int', 'double'],
  '/': ['int', 'double'],
  '%': ['int'],
};
const MOST_ELEMENTS = 256;
const MATCHING = 200;

/** What a macro adds to the number of expressions, and to the cost of one turn. */
export const ADDS: Readonly<Record<Macro | 'map-if', { count: number; turn: number }>> = {
  all: { count: 6, turn: 4 },
  exists: { count: 7, turn: 5 },
  filter: { count: 9, turn: 7 },
  map: { count: 6, turn: 4 },
  'map-if': { count: 8, turn: 6 },
};

export const addsOf = (macro: Macro, parts: readonly Expr[]): { count: number; turn: number } =>
  ADDS[macro === 'map' && parts.length === 2 ? 'map-if' : macro];

/** The parts of an expression that are evaluated with it, loops' bodies included. */
function partsOf(expr: Expr): readonly Expr[] {
  switch (expr.is) {
    case 'constant':
    case 'name':
      return [];
    case 'select':
    case 'has':
      return [expr.of];
    case 'list':
      return expr.items;
    case 'operator':
      return expr.operands;
    case 'call':
      return expr.args;
    case 'loop':
      return [expr.range, ...expr.parts];
  }
}

const total = (numbers: readonly number[]): number => numbers.reduce((sum, one) => sum + one, 0);

/** How many expressions there are, macros counted as what they stand for (RFC-0007 section 6.2). */
export function countOf(expr: Expr): number {
  const own = expr.is === 'loop' ? addsOf(expr.macro, expr.parts).count : 1;
  return own + total(partsOf(expr).map(countOf));
}

/** The cost of one turn of a loop. */
export function turnOf(loop: Expr & { is: 'loop' }): number {
  return addsOf(loop.macro, loop.parts).turn + total(loop.parts.map(estimateOf));
}

/** The most that evaluating may cost, as it is told beforehand. */
export function estimateOf(expr: Expr): number {
  if (expr.is === 'loop') {
    const turns = expr.range.is === 'list' ? expr.range.items.length : MOST_ELEMENTS;
    return estimateOf(expr.range) + turns * turnOf(expr) + 2;
  }
  const matching = expr.is === 'call' && expr.name === 'matches' ? MATCHING : 0;
  return 1 + matching + total(partsOf(expr).map(estimateOf));
}

/** Everything that is wrong with names, functions, types and patterns. */
export function faultsOf(expr: Expr): LoadFault[] {
  const checker = new Checker();
  const { kind } = checker.type(expr, {});
  if (kind !== 'bool' && kind !== 'dyn') checker.faults.push('type');
  return checker.faults;
}

const is = (type: Type | undefined, ...kinds: readonly Kind[]): boolean =>
  type !== undefined && (type.kind === 'dyn' || kinds.includes(type.kind));

const KINDS_THAT_MEET: readonly Kind[][] = [
  ['int', 'double'],
  ['map', 'object'],
];
const meet = (a: Type, b: Type): boolean =>
  is(a, b.kind) ||
  b.kind === 'dyn' ||
  KINDS_THAT_MEET.some((kinds) => kinds.includes(a.kind) && kinds.includes(b.kind));

type Scope = Readonly<Record<string, Type>>;

class Checker {
  readonly faults: LoadFault[] = [];

  /** A fault, after which nothing more is said of the type. */
  private wrong(fault: LoadFault): Type {
    this.faults.push(fault);
    return DYN;
  }

  type(expr: Expr, scope: Scope): Type {
    switch (expr.is) {
      case 'constant':
        return constant(expr.value);
      case 'name':
        return Object.hasOwn(scope, expr.name)
          ? (scope[expr.name] ?? DYN)
          : Object.hasOwn(VARIABLES, expr.name)
            ? (VARIABLES[expr.name] ?? DYN)
            : this.wrong('name');
      case 'select':
      case 'has':
        return this.select(expr, scope);
      case 'list': {
        const items = expr.items.map((item) => this.type(item, scope));
        const [first] = items;
        const alike = first !== undefined && items.every(({ kind }) => kind === first.kind);
        return { kind: 'list', element: alike ? first : DYN };
      }
      case 'operator':
        return this.operator(
          expr.sign,
          expr.operands.map((operand) => this.type(operand, scope)),
        );
      case 'call':
        return this.call(expr, scope);
      case 'loop':
        return this.loop(expr, scope);
    }
  }

  private select(expr: Expr & { is: 'select' | 'has' }, scope: Scope): Type {
    const type = this.type(expr.of, scope);
    if (!is(type, 'map', 'object')) return this.wrong('type');
    const known =
      type.members === undefined
        ? DYN
        : Object.hasOwn(type.members, expr.member)
          ? (type.members[expr.member] ?? DYN)
          : this.wrong('name');
    return expr.is === 'has' ? BOOL : known;
  }

  private operator(sign: string, types: readonly Type[]): Type {
    const [a = DYN, b = DYN, c = DYN] = types;
    if (sign === '!') return is(a, 'bool') ? BOOL : this.wrong('type');
    if (sign === '-' && types.length === 1) return is(a, 'int', 'double') ? a : this.wrong('type');
    if (sign === '&&' || sign === '||') return is(a, 'bool') && is(b, 'bool') ? BOOL : this.wrong('type');
    if (sign === '==' || sign === '!=') return meet(a, b) ? BOOL : this.wrong('type');
    if (sign === 'in') return is(b, 'list', 'map') && a.kind !== undefined ? BOOL : this.wrong('type');
    if (sign === '[]') {
      if (a.kind === 'list') return is(b, 'int') ? (a.element ?? DYN) : this.wrong('type');
      return is(a, 'map') && is(b, 'string', 'int') ? DYN : this.wrong('type');
    }
    if (sign === '?:') {
      if (!is(a, 'bool')) return this.wrong('type');
      return b.kind === c.kind && b.kind !== 'list' && b.kind !== 'object' ? b : DYN;
    }
    const kinds = ARITHMETIC[sign];
    if (kinds === undefined) {
      const ordered = [a, b].every((one) => is(one, 'int', 'double', 'string'));
      return ordered && meet(a, b) ? BOOL : this.wrong('type');
    }
    if (!is(a, ...kinds) || !is(b, ...kinds)) return this.wrong('type');
    if (a.kind === b.kind) return of(a.kind);
    return a.kind === 'dyn' || b.kind === 'dyn' ? DYN : this.wrong('type');
  }

  private call({ name, method, args }: Expr & { is: 'call' }, scope: Scope): Type {
    const types = args.map((arg) => this.type(arg, scope));
    const known = Object.hasOwn(FUNCTIONS, name) ? FUNCTIONS[name] : undefined;
    if (known === undefined || (known.method !== null && known.method !== method))
      return this.wrong('function');
    const fits =
      types.length === known.takes.length && known.takes.every((kinds, at) => is(types[at], ...kinds));
    if (!fits) return this.wrong('type');
    if (name === 'matches' && !isPattern(args[1])) this.wrong('pattern');
    return of(known.gives);
  }

  private loop(loop: Expr & { is: 'loop' }, scope: Scope): Type {
    const { variable, macro, parts } = loop;
    const range = this.type(loop.range, scope);
    if (!is(range, 'list', 'map')) this.wrong('type');
    const hides = Object.hasOwn(scope, variable) || Object.hasOwn(VARIABLES, variable);
    if (hides || !/^[a-z][A-Za-z0-9_]*$/.test(variable)) this.wrong('name');
    const element =
      range.kind === 'list' ? (range.element ?? DYN) : range.kind === 'map' ? of('string') : DYN;
    const types = parts.map((part) => this.type(part, { ...scope, [variable]: element }));
    const conditions = macro === 'map' ? types.slice(0, -1) : types;
    if (!conditions.every((type) => is(type, 'bool'))) this.wrong('type');
    return macro === 'all' || macro === 'exists' ? BOOL : { kind: 'list', element: DYN };
  }
}

function constant(value: boolean | bigint | number | string | null): Type {
  if (value === null) return of('null');
  switch (typeof value) {
    case 'boolean':
      return BOOL;
    case 'bigint':
      return of('int');
    case 'number':
      return of('double');
    default:
      return of('string');
  }
}

function isPattern(arg: Expr | undefined): boolean {
  if (arg?.is !== 'constant' || typeof arg.value !== 'string') return false;
  try {
    readPattern(arg.value);
    return true;
  } catch (error) {
    if (error instanceof PatternFault) return false;
    throw error;
  }
}
