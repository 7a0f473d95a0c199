import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import type { Page } from 'playwright-core';
import type { ContactDetails, ContactList } from '../../../src/http/schemas/contacts.ts';
import { deliverText } from '../../demo/apiClient.ts';
import { until } from '../../support/until.ts';
import { openPage } from '../browser.ts';
import { importedTeam, OWNER, TEXTING_NUMBER, TEXTING_TOKEN, type ImportedTeam } from '../liveService.ts';
import { signInHere } from '../signInHere.ts';

describe('journey: why can’t I text this person', function () {
  this.timeout(180_000);
  let live: ImportedTeam;
  let page: Page;
  let person: ContactList['contacts'][number];

  before(async () => {
    live = await importedTeam();
    const { contacts } = await live.api.get<ContactList>(`${live.team.path}/contacts?texting=opted_in&limit=1`);
    assert.ok(contacts[0] !== undefined);
    person = contacts[0];
    const sent = { sid: `SM${'b'.repeat(32)}`, from: person.mobile ?? '', to: TEXTING_NUMBER, body: 'Stop!' };
    assert.equal((await deliverText(live.url, TEXTING_TOKEN, sent)).status, 200);
    await until(
      async () => {
        const now = await live.api.get<ContactDetails>(`${live.team.path}/contacts/${person.id}`);
        return now.writeBacks.some((one) => one.state === 'confirmed');
      },
      { what: 'the opt-out being confirmed by the CRM' },
    );
    page = await openPage(`${live.url}/sign-in`);
    await signInHere(page, OWNER);
  });

  after(async () => page?.context().close());

  it('is answered by keyboard alone, with the number in any spelling', async () => {
    const [, area, middle, last] = /^1-(\d{3})-(\d{3})-(\d{4})$/.exec(person.mobileShown ?? '') ?? [];
    await page.keyboard.press('/');
    await page.keyboard.insertText(`(${area}) ${middle}-${last}`);
    await page.keyboard.press('Enter');
    await page.waitForURL(/\/contacts\/.+/);
    await page.getByRole('heading', { level: 1, name: `${person.firstName} ${person.lastName}` }).waitFor();
    await page.waitForFunction(() => document.activeElement?.tagName === 'H1');

    const words = await page.getByRole('main').innerText();
    assert.match(words, /Opted out/);
    assert.ok(words.includes('Stop!'), 'her words');
    assert.match(words, /\w{3} \d+, \d{4}, \d+:\d\d [AP]M ET/, 'when, Eastern, with the year');
    assert.match(words, /START from 1-\d{3}-\d{3}-\d{4}/, 'what lifts it');
    assert.match(words, /Salesforce\s+Confirmed/, 'what the CRM was told');
  });

  it('is proved by one click, with every event, both zones and the chain check', async () => {
    await page.goto(`${live.url}/t/${live.team.slug}/contacts/${person.id}`);
    const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name: 'Evidence' }).click()]);
    const evidence = await readFile(await download.path(), 'utf8');
    for (const part of ['Stop!', ' ET', ' UTC']) assert.ok(evidence.includes(part), part);
    assert.match(evidence, /chain/i);
  });
});
