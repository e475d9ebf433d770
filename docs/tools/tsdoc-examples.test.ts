/** Every `@example` in the packages is extracted, type-checked and run: an example that is wrong fails the build. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { globSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { pathToFileURL } from 'node:url';

const ROOT = new URL('../..', import.meta.url).pathname;
const OUT = join(ROOT, 'node_modules/.cache/eaap-examples');

interface Example {
  readonly from: string;
  readonly file: string;
}

function extract(): Example[] {
  rmSync(OUT, { recursive: true, force: true });
  mkdirSync(OUT, { recursive: true });
  const examples: Example[] = [];
  for (const path of globSync('packages/*/src/**/*.ts', { cwd: ROOT }).sort()) {
    const source = readFileSync(join(ROOT, path), 'utf8');
    for (const block of source.matchAll(/^\s*\* ```ts\n([\s\S]*?)^\s*\* ```$/gm)) {
      const code = (block[1] ?? '').replace(/^\s*\* ?/gm, '');
      const line = source.slice(0, block.index).split('\n').length;
      const file = join(OUT, `${path.replaceAll('/', '-').replace(/\.ts$/, '')}-${line}.ts`);
      writeFileSync(file, `${code}\nexport {};\n`);
      examples.push({ from: `${path}:${line}`, file });
    }
  }
  writeFileSync(join(OUT, 'package.json'), '{"type":"module"}\n');
  writeFileSync(
    join(OUT, 'tsconfig.json'),
    JSON.stringify({
      extends: join(ROOT, 'tsconfig.base.json'),
      compilerOptions: {
        composite: false,
        declaration: false,
        declarationMap: false,
        noEmit: true,
        noUnusedLocals: false,
        rootDir: ROOT,
        customConditions: ['eaap-source'],
        typeRoots: [join(ROOT, 'node_modules/@types')],
      },
      include: ['*.ts'],
    }),
  );
  return examples;
}

const examples = extract();

test('there are examples', () => {
  assert.ok(examples.length >= 40, `only ${examples.length} examples`);
});

test('every example compiles', () => {
  const { status, stdout } = spawnSync(
    process.execPath,
    [join(ROOT, 'node_modules/typescript/bin/tsc'), '-p', OUT],
    { encoding: 'utf8' },
  );
  assert.equal(status, 0, stdout);
});

for (const { from, file } of examples) {
  test(`example at ${from} runs`, async () => {
    await import(pathToFileURL(file).href);
  });
}
