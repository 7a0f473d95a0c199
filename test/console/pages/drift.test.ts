import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import type { ContactDetails, ContactList } from '../../../src/http/schemas/contacts.ts';
import type { DriftAuditList } from '../../../src/http/schemas/drift.ts';
import { deliverText } from '../../demo/apiClient.ts';
import { until } from '../../support/until.ts';
import { openPage, seriousFaults } from '../browser.ts';
import { importedTeam, OWNER, TEXTING_NUMBER, TEXTING_TOKEN, type ImportedTeam } from '../liveService.ts';
import { signInHere } from '../signInHere.ts';

describe('drift audit', function () {
  this.timeout(180_000);
  let live: ImportedTeam;
  let page: Page;
  let outHere: ContactDetails;
  let outThere: ContactDetails;

  const details = (id: string) => live.api.get<ContactDetails>(`${live.team.path}/contacts/${id}`);

  before(async () => {
    live = await importedTeam();
    const { contacts } = await live.api.get<ContactList>(`${live.team.path}/contacts?texting=opted_in&limit=100`);
    const [stopped, ticked] = contacts.slice(-2);
    assert.ok(stopped !== undefined && ticked !== undefined);
    const message = { sid: `SM${'d'.repeat(32)}`, from: stopped.mobile ?? '', to: TEXTING_NUMBER, body: 'STOP' };
    assert.equal((await deliverText(live.url, TEXTING_TOKEN, message)).status, 200);
    await until(async () => (await details(stopped.id)).writeBacks[0]?.state === 'verified', { what: 'the write-back' });
    outHere = await details(stopped.id);
    outThere = await details(ticked.id);
    live.sandbox.edit('Contact', outHere.contactId, { SMS_Opt_Out__c: false });
    live.sandbox.edit('Contact', outThere.contactId, { SMS_Opt_Out__c: true });
    // Other suites may have chosen windows; what the next import brings by itself is no drift.
    const connection = `${live.team.path}/connections/${live.team.connectionId}`;
    const { version } = await live.api.get<{ version: number }>(connection);
    await live.api.send('PATCH', connection, { version, schedulePaused: true });
    page = await openPage(`${live.url}/sign-in`);
    await signInHere(page, OWNER);
  });

  after(async () => {
    const connection = `${live.team.path}/connections/${live.team.connectionId}`;
    const { version } = await live.api.get<{ version: number }>(connection);
    await live.api.send('PATCH', connection, { version, schedulePaused: false });
    await page?.context().close();
  });

  it('starts an audit, whose page says how many differ and by which kind', async () => {
    await page.goto(`${live.url}/t/${live.team.slug}/opt-outs/drift`);
    await page.getByText(/linked contacts · about \d+ calls? \(.* % of the org’s [\d,]+ a day\)/).waitFor();
    await page.getByRole('button', { name: 'Start audit' }).click();
    await page.getByRole('heading', { level: 1, name: 'Drift audit of Salesforce' }).waitFor();
    await page.getByText(/^\d+ contacts of [\d,]+ differ from Salesforce\.$/).first().waitFor();
    const kinds = page.getByRole('group', { name: 'Kind' });
    await kinds.getByRole('button', { name: /^Out there only/ }).click();
    await page.getByText('Opted out in the CRM, and not here.').waitFor();
    const name = `${outThere.firstName} ${outThere.lastName}`;
    await page.getByRole('link', { name }).first().waitFor();
    assert.match(page.url(), /kind=out_there_only/);
    assert.deepEqual(await seriousFaults(page), []);
  });

  it('the sums make up what was compared', async () => {
    const sums = await page.locator('dl[aria-label="Sums"] dd').allInnerTexts();
    const numbers = sums.map((text) => Number(text.replaceAll(',', '')));
    const compared = numbers.pop();
    assert.equal(numbers.reduce((sum, one) => sum + one, 0), compared);
  });

  it('repairs after asking: opt-outs are written and recorded, none lifted', async () => {
    const repair = page.getByRole('button', { name: /^Repair \d+: write \d+, record \d+$/ });
    const words = await repair.innerText();
    await repair.click();
    const dialog = page.getByRole('dialog');
    await dialog.getByText(/Repairing only adds opt-outs/).waitFor();
    assert.equal(await dialog.getByRole('button', { name: 'Cancel' }).evaluate((one) => one === document.activeElement), true);
    await dialog.getByRole('button', { name: words }).click();
    await page.getByText(/on the way to Salesforce; .* recorded here/).first().waitFor();
    await page.getByText(/^Repaired .* ET by /).waitFor();
    assert.equal((await details(outThere.id)).texting, 'opted_out');
    assert.equal((await details(outHere.id)).texting, 'opted_out');
    await until(() => live.sandbox.record('Contact', outHere.contactId)?.['SMS_Opt_Out__c'] === true, {
      what: 'our opt-out standing in the CRM again',
    });
    assert.equal(await repair.count(), 0, 'there is nothing left to repair');
  });

  it('the weekly audit is moved to another day, and turned off', async () => {
    const stored = async () =>
      (await live.api.get<DriftAuditList>(`${live.team.path}/opt-outs/drift`)).connections[0]?.weeklyOn;
    await page.goto(`${live.url}/t/${live.team.slug}/opt-outs/drift`);
    const choose = async (words: string): Promise<void> => {
      await page.getByRole('combobox', { name: 'Weekly audit of Salesforce' }).click();
      await page.getByRole('option', { name: words }).click();
    };
    await choose('On Wednesdays, overnight');
    await until(async () => (await stored()) === 'wed');
    await choose('Off');
    await until(async () => (await stored()) === null);
  });
});
