import assert from 'node:assert/strict';
import { X509Certificate } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { Page } from 'playwright-core';
import { signIn } from '../../demo/apiClient.ts';
import { connectSandbox, type ConnectedTeam } from '../../demo/connectSandbox.ts';
import { openPage } from '../browser.ts';
import { OWNER, startLiveService, type LiveService } from '../liveService.ts';
import { signInHere } from '../signInHere.ts';

describe('pages: signing in with a certificate', function () {
  this.timeout(240_000);
  let live: LiveService;
  let team: ConnectedTeam;
  let page: Page;

  before(async () => {
    live = await startLiveService({ ROLLCALL_ADMIN_EMAIL: OWNER.email, ROLLCALL_ADMIN_PASSWORD: OWNER.password });
    team = await connectSandbox(await signIn(live.url, OWNER.email, OWNER.password), live.sandbox);
    page = await openPage(`${live.url}/sign-in`);
    await signInHere(page, OWNER);
    await page.goto(`${live.url}/t/${team.slug}/integrations/${team.connectionId}/authentication`);
  });

  after(async () => {
    await page?.context().close();
    await live?.close();
  });

  const button = (name: string) => page.getByRole('button', { name, exact: true });

  it('asks for the user instead of the secret, and names the half of an upload that is wrong', async () => {
    await page.getByRole('radio', { name: 'Certificate' }).check();
    assert.equal(await page.getByLabel('Client secret').count(), 0);
    await button('Save').click();
    await page.getByText('The user name is empty.', { exact: false }).waitFor();
    await page.getByRole('textbox', { name: 'User name' }).fill(live.sandbox.username);
    await button('Upload certificate…').click();
    const file = { name: 'a.pem', mimeType: 'text/plain', buffer: Buffer.from('hello') };
    await page.getByLabel('Certificate file').setInputFiles(file);
    await page.getByLabel('Private key file').setInputFiles(file);
    await button('Upload both files').click();
    await page.getByText(/This is not a PEM certificate/).waitFor();
    await page.getByText(/This is not a PEM private key/).waitFor();
    await button('Upload certificate…').click();
  });

  it('connects with one that was made here, once Salesforce has it', async () => {
    await button('Create certificate').click();
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('link', { name: 'Download certificate' }).click(),
    ]);
    const pem = await readFile(await download.path(), 'utf8');
    assert.ok(new X509Certificate(pem).validToDate > new Date());
    assert.match(await page.getByRole('main').innerText(), /Admin approved users are pre-authorized/);

    await button('Reconnect to Salesforce').click();
    await page.getByText(/does not know the certificate/).first().waitFor();
    live.sandbox.registerCertificate(pem);
    await button('Reconnect to Salesforce').click();
    await page.waitForURL(/connected=1/);
    await page.getByText('Permissions: all ok').waitFor();
  });
});
