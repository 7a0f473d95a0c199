import assert from 'node:assert/strict';
import { describePart } from '../describePart.ts';

describePart('Health', {
  'says since when and why': async (page) => {
    const words = await page.locator('[data-state="broken"]').innerText();
    assert.match(words, /Broken/);
    assert.match(words, /since Nov 20,.* 10:12 AM ET/);
    assert.match(words, /no longer accepts our authorization/);
  },
});
