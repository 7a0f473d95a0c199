import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import type { Preview } from '../../../src/http/schemas/previews.ts';
import { assertSound, openPage, VIEWS } from '../browser.ts';
import { importedTeam, OWNER, type ImportedTeam } from '../liveService.ts';
import { signInHere } from '../signInHere.ts';

const ROWS = 48_210;

/** A preview of a large source, with as many of its rows read. */
function previewOf(rowsFetched: number, state: Preview['state'] = 'finished'): Preview {
  const complete = rowsFetched === ROWS;
  return {
    id: '7',
    connectionId: '1',
    recordType: 'Contact',
    sourceName: 'Texting – everybody',
    state,
    error: null,
    rowsFetched,
    sourceRows: ROWS,
    complete,
    outcomes: { read: rowsFetched, created: rowsFetched - 12, updated: 0, unchanged: 0, skipped: 0, errors: 12 },
    optOutsSet: 3,
    optInsNotApplied: 1,
    numbersChanged: 0,
    valuesCleared: 0,
    assignmentsChanged: 0,
    leftSource: complete ? 2 : null,
    leftSamples: complete ? [{ id: '5', name: 'Dana Cole', mobile: '+17165550123' }] : [],
    changesByField: [],
    causes: [],
    samples: [],
    fullRunCalls: 27,
    callsSpent: 6,
    file: null,
    corrects: null,
    createdAt: '2026-11-20T15:04:00Z',
  };
}

describe('pages: a preview that reads on', function () {
  this.timeout(180_000);
  let live: ImportedTeam;
  let page: Page;
  /** What the service would answer, and what it was asked to read. */
  let preview: Preview;
  let asked: unknown[];

  const open = async (view?: (typeof VIEWS)[number]): Promise<void> => {
    preview = previewOf(10_000);
    asked = [];
    page = await openPage(`${live.url}/sign-in`, view);
    await signInHere(page, OWNER);
    await page.route(/\/api\/.*\/previews\/7$/, (route) => route.fulfill({ json: preview }));
    await page.route(/\/api\/.*\/previews\/7\/more$/, (route) => {
      asked.push(route.request().postDataJSON());
      preview = { ...preview, state: 'running' };
      return route.fulfill({ status: 202, json: preview });
    });
    await page.goto(`${live.url}/t/${live.team.slug}/integrations/${live.team.connectionId}/previews/7`);
    await page.getByRole('heading', { level: 1, name: 'Preview' }).waitFor();
  };
  const button = (name: string) => page.getByRole('button', { name, exact: true });
  const focusedText = () => page.evaluate(() => document.activeElement?.textContent ?? '');

  before(async () => {
    live = await importedTeam();
  });

  afterEach(async () => page?.context().close());

  it('reads five pages more, keeping what it found on screen and the focus where it was', async () => {
    await open();
    await page.getByText('10,000 of about 48,210 rows read. The sums are of these rows.').waitFor();
    await page.getByText('Reading all costs about 20 calls.').waitFor();
    await button('Read more: 10,000 rows').click();
    await page.getByRole('progressbar', { name: 'Rows checked' }).waitFor();
    assert.deepEqual(asked, [{ all: false }]);
    assert.equal(await button('Run this import').count(), 0);
    assert.equal(await page.getByText('Created 9,988').count(), 1);
    await button('Read all: 38,210 rows').click({ force: true });
    assert.deepEqual(asked, [{ all: false }], 'nothing is asked for while it reads');
    preview = previewOf(20_000);
    await button('Read all: 28,210 rows').waitFor();
    await button('Run this import').waitFor();
  });

  it('reads all, then says who left the source', async () => {
    await open();
    await button('Read all: 38,210 rows').focus();
    await page.keyboard.press('Enter');
    await page.getByRole('progressbar', { name: 'Rows checked' }).waitFor();
    assert.deepEqual(asked, [{ all: true }]);
    assert.match(await focusedText(), /^Read all/);
    preview = previewOf(ROWS);
    await page.getByText(/2 people left the source and would be kept\./).first().waitFor();
    await page.waitForFunction(() => document.activeElement?.textContent === 'Every row of the source was read.');
    await button('2: show people of Left the source: kept, and marked once a full run has ended').click();
    assert.equal(await focusedText(), 'Left the source');
    assert.equal(await page.getByRole('button', { name: /^Read/ }).count(), 0);
  });

  it('says what was refused and lets one try again', async () => {
    await open();
    const message = 'The preview is still being read. Wait until it has ended.';
    await page.route(/\/api\/.*\/previews\/7\/more$/, (route) =>
      route.fulfill({ status: 409, json: { code: 'preview_busy', message, fields: [], requestId: 'r1' } }),
    );
    await button('Read more: 10,000 rows').click();
    await page.getByText(message).waitFor();
    await button('Run this import').waitFor();
  });

  for (const view of VIEWS) {
    it(`has no serious fault and no sideways scroll, light and dark, ${view.width} px`, async () => {
      await open(view);
      await button('Read all: 38,210 rows').waitFor();
      await assertSound(page);
    });
  }
});
