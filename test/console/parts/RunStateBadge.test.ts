import assert from 'node:assert/strict';
import { describePart } from '../describePart.ts';

describePart('RunStateBadge', {
  'says how many errors a run had, and that it was resumed': async (page) => {
    assert.equal(await page.locator('[data-state="completed_with_errors"] > span').innerText(), '12 errors');
    assert.match(await page.locator('[data-state="resumed"]').innerText(), /Queued[\s\S]*resumed, paused by budget/);
  },

  'says that a run waits for an answer': async (page) => {
    assert.match(await page.locator('[data-state="asking"]').innerText(), /Queued[\s\S]*waiting for an answer/);
  },
});
