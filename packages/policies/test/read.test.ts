import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { stringify } from 'yaml';
import { isPlainJson } from './support.ts';
import { DocumentFault, MAX_LENGTH, readDocument } from '../src/index.ts';

function fault(text: string): DocumentFault {
  try {
    readDocument(text, 'p.yaml');
  } catch (thrown) {
    assert.ok(thrown instanceof DocumentFault, String(thrown));
    return thrown;
  }
  return assert.fail(`It was read: ${text.slice(0, 80)}`);
}

describe('a document', () => {
  it('is YAML or JSON, and becomes JSON', () => {
    const yaml =
      'a: [x, "y", 1, -2.5, true, null, {q: ""}]\nb: |\n  two\n  lines\nc: >-\n  one\n  line\nd: 2026-01-31\n';
    assert.deepEqual(readDocument(yaml, 'p').value, {
      a: ['x', 'y', 1, -2.5, true, null, { q: '' }],
      b: 'two\nlines\n',
      c: 'one line',
      d: '2026-01-31',
    });
    assert.deepEqual(readDocument('{"a":\t[1, "\\u00e9"]}', 'p').value, { a: [1, 'é'] });
  });

  it('knows where its members stand, and for what is not there the nearest thing above it', () => {
    const { position } = readDocument('a: 1\nrules:\n  - id: x\n    when: "true"\n', 'p');
    assert.deepEqual(position('/rules/0/when'), { line: 4, column: 5 });
    assert.deepEqual(position('/rules/0'), { line: 3, column: 5 });
    assert.deepEqual(position('/rules/0/nothing/here'), { line: 3, column: 5 });
    assert.deepEqual(position('/nothing'), { line: 1, column: 1 });
  });

  for (const [text, code, line, column] of [
    ['a: &x 1\nb: *x\n', 'anchor', 1, 4],
    ['a: *x\n', 'alias', 1, 4],
    ['a: !!binary aGk=\n', 'tag', 1, 4],
    ['%YAML 1.1\n---\na: 1\n', 'directive', 1, 1],
    ['b: 1\n<<: {a: 1}\n', 'merge-key', 2, 1],
    ['a: 1\nb: 2\na: 3\n', 'duplicate-name', 3, 1],
    ['{"a": 1, "\\u0061": 2}', 'duplicate-name', 1, 10],
    ['a: 1\n---\nb: 2\n', 'several-documents', 2, 1],
    ['? a\n: b\n', 'name', 1, 1],
    ['[a]: b\n', 'name', 1, 1],
    ['a: yes\n', 'ambiguous', 1, 4],
    ['a: ~\n', 'ambiguous', 1, 4],
    ['a: True\n', 'ambiguous', 1, 4],
    ['a:\n', 'empty', 1, 3],
    ['', 'empty', 1, 1],
    ['a: 0x10\n', 'number', 1, 4],
    ['a: 010\n', 'number', 1, 4],
    ['a: 1_000\n', 'number', 1, 4],
    ['a: 12:30\n', 'number', 1, 4],
    ['a: .inf\n', 'number', 1, 4],
    ['a: -0\n', 'number', 1, 4],
    ['a: 9007199254740993\n', 'number', 1, 4],
    ['a: 1e400\n', 'number', 1, 4],
    ['a: [1, 2\n', 'syntax', 2, 1],
    ['a: "\n', 'syntax', 2, 1],
    ['a: b: c\n', 'syntax', 1, 4],
    ['a:\n\tb: 1\n', 'syntax', 2, 1],
    [']', 'syntax', 1, 1],
    ['a: "\\ud800"\n', 'text', 1, 4],
  ] as const) {
    it(`is refused as ${code} at ${line}:${column}: ${JSON.stringify(text)}`, () => {
      const { code: got, position, message } = fault(text);
      assert.deepEqual([got, position], [code, { line, column }], message);
      assert.match(message, /^p\.yaml:\d+:\d+: .+\.$/s);
    });
  }

  for (const [name, text, code] of [
    ['aliases of aliases', `a: &a [x]\n${'b: [*a, *a]\n'.repeat(1000)}`, 'anchor'],
    ['brackets in brackets', '['.repeat(200_000), 'depth'],
    ['lists in lists on one line', `${'- '.repeat(100_000)}a`, 'depth'],
    ['ever deeper lines', Array.from({ length: 600 }, (_, i) => `${' '.repeat(i)}a:`).join('\n'), 'depth'],
    ['a list in 65 brackets', `${'['.repeat(65)}${']'.repeat(65)}`, 'depth'],
    ['brackets that close nothing', ']'.repeat(MAX_LENGTH), 'syntax'],
    ['quotes', '"'.repeat(MAX_LENGTH), 'syntax'],
    ['commas', `[${','.repeat(MAX_LENGTH - 2)}]`, 'syntax'],
    ['colons', 'a: '.repeat(80_000), 'syntax'],
    ['documents', '---\n'.repeat(60_000), 'several-documents'],
    ['empty lines', '\n'.repeat(MAX_LENGTH), 'empty'],
    ['too much', ' '.repeat(MAX_LENGTH + 1), 'size'],
  ] as const) {
    it(`is refused in bounded time: ${name}`, () => {
      const start = process.cpuUsage();
      assert.equal(fault(text).code, code);
      const { user } = process.cpuUsage(start);
      assert.ok(user < 20_000_000, `${user} µs`);
    });
  }

  it('of many names is read in time that does not grow with their square', () => {
    const text = Array.from({ length: 20_000 }, (_, i) => `k${i}: 1`).join('\n');
    assert.equal(Object.keys(readDocument(text, 'p').value as object).length, 20_000);
  });

  it('is read or refused with a fault, whatever it is', () => {
    const piece = fc.constantFrom(
      'a',
      ': ',
      '- ',
      '\n',
      '  ',
      '[',
      ']',
      '{',
      '}',
      ',',
      '"',
      "'",
      '|',
      '>',
      '&',
      '*',
      '!',
      '#',
      '?',
      '%',
      '@',
      '\t',
      '1',
      '\u0000',
      '\ud800',
      '\u2028',
      '---',
      '...',
      '<<',
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 60 }), (pieces) => {
        try {
          readDocument(pieces.join(''), 'p');
        } catch (thrown) {
          assert.ok(thrown instanceof DocumentFault, String(thrown));
        }
      }),
    );
  });

  it('gives back what was written, as JSON and as YAML', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 6 }).filter(isPlainJson), (value) => {
        assert.deepEqual(readDocument(JSON.stringify(value), 'p').value, value);
        const yaml = stringify(value, {
          defaultStringType: 'QUOTE_DOUBLE',
          defaultKeyType: 'QUOTE_DOUBLE',
          aliasDuplicateObjects: false,
        });
        assert.deepEqual(readDocument(yaml, 'p').value, value);
      }),
    );
  });
});
