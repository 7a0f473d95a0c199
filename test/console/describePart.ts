import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import { openPart, seriousFaults, sidewaysScroll, VIEWS, type View } from './browser.ts';

type Check = (page: Page) => Promise<void>;

/**
 * The suite of one part: axe finds nothing serious and nothing scrolls sideways, in every view; then what the part
 * does, each check in a page of its own.
 * @param part - file name in `gallery/parts`, without `.tsx`
 */
export function describePart(part: string, checks: Record<string, Check>): void {
  describe(part, function () {
    this.timeout(60_000);
    for (const view of VIEWS) {
      it(`has no serious fault and no sideways scroll, ${view.scheme}, ${view.width} px`, () =>
        withPart(part, view, async (page) => {
          assert.deepEqual(await seriousFaults(page), []);
          assert.equal(await sidewaysScroll(page), 0);
        }));
    }
    for (const [behaviour, check] of Object.entries(checks)) {
      it(behaviour, () => withPart(part, undefined, check));
    }
  });
}

async function withPart(part: string, view: View | undefined, check: Check): Promise<void> {
  const page = await openPart(part, view);
  try {
    await check(page);
  } finally {
    await page.context().close();
  }
}
