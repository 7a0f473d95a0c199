import assert from 'node:assert/strict';
import { describePart } from '../describePart.ts';

describePart('RowErrorTable', {
  'puts causes with their counts first, and shows the rows of one': async (page) => {
    const causes = page.getByRole('list', { name: 'Causes' });
    assert.match(await causes.innerText(), /Mobile number has 9 digits[\s\S]*9[\s\S]*No user has this User ID[\s\S]*3/);
    await page.getByRole('button', { name: 'Show rows: No user has this User ID' }).click();
    assert.equal(await page.locator('tbody tr').count(), 3);
  },
  'shows what is invisible in a value': async (page) => {
    assert.equal(await page.getByText('␣716-555-012[U+200B]').first().isVisible(), true);
  },
});
