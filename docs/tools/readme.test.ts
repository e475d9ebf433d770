/** What the READMEs say: links that lead somewhere, commands that exist, and a decision that is really answered. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, globSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath, pathToFileURL } from 'node:url';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const PAGES = [
  '*.md',
  'docs/*.md',
  'examples/**/*.md',
  'packages/*/README.md',
  'conformance/**/README.md',
].flatMap((glob) => globSync(glob, { cwd: ROOT, exclude: ['**/node_modules/**'] }));
const textOf = (page: string): string => readFileSync(join(ROOT, page), 'utf8');

/** How GitHub makes an anchor of a heading. */
const anchorsOf = (text: string): string[] =>
  [...text.matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\s_-]/gu, '')
      .replaceAll(' ', '-'),
  );

test('every link of the READMEs leads somewhere', () => {
  const dead = PAGES.flatMap((page) =>
    [...textOf(page).matchAll(/\]\(([^)\s]+)\)/g)].flatMap(([, link = '']) => {
      if (/^https?:/.test(link)) return [];
      const [path = '', anchor] = link.split('#');
      const file = path === '' ? join(ROOT, page) : resolve(ROOT, dirname(page), path);
      if (!existsSync(file)) return [`${page}: ${link}`];
      if (anchor === undefined || anchorsOf(readFileSync(file, 'utf8')).includes(anchor)) return [];
      return [`${page}: ${link}`];
    }),
  );
  assert.ok(PAGES.length > 12, PAGES.join());
  assert.deepEqual(dead, []);
});

test('every npm script that the READMEs name is there', () => {
  const { scripts } = JSON.parse(textOf('package.json')) as { scripts: Record<string, string> };
  const named = PAGES.flatMap((page) =>
    [...textOf(page).matchAll(/npm (?:run (?:-s )?([a-z][\w:-]*)|(start|test)\b)/g)].map(
      ([, script, known]) => script ?? known ?? '',
    ),
  );
  assert.ok(named.includes('conformance') && named.includes('start'));
  assert.deepEqual(
    named.filter((script) => !(script in scripts)),
    [],
  );
});

test('the README counts the requirements right', () => {
  const { requirements } = JSON.parse(textOf('conformance/requirements.json')) as { requirements: unknown[] };
  assert.ok(textOf('README.md').includes(`${requirements.length} numbered requirements`));
});

test('the decision in the README is the one that is made', () => {
  const block = /```\n(\$ npx eaap store[\s\S]*?)```/.exec(textOf('README.md'))?.[1] ?? '';
  const parts = block.replaceAll('\\\n', '').split('$ npx eaap ').with(0, 'init');
  assert.equal(parts.length, 4);
  const path = mkdtempSync(join(tmpdir(), 'eaap-readme-'));
  const main = pathToFileURL(join(ROOT, 'packages/cli/src/main.ts')).href;
  const code = `import(${JSON.stringify(main)}).then(({ main }) => main(process.argv.slice(1))).then((exit) => { process.exitCode = exit; });`;
  const tsx = pathToFileURL(join(ROOT, 'node_modules/tsx/dist/loader.mjs')).href;
  const same = (text: string): string =>
    text.replace(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, 'ID').replace(/sha256:[0-9a-f]+/g, 'DIGEST');
  for (const part of parts) {
    const [command = '', ...shown] = part.trimEnd().split('\n');
    const words = (command.match(/'[^']*'|\S+/g) ?? []).map((word) => {
      const quoted = /^'(.*)'$/.exec(word);
      return quoted?.[1] ?? word;
    });
    const { stdout, stderr, status } = spawnSync(
      process.execPath,
      ['--conditions=eaap-source', '--import', tsx, '-e', code, ...words],
      {
        cwd: path,
        encoding: 'utf8',
        env: { PATH: process.env['PATH'] ?? '', NO_COLOR: '1', EAAP_PATH: join(path, '.eaap') },
      },
    );
    assert.equal(status, shown.length === 0 ? 0 : 5, `${command}: ${stderr}`);
    if (shown.length > 0) assert.equal(same(stdout + stderr).trimEnd(), same(shown.join('\n')));
  }
  rmSync(path, { recursive: true });
});
