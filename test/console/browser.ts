import { AxeBuilder } from '@axe-core/playwright';
import chromium from '@sparticuz/chromium';
import { chromium as playwright, type Browser, type Page } from 'playwright-core';
import { startGallery, type GalleryServer } from './galleryServer.ts';

/** How a page is looked at: colour scheme and width in pixels. */
export interface View {
  readonly scheme: 'light' | 'dark';
  readonly width: 1440 | 390;
}

/** Light and dark, wide and narrow: every part and page has to do in all four. */
export const VIEWS: readonly View[] = [
  { scheme: 'light', width: 1440 },
  { scheme: 'dark', width: 1440 },
  { scheme: 'light', width: 390 },
  { scheme: 'dark', width: 390 },
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

/** What axe finds serious or critical, one line each. */
export async function seriousFaults(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).analyze();
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
