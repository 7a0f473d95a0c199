import assert from 'node:assert/strict';
import { seriousFaults } from '../browser.ts';
import { describePart } from '../describePart.ts';

describePart('Confirm', {
  'begins on the way out, and Escape gives focus back': async (page) => {
    const opener = page.getByRole('button', { name: 'Cancel run…' });
    await opener.click();
    const dialog = page.getByRole('dialog', { name: 'Cancel this run?' });
    await dialog.waitFor();
    await page.waitForFunction(() => document.activeElement?.textContent === 'Keep running');
    assert.deepEqual(await seriousFaults(page), []);
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'hidden' });
    await page.waitForFunction(() => document.activeElement?.textContent === 'Cancel run…');
    assert.equal(await page.locator('output').innerText(), 'running');
  },
  'acts on its verb': async (page) => {
    await page.getByRole('button', { name: 'Cancel run…' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Cancel run' }).click();
    assert.equal(await page.locator('output').innerText(), 'cancelled');
  },
});
