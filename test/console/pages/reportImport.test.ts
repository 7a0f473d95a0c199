import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import type { ImportSettings } from '../../../src/http/schemas/imports.ts';
import { signIn, type ApiClient } from '../../demo/apiClient.ts';
import { connectSandbox, type ConnectedTeam } from '../../demo/connectSandbox.ts';
import { openPage } from '../browser.ts';
import { OWNER, startLiveService, type LiveService } from '../liveService.ts';
import { signInHere } from '../signInHere.ts';

describe('pages: importing a Report', function () {
  this.timeout(300_000);
  let live: LiveService;
  let api: ApiClient;
  let team: ConnectedTeam;
  let page: Page;

  before(async () => {
    live = await startLiveService({
      ROLLCALL_ADMIN_EMAIL: OWNER.email,
      ROLLCALL_ADMIN_PASSWORD: OWNER.password,
    });
    api = await signIn(live.url, OWNER.email, OWNER.password);
    team = await connectSandbox(api, live.sandbox);
    page = await openPage(`${live.url}/sign-in`);
    await signInHere(page, OWNER);
  });

  after(async () => {
    await page?.context().close();
    await live?.close();
  });

  const main = () => page.getByRole('main');
  const button = (name: string) => page.getByRole('button', { name, exact: true });
  const open = () => page.goto(`${live.url}/t/${team.slug}/integrations/${team.connectionId}/import/contact`);
  const settings = () =>
    api.get<ImportSettings>(`${team.path}/connections/${team.connectionId}/imports/Contact`);
  const choose = async (typed: string, name: RegExp): Promise<void> => {
    await page.getByRole('combobox', { name: 'Report' }).fill(typed);
    await page.getByRole('option', { name }).click();
    await main().getByText(/people · \d+ calls? for a full run/).waitFor();
  };

  it('says why a Report can’t be used', async () => {
    await open();
    await page.getByRole('radio', { name: 'Report' }).check();
    await page.getByRole('combobox', { name: 'Report' }).click();
    await page.getByRole('group', { name: 'Admissions' }).waitFor();
    const reasons = await page.getByText(/^Not usable\. /).allInnerTexts();
    assert.ok(reasons.length >= 3, reasons.join('\n'));
    for (const reason of reasons) assert.match(reason, /^Not usable\. [A-Z].*[^.]\.$/);
  });

  it('a Report without a time of day is asked about, previewed and imported', async () => {
    await choose('by day', /^Everybody, last update by day/);
    await main().getByText(/has no time of day, so every run reads whole days again/).waitFor();
    await button('Save and preview').click();
    await page.getByText('One part is missing, so nothing was saved.').waitFor();
    await page.getByRole('checkbox', { name: 'Go on with whole days' }).check();
    await button('Save and preview').click();
    await button('Run this import').waitFor({ timeout: 60_000 });
    await main().getByText(/contacts would be created/).first().waitFor();
    await button('Run this import').click();
    await page.getByText(/contacts are in\./).first().waitFor({ timeout: 120_000 });
    const { fields, source, mapsIdentity } = await settings();
    assert.deepEqual([source?.kind, mapsIdentity, fields?.wholeDay], ['Report', true, true]);
    assert.deepEqual([fields?.recordId, fields?.lastModified], ['CONTACT_ID', 'LAST_UPDATE']);
  });

  it('the stored mapping comes back whole, and follows to a Report that has the time', async () => {
    await open();
    assert.match(await page.getByRole('combobox', { name: 'Last modified' }).inputValue(), /LAST_UPDATE/);
    assert.equal(await page.getByRole('checkbox', { name: 'Go on with whole days' }).isChecked(), true);
    await page.getByText('No changes', { exact: true }).waitFor();
    await choose('with time', /^Everybody with time/);
    await main().getByText(/The mapping was carried over .* which has none for: Last modified\./).waitFor();
    await page.getByRole('checkbox', { name: 'Go on with whole days' }).waitFor({ state: 'hidden' });
    await button('Save and preview').click();
    await button('Run this import').waitFor({ timeout: 60_000 });
    const { fields, optOut, fullReason } = await settings();
    assert.equal(fields?.lastModified, 'Contact.Last_Modified_Time__c');
    assert.equal(fields?.wholeDay, undefined);
    assert.equal(optOut?.field, 'Contact.SMS_Opt_Out__c');
    assert.notEqual(fullReason, null);
  });
});
