import assert from 'node:assert/strict';
import { describePart } from '../describePart.ts';

describePart('PreviewDiff', {
  'puts consequences before causes, and leaves zeros out': async (page) => {
    const words = await page.locator('[data-state="plenty"]').innerText();
    assert.ok(words.indexOf('Opt-outs set') < words.indexOf('Causes'));
    assert.equal(words.includes('Assignments changed'), false);
  },
  'leads from a count to the samples that show it': async (page) => {
    const piece = page.locator('[data-state="plenty"]');
    await piece.getByRole('button', { name: /show samples of Opt-outs set/ }).click();
    assert.equal(await page.evaluate(() => document.activeElement?.textContent), 'Samples');
    const rows = piece.getByRole('table', { name: 'Samples' }).locator('tbody tr');
    assert.equal(await rows.count(), 1);
    assert.match(await rows.first().innerText(), /Maria Lopez[\s\S]*1-716-555-0188/);
  },
  'shows the errors of a count in the bar': async (page) => {
    const piece = page.locator('[data-state="plenty"]');
    await piece.getByRole('button', { name: 'Errors 12' }).click();
    await piece.getByText('It needs 10, or 11 beginning with 1.').first().waitFor();
    assert.equal(await piece.getByText('Ana Reed').count(), 0);
  },
  'says when nothing would change, and when only a part was read': async (page) => {
    await page.getByText('Nothing would change.').waitFor();
    await page.getByText('2,000 of about 48,210 rows read. The sums are of these rows.').waitFor();
  },
});
