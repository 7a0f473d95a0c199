import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import { runImport } from '../../demo/connectSandbox.ts';
import { openPage } from '../browser.ts';
import { importedTeam, OWNER, type ImportedTeam } from '../liveService.ts';
import { signInHere } from '../signInHere.ts';

describe('live updates', function () {
  this.timeout(180_000);
  let live: ImportedTeam;
  let page: Page;

  before(async () => {
    live = await importedTeam();
    page = await openPage(`${live.url}/sign-in`);
    await signInHere(page, OWNER);
  });

  after(async () => page?.context().close());

  it('shows a run that began elsewhere, moving and then finished, without a reload', async () => {
    await page.goto(`${live.url}/t/${live.team.slug}`);
    await page.getByRole('heading', { level: 2, name: /Last 24 hours/ }).waitFor();
    live.sandbox.setLatency(400);
    try {
      const running = runImport(live.api, live.team, { full: true });
      await page.getByRole('heading', { level: 2, name: /Running now/ }).waitFor();
      const run = await running;
      await page.getByRole('heading', { level: 2, name: /Running now/ }).waitFor({ state: 'hidden' });
      assert.equal(run.state, 'completed_with_errors');
    } finally {
      live.sandbox.setLatency(0);
    }
  });

  it('says when the line is cut, and catches up when it is back', async () => {
    await page.goto(`${live.url}/t/${live.team.slug}`);
    await page.getByRole('heading', { level: 2, name: /Last 24 hours/ }).waitFor();
    const runs = () => page.locator('dt', { hasText: /^Runs$/ }).locator('xpath=following-sibling::dd').innerText();
    const before = Number(await runs());
    await page.context().setOffline(true);
    await page.getByText('Live updates interrupted, trying again').waitFor();
    await runImport(live.api, live.team, { full: true });
    assert.equal(Number(await runs()), before, 'what was known stays on screen meanwhile');
    await page.context().setOffline(false);
    await page.getByText('Live updates interrupted, trying again').waitFor({ state: 'hidden' });
    await page.waitForFunction(
      (count) => [...document.querySelectorAll('dt')].some((term) => term.textContent === 'Runs' && term.nextElementSibling?.textContent === String(count)),
      before + 1,
    );
  });
});
