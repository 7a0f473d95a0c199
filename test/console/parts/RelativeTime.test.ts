import assert from 'node:assert/strict';
import { describePart } from '../describePart.ts';

describePart('RelativeTime', {
  'shows both zones on focus': async (page) => {
    await page.locator('[data-state="another year"] time').focus();
    const tip = page.getByRole('tooltip');
    await tip.waitFor();
    assert.equal(await tip.innerText(), 'Nov 3, 2024, 2:14 PM ET (2024-11-03 19:14:09 UTC)');
  },
  'is no tab stop in a table': async (page) => {
    assert.equal(await page.locator('[data-state="in a table"] time').getAttribute('tabindex'), null);
  },
  'is heard with its exact time': async (page) => {
    assert.match((await page.locator('[data-state="minutes"] time').textContent()) ?? '', /12 min ago.* ET$/);
  },
});
