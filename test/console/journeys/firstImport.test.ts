import assert from 'node:assert/strict';
import type { Locator, Page } from 'playwright-core';
import { openPage } from '../browser.ts';
import { OWNER, startLiveService, type LiveService } from '../liveService.ts';

describe('journey: from the first run to the first import', function () {
  this.timeout(300_000);
  let live: LiveService;
  let page: Page;

  before(async () => {
    live = await startLiveService();
    const link = /http:\S+\/first-run\/\S+/.exec(live.service.output())?.[0];
    assert.ok(link !== undefined, 'the first start prints a one-time link');
    page = await openPage(link);
  });

  after(async () => {
    await page?.context().close();
    await live?.close();
  });

  it('takes ten clicks and under five minutes', async () => {
    const started = performance.now();
    let clicks = 0;
    const click = async (target: Locator): Promise<void> => {
      clicks += 1;
      await target.click();
    };
    const button = (name: string) => page.getByRole('button', { name, exact: true });
    const link = (name: string) => page.getByRole('link', { name, exact: true });

    await page.getByLabel('Name').fill('Ada Owen');
    await page.getByLabel('Mail').fill(OWNER.email);
    await page.getByLabel('Password', { exact: true }).fill(OWNER.password);
    await click(button('Create owner'));

    await page.getByLabel('Team name').fill('Riverside');
    await click(button('Create team'));

    await page.getByRole('heading', { name: 'Overview' }).waitFor();
    await click(link('Connect Salesforce'));

    assert.equal(await page.getByRole('radio', { name: /Sign in to Salesforce/ }).isChecked(), true);
    assert.equal(await page.getByRole('radio', { name: /Production/ }).isChecked(), true);
    // The sandbox has an address of its own, which a real org has not: chosen by keyboard, as it is not of the
    // journey.
    await page.getByRole('radio', { name: /Production/ }).focus();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowDown');
    await page.getByRole('textbox', { name: /Address/ }).fill(live.sandbox.url);
    await page.getByLabel('Client ID').fill(live.sandbox.clientId);
    await page.getByLabel('Client secret').fill(live.sandbox.clientSecret);
    await click(button('Connect to Salesforce'));

    await click(button('Allow'));

    await page.waitForURL(/\/authentication/);
    await page.getByText('Sandbox University').first().waitFor();
    await click(link('Choose what to import'));

    await page
      .getByRole('combobox', { name: /source|List View/i })
      .first()
      .pressSequentially('fall');
    await click(page.getByRole('option', { name: /Texting – Fall admits/ }));
    await page
      .getByText(/A ticked box means the person has opted out/)
      .first()
      .waitFor();
    await page
      .getByText(/^suggested$/i)
      .first()
      .waitFor();
    await click(button('Save and preview'));

    await page.getByRole('button', { name: 'Run this import' }).waitFor({ timeout: 60_000 });
    const preview = await page.getByRole('main').innerText();
    for (const sum of [/Created 4,198/, /Errors 12/, /\b96\b/]) assert.match(preview, sum);
    await click(button('Run this import'));

    await page.getByText('4,198 contacts are in. 12 rows need mending.').first().waitFor({ timeout: 60_000 });
    await click(link('Set a schedule'));
    await page.waitForURL(/\/schedule$/);

    assert.equal(clicks, 10);
    assert.ok(performance.now() - started < 300_000);
  });
});
