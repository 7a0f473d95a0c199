import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import { signIn } from '../../demo/apiClient.ts';
import { configureImport, connectSandbox, runImport, type ConnectedTeam } from '../../demo/connectSandbox.ts';
import { openPage } from '../browser.ts';
import { OWNER, startLiveService, VIEW, type LiveService } from '../liveService.ts';
import { signInHere } from '../signInHere.ts';

describe('pages: an authorization that ended, and one that was refused', function () {
  this.timeout(240_000);
  let live: LiveService;
  let team: ConnectedTeam;
  let page: Page;

  before(async () => {
    live = await startLiveService({ ROLLCALL_ADMIN_EMAIL: OWNER.email, ROLLCALL_ADMIN_PASSWORD: OWNER.password });
    const api = await signIn(live.url, OWNER.email, OWNER.password);
    team = await connectSandbox(api, live.sandbox);
    await configureImport(api, team, VIEW);
    live.sandbox.revokeAuthorization();
    await runImport(api, team);
    page = await openPage(`${live.url}/sign-in`);
    await signInHere(page, OWNER);
  });

  after(async () => {
    await page?.context().close();
    await live?.close();
  });

  const open = (tab: string) => page.goto(`${live.url}/t/${team.slug}/integrations/${team.connectionId}${tab}`);
  const button = (name: string) => page.getByRole('button', { name, exact: true });

  it('says since when and why, and offers no import that can only fail', async () => {
    await open('');
    await page.getByText('Broken', { exact: true }).waitFor();
    const words = await page.getByRole('main').innerText();
    assert.match(words, /since \w{3} \d+, .* ET/);
    assert.match(words, /authorization/);
    assert.equal(await button('Run import').count(), 0);
  });

  it('explains a sign-in that was denied, and changes nothing', async () => {
    await open('');
    await button('Reconnect').click();
    await button('Deny').click();
    await page.waitForURL(/\/authentication\?refused=/);
    const alert = page.getByRole('main').locator('[class*="Alert"]').first();
    await alert.waitFor();
    assert.ok((await alert.innerText()).length > 40);
  });

  it('is mended in two clicks, and the connection is tested by itself', async () => {
    await open('');
    await button('Reconnect').click();
    await button('Allow').click();
    await page.waitForURL(/\/authentication\?connected=1/);
    await page.getByText('Permissions: all ok').waitFor();
    await open('');
    await button('Run import').waitFor();
    assert.equal(await page.getByText('Broken', { exact: true }).count(), 0);
  });

  it('refuses an address of the user interface at its field, and keeps the entries', async () => {
    await open('/authentication');
    await page.getByRole('textbox', { name: 'Address' }).fill('https://riverside.lightning.force.com');
    await button('Reconnect to Salesforce').click();
    await page.waitForFunction(() => document.getElementById('settings.loginUrl')?.getAttribute('aria-invalid') === 'true');
    assert.match(await page.getByRole('main').innerText(), /my\.salesforce\.com/);
    assert.equal(await page.getByRole('textbox', { name: 'Address' }).inputValue(), 'https://riverside.lightning.force.com');
  });
});
