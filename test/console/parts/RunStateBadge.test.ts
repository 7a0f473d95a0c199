import assert from 'node:assert/strict';
import { describePart } from '../describePart.ts';

describePart('RunStateBadge', {
  'says how many errors a run had, and that it was resumed': async (page) => {
    assert.equal(await page.locator('[data-state="completed_with_errors"] > span').innerText(), '12 errors');
    assert.match(await page.locator('[data-state="resumed"]').innerText(), /Running[\s\S]*resumed, paused by budget/);
  },
});
