import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import { openPage } from '../browser.ts';
import { importedTeam, OWNER, type ImportedTeam } from '../liveService.ts';
import { signInHere } from '../signInHere.ts';

describe('by keyboard alone', function () {
  this.timeout(180_000);
  let live: ImportedTeam;
  let page: Page;

  before(async () => {
    live = await importedTeam();
    page = await openPage(`${live.url}/sign-in`);
    await signInHere(page, OWNER);
  });

  after(async () => page?.context().close());

  const heading = (name: string) => page.getByRole('heading', { level: 1, name });
  const focused = () => page.evaluate(() => document.activeElement?.textContent ?? '');

  it('two keys go to a section, whose heading takes focus', async () => {
    for (const [key, name] of [['c', 'Contacts'], ['i', 'Integrations'], ['d', 'Fields'], ['o', 'Overview']] as const) {
      await page.keyboard.press('g');
      await page.keyboard.press(key);
      await heading(name).waitFor();
      await page.waitForFunction((title) => document.activeElement?.textContent === title, name);
      assert.match(await page.title(), new RegExp(`^${name}( · \\w+)? – `));
    }
  });

  it('the first stop skips to the content', async () => {
    await page.goto(`${live.url}/t/${live.team.slug}`);
    await heading('Overview').waitFor();
    await page.keyboard.press('Tab');
    assert.equal(await focused(), 'Skip to content');
    await page.keyboard.press('Enter');
    assert.equal(await page.evaluate(() => document.activeElement?.id), 'main');
  });

  it('? lists the keys, and Escape gives focus back', async () => {
    await page.getByRole('link', { name: 'Contacts', exact: true }).focus();
    await page.keyboard.press('?');
    await page.getByRole('dialog', { name: 'Which keys work here?' }).waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'hidden' });
    await page.waitForFunction(() => document.activeElement?.textContent === 'Contacts');
  });

  it('a contact is found, opened with the arrows, and Back restores the search', async () => {
    await page.goto(`${live.url}/t/${live.team.slug}/contacts?texting=opted_out`);
    await page.getByRole('table', { name: 'Contacts' }).getByRole('link').first().focus();
    await page.keyboard.press('ArrowDown');
    const name = await focused();
    await page.keyboard.press('Enter');
    await heading(name).waitFor();
    await page.goBack();
    await heading('Contacts').waitFor();
    assert.match(page.url(), /texting=opted_out/);
    assert.equal(await page.getByRole('radio', { name: 'Opted out' }).isChecked(), true);
  });

  it('letters do nothing while somebody types, nor once turned off', async () => {
    await page.getByLabel('Find contacts').fill('');
    await page.getByLabel('Find contacts').pressSequentially('go');
    assert.equal(await page.getByLabel('Find contacts').inputValue(), 'go');
    await heading('Contacts').waitFor();
    await page.goto(`${live.url}/account`);
    await page.getByRole('switch', { name: /Single-key shortcuts/ }).focus();
    await page.keyboard.press('Space');
    await page.goto(`${live.url}/t/${live.team.slug}/contacts`);
    await heading('Contacts').waitFor();
    await page.keyboard.press('?');
    assert.equal(await page.getByRole('dialog').count(), 0);
  });
});
