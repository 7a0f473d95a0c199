import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import { openPage } from '../browser.ts';
import { importedTeam, OWNER, type ImportedTeam } from '../liveService.ts';
import { signInHere } from '../signInHere.ts';

describe('a session', function () {
  this.timeout(180_000);
  let live: ImportedTeam;
  let page: Page;

  before(async () => {
    live = await importedTeam();
    page = await openPage(`${live.url}/sign-in`);
  });

  after(async () => page?.context().close());

  it('is refused with the same words for an unknown mail and a wrong password', async () => {
    const refusal = async (email: string): Promise<string> => {
      await page.goto(`${live.url}/sign-in`);
      await page.getByLabel('Mail').fill(email);
      await page.getByLabel('Password', { exact: true }).fill('not the password at all');
      await page.getByRole('button', { name: 'Sign in' }).click();
      return page.getByRole('alert').filter({ hasText: /\w/ }).innerText();
    };
    assert.equal(await refusal('nobody@riverside.example'), await refusal(OWNER.email));
  });

  it('that ended leads to the sign-in card, and back to the page after it', async () => {
    await page.goto(`${live.url}/sign-in`);
    await signInHere(page, OWNER);
    const contacts = (await page.getByRole('link', { name: 'Contacts', exact: true }).getAttribute('href'))!;
    await page.context().clearCookies();
    // Not by a click: the page may have noticed by itself that its session is over, and have gone to the card.
    await page.goto(new URL(contacts, live.url).href);
    await page.getByRole('heading', { level: 1, name: 'Sign in' }).waitFor();
    await page.getByLabel('Mail').fill(OWNER.email);
    await page.getByLabel('Password', { exact: true }).fill(OWNER.password);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByRole('heading', { level: 1, name: 'Contacts' }).waitFor();
  });

  it('is over after Sign out, also for Back', async () => {
    await page.context().clearCookies();
    await page.goto(`${live.url}/sign-in`);
    await signInHere(page, OWNER);
    await page.getByRole('button', { name: /^Account of/ }).click();
    await page.getByRole('menuitem', { name: 'Sign out' }).click();
    await page.getByRole('heading', { level: 1, name: 'Sign in' }).waitFor();
    await page.goBack();
    await page.getByRole('heading', { level: 1, name: 'Sign in' }).waitFor();
    assert.match(page.url(), /\/sign-in/);
  });
});
