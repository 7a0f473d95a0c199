import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import { until } from '../../support/until.ts';
import { assertSound, VIEWS } from '../browser.ts';
import { deadLetterGroup, deadLetterItems } from '../fakeOptOuts.ts';
import { focused, openOptOuts, type OptOutPage } from '../optOutPage.ts';

const RULE = 'Salesforce: Refused by a rule of the org';

describe('pages: Dead letters', function () {
  this.timeout(180_000);
  let page: Page;

  const open = async (...given: Parameters<typeof openOptOuts>): Promise<OptOutPage> => {
    const opened = await openOptOuts(...given);
    page = opened.page;
    return opened;
  };
  const groups = (count: number) => [deadLetterGroup(deadLetterItems(count))];
  const row = (name: string) => page.getByRole('row', { name: new RegExp(name) });
  const retry = (name: string) => page.getByRole('button', { name: `Retry: ${name}` });

  afterEach(async () => page?.context().close());

  it('groups by cause: the CRM’s own words, what to do, and each record', async () => {
    await open('/dead-letters', { groups: [...groups(3), deadLetterGroup(deadLetterItems(1, 50), 'access')] });
    assert.equal(await page.getByRole('region', { name: RULE }).count(), 2);
    const words = await page.getByRole('region', { name: RULE }).first().innerText();
    assert.match(words, /Salesforce refused 3 write-backs/);
    assert.match(words, /“Phone is required before a contact can be saved\.”/);
    assert.match(words, /Correct the record in Salesforce, then retry\./);
    assert.match(await row('Sam Reed').innerText(), /Opted out[^]*Open record[^]*Phone is required[^]*4 business days left/);
    assert.equal(await page.getByRole('link', { name: 'Open record of Sam Reed in Salesforce' }).getAttribute('target'), '_blank');
  });

  it('shows a retried row waiting, sent and verified in its place before it leaves', async () => {
    const { fake } = await open('/dead-letters', { groups: groups(2) });
    const seen: string[] = [];
    await page.exposeFunction('rcSaw', (word: string) => seen.at(-1) === word || seen.push(word));
    await page.evaluate(() => {
      const look = () => {
        const words = /\b(Waiting|Sent|Confirmed|Verified)\b/.exec(document.querySelector('tbody tr')?.textContent ?? '');
        if (words?.[0]) void (window as unknown as { rcSaw: (word: string) => void }).rcSaw(words[0]);
      };
      new MutationObserver(look).observe(document.body, { subtree: true, childList: true, characterData: true });
    });
    await retry('Maria Lopez').click();
    await row('Maria Lopez').getByText('Verified').waitFor();
    assert.equal(await focused(page), 'Dorothy Hale', 'focus moves on');
    await row('Maria Lopez').waitFor({ state: 'detached' });
    assert.deepEqual(seen, ['Waiting', 'Sent', 'Confirmed', 'Verified']);
    assert.deepEqual(fake.asked, ['POST dead-letters/retry {"ids":["1"]}']);
    await page.getByRole('link', { name: 'Dead letters 1' }).waitFor();
  });

  it('keeps a row that is refused again', async () => {
    const { fake } = await open('/dead-letters', { groups: groups(1), afterRetry: ['waiting', 'failed'] });
    await page.keyboard.press('r');
    await row('Maria Lopez').getByText('Waiting').waitFor();
    await until(async () => fake.asked.length === 1, { what: 'the retry' });
    await retry('Maria Lopez').waitFor();
  });

  it('retries a whole cause', async () => {
    const { fake } = await open('/dead-letters', { groups: groups(12), afterRetry: ['verified'] });
    await page.getByRole('button', { name: 'Retry all 12' }).click();
    await page.getByText('No dead letters.').waitFor();
    assert.deepEqual(fake.asked, ['POST dead-letters/retry {"group":"rule"}']);
    assert.notEqual(await page.evaluate(() => document.activeElement?.tagName), 'BODY');
  });

  it('marks handled with a note, after ten seconds to undo', async () => {
    const { fake } = await open('/dead-letters', { groups: groups(2) });
    await page.clock.install();
    await page.getByRole('button', { name: 'Mark handled: Maria Lopez' }).click();
    const dialog = page.getByRole('dialog', { name: 'Was the write-back of Maria Lopez handled?' });
    const mark = dialog.getByRole('button', { name: 'Mark handled' });
    assert.equal(await mark.isDisabled(), true, 'not without a note');
    await dialog.getByLabel('Note').fill('Set by hand in Salesforce');
    await mark.click();
    await page.clock.runFor(1_000);
    await dialog.waitFor({ state: 'hidden' });
    assert.equal(await focused(page), 'Dorothy Hale');
    await page.getByRole('button', { name: 'Undo: mark Maria Lopez handled' }).click();
    await page.clock.runFor(15_000);
    assert.deepEqual(fake.asked, []);

    await page.getByRole('button', { name: 'Mark handled: Maria Lopez' }).click();
    await dialog.getByLabel('Note').fill('Set by hand in Salesforce');
    await mark.click();
    await page.clock.runFor(11_000);
    await until(async () => fake.asked.length === 1, { what: 'the mark being sent' });
    assert.deepEqual(fake.asked, ['POST dead-letters/1/handled {"note":"Set by hand in Salesforce"}']);
  });

  it('goes back to the row when the note is given up', async () => {
    await open('/dead-letters', { groups: groups(2) });
    await page.getByRole('button', { name: 'Mark handled: Dorothy Hale' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Cancel' }).click();
    await page.getByRole('dialog').waitFor({ state: 'hidden' });
    assert.equal(await focused(page), 'Dorothy Hale');
  });

  for (const view of VIEWS) {
    it(`has no serious fault and no sideways scroll, light and dark, ${view.width} px`, async () => {
      await open('/dead-letters', { groups: [...groups(12), deadLetterGroup(deadLetterItems(1, 50), 'access')] }, view);
      await assertSound(page);
    });
  }
});
