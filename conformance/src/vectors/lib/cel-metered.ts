import { evaluateRule, loadRule } from '../../model/cel/index.ts';
import type { Json } from '../../model/json.ts';
import type { CaseSource } from '../types.ts';
import { answered, OVER, refusing, type Condition } from './cel-cases.ts';

const COST = 'EAAP-0007-019';
const p = 'action.parameters';
const zeros = (length: number): Json => Array.from({ length }, () => 0);

/** What rows of the table of costs are tried on. */
const USED: Readonly<Record<string, Json>> = {
  n: 7,
  t: true,
  f: false,
  text: 'abc',
  digits: '12345678901234567',
  face: '\u{1f600}'.repeat(15),
  faces: '\u{1f600}'.repeat(40),
  s: 'b'.repeat(100),
  l20: zeros(20),
  l13: zeros(13),
  m: Object.fromEntries(Array.from({ length: 30 }, (_, at) => [`k${at}`, { a: 'x'.repeat(20) }])),
};

/** 202 turns of 493 come near the bound; a list of zeros is what is left. */
const FILL = `${p}.l.all(x, [0, 0, 0, 0, 0, 0].all(y, ${p}.w <= ${p}.w)) && ${p}.k.size() >= 0`;
const filled = (turns: number, k: number): Readonly<Record<string, Json>> => ({
  l: zeros(turns),
  w: 'w'.repeat(16 * 28),
  k: zeros(k),
});

type Row = readonly [id: string, title: string, when: string, turns?: number];

/** Each is true, and costs what its row of RFC-0007 section 5.8 says. */
const ROWS: readonly Row[] = [
  ['equal', 'two lists that are equal', `${p}.l20 == ${p}.l20`],
  ['unequal-kinds', 'a text and a list, which are not equal', `${p}.text != ${p}.l20`],
  ['text-in-units', 'a text whose characters have two units', `${p}.face == ${p}.face`],
  ['compared', 'two texts by order', `${p}.s >= ${p}.s`],
  ['compared-bools', 'two bools by order', `${p}.f < ${p}.t`],
  ['no-order', 'a text and a list have no order and cost nothing', `${p}.text < ${p}.l20 || true`],
  ['in-list', 'in a list', `0 in ${p}.l20`],
  ['name-in-map', 'a name in a map costs nothing', `"k1" in ${p}.m`],
  ['number-in-map', 'a number in a map costs both', `!(1 in ${p}.m)`],
  ['null-in-map', 'null in a map costs nothing', `null in ${p}.m || true`],
  ['size-of-text', 'the size of a text', `size(${p}.face) == 15`],
  ['size-of-map', 'the size of a map of maps', `${p}.m.size() == 30`],
  ['size-of-object', 'the size of an object', 'size([effects[0], 1][0]) == 4'],
  ['contains', 'a text in a text', `${p}.s.contains("bbbbbbbbbbbbbbbbb")`],
  ['starts-with', 'a text at the beginning of a text', `${p}.s.startsWith("bbbbbbbbbbbbbbbbb")`],
  ['ends-with', 'a text at the end of a text', `${p}.s.endsWith("bbbbbbbbbbbbbbbbb")`],
  ['add', 'plus of numbers costs both', `${p}.n + 1 == 8`],
  ['add-beyond', 'plus of numbers that leaves 64 bits', `9223372036854775807 + ${p}.n > 0 || true`],
  ['add-texts', 'plus of texts', `(${p}.s + ${p}.s).startsWith("b")`],
  ['add-two-kinds', 'plus of a text and a list costs nothing', `${p}.text + ${p}.l20 == 1 || true`],
  ['add-lists', 'plus of lists', `(${p}.l20 + ${p}.l13).size() == 33`],
  ['multiply', 'what is no plus costs nothing', `-${p}.n * 3 / 2 - 1 % 5 == -11`],
  ['convert', 'int and string cost nothing', `string(int(${p}.digits)) == ${p}.digits`],
  ['has', 'has counts what it is asked of', `has(${p}.m.k1)`],
  ['has-fact', 'has_fact', 'has_fact("customer:42", "tier")'],
  ['fact', 'fact', 'fact("customer:42", "tier") == "gold"'],
  ['fact-of-a-number', 'fact of what is no text costs nothing', `fact(${p}.n, "tier") == 1 || true`],
  ['signs', 'signs that cancel each other do not count', `!!!!${p}.t`],
  ['signs-of-a-constant', 'two signs before a number cancel each other and do not count', '--5 == 5'],
  ['sign-apart-from-a-constant', 'a sign, a space and a constant with its sign', '- -5 == 5'],
  ['exists', 'exists', `${p}.l20.exists(v, v == 0)`],
  ['filter', 'filter adds element by element', `${p}.l20.filter(v, true).size() == 20`],
  ['map', 'map adds element by element', `${p}.l20.map(v, 1).size() == 20`],
  ['map-filter', 'map with a condition', `${p}.l20.map(v, true, 1).size() == 20`],
  ['matches', 'a pattern over a text', `${p}.s.matches("^b")`, 201],
  ['matches-units', 'a pattern over a text whose characters have two units', `${p}.faces.matches(".")`, 201],
  ['matches-repeated', 'a pattern with a number in braces', `${p}.s.matches("(b|c){2,9}")`, 201],
  ['matches-set', 'a number in braces in a set weighs the same', `!${p}.s.matches("[{9}]")`, 201],
];

function holds(when: string, parameters: Readonly<Record<string, Json>>): boolean {
  if ('faults' in loadRule(when)) throw new Error(`${when} does not load`);
  const answer = evaluateRule(when, { ...OVER, action: { ...OVER.action, parameters } });
  if ('error' in answer && answer.error !== 'cost') throw new Error(`${when}: ${answer.error}`);
  return 'value' in answer;
}

/** A row, and the condition of the last case within the bound or, one zero more, beyond it. */
function atBound([id, title, row, turns = 202]: Row): readonly [Condition, Condition] {
  const when = `(${row}) && ${FILL}`;
  const used = Object.fromEntries(Object.entries(USED).filter(([name]) => row.includes(`${p}.${name}`)));
  const having = (k: number): Readonly<Record<string, Json>> => ({ ...used, ...filled(turns, k) });
  let [k, beyond] = [0, 1000];
  while (beyond - k > 1) {
    const middle = Math.floor((k + beyond) / 2);
    if (holds(when, having(middle))) k = middle;
    else beyond = middle;
  }
  return [
    [`meter-${id}`, `${title}: a cost of 100000`, when, having(k)],
    [`meter-${id}-passed`, `${title}: a cost of 100001`, when, having(k + 1)],
  ];
}

/** The table of RFC-0007 section 5.8, row by row, each at the bound and one beyond it. */
export function metered(): CaseSource[] {
  const rows = ROWS.map(atBound);
  return [
    ...answered(
      COST,
      rows.map(([within]) => within),
    ),
    ...refusing(
      COST,
      'run-cost',
      rows.map(([, beyond]) => beyond),
    ),
  ];
}
