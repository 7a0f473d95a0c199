import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import { until } from '../../support/until.ts';
import { assertSound, VIEWS } from '../browser.ts';
import { conflictItems } from '../fakeOptOuts.ts';
import { focused, openOptOuts, type OptOutPage } from '../optOutPage.ts';

describe('pages: Conflicts', function () {
  this.timeout(180_000);
  let page: Page;

  const open = async (...given: Parameters<typeof openOptOuts>): Promise<OptOutPage> => {
    const opened = await openOptOuts(...given);
    page = opened.page;
    return opened;
  };

  afterEach(async () => page?.context().close());

  it('shows both sides with their times, and the rule', async () => {
    await open('/conflicts', { conflicts: conflictItems(3) });
    const headers = await page.getByRole('columnheader').allInnerTexts();
    assert.deepEqual(headers, ['Contact', 'Here', 'CRM', 'Rule applied', 'Send our state']);
    const row = page.getByRole('row', { name: /Dorothy Hale 1/ });
    assert.match(await row.innerText(), /Opted out by text “Stop pls”[^]*Salesforce: SMS_Opt_Out__c is false/);
    assert.equal(await row.locator('time').count(), 2);
    assert.match(await row.innerText(), /never by an import/);
  });

  it('sends our state of the row that has focus with s, and moves on', async () => {
    const { fake } = await open('/conflicts', { conflicts: conflictItems(3) });
    await page.keyboard.press('j');
    await page.keyboard.press('j');
    await page.keyboard.press('s');
    await page.getByText('Dorothy Hale 1').waitFor({ state: 'detached' });
    assert.deepEqual(fake.asked, ['POST conflicts/send {"ids":["2"]}']);
    assert.equal(await focused(page), 'Sam Reed 2');
    await page.getByText('Our state goes to the CRM for 1 contact.').first().waitFor();
  });

  it('sends up to 100 without a question', async () => {
    const { fake } = await open('/conflicts', { conflicts: conflictItems(100) });
    await page.getByRole('button', { name: 'Send our state for all 100' }).click();
    await page.getByText('No conflicts.').waitFor();
    assert.equal(fake.asked.length, 1);
    assert.equal(await page.getByRole('dialog').count(), 0);
  });

  it('asks before it sends to more than 100, with focus on Cancel', async () => {
    const { fake } = await open('/conflicts', { conflicts: conflictItems(101) });
    await page.getByRole('button', { name: 'Send our state for all 101' }).click();
    const dialog = page.getByRole('dialog', { name: 'Send our state to 101 records?' });
    await dialog.waitFor();
    await until(async () => (await focused(page)) === 'Cancel', { what: 'focus on Cancel' });
    await page.keyboard.press('Enter');
    await dialog.waitFor({ state: 'hidden' });
    assert.deepEqual(fake.asked, []);
    await page.getByRole('button', { name: 'Send our state for all 101' }).click();
    await dialog.getByRole('button', { name: 'Send to 101 records' }).click();
    await page.getByText('No conflicts.').waitFor();
    // The empty list of before has told the compiler that there will never be anything in it.
    const [sent] = fake.asked as readonly string[];
    assert.equal(JSON.parse(sent?.split(' ')[2] ?? '').ids.length, 101);
  });

  it('says why sending was refused, and every row stays', async () => {
    const { fake } = await open('/conflicts', { conflicts: conflictItems(2) });
    fake.fails = { status: 503, code: 'unavailable', message: 'The database is being moved. Try again in a minute.' };
    await page.keyboard.press('s');
    await page.getByRole('alert').getByText('The database is being moved.').first().waitFor();
    assert.equal(await page.getByText('Maria Lopez 0').count(), 1);
  });

  for (const view of VIEWS) {
    it(`has no serious fault and no sideways scroll, light and dark, ${view.width} px`, async () => {
      await open('/conflicts', { conflicts: conflictItems(30) }, view);
      await assertSound(page);
    });
  }
});
