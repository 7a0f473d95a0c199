import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import type { ContactList } from '../../../src/http/schemas/contacts.ts';
import { assertSound, VIEWS } from '../browser.ts';
import { reviewItems, waitingItems } from '../fakeOptOuts.ts';
import { importedTeam } from '../liveService.ts';
import { focused, openOptOuts, type OptOutPage } from '../optOutPage.ts';

describe('pages: Waiting', function () {
  this.timeout(180_000);
  let page: Page;

  const open = async (...given: Parameters<typeof openOptOuts>): Promise<OptOutPage> => {
    const opened = await openOptOuts(...given);
    page = opened.page;
    return opened;
  };
  const main = () => page.getByRole('main').innerText();

  afterEach(async () => page?.context().close());

  it('says how much waits for whom, by due date, and late ones in a red band', async () => {
    await open('', { waiting: waitingItems(130, 3) });
    const words = await main();
    assert.match(words, /130, the oldest due Nov 18/);
    assert.match(words, /3 opt-outs are late\. The oldest was due Nov 18\./);
    assert.match(words, /65 wait for a person · 65 wait for a CRM/);
    assert.equal(await page.getByRole('table').getAttribute('aria-rowcount'), '131');
    const headers = await page.getByRole('columnheader').allInnerTexts();
    assert.deepEqual(headers, ['Due', 'Since', 'Contact', 'How they said it', 'Waits for', 'Next step']);
    assert.match(await page.getByRole('row').nth(1).innerText(), /Late, was due Nov 18[^]*Maria Lopez[^]*Review/);
    assert.match(await page.getByRole('row').nth(7).innerText(), /Unknown number/);
  });

  it('goes from row to row with j and k, and opens the next step with Enter', async () => {
    await open('', { waiting: waitingItems(4) });
    await page.keyboard.press('j');
    assert.equal(await focused(page), 'Decide in the review queue');
    await page.keyboard.press('j');
    assert.equal(await focused(page), 'Sent again at 10:12 AM ET');
    await page.keyboard.press('k');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { level: 1, name: 'Review queue' }).waitFor();
  });

  it('follows what changes, in the list, the tabs and the menu', async () => {
    const { fake } = await open('', { waiting: waitingItems(2) });
    const live = await importedTeam();
    const { contacts } = await live.api.get<ContactList>(`${live.team.path}/contacts?texting=opted_in&limit=30`);
    fake.waiting = waitingItems(3);
    fake.review = reviewItems(2);
    await live.api.send('POST', `${live.team.path}/contacts/${contacts[29]?.id}/opt-out`, { reason: 'Asked by mail' });
    await page.getByRole('link', { name: 'Waiting 3' }).waitFor();
    await page.getByRole('link', { name: 'Opt-outs 2 wait for a person' }).waitFor();
    assert.equal(await page.getByRole('row').count(), 4);
  });

  it('says so when all is done, with the slowest of the day', async () => {
    await open('', { slowestTodayMs: 2_100 });
    assert.match(await main(), /Every opt-out has reached its CRM\. The slowest today took 2\.1 s\./);
    assert.equal(await page.getByRole('link', { name: /^Open next/ }).count(), 0);
  });

  it('tells a failure in its place, and tries again', async () => {
    const refusal = { status: 503, code: 'unavailable', message: 'The database is being moved. Try again in a minute.' };
    const { fake } = await open('', { waiting: waitingItems(1), fails: refusal });
    await page.getByRole('alert').getByText('The database is being moved.').waitFor();
    fake.fails = null;
    await page.getByRole('button', { name: 'Try again' }).click();
    await page.getByText('Maria Lopez').waitFor();
  });

  for (const view of VIEWS) {
    it(`has no serious fault and no sideways scroll, light and dark, ${view.width} px`, async () => {
      await open('', { waiting: waitingItems(70, 2) }, view);
      await assertSound(page);
    });
  }
});
