import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import type { ContactDetails, ContactList } from '../../../src/http/schemas/contacts.ts';
import { until } from '../../support/until.ts';
import { openPage } from '../browser.ts';
import { importedTeam, OWNER, type ImportedTeam } from '../liveService.ts';
import { signInHere } from '../signInHere.ts';

describe('opting a contact out and in', function () {
  this.timeout(180_000);
  let live: ImportedTeam;
  let page: Page;
  let person: ContactList['contacts'][number];
  const refused: string[] = [];

  before(async () => {
    live = await importedTeam();
    const { contacts } = await live.api.get<ContactList>(`${live.team.path}/contacts?texting=opted_in&limit=20`);
    assert.ok(contacts[19] !== undefined);
    person = contacts[19];
    page = await openPage(`${live.url}/sign-in`);
    page.on('console', (message) => {
      if (message.text().includes('Content Security Policy')) refused.push(message.text());
    });
    await signInHere(page, OWNER);
  });

  after(async () => page?.context().close());

  const now = () => live.api.get<ContactDetails>(`${live.team.path}/contacts/${person.id}`);

  it('opts out with a reason, and shows it verified in the CRM without a reload', async () => {
    await page.goto(`${live.url}/t/${live.team.slug}/contacts/${person.id}`);
    await page.getByRole('button', { name: 'Opt out', exact: true }).click();
    const dialog = page.getByRole('dialog', { name: `Opt out ${person.firstName} ${person.lastName}?` });
    const act = dialog.getByRole('button', { name: `Opt out ${person.firstName}` });
    assert.equal(await act.isDisabled(), true);
    await dialog.getByLabel('Reason').fill('Asked at the front desk');
    await act.click();
    await dialog.waitFor({ state: 'hidden' });
    await page.getByText('Reason: Asked at the front desk').waitFor();
    await page.getByRole('listitem').filter({ hasText: 'Asked at the front desk' }).getByText('Verified').first().waitFor();
  });

  it('opens its dialogs within the content security policy', () => assert.deepEqual(refused, []));

  it('lifts only with a reason, how consent was given, and the last name typed', async () => {
    await page.goto(`${live.url}/t/${live.team.slug}/contacts/${person.id}`);
    await page.getByRole('button', { name: 'Opt in…' }).click();
    const dialog = page.getByRole('dialog');
    const act = dialog.getByRole('button', { name: `Opt in ${person.firstName}` });
    await dialog.getByLabel(/^Type/).fill(person.lastName);
    assert.equal(await act.isDisabled(), true, 'the name alone is not enough');
    await dialog.getByLabel('Reason').fill('Signed up again at orientation');
    assert.equal(await act.isDisabled(), true, 'nor with a reason');
    await dialog.getByLabel('How consent was given').fill('Paper form');
    await dialog.getByLabel(/^Type/).fill('somebody else');
    assert.equal(await act.isDisabled(), true, 'nor with another name');
    await dialog.getByLabel(/^Type/).fill(person.lastName);
    await act.click();
    await dialog.waitFor({ state: 'hidden' });
    await page.getByRole('heading', { level: 1 }).waitFor();
    await page.getByRole('button', { name: 'Opt out', exact: true }).waitFor();
    assert.equal((await now()).texting, 'opted_in');
    await until(async () => (await now()).writeBacks.every((one) => one.state === 'verified' || one.state === 'superseded'), {
      what: 'the CRM being told',
    });
  });
});
