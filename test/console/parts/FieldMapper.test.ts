import assert from 'node:assert/strict';
import { describePart } from '../describePart.ts';

describePart('FieldMapper', {
  'marks what it suggested, and what was chosen instead': async (page) => {
    const piece = page.locator('[data-state="suggested"]');
    assert.equal(await piece.getByText('Suggested', { exact: true }).count(), 4);
    await piece.getByLabel('Mobile number').click();
    await page.keyboard.type('extra 19');
    await page.getByRole('option', { name: /Extra 199/ }).click();
    assert.equal(await piece.getByText('Suggested', { exact: true }).count(), 3);
    assert.match(await piece.getByLabel('Mobile number').inputValue(), /Extra_199__c/);
  },
  'warns in the row, tied to its control': async (page) => {
    const piece = page.locator('[data-state="warnings"]');
    const told = async (label: string): Promise<string> => {
      const ids = (await piece.getByLabel(label).getAttribute('aria-describedby')) ?? '';
      return (await Promise.all(ids.split(' ').map((id) => page.locator(`[id="${id}"]`).innerText()))).join(' ');
    };
    assert.match(await told('First name *'), /Hidden__c can't be read/);
    assert.match(await told('Last name'), /Also used for Term/);
    assert.match(await told('Last name'), /A formula/);
    assert.match(await told('Mobile number'), /Birthdate is a date, which does not fit Mobile number/);
  },
  'shows a refusal at its control': async (page) => {
    const mobile = page.locator('[data-state="nothing"]').getByLabel('Mobile number');
    assert.equal(await mobile.getAttribute('aria-invalid'), 'true');
    await page.getByText('Mobile number has no source field. Choose the one that holds it.').waitFor();
  },
  'maps more fields and takes them away again': async (page) => {
    const piece = page.locator('[data-state="suggested"]');
    await piece.getByRole('button', { name: 'Map another field' }).click();
    await piece.getByRole('combobox', { name: 'Source field, row 1' }).waitFor();
    await piece.getByRole('button', { name: 'Remove row 1' }).click();
    assert.equal(await piece.getByRole('combobox', { name: 'Source field, row 1' }).count(), 0);
  },
});
