import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import { openPage, seriousFaults, sidewaysScroll } from '../browser.ts';
import { askingRun, fakeFileRuns, fileRun, type FakeFileRuns } from '../fakeFileRuns.ts';
import { importedTeam, OWNER, type ImportedTeam } from '../liveService.ts';
import { signInHere } from '../signInHere.ts';

describe('pages: runs that read files', function () {
  this.timeout(180_000);
  let live: ImportedTeam;
  let page: Page;
  let fake: FakeFileRuns;
  const connection = 'f0000000-0000-4000-8000-000000000001';
  const done = fileRun(connection);
  const asking = askingRun(connection);

  before(async () => {
    live = await importedTeam();
    page = await openPage(`${live.url}/sign-in`);
    await signInHere(page, OWNER);
  });

  after(() => page?.context().close());

  const main = () => page.getByRole('main');
  const button = (name: string) => page.getByRole('button', { name, exact: true });
  const open = async (id: string, tail = ''): Promise<void> => {
    await page.unrouteAll();
    fake = await fakeFileRuns(page, [done, asking]);
    await page.goto(`${live.url}/t/${live.team.slug}/runs/${id}${tail}`);
  };
  const looksWell = async (): Promise<void> => {
    assert.deepEqual(await seriousFaults(page), []);
    assert.equal(await sidewaysScroll(page), 0);
    await page.setViewportSize({ width: 390, height: 844 });
    assert.equal(await sidewaysScroll(page), 0);
    await page.setViewportSize({ width: 1440, height: 900 });
  };

  it('asks about columns that are gone, and clears many values only when their number is typed', async () => {
    await open(asking.id);
    await button('Keep values').waitFor();
    const words = await main().innerText();
    assert.match(words, /StaffId fills Assigned to\. 412 contacts have a value\./);
    assert.match(words, /OptedOut fills Opt-out\. It can only be kept; people who are new come in opted in\./);
    await looksWell();
    await button('Clear 412 values').click();
    const dialog = page.getByRole('dialog');
    const clear = dialog.getByRole('button', { name: 'Clear 412 values' });
    assert.equal(await clear.isDisabled(), true);
    assert.deepEqual(fake.answers, []);
    await dialog.getByRole('textbox').fill('412');
    await clear.click();
    await button('Keep values').waitFor({ state: 'detached' });
    assert.deepEqual(fake.answers, [{ answer: 'clear', remember: false }]);
  });

  it('keeps the values for later files too when that is ticked', async () => {
    await open(asking.id);
    await page.getByRole('checkbox', { name: 'Remember for later files' }).check();
    await button('Keep values').click();
    await button('Keep values').waitFor({ state: 'detached' });
    assert.deepEqual(fake.answers, [{ answer: 'keep', remember: true }]);
  });

  it('shows the file, how it was understood and where it is now', async () => {
    await open(done.id);
    const file = page.getByRole('region', { name: 'File' });
    await file.waitFor();
    const words = await file.innerText();
    assert.match(words, /StudentData_1120\.csv[\s\S]*4\.8 MB[\s\S]*40,112, and 2 blank lines/);
    assert.match(words, /Windows-1252, guessed from “José”, “Zoë”/);
    assert.match(words, /Columns that fill nothing\s+Nickname/);
    assert.match(words, /Moved to \/rollcall\/imported\/StudentData_1120_2026-11-20T1004\.csv\./);
    assert.match(words, /The last row may be cut off/);
    assert.doesNotMatch(await main().innerText(), /\bcalls?\b/i, 'files cost no calls');
    await looksWell();
  });

  /** Goes on with Tab to what has this name; focus never falls to the page itself. */
  const reach = async (name: RegExp): Promise<void> => {
    for (let stops = 0; stops < 60; stops += 1) {
      await page.keyboard.press('Tab');
      const words = await page.evaluate(() => {
        const { activeElement } = document;
        if (activeElement === document.body) return null;
        return activeElement?.getAttribute('aria-label') ?? activeElement?.textContent ?? '';
      });
      assert.notEqual(words, null);
      if (name.test(words ?? '')) return;
    }
    assert.fail(`Nothing that is reached with Tab is called ${String(name)}.`);
  };

  it('takes corrected rows, previews and imports them by keyboard alone, and says so on both runs', async () => {
    await open(done.id, '?tab=errors');
    await page.getByRole('columnheader', { name: 'Line' }).waitFor();
    assert.equal(await page.getByRole('row', { name: /127.*Maria Lopez/ }).count(), 1);
    const choosing = page.waitForEvent('filechooser');
    await reach(/^Upload corrected rows$/);
    await page.keyboard.press('Enter');
    const content = '"StudentId"\r\n"10001"\r\n';
    await (await choosing).setFiles({ name: 'mended.csv', mimeType: 'text/csv', buffer: Buffer.from(content) });
    await button('Import 12 rows').waitFor();
    assert.deepEqual(fake.uploads, [{ name: 'mended.csv', content }]);
    await reach(/^Import 12 rows$/);
    await page.keyboard.press('Enter');
    await main().getByText(/^Corrects rows of run 8f2/).waitFor();
    await reach(/^run 8f2/);
    await page.keyboard.press('Enter');
    await main().getByText(/^12 errors, 12 corrected in run 8f2/).waitFor();
    assert.doesNotMatch(await main().innerText(), /need mending/);
  });
});
