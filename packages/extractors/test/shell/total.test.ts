import assert from 'node:assert/strict';
import { before, suite, test } from 'node:test';
import fc from 'fast-check';
import { EFFECTS, type Extractor, type Reading } from '@eaap/protocol';
import { loadExtractors } from '../../src/index.ts';

const DIALECTS = ['shell.bash', 'code.python', 'code.javascript'];

/** Pieces of programs, so that what is generated parses often enough to reach the tables. */
const PIECES =
  `rm -rf / | && ; || ( ) { } $( ) \` " ' \\ \n <<EOF EOF <<< > >> < & $x $HOME \${x:-y} $1 "$@" if then fi for in do done while
case esac function f() eval sh -c bash xargs find . -exec {} \\; -delete git reset --hard push --force sudo env A=b echo cat
import os from * open( os.system( exec( __import__( require( fs. child_process ( ) [ ] , : = + "a" 'b' 1 lambda def return const =>
await import( process.env new Function( eval( x y \u0000 \ud800 \u202e \ue000 é rм base64 -d tar -xf dd of=/dev/sda`.split(
    ' ',
  );

const programs = fc
  .array(fc.oneof(fc.constantFrom(...PIECES), fc.string({ maxLength: 8 })), { maxLength: 24 })
  .map((all) => all.join(' '));

function isSound({ effects, unread }: Reading): void {
  assert.ok(effects.length + unread.length > 0, 'a reading that says nothing means that nobody looked');
  for (const { effect, target, detail } of effects) {
    assert.ok(Object.hasOwn(EFFECTS, effect), effect);
    assert.ok(target === null || /^(path:\/|host:|resource:)./.test(target), String(target));
    assert.ok(target === null || !/[\u0000-\u001f\ue000-\uf8ff]/.test(target), JSON.stringify(target));
    assert.ok(!/\p{Surrogate}/u.test(detail) && !/[\ue000-\uf8ff]/.test(detail), JSON.stringify(detail));
  }
}

for (const dialect of DIALECTS) {
  suite(`${dialect} is read`, () => {
    let extractor: Extractor;
    before(async () => {
      const found = (await loadExtractors([dialect])).get(dialect);
      assert.ok(found);
      extractor = found;
    });

    test('whatever the text is, and to the same reading each time', () => {
      fc.assert(
        fc.property(fc.oneof(programs, fc.string({ unit: 'binary', maxLength: 200 })), (text) => {
          const reading = extractor.read(text);
          isSound(reading);
          assert.deepEqual(extractor.read(text), reading);
        }),
        { numRuns: 100 },
      );
    });

    const long: readonly (readonly [name: string, text: string])[] = [
      ['a megabyte of commands', 'echo a; '.repeat(131_072)],
      ['as much as is read', 'a b;'.repeat(16_384)],
      ['one long word', 'a'.repeat(65_536)],
      ['ten thousand brackets', '('.repeat(10_000)],
      ['ten thousand pairs of brackets', `${'('.repeat(10_000)}${')'.repeat(10_000)}`],
      ['ten thousand substitutions', '$('.repeat(10_000)],
      ['ten thousand sums', 'echo $((1+'.repeat(6000)],
      ['braces that multiply', `echo ${'{a,b}'.repeat(60)}`],
      ['braces in braces', `echo ${'{a,'.repeat(60)}b${'}'.repeat(60)}`],
      ['pieces that overlap', `x=1\n${'x=$x$x\n'.repeat(60)}echo $x`],
      [
        'functions that call each other',
        Array.from({ length: 40 }, (_, n) => `f${n}(){ f${n + 1}; f${n + 1}; }`).join(';') + ';f0',
      ],
      ['loops in loops', `${'for a in 1 2 3 4 5 6 7 8; do '.repeat(12)}ls${'; done'.repeat(12)}`],
      [
        'scripts in scripts',
        Array.from({ length: 12 }).reduce((all: string) => `bash -c ${JSON.stringify(all)}`, 'ls'),
      ],
      [
        'names that lead to each other',
        `a=b\n${Array.from({ length: 500 }, (_, n) => `v${n + 1}=v${n}`).join('\n')}`,
      ],
      ['a sum of many texts', `x = ${'"a" + '.repeat(3000)}"b"`],
      ['NULs', 'ls\u0000rm -rf /'],
      ['half a pair', 'ls \ud800'],
      [
        'names that are bound again and again',
        `g("x")\n${'g as o, h\n'.repeat(9)}${'o as g, h\n'.repeat(9)}`,
      ],
      ['signs of which each is an error', '<!--'.repeat(10_000)],
      ['text that turns around', 'ls \u202e fr- mr'],
    ];
    for (const [name, text] of long) {
      test(`in bounded time: ${name}`, () => {
        const begin = process.cpuUsage();
        const reading = extractor.read(text);
        const { user, system } = process.cpuUsage(begin);
        isSound(reading);
        assert.ok(user + system < 5_000_000, `it took ${(user + system) / 1000} ms of the processor`);
      });
    }

    test('not at all where a reader may see another text than people do', () => {
      for (const text of [
        'ls\u0000',
        'ls\r\nrm x',
        'l\u200bs',
        'ls \u202e',
        '\ue000',
        '\ud800',
        'x'.repeat(65_537),
      ]) {
        assert.deepEqual(extractor.read(text).effects, [], JSON.stringify(text.slice(0, 20)));
        assert.equal(extractor.read(text).unread.length, 1);
      }
    });
  });
}
