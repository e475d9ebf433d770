import type { CaseSource } from '../types.ts';
import { answered, refusing } from './cel-cases.ts';

const NONE = 'EAAP-0007-020';
const p = 'action.parameters';

export const failing = (): CaseSource[] => [
  ...refusing(NONE, 'run-failed', [
    ['absent-member', 'a parameter that is absent', `${p}.x == 1`],
    [
      'absent-session',
      'a session that is absent',
      'action.session == "x"',
      undefined,
      'took it for an empty text',
    ],
    ['absent-below', 'has asks for one step only', `has(${p}.x.y)`],
    ['index-beyond', 'a list behind its end', `${p}.list[3] == 0`],
    [
      'index-negative',
      'a list before its beginning',
      `${p}.list[-1] == 3`,
      undefined,
      'counted from the end',
    ],
    ['index-of-a-fraction', 'a list between two elements', `${p}.list[${p}.half] == 1`],
    [
      'index-of-a-bool',
      'a list at true',
      `${p}.list[${p}.t] == 2`,
      { list: [1, 2], t: true },
      'took true for 1',
    ],
    ['absent-name', 'a map at a name it does not have', `${p}.map["c"] == 1`],
    ['map-at-an-int', 'a map at a number', `${p}.map[0] == 1`],
    ['division-by-zero', 'division by zero', `1 / (7 - ${p}.n) == 1`],
    ['modulo-by-zero', 'the rest of a division by zero', `1 % (7 - ${p}.n) == 1`],
    ['order-of-two-kinds', 'a text before a number', `${p}.text < ${p}.n`],
    ['order-of-nulls', 'nulls have no order', `${p}.nothing <= ${p}.nothing`],
    [
      'plus-of-two-kinds',
      'a text and a number',
      `${p}.text + ${p}.n == "abc7"`,
      undefined,
      'made a text of the number',
    ],
    ['loop-over-a-number', 'a loop over a number', `${p}.n.all(x, true)`],
    ['in-a-number', 'in a number', `1 in ${p}.n`],
    ['size-of-null', 'size of null', `size(${p}.nothing) == 0`],
    ['int-of-spaces', 'int of a number with a space', 'int(" 7") == 7', undefined, 'cut off white space'],
    ['int-of-a-zero-before', 'int of a number with a zero before it', 'int("07") == 7'],
    ['int-of-a-plus', 'int of a number with a plus', 'int("+7") == 7'],
    ['int-of-hexadecimal', 'int of a hexadecimal number', 'int("0x7") == 7'],
    ['int-of-other-digits', 'int of digits that are not of ASCII', 'int("٧") == 7'],
    ['string-of-a-bool', 'string of a bool', `string(${p}.t) == "true"`, { t: true }],
    ['bool-from-text', 'a text is no bool', `${p}.t ? true : true`, { t: 'true' }, 'took a text for a bool'],
  ]),
  ...refusing(NONE, 'run-not-boolean', [
    [
      'value-number',
      'a condition whose value is a number',
      `${p}.n`,
      undefined,
      'took what is not zero for true',
    ],
    ['value-null', 'a condition whose value is null', `${p}.nothing`, undefined, 'took null for false'],
    ['value-text', 'a condition whose value is a text', `${p}.t`, { t: 'true' }],
    ['value-of-a-conditional', 'a part of ?: that is no bool', `true ? ${p}.n : true`],
  ]),
  ...answered(NONE, [
    ['value-true', 'a condition whose value is that of a parameter', `${p}.t`, { t: true }],
  ]),
];
