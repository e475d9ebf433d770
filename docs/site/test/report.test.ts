/** Reports in a real browser: the page of a run, and the page that verifies one. `npm run docs:check` makes the site first. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { htmlOf } from '../../../conformance/src/report/html.ts';
import { signatureOf } from '../../../conformance/src/report/signature.ts';
import type { Report } from '../../../conformance/src/report/types.ts';
import { bytesOf, forged, reported } from '../../../conformance/test/report/support.ts';
import { OUT } from '../paths.ts';
import { openBrowser, openTab } from './browser.ts';
import { faintTexts } from './contrast.ts';

const EVIL = '</script><script>globalThis.broken = 1</script><img src=x onerror="globalThis.broken = 1">';
const folder = mkdtempSync(join(tmpdir(), 'eaap-page-'));
const at = (name: string): string => join(folder, name);
const [json, html, made] = [at('r.json'), at('r.html'), at('made.html')];
let browser: Browser;

/** Runs `eaap-conformance` in a process of its own. */
function conformance(...args: string[]): { status: number | null; stdout: string } {
  const main = fileURLToPath(new URL('../../../conformance/src/cli/main.ts', import.meta.url));
  const script = `const { main } = await import(${JSON.stringify(main)}); process.exitCode = await main(process.argv.slice(1));`;
  const tsx = import.meta.resolve('tsx');
  const flags = ['--conditions=eaap-source', '--import', tsx, '--input-type=module', '-e', script, '--'];
  return spawnSync(process.execPath, [...flags, ...args], { encoding: 'utf8' });
}

before(async () => {
  browser = await openBrowser();
  const run = conformance(
    'run',
    '--only',
    'ledger.source-missing',
    '--seed',
    'a1',
    '--report',
    json,
    '--html',
    html,
  );
  assert.equal(run.status, 0, run.stdout);
  const failing = reported('EAAP-0001-021', (one, i) =>
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
  writeFileSync(at('evil.json'), bytesOf(failing));
});
after(async () => {
  await browser.close();
  rmSync(folder, { recursive: true, force: true });
});

/** Opens a file offline and looks at it; it may neither err nor ask for anything. */
async function open(
  path: string,
  width: number,
  look: (page: Page) => Promise<void>,
  colorScheme: 'light' | 'dark' = 'light',
): Promise<void> {
  const { page, faults, close } = await openTab(browser, {
    viewport: { width, height: 900 },
    colorScheme,
    offline: true,
  });
  await page.goto(pathToFileURL(path).href);
  await look(page);
  await close();
  assert.deepEqual(faults, []);
}

const overflow = (page: Page): Promise<number> =>
  page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
const isBroken = (page: Page): Promise<unknown> =>
  page.evaluate(() => (globalThis as unknown as { broken?: unknown }).broken);

test('the page of a real run shows its transcript, unfolded by hand, and asks nobody', async () => {
  for (const width of [1280, 390])
    await open(html, width, async (page) => {
      assert.equal(await overflow(page), 0);
      const row = page.locator('details.requirement').first();
      await row.locator('> summary').click();
      await row.locator('details.transcript > summary').first().click();
      await row.locator('details.transcript details > summary').first().click();
      assert.match(await row.locator('pre.answer').first().innerText(), /\S/);
      assert.equal(await overflow(page), 0);
    });
});

test('it filters by text, verdict and grade', async () => {
  await open(html, 1280, async (page) => {
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

test('what a gateway answers is text on the page and nothing else', async () => {
  await open(made, 390, async (page) => {
    const row = page.locator('details.requirement').first();
    await row.locator('> summary').click();
    await row.locator('details.transcript > summary').first().click();
    await row.locator('details.transcript details > summary').first().click();
    assert.equal(await row.locator('pre.answer').first().innerText(), EVIL);
    assert.equal(await isBroken(page), undefined);
    assert.equal(await page.locator('img').count(), 0);
    assert.equal(await overflow(page), 0);
  });
});

test('light and dark as the reader has it', async () => {
  for (const path of [made, `${OUT}verify.html`]) {
    const back = async (scheme: 'light' | 'dark'): Promise<string> => {
      let colour = '';
      const look = async (page: Page): Promise<void> => {
        colour = await page.evaluate(() => getComputedStyle(document.body).backgroundColor);
        assert.deepEqual(await faintTexts(page, 'body'), []);
      };
      await open(path, 1280, look, scheme);
      return colour;
    };
    assert.deepEqual([await back('light'), await back('dark')], ['rgb(255, 255, 255)', 'rgb(20, 23, 26)']);
  }
});

/** What the page that verifies says of a file. */
async function saidOf(page: Page, path: string): Promise<{ title: string; codes: string[]; text: string }> {
  await page.evaluate(() => document.querySelector('#out')?.replaceChildren());
  await page.setInputFiles('#file', []);
  await page.setInputFiles('#file', path);
  await page.waitForSelector('#out h2');
  const out = page.locator('#out');
  const codes = await out.locator('li > code').allInnerTexts();
  return { title: await out.locator('h2').innerText(), codes, text: await out.innerText() };
}

test('a report is verified in a page: what the program says, offline, by the file alone', async () => {
  const good = reported('EAAP-0001-021', (one) => one);
  const flipped = forged(good, (copy) => {
    copy.checks[0]!.verdict = 'FAIL';
  });
  const edited = bytesOf(good).toString().replace('"status":4', '"status":5');
  const shortened = forged(good, (copy) => copy.checks.splice(0, 1));
  const other = forged(good, (copy) => {
    copy.requirement_set = `sha256:${'0'.repeat(64)}`;
  });
  const deep = `${'['.repeat(20_000)}${']'.repeat(20_000)}`;
  const files: Record<string, Uint8Array | string> = {
    flipped: bytesOf(flipped),
    edited,
    shortened: bytesOf(shortened),
    other: bytesOf(other),
    'no-json': 'not JSON',
    'no-text': Uint8Array.of(0xff, 0xfe),
    shape: '{"v":3}',
    old: '{"v":1}',
    spaced: JSON.stringify(good, null, 2),
    deep: bytesOf(good).toString().replace('"discovery":{', `"discovery":{"a":${deep},`),
  };
  await open(`${OUT}verify.html`, 390, async (page) => {
    const real = await saidOf(page, json);
    assert.equal(real.title, 'The report holds', real.text);
    const { claim } = JSON.parse(readFileSync(json, 'utf8')) as Report;
    assert.ok(real.text.includes(claim), real.text);
    assert.match(real.text, /It is of a part only/);
    for (const [name, bytes] of Object.entries(files)) {
      writeFileSync(at(`${name}.json`), bytes);
      const program = conformance('verify', at(`${name}.json`), '--json');
      const { faults } = JSON.parse(program.stdout) as { faults: { code: string; message: string }[] };
      const { title, codes, text } = await saidOf(page, at(`${name}.json`));
      assert.equal(program.status, 6, name);
      assert.equal(title, 'The report does not hold', name);
      assert.deepEqual(
        codes,
        faults.map(({ code }) => code),
        `${name}: ${text}`,
      );
      if (faults[0]?.code !== 'not-canonical') assert.ok(text.includes(faults[0]?.message ?? '?'), text);
    }
    const evil = await saidOf(page, at('evil.json'));
    assert.equal(evil.title, 'The report holds', evil.text);
    assert.equal(await isBroken(page), undefined);
    assert.equal(await page.locator('img').count(), 0);
    assert.equal(await overflow(page), 0);
    writeFileSync(at('huge.json'), '');
    truncateSync(at('huge.json'), 64 * 1024 * 1024 + 1);
    assert.deepEqual((await saidOf(page, at('huge.json'))).codes, ['huge']);
  });
});

test('whose signature it has to be is asked by the key that is given', async () => {
  const [mine, other] = [generateKeyPairSync('ed25519'), generateKeyPairSync('ed25519')];
  const pem = (key: typeof mine): string => String(key.publicKey.export({ format: 'pem', type: 'spki' }));
  const good = reported('EAAP-0001-021', (one) => one);
  const signature = signatureOf(good.digest, mine.privateKey);
  writeFileSync(at('signed.json'), bytesOf({ ...good, signature }));
  const wrong = signatureOf(good.digest, other.privateKey).value;
  writeFileSync(at('bent.json'), bytesOf({ ...good, signature: { ...signature, value: wrong } }));
  await open(`${OUT}verify.html`, 1280, async (page) => {
    assert.match((await saidOf(page, at('signed.json'))).text, /whose that is was not asked/);
    for (const [key, title, codes] of [
      [pem(mine), 'The report holds', []],
      [signature.key, 'The report holds', []],
      [pem(other), 'The report does not hold', ['signature']],
    ] as const) {
      await page.fill('#signer', key);
      const said = await saidOf(page, at('signed.json'));
      assert.deepEqual([said.title, said.codes], [title, codes], said.text);
    }
    await page.fill('#signer', '');
    assert.deepEqual((await saidOf(page, at('bent.json'))).codes, ['signature']);
    await page.fill('#signer', 'no key'); // what is open is looked at again
    await page.waitForSelector('#out > p.FAIL');
    assert.match(await page.locator('#out').innerText(), /is no Ed25519 public key/);
  });
});
