import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Json, Manifest, Unread } from '@eaap/protocol';
import { extract } from '../../src/index.ts';
import { action, manifest, policy } from '../fixture.ts';

type Spec = Manifest['parameters'][string];

function unread(spec: Spec, value: Json): Unread[] {
  const effects: Manifest['effects'] =
    spec.type === 'url' || spec.type === 'path'
      ? [{ effect: 'file.read', target: { param: '/x', kind: spec.type === 'url' ? 'host' : 'path' } }]
      : [{ effect: 'compute' }];
  const stated: Manifest = {
    v: 1,
    tool: action.tool,
    version: '1',
    description: 'd',
    effects,
    parameters: { '/x': spec },
  };
  return extract({ tool: action.tool, environment: 'none', parameters: { x: value } }, stated, policy).unread;
}

const token = '[PII:email:0123456789abcdef0123456789abcdef]';

const cases: [Spec['type'], { good: Json[]; bad: [Unread['code'], Json[]][] }][] = [
  ['text', { good: ['', 'any\n text \u202e'], bad: [['wrong-type', [1, null, true, {}, ['x']]]] }],
  [
    'identifier',
    {
      good: ['a', 'Ü-1', token, 'a b'],
      bad: [
        ['wrong-type', ['', 7, null, 'a\nb', 'a\u200bb', 'a\u202eb', 'a\u2028b', 'x'.repeat(257), ['a']]],
      ],
    },
  ],
  ['integer', { good: [0, -5, 2 ** 53 - 1], bad: [['wrong-type', [1.5, '1', 2 ** 53, null, true]]] }],
  ['boolean', { good: [true, false], bad: [['wrong-type', ['true', 0, null]]] }],
  ['json', { good: [null, [1, { a: [] }], 'x'], bad: [] }],
  [
    'money',
    {
      good: [
        { amount: '0', currency: 'EUR' },
        { currency: 'JPY', amount: '9007199254740991' },
      ],
      bad: [
        [
          'unreadable-money',
          [
            {},
            { amount: 1250, currency: 'EUR' },
            { amount: '12.50', currency: 'EUR' },
            { amount: '-1', currency: 'EUR' },
            { amount: '01', currency: 'EUR' },
            { amount: '1e3', currency: 'EUR' },
            { amount: ' 1', currency: 'EUR' },
            { amount: '9007199254740992', currency: 'EUR' },
            { amount: '1', currency: 'eur' },
            { amount: '1', currency: 'EURO' },
            { amount: '1' },
            { amount: '1', currency: 'EUR', fee: '5' },
          ],
        ],
        ['wrong-type', ['12.50 EUR', 1250, null, ['1', 'EUR']]],
      ],
    },
  ],
  [
    'mail',
    {
      good: [token, 'ada@example.org', "o'hara+x@mail.example.co.uk"],
      bad: [
        [
          'unreadable-mail',
          [
            '',
            'ada',
            'ada@',
            '@example.org',
            'ada@localhost',
            'a@example.org, b@example.org',
            'Ada <ada@example.org>',
            '"ada"@example.org',
            'ada@example.org\nBcc: eve@example.org',
            'a@b@example.org',
            'ädä@example.org',
            'ada@exämple.org',
            'ada@[127.0.0.1]',
            'ada.@example.org',
            `${'a'.repeat(65)}@example.org`,
            `${token}, eve@example.org`,
            '[PII:card:0123456789abcdef0123456789abcdef]',
            'mailto:ada@example.org',
            'ada@\u212aelvin.example',
          ],
        ],
        ['wrong-type', [1, null, ['ada@example.org']]],
      ],
    },
  ],
  [
    'path',
    {
      good: ['/srv/data/x', '/é.txt', '/a/..b', '/a/...', '/a~', '/a b/*'],
      bad: [
        [
          'unreadable-path',
          [
            '',
            '/',
            'srv/x',
            './x',
            '/srv/../etc/passwd',
            '/srv/..',
            '/./x',
            '//etc',
            '/srv//x',
            '/srv/',
            '~/x',
            '/~root/x',
            '/a%2e%2e/b',
            '/a\\b',
            '/a\u0000b',
            '/a\nb',
            '/a\u202eb',
            `/${'a'.repeat(1000)}`,
          ],
        ],
        ['wrong-type', [1, null, ['/x']]],
      ],
    },
  ],
  [
    'url',
    {
      good: ['https://example.com/'],
      bad: [
        ['wrong-type', [1, null, ['https://example.com/']]],
        ['url-scheme', ['http://example.com/']],
      ],
    },
  ],
  ['code', { good: [], bad: [['undeclared-dialect', ['SELECT 1', '', 1, null]]] }],
];

describe('parameters', () => {
  for (const [type, { good, bad }] of cases) {
    it(`reads ${type}`, () => {
      for (const value of good) assert.deepEqual(unread({ type }, value), [], JSON.stringify(value));
    });
    for (const [code, values] of bad) {
      it(`does not read as ${type}: ${code}`, () => {
        for (const value of values) {
          const notes = unread({ type }, value);
          assert.deepEqual(
            notes.map((note) => [note.code, note.field]),
            [[code, '/x']],
            JSON.stringify(value),
          );
          assert.match(notes[0]?.detail ?? '', /^[A-Z].*\.$/);
        }
      });
    }
  }

  it('never reads code, whatever dialect a manifest names', () => {
    assert.deepEqual(unread({ type: 'code', dialect: 'sql.postgresql' }, 'SELECT 1'), [
      { code: 'undeclared-dialect', field: '/x', detail: 'Nothing here reads sql.postgresql.' },
    ]);
  });
});

describe('the manifest of a refund', () => {
  const notes = (parameters: Record<string, Json>): [string, string | null][] =>
    extract({ ...action, parameters }, manifest, policy).unread.map(({ code, field }) => [code, field]);

  it('wants what is required and lets the rest be left out', () => {
    const { note: _, ...rest } = action.parameters;
    assert.deepEqual(notes(rest), []);
    assert.deepEqual(notes({ ...rest, customer: 7 }), [['wrong-type', '/customer']]);
    const { order: __, ...less } = rest;
    assert.deepEqual(notes(less), [['missing-parameter', '/order']]);
  });

  it('reads no member of a prototype', () => {
    const hostile = JSON.parse('{"__proto__": {"x": 1}, "constructor": 1}') as Record<string, Json>;
    assert.deepEqual(notes({ ...action.parameters, constructor: 'x' } as Record<string, Json>), [
      ['undescribed-parameter', '/constructor'],
    ]);
    const codes = extract({ ...action, parameters: hostile }, manifest, policy).unread.map(
      ({ field }) => field,
    );
    assert.ok(codes.includes('/__proto__') && codes.includes('/constructor'));
  });
});
