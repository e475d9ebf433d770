import type { Json } from '../../model/json.ts';
import type { CaseSource } from '../types.ts';
import { answered, refusing } from './cel-cases.ts';

const [NUMBERS, VALUES, ABSORBED, NULLS] = [
  'EAAP-0007-008',
  'EAAP-0007-010',
  'EAAP-0007-011',
  'EAAP-0007-012',
];
const [OVERFLOW, POINTS, UNSELECTED, FACTS] = [
  'EAAP-0007-013',
  'EAAP-0007-014',
  'EAAP-0007-015',
  'EAAP-0007-016',
];
const [FOUND, COST, NONE] = ['EAAP-0007-018', 'EAAP-0007-019', 'EAAP-0007-020'];
const p = 'action.parameters';
const count = (length: number): Json => Array.from({ length }, (_, n) => n);

const values = (): CaseSource[] => [
  ...answered(NUMBERS, [
    ['whole-is-int', 'arithmetic on a whole parameter', `${p}.n + 1 == 8`],
    [
      'whole-is-exact',
      'the largest whole number and one more',
      `${p}.n + 1 == 9007199254740992`,
      { n: 9007199254740991 },
    ],
    ['whole-divides-as-int', 'a whole parameter divides as int', `${p}.n / 2 == 3 && ${p}.n % 2 == 1`],
    ['fraction-is-double', 'arithmetic on a fraction', `${p}.half + 0.25 == 0.75`],
    ['whole-and-fraction', 'a whole and a broken number compare', `${p}.half < ${p}.n`],
  ]),
  ...refusing(NUMBERS, 'run-failed', [
    [
      'whole-plus-double',
      'a whole parameter plus a double',
      `${p}.n + 1.0 == 8.0`,
      undefined,
      'read each JSON number as a double',
    ],
    ['fraction-plus-int', 'a fraction plus an int', `${p}.half + 1 == 1`],
    [
      'int-of-a-fraction',
      'int of a fraction',
      `int(${p}.half) == 0`,
      undefined,
      'cut off what is behind the point',
    ],
    ['string-of-a-fraction', 'string of a fraction', `string(${p}.half) == "0.5"`],
  ]),
  ...answered(VALUES, [
    ['false-value', 'a condition that is false', `${p}.n > 7`],
    [
      'division-towards-zero',
      'division and rest of negative numbers',
      '-7 / 2 == -3 && -7 % 2 == -1 && 7 / -2 == -3',
    ],
    [
      'equal-across-kinds',
      'an int equals a double of its worth, and no text',
      `${p}.n == 7.0 && !(${p}.n == "7")`,
    ],
    [
      'equal-exactly',
      'an int that doubles cannot tell from another',
      '9007199254740993 != 9007199254740992.0',
    ],
    ['order-as-doubles', 'the order of the same two, as doubles', '!(9007199254740993 > 9007199254740992.0)'],
    [
      'equal-deep',
      'lists and maps by content',
      `${p}.a == ${p}.b && ${p}.a != ${p}.c`,
      { a: { x: [1, { y: null }] }, b: { x: [1, { y: null }] }, c: { x: [1, {}] } },
    ],
    ['infinity', 'doubles divide by zero', '1.0 / 0.0 > 1e300 && -1.0 / 0.0 < 0.0'],
    ['nan', 'not a number equals nothing', '!(0.0 / 0.0 == 0.0 / 0.0) && 0.0 / 0.0 != 1.0'],
    ['minus-zero', 'minus zero is zero', '-0.0 == 0.0 && -0 == 0'],
    ['list-of-lists', '+ of lists', `${p}.list + [4] == [1, 2, 3, 4] && size(${p}.list + ${p}.list) == 6`],
    [
      'in-list-and-map',
      'in a list by worth, in a map by name',
      `2 in ${p}.list && 2.0 in ${p}.list && "a" in ${p}.map && !("c" in ${p}.map)`,
    ],
    ['number-in-a-map', 'a number is no name', `!(1 in ${p}.map) && !(true in ${p}.map)`],
    [
      'index',
      'a list at its ends, a map by name',
      `${p}.list[0] == 1 && ${p}.list[2] == 3 && ${p}.map["a"] == 1`,
    ],
    [
      'int-of-text',
      'whole numbers from text',
      'int("-9223372036854775808") < 0 && int("0") == 0 && int(7) == 7',
    ],
    ['string-of-int', 'text of whole numbers', 'string(-7) + string("a") == "-7a"'],
    [
      'contains',
      'parts of a text',
      '"abc".contains("b") && "abc".startsWith("") && "abc".endsWith("bc") && !"abc".contains("ac")',
    ],
    [
      'macros',
      'all, exists, filter, map',
      `${p}.list.all(x, x > 0) && ${p}.list.exists(x, x == 2) && ${p}.list.filter(x, x != 2) == [1, 3] && ${p}.list.map(x, x * x) == [1, 4, 9]`,
    ],
    ['map-with-a-condition', 'map of some elements', `${p}.list.map(x, x > 1, x * 10) == [20, 30]`],
    [
      'over-nothing',
      'all and exists of nothing',
      '[].all(x, false) && ![].exists(x, true) && [].map(x, x) == []',
    ],
    [
      'loop-over-a-map',
      'names of a map in their order',
      `${p}.m.map(k, k) == ["A", "a", "b"]`,
      { m: { b: 1, a: 2, A: 3 } },
    ],
    ['loop-in-a-loop', 'the variables of two loops', '[1, 2].all(x, [3, 4].exists(y, y == x + 2))'],
    [
      'a-name-of-the-runtime',
      'a member that has a name of the runtime',
      `${p}.m.exists(k, k == "__proto__") && !("constructor" in ${p}.m)`,
      JSON.parse('{"m": {"__proto__": 1}}') as { [name: string]: Json },
    ],
    [
      'booleans-in-order',
      'false before true, when only the evaluation tells',
      `${p}.f < ${p}.t`,
      { f: false, t: true },
    ],
    [
      'effects-any',
      'a condition on any effect',
      'effects.exists(e, e.effect in ["money.move", "access.grant"] && e.risk != "low")',
    ],
    ['modulo-of-the-smallest', '−2^63 % −1', 'int("-9223372036854775808") % -1 == 0'],
    ['conditional-not-taken', 'the part of ?: that is not taken', `true ? true : ${p}.x == 1`],
  ]),
  ...answered(ABSORBED, [
    [
      'false-and-error',
      'false before and behind what has no value',
      `!(false && ${p}.x == 1) && !(${p}.x == 1 && false)`,
    ],
    [
      'true-or-error',
      'true before and behind what has no value',
      `(true || ${p}.x == 1) && (${p}.x == 1 || true)`,
    ],
    [
      'exists-past-an-error',
      'exists finds an element behind one without a value',
      `[0, 1].exists(x, 1 / x == 1)`,
    ],
    [
      'all-past-an-error',
      'all finds a false element behind one without a value',
      '![0, 2].all(x, 1 / x == 1)',
    ],
    ['third-operand', 'false as third operand of a chain', `!(true && ${p}.x == 1 && false)`],
  ]),
  ...refusing(ABSORBED, 'run-failed', [
    [
      'true-and-error',
      'true and what has no value',
      `true && ${p}.x == 1`,
      undefined,
      'left out what has no value',
    ],
    [
      'error-or-false',
      'what has no value, or false',
      `${p}.x == 1 || false`,
      undefined,
      'took what has no value for false',
    ],
    ['and-with-no-bool', 'true and a number', `true && ${p}.n`],
    ['all-with-an-error', 'all true but one without a value', '[0, 1].all(x, 1 / x == 1)'],
  ]),
  ...refusing(NONE, 'run-failed', [
    [
      'filter-with-an-error',
      'filter does not pass over what has no value',
      '[0, 1].filter(x, 1 / x == 1) == [1]',
      undefined,
      'dropped the element',
    ],
    ['conditional-on-an-error', 'a condition of ?: without a value', `${p}.x == 1 ? true : true`],
    [
      'not-of-an-error',
      '! of what has no value',
      `!(${p}.x == 1)`,
      undefined,
      'took what has no value for false',
    ],
  ]),
  ...answered(NULLS, [
    [
      'null-is-there',
      'has, in and selection of a null',
      `has(${p}.nothing) && "nothing" in ${p} && ${p}.nothing == null`,
    ],
    [
      'null-in-a-map',
      'the same, deeper',
      `has(${p}.map.b) && "b" in ${p}.map && ${p}.map["b"] == null && ${p}.map.size() == 2`,
    ],
    [
      'null-and-absent',
      'a map with a null is not an empty one',
      `${p}.a != ${p}.b`,
      { a: { x: null }, b: {} },
    ],
    [
      'null-in-a-list',
      'a null in a list',
      `null in ${p}.l && ${p}.l[0] == null && size(${p}.l) == 1`,
      { l: [null] },
    ],
  ]),
  ...refusing(NULLS, 'run-failed', [
    [
      'absent-is-not-null',
      'what is absent is not null',
      `${p}.x == null`,
      undefined,
      'took what is absent for null',
    ],
    ['member-of-null', 'a member of null', `${p}.nothing.x == 1`],
    ['has-of-null', 'has of a member of null', `has(${p}.nothing.x)`, undefined, 'found it absent'],
  ]),
  ...answered(OVERFLOW, [
    [
      'largest',
      'the largest and the smallest int',
      '9223372036854775806 + 1 == 9223372036854775807 && -9223372036854775807 - 1 == -9223372036854775808',
    ],
  ]),
  ...refusing(OVERFLOW, 'run-failed', [
    [
      'add-overflow',
      '2^63−1 + 1',
      `9223372036854775807 + ${p}.n > 0`,
      undefined,
      'went round to the smallest int',
    ],
    ['subtract-overflow', '−2^63 − 1', `-9223372036854775808 - ${p}.n < 0`],
    ['multiply-overflow', '2^62 · 7', `4611686018427387904 * ${p}.n > 0`],
    ['divide-overflow', '−2^63 / −1', `int("-9223372036854775808") / (6 - ${p}.n) > 0`],
    ['negate-overflow', '− −2^63', '-int("-9223372036854775808") > 0'],
    ['int-of-a-long-text', 'int of 2^63', 'int("9223372036854775808") > 0'],
  ]),
  ...answered(POINTS, [
    ['size-in-code-points', 'a character of two units', '"\u{1f600}é".size() == 2'],
    ['combining', 'a letter and its accent are two', '"e\\u0301".size() == 2 && "e\\u0301" != "\\u00e9"'],
    ['order-by-code-point', 'U+FFEE comes before U+1F600', '"\\uffee" < "\\U0001f600"'],
    ['order-of-a-beginning', 'a beginning comes first', '"a" < "ab" && "B" < "a" && "" < "a"'],
  ]),
];

const facts = (): CaseSource[] => [
  ...answered(UNSELECTED, [
    ['not-asked', 'a question that is not evaluated', 'true || has_fact("customer:7", "tier")'],
    ['selected-and-absent', 'a key that is selected and has no facts', '!has_fact("customer:42", "fraud")'],
  ]),
  ...refusing(UNSELECTED, 'run-fact', [
    [
      'unselected',
      'a key that nothing selects',
      'has_fact("customer:7", "tier")',
      undefined,
      'answered false',
    ],
    ['unselected-value', 'its value', 'fact("customer:42", "name") == "x"'],
    [
      'unselected-or-true',
      'the question or true',
      'has_fact("customer:7", "tier") || true',
      undefined,
      'let || make up for it',
    ],
    ['unselected-and-false', 'the question and false', 'fact("customer:7", "tier") == 1 && false'],
    [
      'unselected-in-exists',
      'the question in a loop',
      '["customer:7", "customer:42"].exists(s, has_fact(s, "tier"))',
      undefined,
      'let exists make up for it',
    ],
    ['unselected-first', 'the question before a failure', 'has_fact("customer:7", "tier") && 1 / 0 == 1'],
  ]),
  ...answered(VALUES, [
    [
      'fact-null',
      'a fact whose value is null',
      'has_fact("customer:42", "note") && fact("customer:42", "note") == null',
    ],
  ]),
  ...answered(FACTS, [
    ['fact', 'a fact', 'has_fact("customer:42", "tier") && fact("customer:42", "tier") == "gold"'],
    ['facts-that-agree', 'two facts with one value', 'fact("customer:42", "limit") > 4999'],
    ['facts-that-differ-are-there', 'two facts with two values are there', 'has_fact("customer:42", "tags")'],
  ]),
  ...refusing(FACTS, 'run-failed', [
    ['no-fact', 'a fact there is none of', 'fact("customer:42", "fraud") == null', undefined, 'gave null'],
    [
      'facts-that-differ',
      'two facts with two values',
      'fact("customer:42", "tags") == "late"',
      undefined,
      'took the first',
    ],
    ['fact-of-a-parameter', 'a subject that is no text', `has_fact(${p}.n, "tier")`],
  ]),
];

const found = (): CaseSource[] => [
  ...answered(FOUND, [
    [
      'anywhere',
      'a pattern is found anywhere',
      '"xaby".matches("ab") && !"xaby".matches("^ab") && !"xaby".matches("ab$")',
    ],
    [
      'repetitions',
      'how often',
      '"aaa".matches("^a{2,3}$") && !"aaaa".matches("^a{2,3}$") && "".matches("^a*$") && !"".matches("a+")',
    ],
    [
      'alternatives',
      'one of several',
      '"dog".matches("^(cat|dog|)$") && "".matches("^(cat|dog|)$") && !"do".matches("^(?:cat|dog)$")',
    ],
    [
      'sets',
      'sets and ranges',
      String.raw`"x-1".matches("^[a-z]-?[\\d_]$") && "^".matches("[\\^]") && "-".matches("[a-]") && !"b".matches("[^a-c]")`,
    ],
    [
      'classes',
      'classes are those of ASCII',
      String.raw`"é".matches("^\\W$") && "٣".matches("^\\D$") && " ".matches("\\s") && "\u00a0".matches("^\\S$")`,
    ],
    [
      'word-ends',
      'where a word ends',
      String.raw`"a-b".matches("\\bb\\b") && !"ab".matches("\\bb") && "ab".matches("\\Bb")`,
    ],
    [
      'any-character',
      'any character but a line feed',
      String.raw`"\U0001f600".matches("^.$") && !"\n".matches("^.$") && "\r".matches("^.$")`,
    ],
    [
      'end-of-the-text',
      '$ is the end and not before a last line feed',
      String.raw`!"a\n".matches("a$") && "b\na".matches("a$") && !"b\na".matches("^a")`,
    ],
    [
      'escaped',
      'escaped signs',
      String.raw`"a.b".matches("^a\\.b$") && !"axb".matches("^a\\.b$") && "\t".matches("^\\x09$")`,
    ],
    ['least', 'a repetition of as few as possible', '"aab".matches("^a+?b$")'],
    [
      'would-backtrack',
      'a pattern that is slow by backtracking',
      `!${p}.s.matches("^(a+)+$")`,
      { s: `${'a'.repeat(40)}b` },
    ],
    ['case', 'upper case is not lower case', '!"A".matches("a")'],
    ['twice-empty', 'a repetition of nothing ends', '"b".matches("^(a*)*b$")'],
  ]),
  ...refusing(FOUND, 'run-failed', [
    ['pattern-in-a-number', 'matches of a number', `${p}.n.matches("7")`],
    ['pattern-in-null', 'matches of null', `${p}.nothing.matches("")`],
  ]),
];

/**
 * What `all` compares 255 times with nothing, a text of weight 382 to begin with, and operands that add two each: 14 for the
 * loop, 255 turns of 9, 255 comparisons of 382 + 1, and 26 make 100000.
 */
const COMPARED = `${p}.l.all(x, ${p}.s != "")${' && true'.repeat(13)}`;
const weighing = (weight: number): { l: Json; s: string } => ({
  l: count(255),
  s: 'a'.repeat(16 * (weight - 1) + 15),
});

const cost = (): CaseSource[] => [
  ...answered(COST, [
    ['loop-of-256', 'a loop over 256 elements', `${p}.l.all(x, x >= 0)`, { l: count(256) }],
    ['cost-reached', 'a cost of exactly 100000', COMPARED, weighing(382)],
    [
      'cost-not-evaluated',
      'what is not evaluated costs nothing',
      `true || ${p}.l.all(x, x in ${p}.big)`,
      { l: count(200), big: count(500) },
    ],
    [
      'loop-not-evaluated',
      'nor does a loop that is not reached',
      `${p}.l.size() == 257 || ${p}.l.all(x, true)`,
      { l: count(257) },
    ],
  ]),
  ...refusing(COST, 'run-cost', [
    ['cost-passed-by-one', 'a cost of 100001', `${COMPARED.slice(0, -4)}!false`, weighing(382)],
    ['cost-passed', 'a text that weighs one more', COMPARED, weighing(383)],
    ['loop-of-257', 'a loop over 257 elements', `${p}.l.all(x, x >= 0)`, { l: count(257) }],
    [
      'loop-of-257-found-at-once',
      'the same, where the first element decides',
      `${p}.l.exists(x, x == 0)`,
      { l: count(257) },
      'went through elements until one decided',
    ],
    [
      'loop-of-257-or-true',
      'the same, or true',
      `${p}.l.exists(x, x == 0) || true`,
      { l: count(257) },
      'let || make up for it',
    ],
    [
      'loop-over-257-names',
      'a loop over 257 names',
      `${p}.m.all(k, true)`,
      { m: Object.fromEntries(Array.from({ length: 257 }, (_, n) => [`k${n}`, 0])) },
    ],
    [
      'cost-in-a-loop',
      'a long list searched again and again',
      `${p}.l.all(x, x in ${p}.big)`,
      { l: count(200), big: count(500) },
      'estimated a condition and did not count',
    ],
    [
      'cost-of-a-pattern',
      'a heavy pattern over a text, again and again',
      `${p}.l.all(x, !${p}.s.matches("(a|b){9}c"))`,
      { l: count(100), s: 'a'.repeat(1000) },
    ],
    [
      'cost-of-nested-values',
      'the weight of what is inside',
      `${p}.l.all(x, ${p}.m == ${p}.m)`,
      { l: count(150), m: { list: Array.from({ length: 20 }, () => count(20)) } },
    ],
    [
      'cost-of-a-growing-list',
      'a list that map makes, one after another',
      `${p}.l.all(x, ${p}.big.size() + ${p}.big.size() > 0 && (${p}.big + ${p}.big).size() > 0)`,
      { l: count(100), big: count(300) },
    ],
  ]),
];

export const running = (): CaseSource[] => [...values(), ...facts(), ...found(), ...cost()];
