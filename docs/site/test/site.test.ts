/** The site in a real browser, opened from its folder; `npm run docs:check` makes it first. */
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import type { Browser } from 'playwright-core';
import { OUT, ROOT } from '../paths.ts';
import { isValid, openTypeDoc } from '../typedoc/app.ts';
import { addressOf, openBrowser, openTab, visit } from './browser.ts';
import { faintTexts } from './contrast.ts';
import { deadLinks, pagesOfSite } from './links.ts';

const WIDE = { width: 1280, height: 900 };
const PHONE = { width: 390, height: 844 };
/** More than this has to be meant: what a visitor loads, in bytes. */
const MOST_BYTES = {
  'site.js': 10_000,
  'playground.js': 900_000,
  'diagrams.js': 1_400_000,
  'search.js': 1_500_000,
};

let browser: Browser;
before(async () => {
  browser = await openBrowser();
});
after(async () => {
  await browser.close();
});

/** Documents, and some pages of each kind of the API. */
function chosen(): string[] {
  const pages = pagesOfSite();
  const kinds = new Map<string, number>();
  return pages.filter((page) => {
    const [kind = ''] = /^(classes|functions|interfaces|types|variables)\//.exec(page) ?? [];
    const seen = kinds.get(kind) ?? 0;
    kinds.set(kind, seen + 1);
    return kind === '' || seen < 3;
  });
}

test('every link within the site leads somewhere, and to a place that is there', () => {
  assert.deepEqual(deadLinks(pagesOfSite()), []);
});

test('every requirement has an address', () => {
  const { requirements } = JSON.parse(readFileSync(join(ROOT, 'conformance/requirements.json'), 'utf8')) as {
    requirements: { id: string }[];
  };
  const html = pagesOfSite()
    .filter((page) => page.startsWith('rfcs/'))
    .map((page) => readFileSync(join(OUT, page), 'utf8'))
    .join('');
  const missing = requirements.filter(({ id }) => !html.includes(`id="${id}"`)).map(({ id }) => id);
  assert.ok(requirements.length >= 156);
  assert.deepEqual(missing, []);
});

test('the scripts are no larger than they have to be', () => {
  for (const [name, most] of Object.entries(MOST_BYTES)) {
    const { size } = statSync(join(OUT, 'assets', name));
    assert.ok(size <= most, `${name} has ${size} bytes`);
  }
});

for (const [theme, size] of [
  ['light', PHONE],
  ['dark', WIDE],
] as const) {
  test(`no page errs, asks elsewhere, or is wider than ${size.width} pixels (${theme})`, async () => {
    const { page, faults, close } = await openTab(browser, { viewport: size, colorScheme: theme });
    const wide: string[] = [];
    const undrawn: string[] = [];
    // Once is enough for those that are alike.
    const names = chosen().filter((name) => theme === 'light' || !name.startsWith('schemas/'));
    for (const name of names) {
      await visit(page, name);
      const found = await page.evaluate(() => {
        const figures = [...document.querySelectorAll('figure.diagram')];
        return {
          over: document.documentElement.scrollWidth - innerWidth,
          undrawn: figures.filter(
            (figure) => figure.querySelector('svg [class*=node], svg .actor, svg path') === null,
          ).length,
        };
      });
      if (found.over > 0) wide.push(`${name}: ${found.over}`);
      if (found.undrawn > 0) undrawn.push(name);
    }
    assert.deepEqual({ faults, wide, undrawn }, { faults: [], wide: [], undrawn: [] });
    await close();
  });
}

test('a diagram is drawn again when the theme changes', async () => {
  const { page, close } = await openTab(browser, { viewport: WIDE, colorScheme: 'light' });
  await visit(page, 'index.html');
  const before = await page.locator('figure.diagram svg').first().getAttribute('id');
  await page.emulateMedia({ colorScheme: 'dark' });
  await page.waitForFunction((id) => document.querySelector('figure.diagram svg')?.id !== id, before);
  await close();
});

test('the search finds a section and a requirement, and leads to it', async () => {
  const { page, faults, close } = await openTab(browser, { viewport: WIDE });
  await visit(page, 'index.html');
  await page.keyboard.press('Control+k');
  await page.locator('#tsd-search-input').fill('state hash');
  await page.getByRole('option', { name: 'RFC-0001: 9.2 The state hash' }).waitFor();
  await page.locator('#tsd-search-input').fill('EAAP-0001-086');
  await page.getByRole('option', { name: 'EAAP-0001-086' }).first().waitFor();
  await page.keyboard.press('Enter');
  await page.waitForURL(/rfcs\/0001-eaap-core\.html#EAAP-0001-086$/);
  assert.deepEqual(faults, []);
  await close();
});

test('a link to a requirement is copied', async () => {
  const { page, close } = await openTab(browser, { viewport: WIDE });
  await visit(page, 'rfcs/0001-eaap-core.html');
  await page.getByRole('button', { name: 'Copy a link to EAAP-0001-012' }).click();
  await page.getByText('copied').waitFor();
  assert.equal(page.url(), addressOf('rfcs/0001-eaap-core.html#EAAP-0001-012'));
  await close();
});

for (const [theme, name] of [
  ['light', 'playground.html#p=too-large'],
  ['dark', 'playground.html#p=contradicted'],
  ['light', 'rfcs/0001-eaap-core.html'],
  ['dark', 'schemas/fact.html'],
] as const) {
  test(`what is written on ${name} can be read (${theme})`, async () => {
    const { page, close } = await openTab(browser, { viewport: WIDE, colorScheme: theme });
    await visit(page, name);
    await page.waitForTimeout(300);
    assert.deepEqual(await faintTexts(page, '.col-content'), []);
    await close();
  });
}

test('a public export without documentation fails the build', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'eaap-docs-'));
  try {
    for (const [doc, expected] of [
      ['', false],
      ['/** Documented. */\n', true],
    ] as const) {
      const write = (name: string, content: string): void => {
        writeFileSync(join(folder, name), content);
      };
      write('index.ts', `${doc}export const left = 1;\n`);
      write('tsconfig.json', JSON.stringify({ compilerOptions: { types: [] }, include: ['index.ts'] }));
      const own = {
        entryPoints: ['index.ts'],
        tsconfig: 'tsconfig.json',
        projectDocuments: [],
        logLevel: 'None',
      };
      write('typedoc.json', JSON.stringify({ extends: [join(ROOT, 'docs/typedoc.json')], ...own }));
      const app = await openTypeDoc(join(folder, 'typedoc.json'));
      const project = await app.convert();
      assert.ok(project);
      assert.equal(isValid(app, project), expected, doc);
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
});
