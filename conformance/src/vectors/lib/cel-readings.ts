import type { CaseSource } from '../types.ts';
import { answered, refusing } from './cel-cases.ts';

const [SYNTAX, NAMES, VALUES, TYPES] = ['EAAP-0007-006', 'EAAP-0007-007', 'EAAP-0007-010', 'EAAP-0007-009'];
const [PATTERNS, FOUND, NONE, BOUNDS] = ['EAAP-0007-017', 'EAAP-0007-018', 'EAAP-0007-020', 'EAAP-0007-021'];
const p = 'action.parameters';

/** What a reader of the text asked, and no other case answers. */
export const readings = (): CaseSource[] => [
  ...answered(SYNTAX, [
    ['comma-alone', 'a list of a comma alone is empty', '[,] == []'],
    ['sign-before-a-sign', 'two signs before a number', '--5 == 5'],
    ['signs-before-a-constant', 'two signs, a space and a constant with its sign', '-- -5 == -5'],
    ['brackets-in-has', 'brackets around the selection of has', '!has((action.session))'],
    ['brackets-around-a-variable', 'brackets around the variable of a loop', '[1].all((x), x == 1)'],
    ['brackets-around-a-pattern', 'brackets around a pattern', 'principal.matches(("a"))'],
  ]),
  ...refusing(SYNTAX, 'syntax', [
    ['member-in', 'in as a member', `${p}.in == 1`],
    ['member-true', 'true as a member', `${p}.true == 1`],
    [
      'signs-before-the-smallest-int',
      'two signs before a number that only a sign would bring within 64 bits',
      '--9223372036854775808 < 0',
      undefined,
      'gave the last of several signs to the constant',
    ],
    [
      'sign-apart-from-a-run',
      'signs with a space between them, of which the last two are one run',
      '- --5 == -5',
    ],
    ['hexadecimal-capital', 'a capital X in a number', '0X10 == 16'],
    [
      'smallest-int-with-a-space',
      'a space between the sign and the smallest int: it is then not within 64 bits',
      '- 9223372036854775808 < 0',
    ],
    ['carriage-return-in-a-text', 'a carriage return in a text with one quotation mark', "'a\rb' == ''"],
    ['octal-beyond', 'three octal digits, the first over 3', String.raw`'\400' == ''`],
    ['name-begins-with-true', 'the variable of a loop begins with true', '[1].all(trueish, trueish == 1)'],
  ]),
  ...answered(VALUES, [
    ['object-as-map-in', 'an object that dyn holds, asked for a name', '"tool" in [action, 1][0]'],
    ['object-as-map-loop', 'a loop over an object that dyn holds', '[action, 1][0].exists(x, x == "tool")'],
    ['object-as-map-equal', 'an object and a map', `[action, 1][0] != ${p}`],
    [
      'object-as-map-same',
      'an object and a map with the same members',
      `[effects[1], 1][0] == ${p}.e`,
      { e: { effect: 'data.read', target: null, risk: 'low', reversibility: 'reversible' } },
    ],
    [
      'object-as-map-index',
      'a member of an object that dyn holds',
      '[action, 1][0]["tool"] == "billing.refund"',
    ],
  ]),
  ...answered(TYPES, [
    ['lists-joined-are-dyn', 'the elements of a list that plus makes are dyn', '([1] + [2])[0] != "a"'],
    [
      'lists-chosen-are-dyn',
      'the elements of a list that ?: chooses are dyn',
      '(true ? [1] : [2])[0] != "a"',
    ],
    ['size-of-an-object', 'the size of an object', 'size(effects[0]) == 4 && effects[0].size() == 4'],
  ]),
  ...refusing(TYPES, 'type', [
    ['in-an-object', 'in an object', '"tool" in action'],
    ['loop-over-an-object', 'a loop over an object', 'action.all(x, true)'],
  ]),
  ...refusing(NAMES, 'function', [['has-of-a-name', 'has of a name in brackets', 'has((principal))']]),
  ...answered(FOUND, [
    ['set-of-a-hyphen', 'a set of one hyphen', '"-".matches("^[-]$")'],
    ['set-of-two-hyphens', 'a set of two hyphens', '"-".matches("^[--]$")'],
    ['set-of-no-hyphen', 'a set of all but a hyphen', '!"-".matches("^[^-]$")'],
    ['escaped-underscore', 'an underscore is a punctuation character', String.raw`"_".matches("\\_")`],
    ['beginning-repeated', 'the beginning, repeated', '"a".matches("^*a")'],
    ['group-repeated-twice', 'a group that is repeated, repeated', '"b".matches("^(a*)*b")'],
    ['pattern-of-128-faces', '128 characters of two units', `!"a".matches("${'\u{1f600}'.repeat(128)}")`],
  ]),
  ...refusing(PATTERNS, 'pattern', [
    ['pattern-brace-alone', 'a brace that closes nothing', '"}".matches("}")'],
    ['pattern-bracket-alone', 'a bracket that closes nothing', '"]".matches("]")'],
    ['pattern-heavy-set', 'a high number in braces in a set', '"{5000}".matches("[{5000}]")'],
    [
      'pattern-of-129-faces',
      '129 characters of two units',
      `"a".matches("${'\u{1f600}'.repeat(129)}")`,
      undefined,
      'counted code points',
    ],
  ]),
  ...refusing(NONE, 'run-failed', [
    ['smallest-int-negated', 'a sign, a space and the smallest int', '- -9223372036854775808 < 0'],
    ['null-in-a-map-of-names', 'null in a map', `null in ${p}.m`, { m: { null: 1 } }],
    ['list-in-a-map', 'a list in a map', `${p}.list in ${p}.map`],
  ]),
  ...refusing(BOUNDS, 'depth', [['too-deep-in-braces', 'braces in a text', `"${'{'.repeat(33)}" != ""`]]),
  ...answered(BOUNDS, [
    [
      'depth-below-zero',
      'brackets that close in a text leave room for more later',
      `"${')'.repeat(8)}" != "" && ${'('.repeat(36)}true${')'.repeat(36)}`,
    ],
  ]),
];
