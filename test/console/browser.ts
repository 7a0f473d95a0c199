import assert from 'node:assert/strict';
import { AxeBuilder } from '@axe-core/playwright';
import chromium from '@sparticuz/chromium';
import { chromium as playwright, type Browser, type Page } from 'playwright-core';
import { startGallery, type GalleryServer } from './galleryServer.ts';

/** How a page is looked at: colour scheme and width in pixels. */
export interface View {
  readonly scheme: 'light' | 'dark';
  readonly width: 1440 | 390;
}

/** With a mouse and wide, with a finger and narrow: every part and page has to do in both, in light and in dark. */
export const VIEWS: readonly View[] = [
  { scheme: 'light', width: 1440 },
  { scheme: 'light', width: 390 },
];

const WIDE: View = { scheme: 'light', width: 1440 };

let browser: Promise<Browser> | undefined;
let gallery: Promise<GalleryServer> | undefined;

/** The one browser of a test run: the machine's own when `CHROMIUM_PATH` is set, else the one from npm. */
export async function theBrowser(): Promise<Browser> {
  browser ??= launch();
  return browser;
}

async function launch(): Promise<Browser> {
  const own = process.env['CHROMIUM_PATH'];
  if (own !== undefined) return playwright.launch({ executablePath: own, args: ['--no-sandbox'] });
  // In a single process the browser dies with the first context that is closed.
  const args = chromium.args.filter((arg) => arg !== '--single-process');
  return playwright.launch({ executablePath: await chromium.executablePath(), args });
}

/** A page in a context of its own. Close the context (`page.context().close()`) when done. */
export async function openPage(address: string, view: View = WIDE): Promise<Page> {
  const context = await (await theBrowser()).newContext({
    viewport: { width: view.width, height: view.width === 390 ? 844 : 900 },
    colorScheme: view.scheme,
    reducedMotion: 'reduce',
    hasTouch: view.width === 390,
  });
  const page = await context.newPage();
  await page.goto(address);
  await page.locator('h1').first().waitFor();
  return page;
}

/** The gallery, showing one part alone. Built once a run. */
export async function openPart(part: string, view: View = WIDE): Promise<Page> {
  gallery ??= startGallery();
  const { address } = await gallery;
  return openPage(`${address}/?part=${encodeURIComponent(part)}`, view);
}

/**
 * In light and in dark axe finds nothing serious or critical, and nothing is wider than the screen. Of what axe looks
 * at only contrast is another matter in the dark.
 */
export async function assertSound(page: Page): Promise<void> {
  assert.deepEqual(await seriousFaults(page), []);
  assert.equal(await sidewaysScroll(page), 0);
  await page.emulateMedia({ colorScheme: 'dark' });
  await page.waitForFunction(() => document.documentElement.dataset['mantineColorScheme'] === 'dark');
  // What fades from one colour to the other has the contrast of neither meanwhile.
  await page.evaluate(() => {
    for (const fade of document.getAnimations()) {
      if (fade.effect?.getComputedTiming().endTime !== Infinity) fade.finish();
    }
  });
  assert.deepEqual(await seriousFaults(page, ['color-contrast']), [], 'in the dark');
  await page.emulateMedia({ colorScheme: 'light' });
  await page.waitForFunction(() => document.documentElement.dataset['mantineColorScheme'] === 'light');
}

/** What axe finds serious or critical, one line each; of all its rules or only some. */
export async function seriousFaults(page: Page, rules: readonly string[] | null = null): Promise<string[]> {
  const axe = new AxeBuilder({ page });
  const { violations } = await (rules ? axe.withRules([...rules]) : axe).analyze();
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, help, nodes }) => nodes.map((node) => `${id}: ${help}: ${node.html.slice(0, 160)}`));
}

/** By how many pixels the page is wider than the screen; 0 when nothing has to be scrolled sideways. */
export async function sidewaysScroll(page: Page): Promise<number> {
  return page.evaluate(() => Math.max(0, document.documentElement.scrollWidth - document.documentElement.clientWidth));
}

after(async () => {
  await (await browser)?.close();
  await (await gallery)?.close();
});
