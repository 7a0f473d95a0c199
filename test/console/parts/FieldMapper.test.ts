import assert from 'node:assert/strict';
import { seriousFaults } from '../browser.ts';
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
      const ids = (await piece.getByRole('combobox', { name: label }).getAttribute('aria-describedby')) ?? '';
      return (await Promise.all(ids.split(' ').map((id) => page.locator(`[id="${id}"]`).innerText()))).join(' ');
    };
    assert.match(await told('First name *'), /Hidden__c can't be read/);
    assert.match(await told('Last name'), /Also used for Term/);
    assert.match(await told('Last name'), /A formula: its changes don't move the modified date/);
    assert.match(await told('Mobile number'), /Birthdate is a date, which does not fit Mobile number/);
  },
  'shows a refusal at its control': async (page) => {
    const mobile = page.locator('[data-state="nothing"]').getByLabel('Mobile number');
    assert.equal(await mobile.getAttribute('aria-invalid'), 'true');
    await page.getByText('Mobile number has no source field. Choose the one that holds it.').waitFor();
  },
  'offers a reading of everything on Sundays for fields whose changes are not seen, and says the days': async (page) => {
    const piece = page.locator('[data-state="warnings"]');
    const offer = piece.getByRole('checkbox', { name: 'Read everything on Sundays, for Last name' });
    assert.equal(await piece.getByText('Everything is read on no day yet.').count(), 2);
    await offer.focus();
    await page.keyboard.press('Space');
    assert.equal(await piece.getByText('Everything is read on: Sunday.').count(), 2);
    await offer.uncheck();
    assert.equal(await piece.getByText('Everything is read on no day yet.').count(), 2);
    assert.equal(await page.locator('[data-state="saved"]').getByText(/Everything is read/).count(), 0);
    const other = page.locator('[data-state="report without a time"]');
    await other.getByText(/read on: Wednesday\. No window is chosen under Schedule/).waitFor();
    await other.getByRole('checkbox', { name: /Read everything on Sundays/ }).check();
    await other.getByText(/read on: Wednesday, Sunday\./).waitFor();
  },
  'asks a Report for identification and time, and offers only columns that hold them': async (page) => {
    const piece = page.locator('[data-state="report"]');
    assert.match(await piece.getByLabel('Contact identification').inputValue(), /CONTACT_ID/);
    await piece.getByLabel('Last modified').click();
    const options = page.getByRole('option');
    assert.deepEqual(await options.evaluateAll((all) => all.map((one) => one.textContent.split(' · ')[0])), [
      'Last Modified DateLAST_UPDATE',
      'Modified TimeContact.Modified_Time__c',
    ]);
    await options.last().click();
    assert.equal(await piece.getByRole('checkbox', { name: 'Go on with whole days' }).count(), 0);
    assert.equal(await page.locator('[data-state="saved"]').getByLabel('Contact identification').count(), 0);
  },
  'warns of a column without a time of day; what is accepted for it is not for the next': async (page) => {
    const piece = page.locator('[data-state="report"]');
    await piece.getByText(/Last Modified Date has no time of day, so every run reads whole days again/).waitFor();
    const accept = piece.getByRole('checkbox', { name: 'Go on with whole days' });
    await accept.check();
    for (const column of [/Modified_Time__c/, /LAST_UPDATE/]) {
      await piece.getByLabel('Last modified').click();
      await page.getByRole('option', { name: column }).click();
    }
    assert.equal(await accept.isChecked(), false);
  },
  'shows the steps to add the time, for Lightning and Classic and this record type': async (page) => {
    const opener = page.locator('[data-state="report without a time"]').getByRole('button', { name: /how to add/ });
    await opener.click();
    const drawer = page.getByRole('dialog', { name: 'Add a column with the date and time' });
    const words = async (): Promise<string> => (await drawer.getByRole('tabpanel').innerText()).replace(/\s+/g, ' ');
    assert.match(await words(), /Object Manager → Lead → Fields & Relationships → New/);
    assert.match(await words(), /Formula: LastModifiedDate/);
    assert.match(await words(), /profile of the API user, rollcall@riverside\.example/);
    await drawer.getByRole('tab', { name: 'Classic' }).click();
    assert.match(await words(), /Customize → Leads → Fields/);
    assert.deepEqual(await seriousFaults(page), []);
    await page.keyboard.press('Escape');
    await drawer.waitFor({ state: 'hidden' });
    assert.match(await page.evaluate(() => document.activeElement?.textContent ?? ''), /how to add/);
  },
  'maps more fields and takes them away again': async (page) => {
    const piece = page.locator('[data-state="suggested"]');
    await piece.getByRole('button', { name: 'Map another field' }).click();
    await piece.getByRole('combobox', { name: 'Source field, row 1' }).waitFor();
    await piece.getByRole('button', { name: 'Remove row 1' }).click();
    assert.equal(await piece.getByRole('combobox', { name: 'Source field, row 1' }).count(), 0);
  },
});
