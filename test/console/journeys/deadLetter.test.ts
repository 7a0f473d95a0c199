import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import type { ContactDetails, ContactList } from '../../../src/http/schemas/contacts.ts';
import type { OptOutCounts } from '../../../src/http/schemas/optOuts.ts';
import { deliverText } from '../../demo/apiClient.ts';
import { until } from '../../support/until.ts';
import { openPage } from '../browser.ts';
import { importedTeam, OWNER, TEXTING_NUMBER, TEXTING_TOKEN, type ImportedTeam } from '../liveService.ts';
import { signInHere } from '../signInHere.ts';

describe('journey: a dead letter handled', function () {
  this.timeout(180_000);
  let live: ImportedTeam;
  let page: Page;
  let people: ContactList['contacts'];

  const counts = () => live.api.get<OptOutCounts>(`${live.team.path}/opt-outs`);
  const name = (at: number) => `${people[at]?.firstName} ${people[at]?.lastName}`;
  const stopOf = async (at: number): Promise<void> => {
    const before = (await counts()).deadLetters;
    live.sandbox.addFault({ kind: 'validation_rule', route: 'PATCH' });
    const sid = `SM${String(at).repeat(32)}`;
    const sent = { sid, from: people[at]?.mobile ?? '', to: TEXTING_NUMBER, body: 'STOP' };
    assert.equal((await deliverText(live.url, TEXTING_TOKEN, sent)).status, 200);
    await until(async () => (await counts()).deadLetters === before + 1, { what: 'the CRM refusing the opt-out' });
  };

  before(async () => {
    live = await importedTeam();
    const { contacts } = await live.api.get<ContactList>(`${live.team.path}/contacts?texting=opted_in&limit=60`);
    people = contacts.slice(50, 52);
    page = await openPage(`${live.url}/sign-in`);
    await signInHere(page, OWNER);
  });

  after(async () => {
    live.sandbox.clearFaults();
    await page?.context().close();
  });

  it('is opened from the Overview, sent again and seen to be verified, in three clicks', async () => {
    await stopOf(0);
    const menu = page.getByRole('link', { name: /^Opt-outs/ });
    await page.getByRole('link', { name: 'Opt-outs 1 wait for a person' }).waitFor();
    const item = page.getByRole('listitem').filter({ hasText: name(0) });
    assert.match(await item.innerText(), /business days? left \(\w{3} \d+\)/);
    await item.getByRole('link').click();

    await page.getByRole('heading', { level: 1, name: 'Dead letters' }).waitFor();
    const row = page.getByRole('row', { name: new RegExp(name(0)) });
    await row.getByText('Opted out').waitFor();
    await page.getByText('“Texting preference can only be changed by the registrar.”').waitFor();
    const [record] = await Promise.all([
      page.context().waitForEvent('page'),
      row.getByRole('link', { name: /^Open record of/ }).click(),
    ]);
    assert.ok(record.url().includes(people[0]?.contactId.slice(0, 15) ?? '-'), record.url());
    await record.close();

    await row.getByRole('button', { name: `Retry: ${name(0)}` }).click();
    await row.getByText('Verified').waitFor();
    await row.waitFor({ state: 'detached' });
    await page.getByText('No dead letters.').waitFor();
    assert.equal((await menu.first().innerText()).trim(), 'Opt-outs', 'the count of the menu has fallen');

    const { timeline } = await live.api.get<ContactDetails>(`${live.team.path}/contacts/${people[0]?.id}`);
    assert.equal(timeline[0]?.writeBacks[0]?.state, 'verified');
  });

  it('is marked handled with a note, which the contact keeps', async () => {
    await stopOf(1);
    await page.goto(`${live.url}/t/${live.team.slug}/opt-outs/dead-letters`);
    await page.getByRole('button', { name: `Mark handled: ${name(1)}` }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Note').fill('Ticked by hand in Salesforce');
    await dialog.getByRole('button', { name: 'Mark handled' }).click();
    await page.getByRole('button', { name: /^Undo: mark / }).waitFor();
    // Going on to other work sends what waited for its Undo.
    await page.getByRole('link', { name: 'Overview' }).click();
    await until(async () => (await counts()).deadLetters === 0, { what: 'the mark being stored' });
    const { writeBacks } = await live.api.get<ContactDetails>(`${live.team.path}/contacts/${people[1]?.id}`);
    assert.equal(writeBacks[0]?.state, 'handled');
    assert.equal(writeBacks[0]?.handledNote, 'Ticked by hand in Salesforce');
  });
});
