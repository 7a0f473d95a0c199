import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import type { ImportSettings } from '../../../src/http/schemas/imports.ts';
import { openPage } from '../browser.ts';
import { importedTeam, OWNER, type ImportedTeam } from '../liveService.ts';
import { signInHere } from '../signInHere.ts';

describe('pages: what is set on a connection', function () {
  this.timeout(180_000);
  let live: ImportedTeam;
  let page: Page;

  before(async () => {
    live = await importedTeam();
    page = await openPage(`${live.url}/sign-in`);
    await signInHere(page, OWNER);
  });

  after(async () => page?.context().close());

  const open = (tab: string) =>
    page.goto(`${live.url}/t/${live.team.slug}/integrations/${live.team.connectionId}${tab}`);
  const button = (name: string) => page.getByRole('button', { name, exact: true });
  const settingsPath = () => `${live.team.path}/connections/${live.team.connectionId}/imports/Contact`;
  const focusedText = () => page.evaluate(() => document.activeElement?.textContent ?? '');

  it('Schedule saves windows and shows the planned starts with their dates', async () => {
    await open('/schedule');
    await page.getByRole('checkbox', { name: /^Morning/ }).check();
    await page.getByText('1 change', { exact: true }).waitFor();
    await button('Save').click();
    await page.getByText(/^Saved .* ET$/).waitFor();
    const planned = page.getByRole('region', { name: 'Next starts' });
    assert.match(await planned.innerText(), /\w{3} \d+, 1[01]:\d\d AM ET · Morning/);
    const stored = await live.api.get<ImportSettings>(settingsPath());
    assert.deepEqual(stored.windows, ['morning']);
  });

  it('the schedule is paused after a question, whose focus is on Cancel, and resumed without one', async () => {
    await open('/schedule');
    await button('Pause schedule').click();
    await page.getByRole('dialog', { name: 'Pause the schedule?' }).waitFor();
    await page.waitForFunction(() => document.activeElement?.textContent === 'Cancel');
    await page.getByRole('dialog').getByRole('button', { name: 'Pause schedule' }).click();
    await page.getByText('The schedule is paused. Nothing starts until it is resumed.').waitFor();
    await button('Resume schedule').click();
    await button('Pause schedule').waitFor();
  });

  it('Notifications keeps an address that was refused, and says which and why on top', async () => {
    await open('/notifications');
    await page.getByRole('combobox', { name: 'Addresses' }).fill('ada at riverside');
    await page.keyboard.press('Enter');
    await button('Save').click();
    const summary = page.getByRole('alert').filter({ has: page.getByRole('link', { name: /Addresses/ }) });
    await summary.waitFor();
    await page.waitForFunction(() => document.activeElement?.getAttribute('role') === 'alert');
    await page.getByText('ada at riverside', { exact: true }).waitFor();
    await summary.getByRole('link', { name: /Addresses/ }).click();
    assert.equal(await page.evaluate(() => document.activeElement?.id), 'notify.addresses');
    await page.keyboard.press('Backspace');
    await page.keyboard.type('ada@riverside.example');
    await page.keyboard.press('Enter');
    await button('Save').click();
    await page.getByText(/^Saved .* ET$/).waitFor();
  });

  it('leaving a changed form asks once, and Discard brings back what is stored', async () => {
    await open('/opt-out');
    await page.getByRole('radio', { name: 'May be texted', exact: true }).check();
    await page.getByRole('link', { name: 'Notifications' }).click();
    await page
      .getByRole('dialog', { name: 'Leave without saving?' })
      .getByRole('button', { name: 'Stay here' })
      .click();
    await button('Discard').click();
    assert.equal(await page.getByRole('radio', { name: 'Opted out', exact: true }).isChecked(), true);
    await page.getByRole('link', { name: 'Notifications' }).click();
    await page.waitForURL(/\/notifications$/);
  });

  it('a mapping that is not whole is not sent: the summary takes focus and leads to the control', async () => {
    await live.api.send('POST', `${live.team.path}/fields`, { label: 'Entry term', type: 'text' });
    await open('/import/contact');
    await button('Map another field').click();
    await button('Save and preview').click();
    await page.getByText('One part is missing, so nothing was saved.').waitFor();
    await page.waitForFunction(() => document.activeElement?.getAttribute('role') === 'alert');
    await page.getByRole('link', { name: /^Additional field 1/ }).click();
    assert.equal(await page.evaluate(() => document.activeElement?.getAttribute('aria-label')), 'Source field, row 1');
    await button('Discard').click();
  });

  it('an added mapping is saved and previewed, and a reload keeps the preview', async () => {
    await open('/import/contact');
    await button('Map another field').click();
    await page.getByRole('combobox', { name: 'Source field, row 1' }).fill('Entry');
    await page.getByRole('option', { name: /Entry_Term__c/ }).click();
    await button('Save and preview').click();
    await page
      .getByText(/contacts would be updated/)
      .first()
      .waitFor({ timeout: 60_000 });
    await page.reload();
    await page.getByRole('table', { name: 'Changes by field' }).getByText('Entry term').waitFor();
    await button('Run this import').waitFor();
  });

  it('two people on one form: both values are shown, and either may be kept', async () => {
    await open('/schedule');
    await page.getByRole('checkbox', { name: /^Evening/ }).check();
    const stored = await live.api.get<ImportSettings>(settingsPath());
    await live.api.send('PUT', settingsPath(), { version: stored.version, lookBackMinutes: 25 });
    await button('Save').click();
    const clash = page.getByRole('alert').filter({ hasText: 'Schedule: theirs' });
    assert.match(
      await clash.innerText(),
      /theirs Morning; look-back 25 min; no sweep; no tag, yours Morning, Evening; look-back \d+ min/,
    );
    await clash.getByRole('button', { name: 'Keep mine' }).click();
    await page.getByText(/^Saved .* ET$/).waitFor();
    assert.deepEqual((await live.api.get<ImportSettings>(settingsPath())).windows, ['morning', 'evening']);
  });

  it('Test connection says who Rollcall is there, calls left and each permission', async () => {
    await open('/authentication');
    await button('Test connection').click();
    await page.getByText('Permissions: all ok').waitFor();
    const main = await page.getByRole('main').innerText();
    assert.match(main, /Sandbox University/);
    assert.match(main, /[\d,]+ of 100,000/);
    assert.match(main, /Set .* by /);
  });

  it('Import history is filtered in the address, so that a reload restores it', async () => {
    await open('/history?state=failed');
    await page.getByText('No import matches Failed.').waitFor();
    await page.reload();
    await page.getByText('No import matches Failed.').waitFor();
    await button('Clear filters').click();
    await page.getByRole('table', { name: 'Imports of Salesforce' }).getByText('12 errors').first().waitFor();
  });

  it('disconnecting needs the name typed', async () => {
    const made = await live.api.send<{ id: string }>('POST', `${live.team.path}/connections`, {
      connector: 'salesforce',
      name: 'Old org',
    });
    await page.goto(`${live.url}/t/${live.team.slug}/integrations/${made.id}`);
    await button('More').click();
    await page.getByRole('menuitem', { name: 'Disconnect Old org' }).click();
    const dialog = page.getByRole('dialog', { name: 'Disconnect Old org?' });
    const act = dialog.getByRole('button', { name: 'Disconnect Old org' });
    assert.equal(await act.isDisabled(), true);
    await dialog.getByRole('textbox').fill('Old org');
    await act.click();
    await page.waitForURL(/\/integrations$/);
    await page.getByRole('link', { name: 'Salesforce', exact: true }).waitFor();
    assert.equal(await page.getByRole('link', { name: 'Old org' }).count(), 0);
    assert.match(await focusedText(), /^Integrations/);
  });
});
