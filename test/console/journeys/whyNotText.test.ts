import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import type { Page } from 'playwright-core';
import type { ContactDetails, ContactList } from '../../../src/http/schemas/contacts.ts';
import { runImport } from '../../demo/connectSandbox.ts';
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
        return now.writeBacks.some((one) => one.state === 'verified');
      },
      { what: 'the opt-out being read back from the CRM' },
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
    assert.match(words, /Salesforce\s+Verified/, 'what the CRM was told');
  });

  it('is proved by one click, with every event, both zones and the chain check', async () => {
    await page.goto(`${live.url}/t/${live.team.slug}/contacts/${person.id}`);
    const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name: 'Evidence' }).click()]);
    const evidence = await readFile(await download.path(), 'utf8');
    for (const part of ['Stop!', ' ET', ' UTC']) assert.ok(evidence.includes(part), part);
    assert.match(evidence, /chain/i);
  });

  it('is a message that may mean STOP: texting is paused, and one click leads to it in the review queue', async () => {
    const { contacts } = await live.api.get<ContactList>(`${live.team.path}/contacts?texting=opted_in&limit=5`);
    const doubtful = contacts[4];
    assert.ok(doubtful !== undefined);
    const name = `${doubtful.firstName} ${doubtful.lastName}`;
    const sent = { sid: `SM${'c'.repeat(32)}`, from: doubtful.mobile ?? '', to: TEXTING_NUMBER, body: 'leave me alone' };
    assert.equal((await deliverText(live.url, TEXTING_TOKEN, sent)).status, 200);
    await page.goto(`${live.url}/t/${live.team.slug}/contacts/${doubtful.id}`);
    await page.getByRole('main').getByText('Paused').first().waitFor();
    assert.match(await page.getByRole('main').innerText(), /leave me alone/);

    await page.getByRole('link', { name: 'Open in review queue' }).click();
    const message = page.getByRole('article', { name: `Message from ${name}` });
    await message.getByText('leave me alone', { exact: true }).waitFor();
    await page.keyboard.press('i');
    await page.getByText(`${name} stays opted in, and may be texted again`).waitFor();
    const now = () => live.api.get<ContactDetails>(`${live.team.path}/contacts/${doubtful.id}`);
    assert.equal((await now()).texting, 'paused', 'nothing is sent while it can be undone');
    // A reload is no Undo: what was decided is sent while the page goes.
    await page.reload();
    await until(async () => (await now()).texting === 'opted_in', { what: 'the decision being stored' });
  });

  it('is a value of the CRM that was not applied: the conflict says since when and why', async () => {
    const { recordId } = await live.api.get<ContactDetails>(`${live.team.path}/contacts/${person.id}`);
    live.sandbox.edit('Contact', recordId ?? '', { SMS_Opt_Out__c: false });
    await runImport(live.api, live.team);
    await page.goto(`${live.url}/t/${live.team.slug}/contacts/${person.id}`);
    const conflict = page.getByRole('listitem').filter({ hasText: 'kept opted out' }).first();
    await conflict.waitFor();
    assert.match(await conflict.innerText(), /\w{3} \d+, \d{4}, \d+:\d\d [AP]M ET/);

    await page.goto(`${live.url}/t/${live.team.slug}/opt-outs/conflicts`);
    const row = page.getByRole('row', { name: new RegExp(`${person.firstName} ${person.lastName}`) });
    assert.match(await row.innerText(), /Salesforce[^]*false/);
    await row.getByRole('button', { name: /^Send our state/ }).click();
    await page.getByText('No conflicts.').waitFor();
    await until(async () => live.sandbox.record('Contact', recordId ?? '')?.['SMS_Opt_Out__c'] === true, {
      what: 'the CRM having our state again',
    });
  });
});
