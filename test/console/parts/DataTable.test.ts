import assert from 'node:assert/strict';
import { describePart } from '../describePart.ts';

describePart('DataTable', {
  'draws at most 60 of 20,000 rows, and numbers them as they are': async (page) => {
    const table = page.getByRole('table', { name: 'Many people' });
    assert.equal(await table.getAttribute('aria-rowcount'), '200001');
    await page.evaluate(() => window.scrollTo(0, 20_000));
    await table.getByText('Person 00550').waitFor();
    const rows = table.locator('tbody tr[data-index]');
    assert.ok((await rows.count()) <= 60);
    const row = rows.filter({ hasText: 'Person 00550' });
    assert.equal(await row.getAttribute('aria-rowindex'), '552');
  },
  'sorts by a header and says so': async (page) => {
    const table = page.getByRole('table', { name: 'A few people' });
    const header = table.getByRole('columnheader', { name: 'Rows' });
    await header.getByRole('button').click();
    const first = await header.getAttribute('aria-sort');
    await header.getByRole('button').click();
    assert.deepEqual([first, await header.getAttribute('aria-sort')].sort(), ['ascending', 'descending']);
  },
  'moves between rows with the arrow keys': async (page) => {
    const table = page.getByRole('table', { name: 'A few people' });
    await table.getByRole('link', { name: 'Person 00000' }).focus();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowDown');
    assert.equal(await page.evaluate(() => document.activeElement?.textContent), 'Person 00002');
    await page.keyboard.press('End');
    assert.equal(await page.evaluate(() => document.activeElement?.textContent), 'Person 00004');
  },
  'opens a row on a click beside its link': async (page) => {
    await page.getByRole('table', { name: 'A few people' }).getByRole('cell', { name: 'p3', exact: true }).click();
    assert.equal(await page.locator('output').innerText(), 'p3');
  },
});
