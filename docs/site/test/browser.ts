import { existsSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { chromium, type Browser, type BrowserContextOptions, type Page } from 'playwright-core';
import { OUT } from '../paths.ts';

const EXECUTABLE = process.env['CHROMIUM'] ?? '/usr/bin/chromium';

/** A real browser that asks nobody for anything on its own. */
export async function openBrowser(): Promise<Browser> {
  if (!existsSync(EXECUTABLE)) {
    throw new Error(
      `There is no browser at ${EXECUTABLE}: install chromium, or say in CHROMIUM where it is.`,
    );
  }
  return chromium.launch({
    executablePath: EXECUTABLE,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
}

/** The address of a page, with or without a fragment. */
export function addressOf(name: string): string {
  const [path = '', ...fragment] = name.split('#');
  return [pathToFileURL(`${OUT}${path}`).href, ...fragment].join('#');
}

/** What a visit must not have: messages of errors, and requests for anything that is no file of the site. */
export interface Visit {
  readonly page: Page;
  readonly faults: string[];
  readonly close: () => Promise<void>;
}

/** Opens a tab that keeps what goes wrong in it. */
export async function openTab(browser: Browser, options: BrowserContextOptions): Promise<Visit> {
  const context = await browser.newContext(options);
  // What runs the tests gives functions their names by a helper, which the page does not have.
  await context.addInitScript('globalThis.__name = (value) => value');
  const page = await context.newPage();
  const faults: string[] = [];
  const at = (): string => page.url().replace(addressOf(''), '');
  page.on('console', (message) => {
    if (message.type() === 'error') faults.push(`${at()}: ${message.text()}`);
  });
  page.on('pageerror', (error) => faults.push(`${at()}: ${error.message}`));
  page.on('request', (request) => {
    if (!/^(file|data|blob):/.test(request.url())) faults.push(`${at()} asked for ${request.url()}`);
  });
  return { page, faults, close: () => context.close() };
}

/** How the page shows: nothing can be measured before TypeDoc has shown it, nor a diagram before it is drawn. */
export async function visit(page: Page, name: string): Promise<void> {
  await page.goto(addressOf(name));
  await page.waitForFunction(() => {
    const waiting = document.querySelectorAll('figure.diagram:not(.drawn)').length;
    return getComputedStyle(document.body).display !== 'none' && waiting === 0;
  });
}
