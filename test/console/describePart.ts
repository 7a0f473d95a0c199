import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import { assertSound, openPart, sidewaysScroll } from './browser.ts';

type Check = (page: Page) => Promise<void>;

/**
 * The suite of one part: axe finds nothing serious and nothing scrolls sideways, wide or narrow; then what the part
 * does, each check in a page of its own.
 * @param part - file name in `gallery/parts`, without `.tsx`
 */
export function describePart(part: string, checks: Record<string, Check>): void {
  describe(part, function () {
    this.timeout(60_000);
    it('has no serious fault in light and dark, and no sideways scroll at 1440 and 390 px', () =>
      withPart(part, async (page) => {
        await assertSound(page);
        await page.setViewportSize({ width: 390, height: 844 });
        assert.equal(await sidewaysScroll(page), 0);
      }));
    for (const [behaviour, check] of Object.entries(checks)) {
      it(behaviour, () => withPart(part, check));
    }
  });
}

async function withPart(part: string, check: Check): Promise<void> {
  const page = await openPart(part);
  try {
    await check(page);
  } finally {
    await page.context().close();
  }
}
