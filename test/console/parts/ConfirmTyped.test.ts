import assert from 'node:assert/strict';
import { seriousFaults } from '../browser.ts';
import { describePart } from '../describePart.ts';

describePart('ConfirmTyped', {
  'acts only when the number was typed, with or without its comma': async (page) => {
    await page.getByRole('button', { name: 'Import 4,991 rows' }).click();
    const act = page.getByRole('button', { name: 'Import and unassign 1,412' });
    await act.waitFor();
    assert.deepEqual(await seriousFaults(page), []);
    assert.equal(await act.isDisabled(), true);
    await page.getByRole('textbox').fill('1413');
    assert.equal(await act.isDisabled(), true);
    await page.getByRole('textbox').fill('1412');
    await act.click();
    assert.equal(await page.locator('output').innerText(), 'imported');
  },
});
