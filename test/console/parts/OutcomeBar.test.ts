import assert from 'node:assert/strict';
import { describePart } from '../describePart.ts';

describePart('OutcomeBar', {
  'is one picture with the sums as its sentence': async (page) => {
    const name = await page.locator('[data-state="running"] [role="img"]').getAttribute('aria-label');
    assert.equal(name, 'Of 4,210 rows read: created 300, updated 612, unchanged 3,250, skipped 36, errors 12; 44,000 not read yet');
  },
  'keeps one error of 200,000 visible': async (page) => {
    const box = await page.locator('[data-state="one error in 200,000"] [data-bar="error"]').first().boundingBox();
    assert.ok(box !== null && box.width >= 3);
  },
  'says when counts do not add up': async (page) => {
    assert.match(await page.locator('[data-state="does not add up"]').innerText(), /Counts do not add up \(run 8f2c0d1e\)/);
    assert.equal(await page.getByText('Counts do not add up').count(), 1);
  },
  'leads to the rows behind a count': async (page) => {
    await page.locator('[data-state="finished"]').getByRole('button', { name: 'Errors 12' }).click();
    assert.equal(await page.locator('[data-state="finished"] output').innerText(), 'errors');
  },
});
