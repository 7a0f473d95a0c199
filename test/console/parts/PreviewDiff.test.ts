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
  'narrows the samples to each consequence and cause': async (page) => {
    const piece = page.locator('[data-state="everything"]');
    const rows = piece.getByRole('table', { name: 'Samples' }).locator('tbody tr');
    const shown = async (count: RegExp): Promise<string[]> => {
      await piece.getByRole('button', { name: count }).click();
      return rows.locator('th').evaluateAll((cells) => cells.map((cell) => cell.textContent.slice(0, 8)));
    };
    assert.deepEqual(await shown(/^96: show samples of Opt-outs set/), ['Maria Lo', 'Bartholo']);
    assert.deepEqual(await shown(/^3: show samples of Values cleared/), ['Bartholo']);
    assert.deepEqual(await shown(/^1: show samples of Assignments changed/), ['Bartholo']);
    assert.deepEqual(await shown(/^14: show samples of Mobile numbers changed/), ['Ana Reed']);
    assert.deepEqual(await shown(/^9: show samples of Mobile number has 9 digits/), ['Sam Hale']);
    assert.equal(await piece.getByRole('radio', { name: 'Mobile number has 9 digits' }).isChecked(), true);
    assert.equal(await piece.getByRole('button', { name: /show samples of Last name is empty/ }).count(), 0);
    assert.deepEqual(await shown(/show samples of Opt-ins not applied/), ['Bartholo']);
  },
  'opens the people who left the source': async (page) => {
    const piece = page.locator('[data-state="everything"]');
    await piece.getByRole('button', { name: /^120: show people of Left the source/ }).click();
    assert.equal(await page.evaluate(() => document.activeElement?.textContent), 'Left the source');
    await piece.getByText('The first 2 of 120:').waitFor();
    const people = piece.getByRole('table', { name: 'Left the source' });
    assert.match(await people.innerText(), /Dana Cole\s+1-716-555-0123\s+No name\s+–/);
    assert.equal(await page.locator('[data-state="plenty"]').getByText('Left the source').count(), 0);
  },
  'says when nothing would change, and when only a part was read': async (page) => {
    await page.getByText('Nothing would change.').waitFor();
    await page.getByText('2,000 of about 48,210 rows read. The sums are of these rows.').waitFor();
  },
});
