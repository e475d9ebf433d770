import {
  celEnv,
  celFunc,
  celList,
  celMethod,
  CelScalar,
  isCelError,
  isCelList,
  isCelMap,
  listType,
  mapType,
} from '@bufbuild/cel';
import type { CelEnv, CelFunc, CelList, CelMap, CelValue } from '@bufbuild/cel';
import type { Json } from '@eaap/protocol';
import { sameValue } from '../lib/value.ts';
import { askFacts, charge, chargeFor, chargeLoop } from './meter.ts';
import { patternWeight } from './pattern.ts';
import { toCel } from './value.ts';

const { BOOL, DYN, INT, STRING } = CelScalar;
const MAP = mapType(DYN, DYN);
const LIST = listType(DYN);

/** Whether a member is there, null or not. The library's own `has` and `in` take null for absent. */
const hasMember = (map: CelMap, name: string): boolean => map.get(name) !== undefined;

/** The name of the function that loops are routed through. No expression can write it. */
export const LOOP = '@eaap_loop';

/** The name of our own `has`. No expression can write it. */
export const HAS = '@eaap_has';

/** The name of our own index. The library's takes `true` and 1.5 for places in a list. */
export const INDEX = '@eaap_index';

/** The name of the function that ends `map` and `filter` at the first error. */
export const UNBROKEN = '@eaap_unbroken';

/** Functions whose time depends on what they are given. */
const WEIGHED = new Set([
  '_==_',
  '_!=_',
  '_+_',
  '_<_',
  '_<=_',
  '_>_',
  '_>=_',
  '@in',
  'size',
  'contains',
  'startsWith',
  'endsWith',
]);

/** An error of the language: it may still be swallowed, as in `true || x`. */
function fail(): never {
  throw new Error('failed');
}

/** The order of texts by code point. The library's own is by UTF-16 unit. */
function order(a: string, b: string): number {
  const [left, right] = [[...a], [...b]];
  for (const [at, char] of left.entries()) {
    const other = right[at];
    if (other === undefined) return 1;
    if (char !== other) return (char.codePointAt(0) ?? 0) - (other.codePointAt(0) ?? 0);
  }
  return left.length - right.length;
}

/** Null where there is null, and an error where there is nothing. */
const missing = (isThere: boolean): null => (isThere ? null : fail());

const WHOLE = /^-?(0|[1-9]\d{0,18})$/;

/** A whole number from its decimal form, and no other: the library's own also reads spaces, `0x10` and nothing at all. */
function toInt(text: string): bigint {
  if (!WHOLE.test(text)) return fail();
  const value = BigInt(text);
  return BigInt.asIntN(64, value) === value ? value : fail();
}

/**
 * Two lists in one. The library's own keeps a tree of its parts, and `map` and `filter` add one element at a time, so
 * that going through their result would take the square of its length.
 */
function concat(a: CelList, b: CelList): CelList {
  charge(1 + ((a.size + b.size) >> 4));
  return celList([...a, ...b]);
}

/** The value all facts agree on. */
function onlyOne(values: readonly Json[]): Json {
  const [first] = values;
  return first !== undefined && values.every((value) => sameValue(value, first)) ? first : fail();
}

const own: CelFunc[] = [
  celFunc('int', [STRING], INT, toInt),
  celFunc('int', [CelScalar.DOUBLE], INT, () => fail()),
  celFunc('string', [CelScalar.DOUBLE], STRING, () => fail()),
  celFunc('string', [BOOL], STRING, () => fail()),
  celFunc(
    'has_fact',
    [STRING, STRING],
    BOOL,
    (subject, attribute) => askFacts(subject, attribute).length > 0,
  ),
  celFunc(
    'fact',
    [STRING, STRING],
    DYN,
    (subject, attribute) => toCel(onlyOne(askFacts(subject, attribute))) as CelValue,
  ),
  celFunc('_+_', [LIST, LIST], LIST, concat),
  celFunc(HAS, [MAP, STRING], BOOL, hasMember),
  celFunc(INDEX, [LIST, INT], DYN, (list, at) => list.get(Number(at)) ?? missing(list.size > at && at >= 0n)),
  celFunc(INDEX, [MAP, STRING], DYN, (map, name) => map.get(name) ?? missing(hasMember(map, name))),
  celFunc(UNBROKEN, [DYN], BOOL, () => true),
  celFunc('@in', [STRING, MAP], BOOL, (name, map) => hasMember(map, name)),
  celFunc(LOOP, [DYN, INT], DYN, (range, turn) => {
    if (!isCelList(range) && !isCelMap(range)) return fail();
    chargeLoop(range.size, Number(turn));
    return range;
  }),
];

/** The same function, charging for its arguments first. */
function weighed(func: CelFunc): CelFunc {
  const apply = (target: CelValue | undefined, args: CelValue[]): CelValue => {
    if (target !== undefined) chargeFor(target);
    for (const arg of args) chargeFor(arg);
    if (func.name === 'matches' && typeof target === 'string' && typeof args[0] === 'string') {
      charge(100 + Math.ceil((target.length * patternWeight(args[0])) / 64));
    }
    const result = func.call(0, target, args);
    if (result === undefined || isCelError(result)) return fail();
    return result;
  };
  if (func.target === undefined) {
    return celFunc(
      func.name,
      func.arguments,
      func.result,
      (...args: CelValue[]) => apply(undefined, args) as never,
    );
  }
  return celMethod(
    func.name,
    func.target,
    func.arguments,
    func.result,
    function (this: CelValue, ...args: CelValue[]) {
      return apply(this, args) as never;
    },
  );
}

const ORDERED: CelFunc[] = [
  celFunc('_<_', [STRING, STRING], BOOL, (a, b) => order(a, b) < 0),
  celFunc('_<=_', [STRING, STRING], BOOL, (a, b) => order(a, b) <= 0),
  celFunc('_>_', [STRING, STRING], BOOL, (a, b) => order(a, b) > 0),
  celFunc('_>=_', [STRING, STRING], BOOL, (a, b) => order(a, b) >= 0),
];

/** The environment of EAAP-CEL. What is not part of the profile is refused at load and cannot be reached. */
export const ENVIRONMENT: CelEnv = celEnv({
  funcs: [
    ...[...celEnv().funcs].filter(({ name }) => WEIGHED.has(name) || name === 'matches').map(weighed),
    ...ORDERED.map(weighed),
    ...own,
  ],
});
