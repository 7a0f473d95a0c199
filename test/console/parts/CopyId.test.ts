import assert from 'node:assert/strict';
import { describePart } from '../describePart.ts';

describePart('CopyId', {
  'shows the short form, copies the whole and says so': async (page) => {
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    assert.match(await page.locator('[data-state="short"]').innerText(), /0034…JY8QAO1/);
    await page.getByRole('button', { name: 'Copy contact ID' }).click();
    await page.getByRole('status').filter({ hasText: 'Copied contact ID' }).waitFor();
    assert.equal(await page.evaluate(() => navigator.clipboard.readText()), '0034000000YJY8QAO1');
  },
});
