import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { matchesName, matchesTarget } from '../src/index.ts';
import { targetPatternFault } from '../src/pattern/target.ts';

/** The same by dynamic programming: slow, and plainly right. */
function slowly(pattern: string, name: string): boolean {
  let row = Array.from({ length: name.length + 1 }, (_, i) => i === 0);
  for (const char of pattern) {
    const next = row.map(() => false);
    for (let i = 0; i <= name.length; i++) {
      if (char === '*') next[i] = row[i] === true || (i > 0 && next[i - 1] === true);
      else if (i > 0) next[i] = row[i - 1] === true && name[i - 1] === char;
    }
    row = next;
  }
  return row.at(-1) === true;
}

describe('matchesName', () => {
  const text = fc.string({ unit: fc.constantFrom('a', 'b', '.'), maxLength: 12 });
  const pattern = fc.string({ unit: fc.constantFrom('a', 'b', '.', '*'), maxLength: 8 });

  it('is * for any run of characters', () => {
    fc.assert(
      fc.property(pattern, text, (glob, name) => {
        assert.equal(matchesName(glob, name), slowly(glob, name));
      }),
      { numRuns: 3000 },
    );
  });

  it('takes the other characters as they are', () => {
    assert.ok(!matchesName('a.c', 'abc'));
    assert.ok(!matchesName('', 'a'));
    assert.ok(matchesName('*', ''));
    assert.ok(!matchesName('ab*ba', 'aba'));
  });

  it('does not slow down on many stars', () => {
    assert.ok(!matchesName(`${'a*'.repeat(60)}b`, 'a'.repeat(100_000)));
  });
});

describe('matchesTarget', () => {
  const cases: [pattern: string, target: string | null, covers: boolean][] = [
    ['*', null, true],
    ['*', 'host:x.example', true],
    ['host:*', null, false],
    ['host:*', 'host:x.example', true],
    ['host:*', 'path:/x', false],
    ['host:example.com', 'host:example.com', true],
    ['host:example.com', 'host:www.example.com', false],
    ['host:example.com', 'host:example.com:8443', false],
    ['host:example.com:8443', 'host:example.com:8443', true],
    ['host:*.example.com', 'host:a.b.example.com', true],
    ['host:*.example.com', 'host:example.com', false],
    ['host:*.example.com', 'host:.example.com', false],
    ['host:*.example.com', 'host:badexample.com', false],
    ['host:*.example.com', 'host:www.example.com.evil.example', false],
    ['host:*.example.com', 'host:www.example.com:8443', false],
    ['path:/srv/', 'path:/srv/x/y', true],
    ['path:/srv/', 'path:/srv', false],
    ['path:/srv/', 'path:/srvx', false],
    ['path:/srv', 'path:/srv/x', false],
    ['path:/srv', 'path:/srv', true],
    ['path:/', 'path:/etc/passwd', true],
    ['resource:acct_*', 'resource:acct_1', true],
    ['resource:acct_*', 'resource:other', false],
    ['resource:*', null, false],
    ['constructor', 'constructor', false],
  ];
  for (const [pattern, target, covers] of cases) {
    it(`${pattern} ${covers ? 'covers' : 'does not cover'} ${target ?? 'no target'}`, () => {
      assert.equal(matchesTarget(pattern, target), covers);
    });
  }
});

describe('targetPatternFault', () => {
  it('accepts what can match', () => {
    for (const pattern of [
      '*',
      'host:*',
      'host:*.example.com:8443',
      'host:10.0.0.1',
      'path:/',
      'path:/srv/',
      'path:/srv/x',
      'resource:*',
    ]) {
      assert.equal(targetPatternFault(pattern), null, pattern);
    }
  });

  it('tells what never could', () => {
    for (const pattern of [
      'host:Example.com',
      'host:ex*mple.com',
      'host:*.*',
      'host:a..b',
      'path:srv',
      'path:/srv/../etc/',
      'path:/a//b',
      'path:/a%20',
      'resource:a\u200b',
    ]) {
      assert.match(targetPatternFault(pattern) ?? '', /^(is|holds|has) /, pattern);
    }
  });
});
