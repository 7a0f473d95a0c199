import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import { openPage } from '../browser.ts';
import { importedTeam, OWNER, type ImportedTeam } from '../liveService.ts';
import { signInHere } from '../signInHere.ts';

describe('pages: settings and fields', function () {
  this.timeout(180_000);
  let live: ImportedTeam;
  let page: Page;

  before(async () => {
    live = await importedTeam();
    page = await openPage(`${live.url}/sign-in`);
    await signInHere(page, OWNER);
  });

  after(async () => page?.context().close());

  const open = (path: string) => page.goto(`${live.url}/t/${live.team.slug}${path}`);
  const button = (name: string) => page.getByRole('button', { name, exact: true });
  const asks = (token: string) =>
    fetch(`${live.url}${live.team.path}/overview`, { headers: { authorization: `Bearer ${token}` } });

  it('a token is shown once, Done comes after it was kept, and it works until it is revoked', async () => {
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    await open('/settings/tokens');
    await button('Create token').first().click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Name').fill('Nightly report');
    await dialog.getByRole('button', { name: 'Create token' }).click();
    await dialog.getByText('This is the only time it is shown.').waitFor();
    assert.equal(await dialog.getByRole('button', { name: 'Done' }).count(), 0);
    const token = await dialog.locator('pre').innerText();
    await dialog.getByRole('button', { name: 'Copy token' }).click();
    await dialog.getByRole('button', { name: 'Done' }).click();
    assert.equal((await asks(token)).status, 200);
    await button('Revoke Nightly report').click();
    await page
      .getByRole('dialog', { name: 'Revoke Nightly report?' })
      .getByRole('button', { name: 'Revoke token' })
      .click();
    await page.getByText('Nightly report', { exact: true }).waitFor({ state: 'detached' });
    assert.equal((await asks(token)).status, 401);
  });

  it('a texting number that is none is refused at its field, and the entry is kept', async () => {
    await open('/settings/webhooks');
    await button('Add texting number').click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Texting number').fill('716-555');
    await dialog.getByLabel('Twilio auth token').fill('0123456789abcdef0123456789abcdef');
    await dialog.getByRole('button', { name: 'Add texting number' }).click();
    await page.waitForFunction(() => document.querySelector('[role="dialog"] [aria-invalid="true"]') !== null);
    assert.equal(await dialog.getByLabel('Texting number').inputValue(), '716-555');
    await dialog.getByLabel('Texting number').fill('(716) 555-0142');
    await dialog.getByRole('button', { name: 'Add texting number' }).click();
    await page.getByText('1-716-555-0142', { exact: true }).waitFor();
    await button('Remove 1-716-555-0142').click();
    await page.getByRole('dialog').getByRole('button', { name: 'Remove texting number' }).click();
    await page.getByText('1-716-555-0142', { exact: true }).waitFor({ state: 'detached' });
  });

  it('a field of the team is added below the standard ones', async () => {
    await open('/data/fields');
    await button('Add field').click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Name').fill('Grade average');
    await dialog.getByRole('radio', { name: 'Number' }).check();
    await dialog.getByRole('button', { name: 'Add field' }).click();
    const row = page.getByRole('row').filter({ hasText: 'Grade average' });
    await row.waitFor();
    assert.match(await row.innerText(), /Number[\s\S]*Nothing yet/);
    await page.getByText(/^\d of 25 custom fields$/).waitFor();
  });
});
