import type { Page } from 'playwright-core';
import { openPage, theBrowser, type View } from './browser.ts';
import { fakeOptOuts, type FakeOptOuts } from './fakeOptOuts.ts';
import { importedTeam, OWNER } from './liveService.ts';
import { signInHere } from './signInHere.ts';

const WIDE: View = { scheme: 'light', width: 1440 };

export interface OptOutPage {
  readonly page: Page;
  readonly fake: FakeOptOuts;
}

let session: ReturnType<typeof signInOnce> | undefined;

async function signInOnce() {
  const page = await openPage(`${(await importedTeam()).url}/sign-in`);
  try {
    await signInHere(page, OWNER);
    return await page.context().storageState();
  } finally {
    await page.context().close();
  }
}

/** Opens a page under Opt-outs that holds what is given. Close its context when done. */
export async function openOptOuts(path: string, given: Partial<FakeOptOuts>, view = WIDE): Promise<OptOutPage> {
  const live = await importedTeam();
  session ??= signInOnce();
  const context = await (await theBrowser()).newContext({
    storageState: await session,
    viewport: { width: view.width, height: view.width === 390 ? 844 : 900 },
    colorScheme: view.scheme,
    reducedMotion: 'reduce',
    hasTouch: view.width === 390,
  });
  const page = await context.newPage();
  const fake = await fakeOptOuts(page, given);
  await page.goto(`${live.url}/t/${live.team.slug}/opt-outs${path}`);
  await page.locator('h1').waitFor();
  await page.waitForFunction(() => document.querySelector('[aria-busy="true"]') === null);
  return { page, fake };
}

/** What has focus: the label of a queue's item, else its words. */
export function focused(page: Page): Promise<string> {
  return page.evaluate(() => {
    const active = document.activeElement as HTMLElement | null;
    return active?.getAttribute('aria-label') ?? active?.innerText ?? '';
  });
}
