import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import type { LedgerCheck, OptOutReport } from '../../../src/http/schemas/optOuts.ts';
import { openPage, seriousFaults } from '../browser.ts';
import { importedTeam, OWNER, type ImportedTeam } from '../liveService.ts';
import { signInHere } from '../signInHere.ts';

describe('opt-out report', function () {
  this.timeout(180_000);
  let live: ImportedTeam;
  let page: Page;

  before(async () => {
    live = await importedTeam();
    page = await openPage(`${live.url}/sign-in`);
    await signInHere(page, OWNER);
  });

  after(async () => page?.context().close());

  const open = (search = '') => page.goto(`${live.url}/t/${live.team.slug}/opt-outs/report${search}`);
  const csvAddress = () => page.getByRole('link', { name: 'Download CSV' }).getAttribute('href');

  it('shows how many changes there were and the newest ten, as the file has them', async () => {
    await open();
    const table = page.getByRole('table', { name: 'Newest opt-out changes' });
    await table.waitFor();
    const headers = await table.getByRole('columnheader').allInnerTexts();
    assert.deepEqual(
      headers.map((header) => header.trim()),
      ['FirstName', 'LastName', 'ContactId', 'TeamCode', 'MobileNumber', 'Status', 'StatusDate'],
    );
    assert.equal(await table.locator('tbody tr').count(), 10);
    const from = /from=([\d-]+)&to=([\d-]+)/.exec((await csvAddress()) ?? '');
    assert.ok(from !== null);
    const { total } = await live.api.get<OptOutReport>(
      `${live.team.path}/opt-outs/report?from=${from[1]}&to=${from[2]}`,
    );
    await page.getByText(`${total.toLocaleString('en-US')} changes`).waitFor();
  });

  it('a preset is kept in the address, and the file is of its days', async () => {
    await open();
    await page.getByText('Last 30 days', { exact: true }).click();
    await page.waitForURL(/from=\d{4}-\d\d-\d\d&to=/);
    const { searchParams } = new URL(page.url());
    await page.getByRole('link', { name: 'Download CSV' }).waitFor();
    assert.ok((await csvAddress())?.endsWith(`?from=${searchParams.get('from')}&to=${searchParams.get('to')}`));
  });

  it('days without a change are said to be so, without a file to download', async () => {
    await open('?from=2020-02-01&to=2020-02-29');
    await page.getByText('No changes Feb 1–29, 2020.').waitFor();
    assert.equal(await page.getByRole('link', { name: 'Download CSV' }).count(), 0);
  });

  it('days in the wrong order are told at the field, and nothing is asked for', async () => {
    await open('?from=2020-02-01&to=2020-02-29');
    await page.getByLabel('Last day, Eastern').fill('2020-01-15');
    await page.getByText('The last day is before the first.').waitFor();
    await page.getByLabel('First day, Eastern').fill('2020-01-01');
    await page.getByLabel('First day, Eastern').blur();
    await page.waitForURL(/from=2020-01-01&to=2020-01-15/);
  });

  it('proves the ledger, again when asked', async () => {
    await open();
    await page.getByText(/Chain whole, [\d,]+ events?, checked .* ET$/).waitFor();
    const [answer] = await Promise.all([
      page.waitForResponse(/\/opt-outs\/ledger$/),
      page.getByRole('button', { name: 'Check now' }).click(),
    ]);
    assert.equal(answer.status(), 200);
  });

  it('names the first broken link', async () => {
    const broken: LedgerCheck = {
      whole: false,
      events: 48_201,
      brokenAt: 1_207,
      head: 'f'.repeat(64),
      checkedAt: '2024-11-20T14:14:00Z',
    };
    await page.route(/\/opt-outs\/ledger$/, (route) => route.fulfill({ json: broken }));
    await open();
    await page.getByText('Chain broken at event 1,207 of 48,201, checked Nov 20, 2024, 9:14 AM ET').waitFor();
    assert.deepEqual(await seriousFaults(page), []);
    await page.unroute(/\/opt-outs\/ledger$/);
  });
});
