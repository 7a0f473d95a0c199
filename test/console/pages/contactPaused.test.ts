import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import type { ContactDetails, ContactList } from '../../../src/http/schemas/contacts.ts';
import { deliverText } from '../../demo/apiClient.ts';
import { runImport } from '../../demo/connectSandbox.ts';
import { until } from '../../support/until.ts';
import { openPage, seriousFaults } from '../browser.ts';
import { importedTeam, OWNER, TEXTING_NUMBER, TEXTING_TOKEN, type ImportedTeam } from '../liveService.ts';
import { signInHere } from '../signInHere.ts';

describe('a contact: paused, in conflict, with a corrected number', function () {
  this.timeout(180_000);
  let live: ImportedTeam;
  let page: Page;
  let people: ContactList['contacts'];

  before(async () => {
    live = await importedTeam();
    people = (await live.api.get<ContactList>(`${live.team.path}/contacts?texting=opted_in&limit=100`)).contacts;
    page = await openPage(`${live.url}/sign-in`);
    await signInHere(page, OWNER);
  });

  after(async () => page?.context().close());

  const person = (index: number): ContactList['contacts'][number] => {
    const one = people.at(index);
    assert.ok(one !== undefined);
    return one;
  };
  const details = (id: string) => live.api.get<ContactDetails>(`${live.team.path}/contacts/${id}`);
  const open = (id: string) => page.goto(`${live.url}/t/${live.team.slug}/contacts/${id}`);
  const text = async (index: number, body: string): Promise<void> => {
    const sid = `SM${String(Math.abs(index)).padStart(32, 'c')}`;
    const message = { sid, from: person(index).mobile ?? '', to: TEXTING_NUMBER, body };
    assert.equal((await deliverText(live.url, TEXTING_TOKEN, message)).status, 200);
  };

  it('paused: the band leads to the message in the review queue, and the list counts the person', async () => {
    const { id, firstName, lastName } = person(-10);
    await text(-10, 'leave me alone');
    await open(id);
    await page.getByText('Paused', { exact: true }).waitFor();
    assert.deepEqual(await seriousFaults(page), []);
    await page.getByRole('link', { name: 'Open in review queue' }).click();
    await page.getByRole('heading', { level: 1, name: 'Review queue' }).waitFor();
    await page.goto(`${live.url}/t/${live.team.slug}/contacts?texting=paused`);
    await page.getByRole('link', { name: `${firstName} ${lastName}` }).first().waitFor();
    await page.getByText(/opted out · \d+ paused/).waitFor();
  });

  it('a conflict is answered in its place, and the CRM has our state again', async () => {
    const { id, contactId } = person(-11);
    await text(-11, 'STOP');
    await until(async () => (await details(id)).writeBacks[0]?.state === 'verified', { what: 'the write-back' });
    live.sandbox.edit('Contact', contactId, { SMS_Opt_Out__c: false });
    await runImport(live.api, live.team);
    await open(id);
    const send = page.getByRole('button', { name: 'Send our state' });
    await send.click();
    await send.waitFor({ state: 'detached' });
    await until(() => live.sandbox.record('Contact', contactId)?.['SMS_Opt_Out__c'] === true, {
      what: 'our opt-out standing in the CRM again',
    });
    await page.getByText(/it stands there/).first().waitFor();
  });

  it('a number that is refused keeps the entry; a corrected one says what the source still has', async () => {
    const { id, mobileShown } = person(-12);
    await open(id);
    await page.getByRole('button', { name: 'More' }).click();
    await page.getByRole('menuitem', { name: 'Correct number' }).click();
    const dialog = page.getByRole('dialog');
    const field = dialog.getByLabel('Mobile number');
    const act = dialog.getByRole('button', { name: 'Correct number' });
    for (const refused of ['716-555', mobileShown ?? '', person(-13).mobileShown ?? '']) {
      await field.fill(refused);
      const answer = page.waitForResponse(/\/mobile$/);
      await act.click();
      assert.notEqual((await answer).status(), 200);
      await page.waitForFunction(() => document.querySelector('[role="dialog"] [aria-invalid="true"]') !== null);
      assert.equal(await field.inputValue(), refused);
    }
    await field.fill('(716) 555-0177');
    await act.click();
    await dialog.waitFor({ state: 'hidden' });
    await page.getByText(new RegExp(`Corrected here on .* by .*; Salesforce still says ${mobileShown}`)).waitFor();
    await page.getByText('1-716-555-0177', { exact: false }).first().waitFor();
  });
});
