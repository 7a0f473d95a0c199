import assert from 'node:assert/strict';
import { describePart } from '../describePart.ts';

describePart('TextingState', {
  'draws Opted out as solid ink with an icon, and no other state so': async (page) => {
    const fill = (state: string) => page.locator(`[data-state="${state}"] [class*="Badge-root"]`).evaluate((badge) => getComputedStyle(badge).backgroundColor);
    assert.equal(await fill('opted out'), 'rgb(27, 32, 41)');
    assert.notEqual(await fill('opted in'), 'rgb(27, 32, 41)');
    assert.equal(await page.locator('[data-state="opted out"] svg').count(), 1);
  },
});
