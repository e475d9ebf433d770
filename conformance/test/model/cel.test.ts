import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { compute } from '../../src/adapter/compute/cel.ts';
import { evaluateRule, loadRule, type Activation } from '../../src/model/cel/index.ts';
import type { Json } from '../../src/model/json.ts';

const P = 'action.parameters';
const OVER: Activation = {
  action: {
    tool: 'billing.refund',
    environment: 'production',
    parameters: {
      n: 7,
      zero: 0,
      half: 1.5,
      text: 'héllo-42',
      digits: '12',
      yes: true,
      nothing: null,
      map: { a: 1, 'b c': null },
      list: [1, 2, 3],
      mixed: [1, 'a', null, true, 1.5, [1], { a: 1 }],
      texts: ['a', 'bb', '\u{1f600}'],
      none: [],
      many: Array.from({ length: 257 }, (_, n) => n),
    },
  },
  effects: [
    { effect: 'money.move', target: 'resource:a', risk: 'high', reversibility: 'irreversible' },
    { effect: 'data.read', target: null, risk: 'low', reversibility: 'reversible' },
  ],
  principal: 'agent',
  now: 1_769_851_812_345,
  facts: [
    { subject: 's', attribute: 'one', values: [5, 5] },
    { subject: 's', attribute: 'two', values: [1, 2] },
    { subject: 's', attribute: 'none', values: [] },
  ],
};

const atoms = [
  ...Object.keys(OVER.action.parameters).map((name) => `${P}.${name}`),
  `${P}.missing`,
  `${P}["n"]`,
  'action.tool',
  'action.session',
  'action.nope',
  'principal',
  'now',
  'effects',
  'effects[1].target',
  'fact("s", "one")',
  'fact("s", "two")',
  'has_fact("s", "none")',
  'has_fact("s", "other")',
  'x',
  ...['1', '0', '-1', '- 1', '9223372036854775807', '0x1f', '.5', '1e3', '-0.0', 'true', 'false', 'null'],
  ...['"a"', "'b'", 'r"\\d"', '"\\u00e9"', '"\\d"', '"""x"y"""', '"12"', '[]', '[1, "a",]'],
];
const binary = '== != < <= > >= + - * / % && || in'.split(' ');
const patterns = ['a', '^h', '[0-9]+$', '\\\\d{2}', '^.*$', '(', '[^a-z]', '\\\\bh', '(?i)a', '.{8}'];

const conditions = fc.letrec<{ expr: string }>((tie) => {
  const expr = tie('expr');
  const made = (...parts: readonly (string | fc.Arbitrary<string>)[]): fc.Arbitrary<string> =>
    fc
      .tuple(...parts.map((part) => (typeof part === 'string' ? fc.constant(part) : part)))
      .map((all) => all.join(''));
  const macro = fc.constantFrom('all', 'exists', 'filter', 'map', 'exists_one');
  return {
    expr: fc.oneof(
      { maxDepth: 4, depthSize: 'medium' },
      fc.constantFrom(...atoms),
      made(expr, ' ', fc.constantFrom(...binary), ' ', expr),
      made('(', expr, ' ', fc.constantFrom(...binary), ' ', expr, ')'),
      made(fc.constantFrom('!', '-', '!!', '--'), '(', expr, ')'),
      made('(', expr, ' ? ', expr, ' : ', expr, ')'),
      made(expr, '[', expr, ']'),
      made('(', expr, ').', fc.constantFrom('a', 'size', 'contains("l")', 'size()', 'startsWith("h")')),
      made('has((', expr, ').a)'),
      made(fc.constantFrom('size', 'int', 'string', 'foo'), '(', expr, ')'),
      made('(', expr, ').matches("', fc.constantFrom(...patterns), '")'),
      made('(', expr, ').', macro, '(x, ', expr, ')'),
      made(`${P}.`, fc.constantFrom('list', 'mixed', 'map', 'many'), '.', macro, '(x, ', expr, ')'),
    ),
  };
}).expr;

const spoiled = fc
  .tuple(conditions, fc.nat(), fc.constantFrom('', ' ', '"', '.', ',', '(', 'in', '!', '-', '//', '\n', 'x'))
  .map(([text, at, with_]) => {
    const cut = at % (text.length + 1);
    return text.slice(0, cut) + with_ + text.slice(cut);
  });

/** What the reference says is the model's answer, or one of its faults. */
function agree(when: string): void {
  const got = compute({ when, over: OVER } as unknown as Json);
  const loaded = loadRule(when);
  if ('faults' in loaded) {
    assert.ok(
      'refused' in got && (loaded.faults as readonly string[]).includes(got.refused),
      `${when}: ${JSON.stringify(got)}`,
    );
    return;
  }
  const answer = evaluateRule(when, OVER);
  assert.deepEqual(
    got,
    'value' in answer ? { output: answer.value } : { refused: `run-${answer.error}` },
    when,
  );
}

describe('the model of EAAP-CEL and the reference', () => {
  it('say the same of conditions nobody wrote', () => {
    fc.assert(fc.property(conditions, agree), { numRuns: 800 });
  });

  it('say the same of conditions with something put in', () => {
    fc.assert(fc.property(spoiled, agree), { numRuns: 500 });
  });
});
