import assert from 'node:assert/strict';
import { describePart } from '../describePart.ts';

describePart('EmptyState', {
  'offers no action when all is done': async (page) => {
    assert.equal(await page.locator('[data-state="all done"] button').count(), 0);
    assert.equal(await page.locator('[data-state="nothing yet"] button').count(), 1);
  },
});
