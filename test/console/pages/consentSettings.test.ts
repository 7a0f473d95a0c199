import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import type { ConsentPolicy } from '../../../src/http/schemas/optOuts.ts';
import type { TextingNumber } from '../../../src/http/schemas/overview.ts';
import { openPage, seriousFaults } from '../browser.ts';
import { importedTeam, OWNER, TEXTING_NUMBER, type ImportedTeam } from '../liveService.ts';
import { signInHere } from '../signInHere.ts';

describe('pages: consent settings', function () {
  this.timeout(180_000);
  let live: ImportedTeam;
  let page: Page;

  before(async () => {
    live = await importedTeam();
    page = await openPage(`${live.url}/sign-in`);
    await signInHere(page, OWNER);
  });

  after(async () => page?.context().close());

  const stored = () => live.api.get<ConsentPolicy>(`${live.team.path}/consent-policy`);
  const open = (path: string) => page.goto(`${live.url}/t/${live.team.slug}/settings${path}`);
  const addPhrase = async (phrase: string): Promise<void> => {
    await page.getByRole('combobox', { name: 'Your own phrases' }).fill(phrase);
    await page.keyboard.press('Enter');
  };
  const save = () => page.getByRole('button', { name: 'Save', exact: true }).click();

  it('shows the carriers’ words, and saves a phrase and the days', async () => {
    await open('/consent');
    await page.getByText('STOP · ', { exact: false }).first().waitFor();
    await addPhrase('no more campus texts');
    await page.getByLabel('Business days').fill('7');
    await save();
    await page.getByText(/^Saved .* ET$/).waitFor();
    const { stopPhrases, businessDays } = await stored();
    assert.deepEqual(stopPhrases, ['no more campus texts']);
    assert.equal(businessDays, 7);
    assert.deepEqual(await seriousFaults(page), []);
  });

  it('an ordinary answer is refused as a phrase, and the entry is kept', async () => {
    await open('/consent');
    await page.getByText('no more campus texts', { exact: true }).waitFor();
    await addPhrase('yes');
    await save();
    await page.getByRole('alert').filter({ hasText: 'yes' }).first().waitFor();
    await page.getByRole('button', { name: 'Discard' }).click();
    assert.deepEqual((await stored()).stopPhrases, ['no more campus texts']);
  });

  it('two people’s changes are set side by side, and neither is lost unasked', async () => {
    await open('/consent');
    await page.getByText('no more campus texts', { exact: true }).waitFor();
    await addPhrase('mine');
    const { version, languages } = await stored();
    await live.api.send('PUT', `${live.team.path}/consent-policy`, {
      version,
      languages,
      stopPhrases: ['theirs too'],
      businessDays: 9,
    });
    await save();
    await page.getByText('theirs “theirs too”; English and Spanish; 9 business days', { exact: false }).waitFor();
    await page.getByRole('button', { name: 'Keep mine' }).click();
    await page.getByText(/^Saved .* ET$/).waitFor();
    assert.deepEqual((await stored()).stopPhrases, ['no more campus texts', 'mine']);
  });

  it('an owner widens whom a STOP opts out, having read what it means', async () => {
    const scope = async () =>
      (await live.api.get<{ numbers: TextingNumber[] }>(`${live.team.path}/texting-numbers`)).numbers.find(
        ({ number }) => number === TEXTING_NUMBER,
      )?.scope;
    await open('/webhooks');
    await page.getByText('A STOP to it opts the person out in Riverside only.', { exact: false }).waitFor();
    await page.getByRole('button', { name: 'Change scope of 1-716-555-0100' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('radio', { name: 'Every team' }).check();
    assert.deepEqual(await seriousFaults(page), []);
    await dialog.getByRole('button', { name: 'Save scope' }).click();
    await page.getByText('A STOP to it opts the person out in every team', { exact: false }).waitFor();
    assert.equal(await scope(), 'organisation');
    await page.getByRole('button', { name: 'Change scope of 1-716-555-0100' }).click();
    await dialog.getByRole('radio', { name: 'This team' }).check();
    await dialog.getByRole('button', { name: 'Save scope' }).click();
    await page.getByText('A STOP to it opts the person out in Riverside only.', { exact: false }).waitFor();
    assert.equal(await scope(), 'team');
  });
});
