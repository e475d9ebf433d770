/** The playground in a real browser. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import { ROOT } from '../paths.ts';
import { readDocuments } from '../playground/documents.ts';
import { decide, VERSIONS } from '../playground/evaluate.ts';
import { PRESETS } from '../playground/presets.ts';
import { openBrowser, openTab, visit } from './browser.ts';

const rfc = readFileSync(join(ROOT, 'rfcs/0001-eaap-core.md'), 'utf8');
const [, HASH = ''] = /state_hash = SHA-256[^\n]*\n\s*= (sha256:[0-9a-f]{64})/.exec(rfc) ?? [];
const worked = readDocuments(PRESETS[0]?.texts ?? assert.fail());
assert.ok('documents' in worked);

let browser: Browser;
before(async () => {
  browser = await openBrowser();
});
after(async () => {
  await browser.close();
});

async function withPlayground(
  use: (page: Page) => Promise<void>,
  fragment = '',
  width = 1280,
): Promise<void> {
  const { page, faults, close } = await openTab(browser, { viewport: { width, height: 900 } });
  await visit(page, `playground.html${fragment}`);
  await page.locator('#pg-verdict .pg-verdict').waitFor();
  await use(page);
  assert.deepEqual(faults, []);
  await close();
}

const verdictOf = (page: Page): Promise<string> => page.locator('#pg-verdict .pg-verdict').innerText();
const editor = (page: Page, name: string) => page.locator(`#pg-text-${name}`);
async function edit(page: Page, name: string, change: (text: string) => string): Promise<void> {
  await page.locator(`#pg-tab-${name}`).click();
  await editor(page, name).fill(change(await editor(page, name).inputValue()));
}

test('the worked example has the state hash of RFC-0001, but for the versions of what decides', async () => {
  assert.equal(decide(worked.documents, { ...VERSIONS, judge: '1', effects: '1' }).stateHash, HASH);
  await withPlayground(async (page) => {
    assert.equal(await verdictOf(page), 'ALLOW');
    assert.equal(await page.locator('#pg-state-hash').innerText(), decide(worked.documents).stateHash);
  });
});

test('every situation has the verdict it is named for, and fits a telephone', async () => {
  for (const width of [1280, 390]) {
    await withPlayground(
      async (page) => {
        for (const { title, verdict, code } of PRESETS) {
          await page.getByRole('button', { name: title, exact: true }).click();
          assert.equal(await verdictOf(page), verdict, title);
          if (code !== null) await page.locator('.pg-code', { hasText: code }).first().waitFor();
          const over = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
          assert.ok(over <= 0, `${title} is ${over} pixels too wide at ${width}`);
        }
      },
      '',
      width,
    );
  }
});

test('an edit is judged at once, and a commit would be refused for it', async () => {
  await withPlayground(async (page) => {
    await edit(page, 'action', (text) => text.replace('2500', '9000'));
    assert.equal(await verdictOf(page), 'ESCALATE');
    assert.match(await page.locator('#pg-answer').innerText(), /^409 action-mismatch/);
    await page.getByRole('button', { name: 'Undo all edits' }).click();
    await edit(page, 'policy', (text) => text.replace('"version": "1"', '"version": "2"'));
    assert.match(await page.locator('#pg-answer').innerText(), /^409 state-drift.*policy$/s);
    assert.notEqual(await page.locator('#pg-state-hash').innerText(), HASH);
    await page.getByRole('button', { name: 'Evaluate again' }).click();
    assert.match(await page.locator('#pg-answer').innerText(), /^200 committed/);
  });
});

test('what is wrong is shown with its line and column, and judged is nothing', async () => {
  await withPlayground(async (page) => {
    await edit(page, 'facts', (text) => text.replace('"version": 1', '"version": 1,, '));
    assert.equal(await verdictOf(page), 'REFUSED');
    const fault = page.locator('#pg-faults-facts li');
    assert.match(await fault.innerText(), /^line \d+, column \d+ /);
    assert.equal(await editor(page, 'facts').getAttribute('aria-invalid'), 'true');
    await fault.getByRole('button').click();
    assert.equal(await page.evaluate(() => document.activeElement?.id), 'pg-text-facts');
  });
});

test('an address holds what was edited', async () => {
  let address = '';
  await withPlayground(async (page) => {
    await page.getByRole('button', { name: 'A rule fires', exact: true }).click();
    await edit(page, 'policy', (text) => text.replace('> 2000', "> 3000 && 'ä€😀' != ''"));
    assert.equal(await verdictOf(page), 'ALLOW');
    await page.waitForURL(/#s=/);
    address = new URL(page.url()).hash;
  });
  await withPlayground(async (page) => {
    assert.match(await editor(page, 'policy').inputValue(), /> 3000 && 'ä€😀' != ''/);
    assert.equal(await verdictOf(page), 'ALLOW');
    assert.equal(await page.locator('#pg-tab-policy').getAttribute('aria-selected'), 'true');
  }, address);
  for (const nonsense of ['#s=AAAA', '#s=%00', '#p=nobody', '#x']) {
    await withPlayground(async (page) => assert.equal(await verdictOf(page), 'ALLOW'), nonsense);
  }
});

test('it can be used with the keyboard, and everything has a name', async () => {
  await withPlayground(async (page) => {
    await page.locator('#pg-tab-action').focus();
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('End');
    assert.equal(await page.locator('#pg-tab-circumstances').getAttribute('aria-selected'), 'true');
    await page.keyboard.press('Tab');
    assert.equal(await page.evaluate(() => document.activeElement?.id), 'pg-text-circumstances');
    const nameless = await page.evaluate(
      () =>
        [...document.querySelectorAll('#pg button, #pg textarea, #pg summary')].filter(
          (element) => (element.getAttribute('aria-label') ?? element.textContent ?? '').trim() === '',
        ).length,
    );
    assert.equal(nameless, 0);
  });
});
