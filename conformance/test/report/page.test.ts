import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { after, before, test } from 'node:test';
import { chromium, type Browser, type Page } from 'playwright-core';
import { htmlOf } from '../../src/report/html.ts';
import { reported } from './support.ts';

const EXECUTABLE = process.env['CHROMIUM'] ?? '/usr/bin/chromium';
const skip = existsSync(EXECUTABLE) ? false : `There is no browser at ${EXECUTABLE}.`;
const ONE = 'EAAP-0001-021';
const EVIL = '</script><script>globalThis.broken = 1</script><img src=x onerror="globalThis.broken = 1">';

const folder = mkdtempSync(join(tmpdir(), 'eaap-page-'));
const real = { json: join(folder, 'r.json'), html: join(folder, 'r.html'), xml: join(folder, 'r.xml') };
const badge = join(folder, 'b.json');
const made = join(folder, 'made.html');
let browser: Browser | undefined;

before(async () => {
  const failing = reported(ONE, (one, i) =>
    i > 0
      ? one
      : {
          ...one,
          verdict: 'FAIL',
          message: EVIL,
          expectations: [{ observation: EVIL, holds: false, expected: 1, got: EVIL }],
          transcript: [{ method: 'GET', path: `/${EVIL}`, status: 0, answer: EVIL }],
        },
  );
  writeFileSync(made, htmlOf(failing));
  if (skip === false)
    browser = await chromium.launch({
      executablePath: EXECUTABLE,
      args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run'].concat([
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
      ]),
    });
});
after(async () => {
  await browser?.close();
  rmSync(folder, { recursive: true, force: true });
});

async function open(
  path: string,
  width: number,
  look: (page: Page) => Promise<void>,
  colorScheme: 'light' | 'dark' = 'light',
): Promise<void> {
  assert.ok(browser);
  const context = await browser.newContext({ viewport: { width, height: 900 }, colorScheme, offline: true });
  const faults: string[] = [];
  const page = await context.newPage();
  page.on('console', (message) => {
    if (message.type() === 'error') faults.push(message.text());
  });
  page.on('pageerror', (error) => faults.push(error.message));
  page.on('request', (request) => {
    if (!/^(file|data):/.test(request.url())) faults.push(`asked for ${request.url()}`);
  });
  await page.goto(pathToFileURL(path).href);
  await look(page);
  await context.close();
  assert.deepEqual(faults, []);
}

const overflow = (page: Page): Promise<unknown> =>
  page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth');

test('a run writes report, JUnit, page and badge, and the report verifies', () => {
  const main = fileURLToPath(new URL('../../src/cli/main.ts', import.meta.url));
  const call = (...args: string[]): { status: number | null; stdout: string } =>
    spawnSync(
      process.execPath,
      [
        '--conditions=eaap-source',
        '--import',
        import.meta.resolve('tsx'),
        '--input-type=module',
        '-e',
        `const { main } = await import(${JSON.stringify(main)}); process.exitCode = await main(process.argv.slice(1));`,
        '--',
        ...args,
      ],
      { encoding: 'utf8' },
    );
  const run = call(
    ...['run', '--only', 'ledger.source-missing', '--seed', 'a1'],
    ...['--report', real.json, '--junit', real.xml, '--html', real.html, '--badge', badge],
  );
  assert.equal(run.status, 0, run.stdout);
  assert.match(readFileSync(real.xml, 'utf8'), /name="ledger\.source-missing"/);
  assert.equal((JSON.parse(readFileSync(badge, 'utf8')) as { color: string }).color, 'lightgrey');
  const verify = call('verify', real.json);
  assert.equal(verify.status, 0, verify.stdout);
  writeFileSync(real.json, readFileSync(real.json, 'utf8').replace('"status":4', '"status":5'));
  assert.equal(call('verify', real.json).status, 6);
});

test('the page of a real run shows its transcript, unfolded by hand, and asks nobody', { skip }, async () => {
  for (const width of [1280, 390])
    await open(real.html, width, async (page) => {
      assert.equal(await overflow(page), 0);
      const row = page.locator('details.requirement').first();
      await row.locator('> summary').click();
      await row.locator('details.transcript > summary').first().click();
      await row.locator('details.transcript details > summary').first().click();
      assert.match(await row.locator('pre.answer').first().innerText(), /\S/);
      assert.equal(await overflow(page), 0);
    });
});

test('it filters by text, verdict and grade', { skip }, async () => {
  await open(real.html, 1280, async (page) => {
    const all = await page.locator('details.requirement').count();
    const shown = (): Promise<number> => page.locator('details.requirement:visible').count();
    assert.equal(await shown(), all);
    await page.fill('input[name=text]', 'no such words');
    assert.equal(await shown(), 0);
    assert.equal(await page.locator('output').innerText(), `0 of ${all} shown`);
    await page.fill('input[name=text]', 'SOURCE-MISSING');
    assert.equal(await shown(), all);
    await page.selectOption('select[name=verdict]', 'FAIL');
    assert.equal(await shown(), 0);
    await page.selectOption('select[name=verdict]', '');
    await page.selectOption('select[name=grade]', 'E3');
    assert.equal(await shown(), 0);
  });
});

test('what a gateway answers is text on the page and nothing else', { skip }, async () => {
  await open(made, 390, async (page) => {
    const row = page.locator('details.requirement').first();
    await row.locator('> summary').click();
    await row.locator('details.transcript > summary').first().click();
    await row.locator('details.transcript details > summary').first().click();
    assert.equal(await row.locator('pre.answer').first().innerText(), EVIL);
    assert.equal(await page.evaluate('globalThis.broken'), undefined);
    assert.equal(await page.locator('img').count(), 0);
    assert.equal(await overflow(page), 0);
  });
});

test('light and dark as the reader has it', { skip }, async () => {
  const back = async (scheme: 'light' | 'dark'): Promise<string> => {
    let colour = '';
    await open(
      made,
      1280,
      async (page) => {
        colour = String(await page.evaluate('getComputedStyle(document.body).backgroundColor'));
      },
      scheme,
    );
    return colour;
  };
  assert.equal(await back('light'), 'rgb(255, 255, 255)');
  assert.equal(await back('dark'), 'rgb(20, 23, 26)');
});
