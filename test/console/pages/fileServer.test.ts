import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import type { Connection } from '../../../src/http/schemas/connections.ts';
import { startSftpServer, type SftpServer } from '../../sandbox/files/sftpServer.ts';
import { openPage, seriousFaults, sidewaysScroll } from '../browser.ts';
import { importedTeam, OWNER, type ImportedTeam } from '../liveService.ts';
import { signInHere } from '../signInHere.ts';

const USER = { name: 'rollcall', password: 'let me in, 1' };

describe('pages: connecting to a file server', function () {
  this.timeout(180_000);
  let live: ImportedTeam;
  let server: SftpServer;
  let folder: string;
  let page: Page;

  before(async () => {
    live = await importedTeam();
    folder = await mkdtemp(join(tmpdir(), 'rollcall-files-'));
    await writeFile(join(folder, 'StudentData_1120.csv'), 'ContactId,FirstName\r\n10023,Ana\r\n');
    server = await startSftpServer({ folder, users: [USER] });
    page = await openPage(`${live.url}/sign-in`);
    await signInHere(page, OWNER);
  });

  after(async () => {
    await page?.context().close();
    // Other tests of this service count on its one connection.
    if (live) await live.api.send('DELETE', `${live.team.path}/connections/${(await stored()).id}?confirm=Campus%20SFTP`);
    await server?.close();
    if (folder) await rm(folder, { recursive: true, force: true });
  });

  const button = (name: string) => page.getByRole('button', { name, exact: true });
  const whole = async (fingerprint: string): Promise<void> =>
    page.getByText(new RegExp(`^${fingerprint.replace(/[+/]/g, '\\$&')}$`)).first().waitFor();
  const open = (path: string) => page.goto(`${live.url}/t/${live.team.slug}${path}`);
  const stored = async (): Promise<Connection> => {
    const { connections } = await live.api.get<{ connections: Connection[] }>(`${live.team.path}/connections`);
    return connections.find(({ name }) => name === 'Campus SFTP') ?? assert.fail('no such connection');
  };

  it('is chosen beside Salesforce, with what is needed; nothing is made of an unfinished form', async () => {
    await open('/integrations/new');
    await page.getByText('An External Client App in Salesforce', { exact: false }).waitFor();
    await page.getByRole('radio', { name: 'SFTP or FTP server' }).check();
    await page.getByText('the fingerprint of the server’s key', { exact: false }).waitFor();
    await page.getByRole('radio', { name: 'FTPS, implicit' }).check();
    assert.equal(await page.getByLabel('Port').inputValue(), '990');
    await page.getByRole('radio', { name: 'FTP, unencrypted' }).check();
    await page.getByLabel('Host').fill('127.0.0.1');
    await page.getByLabel('User').fill(USER.name);
    await page.getByRole('textbox', { name: 'Password' }).fill('not sent');
    await button('Save and test connection').click();
    const knows = page.getByRole('checkbox', { name: 'I know that passwords and student data travel unencrypted' });
    await knows.and(page.locator(':focus')).waitFor();
    const { connections } = await live.api.get<{ connections: Connection[] }>(`${live.team.path}/connections`);
    assert.equal(connections.filter(({ connector }) => connector === 'ftp').length, 0);
  });

  it('shows who answers before the password is sent, and signs in once the server is trusted', async () => {
    await page.getByRole('radio', { name: 'SFTP', exact: true }).check();
    await page.getByLabel('Port').fill(String(server.port));
    await page.getByRole('textbox', { name: 'Password' }).fill(USER.password);
    await button('Save and test connection').click();
    await page.getByText('This server has not been trusted yet.', { exact: false }).waitFor();
    await whole(server.fingerprint());
    assert.equal(server.attempts().filter(({ method }) => method !== 'none').length, 0);
    assert.deepEqual(await seriousFaults(page), []);
    assert.equal((await stored()).account, null);

    await button('Trust this server').click();
    await page.getByRole('row', { name: /StudentData_1120\.csv 32 bytes/ }).waitFor();
    assert.equal((await stored()).account?.accountId, server.fingerprint());
    await page.getByRole('link', { name: 'Choose what to import' }).waitFor();
  });

  it('a changed key is danger: it is trusted only with the end of its fingerprint typed', async () => {
    server.changeHostKey();
    await button('Test again').click();
    await page.getByText('The server’s key is not the one you trusted. Nothing was sent.').waitFor();
    await whole(server.fingerprint());
    await button('Trust the new key').click();
    const dialog = page.getByRole('dialog', { name: 'Trust the new key?' });
    const confirm = dialog.getByRole('button', { name: 'Trust the new key' });
    await dialog.getByRole('textbox').fill('123456');
    assert.equal(await confirm.isDisabled(), true);
    await dialog.getByRole('textbox').fill(server.fingerprint().slice(-6));
    await confirm.click();
    await page.getByRole('row', { name: /StudentData_1120\.csv/ }).waitFor();
    assert.equal((await stored()).account?.accountId, server.fingerprint());
  });

  it('a host that changes needs the password again, which is said where it stood', async () => {
    await page.getByText(/^Set .* by /).waitFor();
    await page.getByLabel('Host').fill('localhost');
    await page.getByRole('textbox', { name: 'Password' }).waitFor();
    await button('Save and test connection').click();
    await page.getByText('The password is empty.', { exact: false }).waitFor();
    assert.equal((await stored()).settings['host'], '127.0.0.1');
  });

  it('waiting says for how long, and can be ended', async () => {
    await page.reload();
    await page.route(/\/identity$/, () => undefined);
    await button('Test connection').click();
    await page.getByText(/^Waiting for the server, [1-9]\d* s$/).waitFor();
    await button('Cancel').click();
    await button('Test connection').waitFor();
    await page.unroute(/\/identity$/);
  });

  it('its schedule and summary hold what a file server has: up to four windows, no calls, nothing written back', async () => {
    const { id } = await stored();
    await open(`/integrations/${id}`);
    await page.getByText('Nothing is written back to it', { exact: false }).waitFor();
    assert.equal(await page.getByText('calls spent today', { exact: false }).count(), 0);
    await open(`/integrations/${id}/schedule`);
    await page.getByText('Up to 4 a day', { exact: false }).waitFor();
    for (const title of ['Sweep', 'Cost', 'Look-back', 'Call budget'])
      assert.equal(await page.getByRole('heading', { name: title }).count(), 0, title);
  });

  it('a field’s switches are stored, and stand on a narrow screen with their words', async () => {
    const fields = () =>
      live.api.get<{ fields: { key: string; label: string; required: boolean }[] }>(`${live.team.path}/fields`);
    await live.api.send('POST', `${live.team.path}/fields`, { label: 'Orientation group', type: 'text' });
    await open('/data/fields');
    await page.getByRole('switch', { name: 'Required: Orientation group' }).press('Space');
    await page.getByRole('switch', { name: 'Required: Orientation group', checked: true }).waitFor();
    assert.equal((await fields()).fields.find(({ label }) => label === 'Orientation group')?.required, true);
    assert.deepEqual(await seriousFaults(page), []);
    await page.setViewportSize({ width: 390, height: 844 });
    await page.getByText('Visible to user', { exact: true }).first().waitFor();
    assert.equal(await sidewaysScroll(page), 0);
  });
});
