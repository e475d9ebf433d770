import type { CaseSource } from '../types.ts';
import { answered, refusing } from './cel-cases.ts';

const [SYNTAX, NAMES, TYPES] = ['EAAP-0007-006', 'EAAP-0007-007', 'EAAP-0007-009'];
const [PATTERNS, BOUNDS] = ['EAAP-0007-017', 'EAAP-0007-021'];
const p = 'action.parameters';

/** `all` loops over lists of `size` elements inside each other, the innermost over `inner`. */
const nested = (sizes: readonly number[]): string =>
  sizes.reduceRight(
    (body, size, at) => `[${Array.from({ length: size }, (_, n) => n).join(', ')}].all(v${at}, ${body})`,
    'true',
  );

const grammar = (): CaseSource[] => [
  ...answered(SYNTAX, [
    ['precedence', '&& binds tighter than ||, * tighter than +', 'true || false && false && 2 + 3 * 4 == 14'],
    [
      'left-to-right',
      'subtraction and division go from left to right',
      '10 - 4 - 3 == 3 && 100 / 10 / 5 == 2',
    ],
    ['conditional-to-the-right', '?: in the last part of ?:', '(false ? 1 : false ? 2 : 3) == 3'],
    ['hexadecimal', 'whole numbers in hexadecimal', '0xff == 255 && -0x10 == -16'],
    ['doubles', 'numbers with point or exponent', '.5 + 1e0 == 1.5 && 25e-1 == 2.5'],
    ['texts-of-all-kinds', 'the four enclosures', `'a' == "a" && """a"b""" == 'a"b' && '''a''b''' == "a''b"`],
    ['raw-text', 'a raw text has no escapes', String.raw`r"\d" == "\\d" && R'\' == "\\"`],
    [
      'escapes',
      'every kind of escape',
      String.raw`"\x41\X42\u0043\U00000044\105" == "ABCDE" && "\a\b\f\n\r\t\v\?\"\'\`".size() == 11`,
    ],
    ['text-over-lines', 'a text in three quotation marks goes over lines', '"""a\nb""" == "a\\nb"'],
    ['trailing-comma', 'a list may end in a comma', '[1, 2,] == [1, 2]'],
    ['white-space', 'tabs and lines between pieces', 'true\t&&\r\n\ftrue'],
    [
      'white-space-in-a-call',
      'space between the brackets of a call',
      '[1, 2].size( ) == 2 && "a".size(\n) == 1',
    ],
    ['double-negation', 'signs that cancel each other', '!!true && --3 == 3 && -(-3) == 3 && !(!true)'],
    ['minus-as-operator', 'a minus between numbers', '3 -1 == 2 && 3 - -1 == 4'],
    ['in-as-a-beginning', 'a variable whose name begins with in', '[1].all(inner, inner == 1)'],
    ['reserved-after-a-dot', 'a reserved word as a member', `${p}.for == 1`, { for: 1 }],
  ]),
  ...refusing(SYNTAX, 'syntax', [
    ['nothing', 'no expression', ''],
    ['ends-too-soon', 'an operator without its right side', '1 =='],
    ['two-values', 'two values without an operator', 'true true'],
    ['bracket-not-closed', 'an open bracket', '(true'],
    [
      'in-without-an-end',
      'in runs into a name',
      '1 ineffects',
      undefined,
      'read in without looking for its end',
    ],
    ['comment', 'a comment', 'true // always', undefined, 'took the comments of CEL'],
    ['leading-dot', 'a name with a dot before it', '.now > 0', undefined, 'took the names of the root scope'],
    [
      'escape-that-is-none',
      'a backslash before d',
      String.raw`"\d" == "d"`,
      undefined,
      'kept a backslash that escapes nothing',
    ],
    ['surrogate', 'half a character', String.raw`"\ud800" == "x"`],
    [
      'surrogate-pair',
      'a character in two halves',
      String.raw`"\ud83d\ude00" == "x"`,
      undefined,
      'joined surrogates',
    ],
    ['beyond-unicode', 'a code point over 10FFFF', String.raw`"\U00110000" == "x"`],
    ['line-in-a-text', 'a line feed in a text with one quotation mark', '"a\nb" == "x"'],
    ['bytes', 'bytes', 'b"a" == b"a"'],
    ['unsigned', 'an unsigned number', '1u == 1u'],
    ['map', 'a map that is written out', '{"a": 1} == {"a": 1}'],
    ['message', 'a message', 'google.protobuf.Duration{} == null'],
    ['int-too-large', '2^63', 'now < 9223372036854775808', undefined, 'let a constant leave 64 bits'],
    ['int-too-small', '−2^63 − 1', 'now > -9223372036854775809'],
    ['double-too-large', 'a number that is not finite', '1e400 > 1.0'],
    ['point-without-digits', 'a number that ends in its point', '1. == 1.0'],
    [
      'reserved-word',
      'a reserved word as a variable',
      '[1].all(for, for == 1)',
      undefined,
      'took reserved words for names',
    ],
    ['true-as-a-beginning', 'a name that begins with true', '[1].all(truely, truely == 1)'],
    ['signs-apart', 'a space between two signs', '! !true'],
    ['signs-mixed', 'two different signs', '!-true'],
    ['optional-selection', 'an optional selection', `${p}.?n == 1`],
    ['two-commas', 'a list with nothing between commas', '[1,,2] == [1]'],
    ['chained-conditional', '?: in the middle part, without brackets', 'true ? false ? true : true : true'],
  ]),
];

const names = (): CaseSource[] => [
  ...answered(NAMES, [
    [
      'all-variables',
      'every variable and member',
      'action.tool == "billing.refund" && action.environment == "production" && principal == "agent" && now == 1769851812345',
    ],
    [
      'effects-members',
      'every member of an effect',
      'effects[0].effect == "money.move" && effects[0].target == "resource:acct_1" && effects[0].risk == "high" && effects[0].reversibility == "irreversible"',
    ],
    ['session-absent', 'an action without a session', '!has(action.session)'],
    [
      'size-both-ways',
      'size before and behind its argument',
      'size(principal) == 5 && principal.size() == 5',
    ],
  ]),
  ...refusing(NAMES, 'name', [
    ['unknown-variable', 'a variable there is not', 'agent == "x"'],
    [
      'unknown-member',
      'a member that action has not',
      'action.parametres == action.parameters',
      undefined,
      'found an unknown member absent instead of wrong',
    ],
    [
      'intent',
      'the intent, which nothing judges',
      'action.intent == "x"',
      undefined,
      'let a rule read what an agent says of itself',
    ],
    [
      'effect-origin',
      'a member of an effect that rules do not see',
      'effects.exists(e, e.origin == "declared")',
    ],
    ['prototype', 'a name from the language of the implementation', 'action.constructor == "x"'],
    ['loop-hides-a-variable', 'a loop variable named like a variable', '[1].exists(now, now == 1)'],
    [
      'loop-hides-a-loop',
      'a loop variable named like that of the loop around it',
      '[1].all(x, [2].all(x, x == 2))',
    ],
    ['loop-variable-upper-case', 'a loop variable that begins with a capital', '[1].all(X, X == 1)'],
    ['loop-variable-outside', 'a loop variable behind its loop', '[1].all(x, x == 1) && x == 1'],
  ]),
  ...refusing(NAMES, 'function', [
    ['unknown-function', 'a function there is not', 'lower(principal) == "agent"'],
    [
      'timestamp',
      'a function of CEL that is not of the profile',
      'timestamp("2026-01-31T00:00:00Z") == null',
    ],
    ['type-of', 'the type of a value', 'type(now) == null'],
    ['exists-one', 'a macro of CEL that is not of the profile', '[1].exists_one(now, now == 1)'],
    ['function-as-method', 'int written behind its argument', '"1".int() == 1'],
    ['method-as-function', 'matches written before its argument', 'matches(principal, "a")'],
    ['has-of-an-index', 'has of what is no selection', `has(${p}["n"])`],
    ['macro-without-a-variable', 'a macro whose variable is none', '[1].all(1, true)'],
  ]),
];

const types = (): CaseSource[] => [
  ...answered(TYPES, [
    [
      'dyn-with-anything',
      'a parameter is compared with what it is not',
      `!(${p}.n == "7") && ${p}.n != null`,
    ],
    ['target-null', 'a target may be null', 'effects[1].target == null'],
    ['mixed-list', 'a list of several kinds', '[1, "a", null][1] == "a"'],
    ['conditional-of-two-kinds', 'the parts of ?: may be of two kinds', '(now > 0 ? 1 : "a") == 1'],
    ['int-and-double-compare', 'int and double compare', '1 < 1.5 && 2 == 2.0'],
  ]),
  ...refusing(TYPES, 'type', [
    ['not-boolean-int', 'a condition that is an int', 'now'],
    ['not-boolean-list', 'a condition that is a list', 'effects.filter(e, true)'],
    ['string-and-int', 'a string compared with an int', 'principal == 1'],
    ['string-and-null', 'a string compared with null', 'action.tool == null'],
    ['order-of-booleans', 'booleans have no order when they are known to be booleans', 'true < false'],
    ['int-plus-double', 'int and double do not mix', '1 + 1.5 == 2.5', undefined, 'converted on the way'],
    ['double-modulo', '% of doubles', '5.0 % 2.0 == 1.0'],
    [
      'and-of-a-string',
      '&& of a string',
      'principal && true',
      undefined,
      'took a text that is not empty for true',
    ],
    ['not-of-an-int', '! of an int', '!now'],
    ['minus-of-a-string', '- of a string', '-principal == "x"'],
    ['member-of-a-string', 'a member of a string', 'principal.size == 5'],
    ['index-of-a-string', 'an index of a string', 'principal[0] == "a"'],
    ['index-of-an-object', 'an index of an object', 'action["tool"] == "x"'],
    ['list-index-string', 'a list at a string', 'effects["0"].risk == "high"'],
    ['in-a-string', 'in of a string', '"a" in principal'],
    ['loop-over-a-string', 'a loop over a string', '"abc".all(c, true)'],
    ['loop-condition', 'a condition of a loop that is an int', '[1].filter(x, x).size() == 1'],
    ['size-of-an-int', 'size of an int', 'size(now) == 13'],
    ['arguments-missing', 'a function without its argument', 'size() == 0'],
    ['arguments-too-many', 'a function with an argument more', 'fact("a", "b", "c") == 1'],
    ['fact-of-an-int', 'a fact of an int', 'has_fact(1, "tier")'],
  ]),
];

const patterns = (): CaseSource[] => [
  ...refusing(PATTERNS, 'pattern', [
    [
      'pattern-from-the-action',
      'a pattern out of the action',
      `principal.matches(${p}.text)`,
      undefined,
      'compiled what an agent sent',
    ],
    ['pattern-computed', 'a pattern that is put together', 'principal.matches("a" + "b")'],
    ['lookahead', 'a lookahead', 'principal.matches("(?=a)a")'],
    ['back-reference', 'a back reference', String.raw`principal.matches("(a)\\1")`],
    ['flags', 'a flag', 'principal.matches("(?i)AGENT")', undefined, 'took the flags of RE2'],
    ['unicode-class', 'a Unicode class', String.raw`principal.matches("\\pL")`],
    ['posix-class', 'a class of POSIX', 'principal.matches("[[:alpha:]]")'],
    ['named-group', 'a named group', 'principal.matches("(?P<x>a)")'],
    ['group-not-closed', 'an open group', 'principal.matches("(a")'],
    ['group-not-opened', 'a group that ends and did not begin', 'principal.matches("a)")'],
    ['repeats-nothing', 'a repetition of nothing', 'principal.matches("*a")'],
    ['repeats-twice', 'a repetition of a repetition', 'principal.matches("a**")'],
    [
      'brace-by-itself',
      'a brace that counts nothing',
      'principal.matches("a{")',
      undefined,
      'took a brace for itself',
    ],
    ['count-reversed', 'more at least than at most', 'principal.matches("a{3,2}")'],
    ['count-too-high', 'a count over 1000', 'principal.matches("a{1001}")'],
    ['range-reversed', 'a range whose ends are changed', 'principal.matches("[z-a]")'],
    ['range-of-a-class', 'a range that begins with a class', String.raw`principal.matches("[\\d-z]")`],
    ['empty-set', 'a set of nothing', 'principal.matches("[]")'],
    ['escape-of-a-letter', 'an escape there is not', String.raw`principal.matches("\\q")`],
    ['pattern-too-long', '257 characters', `principal.matches("${'a'.repeat(257)}")`],
    [
      'pattern-too-heavy',
      'repetitions inside repetitions',
      'principal.matches("(a{30}){30}")',
      undefined,
      'bounded each repetition and not their product',
    ],
  ]),
];

const bounds = (): CaseSource[] => [
  ...answered(BOUNDS, [
    ['longest', '2048 units', `${' '.repeat(2044)}true`],
    ['deepest', '32 brackets inside each other', `${'('.repeat(32)}true${')'.repeat(32)}`],
    ['most-expressions', '512 expressions', `${'true && '.repeat(255)}!false`],
    ['nested-without-brackets', 'conditionals inside each other', `${'false ? true : '.repeat(100)}true`],
    [
      'loop-in-a-loop-over-what-is-written',
      'a loop over parameters with one over a list in it',
      `${p}.list.all(x, ["a", "b"].exists(y, y == "b"))`,
    ],
    ['estimate-within', 'an estimate of 99525, not evaluated', `true || ${nested([40, 40, 9])}`],
  ]),
  ...refusing(BOUNDS, 'size', [
    ['too-long', '2049 units', `${' '.repeat(2045)}true`],
    [
      'too-long-in-units',
      '2048 characters of which one is two units',
      `${' '.repeat(2039)}"\u{1f600}" != ""`,
      undefined,
      'counted characters',
    ],
    ['too-many-expressions', '513 expressions', `${'true && '.repeat(256)}true`],
    [
      'too-many-in-macros',
      'expressions that macros stand for',
      `${'[].all(x,x==1)&&'.repeat(47)}true`,
      undefined,
      'counted macros as they are written',
    ],
  ]),
  ...refusing(BOUNDS, 'depth', [
    ['too-deep', '33 brackets inside each other', `${'('.repeat(33)}true${')'.repeat(33)}`],
    [
      'too-deep-in-a-text',
      'brackets in a text',
      `"${'('.repeat(33)}" != ""`,
      undefined,
      'left texts out, where the others count characters',
    ],
  ]),
  ...refusing(BOUNDS, 'estimate', [
    [
      'loop-in-a-loop-over-parameters',
      'a loop over parameters inside another',
      `${p}.list.all(x, ${p}.list.all(y, x != y + 9))`,
    ],
    ['estimate-beyond', 'loops over what is written that multiply', nested([40, 40, 10])],
  ]),
];

export const loading = (): CaseSource[] => [...grammar(), ...names(), ...types(), ...patterns(), ...bounds()];
