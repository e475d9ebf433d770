import { CelFault } from './fault.ts';
import { BOOL, comparable, DYN, INT, isOneOf, join, STRING, type CelKind, type CelType } from './type.ts';

/** The type of a call from those of its arguments; the target of a method comes first. */
type Signature = (args: readonly CelType[], name: string) => CelType;

const wrong = (name: string, args: readonly CelType[]): CelFault =>
  new CelFault('type', `${name} does not take ${args.map(({ kind }) => kind).join(', ') || 'nothing'}`);

/** Each argument of one of some kinds. */
function takes(result: CelType, ...kinds: readonly (readonly CelKind[])[]): Signature {
  return (args, name) => {
    if (args.length !== kinds.length) throw wrong(name, args);
    args.forEach((arg, index) => {
      if (!isOneOf(arg, ...(kinds[index] ?? []))) throw wrong(name, args);
    });
    return result;
  };
}

const logic: Signature = (args, name) => {
  if (!args.every((arg) => isOneOf(arg, 'bool'))) throw wrong(name, args);
  return BOOL;
};

const equality: Signature = (args, name) => {
  const [a, b] = args;
  if (a === undefined || b === undefined || !comparable(a, b)) throw wrong(name, args);
  return BOOL;
};

const ordering: Signature = (args, name) => {
  const [a, b] = args;
  const kinds = ['int', 'double', 'string'] as const;
  if (a === undefined || b === undefined || !comparable(a, b)) throw wrong(name, args);
  if (!isOneOf(a, ...kinds) || !isOneOf(b, ...kinds)) throw wrong(name, args);
  return BOOL;
};

/** Both of one kind: nothing is converted on the way, so int and double do not mix. */
const arithmetic =
  (...kinds: readonly CelKind[]): Signature =>
  (args, name) => {
    const [a, b] = args;
    if (args.length !== 2 || a === undefined || b === undefined) throw wrong(name, args);
    if (!isOneOf(a, ...kinds) || !isOneOf(b, ...kinds)) throw wrong(name, args);
    if (a.kind !== 'dyn' && b.kind !== 'dyn' && a.kind !== b.kind) throw wrong(name, args);
    return a.kind === b.kind ? { kind: a.kind } : DYN;
  };

const index: Signature = (args, name) => {
  const [of, at] = args;
  if (of === undefined || at === undefined) throw wrong(name, args);
  if (of.kind === 'list') {
    if (!isOneOf(at, 'int')) throw wrong(name, args);
    return of.element ?? DYN;
  }
  if (!isOneOf(of, 'map') || !isOneOf(at, 'string', 'int')) throw wrong(name, args);
  return DYN;
};

const conditional: Signature = (args, name) => {
  const [condition, yes, no] = args;
  if (condition === undefined || yes === undefined || no === undefined) throw wrong(name, args);
  if (!isOneOf(condition, 'bool')) throw wrong(name, args);
  return join(yes, no);
};

const negation: Signature = (args, name) => {
  const [arg] = args;
  if (arg === undefined || !isOneOf(arg, 'int', 'double')) throw wrong(name, args);
  return arg;
};

const isText = takes(BOOL, ['string'], ['string']);

/** Operators, by the name the parser gives them and the one people write. */
export const OPERATORS: ReadonlyMap<string, readonly [written: string, Signature]> = new Map([
  ['_&&_', ['&&', logic]],
  ['_||_', ['||', logic]],
  ['!_', ['!', takes(BOOL, ['bool'])]],
  ['-_', ['-', negation]],
  ['_==_', ['==', equality]],
  ['_!=_', ['!=', equality]],
  ['_<_', ['<', ordering]],
  ['_<=_', ['<=', ordering]],
  ['_>_', ['>', ordering]],
  ['_>=_', ['>=', ordering]],
  ['_+_', ['+', arithmetic('int', 'double', 'string', 'list')]],
  ['_-_', ['-', arithmetic('int', 'double')]],
  ['_*_', ['*', arithmetic('int', 'double')]],
  ['_/_', ['/', arithmetic('int', 'double')]],
  ['_%_', ['%', arithmetic('int')]],
  ['_[_]', ['[]', index]],
  ['_?_:_', ['?:', conditional]],
  [
    '@in',
    [
      'in',
      takes(BOOL, ['bool', 'int', 'double', 'string', 'null', 'list', 'map', 'object'], ['list', 'map']),
    ],
  ],
  ['@not_strictly_false', ['all', takes(BOOL, ['bool'])]],
]);

/** Functions, and whether they are written after their first argument. */
export const FUNCTIONS: ReadonlyMap<string, { readonly method: boolean | 'either'; readonly of: Signature }> =
  new Map([
    ['size', { method: 'either', of: takes(INT, ['string', 'list', 'map', 'object']) }],
    ['contains', { method: true, of: isText }],
    ['startsWith', { method: true, of: isText }],
    ['endsWith', { method: true, of: isText }],
    ['matches', { method: true, of: isText }],
    ['int', { method: false, of: takes(INT, ['int', 'string']) }],
    ['string', { method: false, of: takes(STRING, ['int', 'string']) }],
    ['fact', { method: false, of: takes(DYN, ['string'], ['string']) }],
    ['has_fact', { method: false, of: takes(BOOL, ['string'], ['string']) }],
  ]);
