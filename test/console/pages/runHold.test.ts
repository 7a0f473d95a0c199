import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import type { Connection } from '../../../src/http/schemas/connections.ts';
import { signIn, type ApiClient } from '../../demo/apiClient.ts';
import { configureImport, connectSandbox, runImport, type ConnectedTeam } from '../../demo/connectSandbox.ts';
import { openPage, seriousFaults, sidewaysScroll } from '../browser.ts';
import { OWNER, startLiveService, VIEW, type LiveService } from '../liveService.ts';
import { signInHere } from '../signInHere.ts';

/** The view's name within the org. */
const VIEW_NAME = 'Texting_Fall_admits';

describe('pages: runs that wait', function () {
  this.timeout(240_000);
  let live: LiveService;
  let api: ApiClient;
  let team: ConnectedTeam;
  let page: Page;

  before(async () => {
    live = await startLiveService(
      { ROLLCALL_ADMIN_EMAIL: OWNER.email, ROLLCALL_ADMIN_PASSWORD: OWNER.password },
      { apiAllowance: 1_000 },
    );
    api = await signIn(live.url, OWNER.email, OWNER.password);
    team = await connectSandbox(api, live.sandbox);
    await configureImport(api, team, VIEW);
    await runImport(api, team);
    page = await openPage(`${live.url}/sign-in`);
    await signInHere(page, OWNER);
  });

  after(async () => {
    await page?.context().close();
    await live?.close();
  });

  const start = async (): Promise<string> => {
    const path = `${team.path}/connections/${team.connectionId}/runs`;
    return (await api.send<{ id: string }>('POST', path, { recordType: 'Contact', full: true })).id;
  };
  const openRun = (id: string) => page.goto(`${live.url}/t/${team.slug}/runs/${id}`);
  const main = () => page.getByRole('main');
  const button = (name: string) => page.getByRole('button', { name, exact: true });
  const looksWell = async (): Promise<void> => {
    assert.deepEqual(await seriousFaults(page), []);
    assert.equal(await sidewaysScroll(page), 0);
  };

  it('shows both versions of a source that changed, and imports it once somebody says so', async () => {
    live.sandbox.setView('Contact', VIEW_NAME, { filter: null });
    const id = await start();
    await openRun(id);
    await button('Import anyway').waitFor();
    const words = await main().innerText();
    assert.match(words, /waiting for an answer/);
    assert.match(words, /As it was confirmed[\s\S]*4,210 people/);
    assert.match(words, /As it is now[\s\S]*5,000 people[\s\S]*everybody/);
    await looksWell();

    await page.goto(`${live.url}/t/${team.slug}`);
    await main().getByText(/Salesforce · Contacts/).first().waitFor();

    await openRun(id);
    await button('Import anyway').click();
    await main().getByText(/contacts are in/).waitFor();
    assert.equal(await button('Import anyway').count(), 0);
  });

  it('keeps a run stopped when somebody says so', async () => {
    live.sandbox.setView('Contact', VIEW_NAME, { filter: "LastName LIKE 'A%'" });
    await openRun(await start());
    await button('Keep stopped').click();
    await main().getByText(/Cancelled/).first().waitFor();
    assert.match(await main().innerText(), /Nothing was changed/);
  });

  it('says why a run is paused and when it goes on, and lets it go on with a larger budget', async () => {
    const connection = await api.get<Connection>(`${team.path}/connections/${team.connectionId}`);
    live.sandbox.setView('Contact', VIEW_NAME, { filter: null });
    await api.send('PATCH', `${team.path}/connections/${team.connectionId}`, {
      version: connection.version,
      budget: { percentOfOrg: 1, stopAbovePercent: 95 },
    });
    const id = await start();
    await openRun(id);
    await main().getByText('paused by budget').waitFor();
    assert.match(await main().innerText(), /It goes on from there .* ET/);
    await looksWell();
    await page.goto(`${live.url}/t/${team.slug}/integrations/${team.connectionId}/schedule`);
    await page.getByLabel(/^Share of the org/).fill('50');
    // Leaving the page would cut the saving off.
    const saved = page.waitForResponse((answer) => answer.request().method() === 'PATCH');
    await button('Save budget').click();
    assert.equal((await saved).status(), 200);
    await openRun(id);
    await main().getByText(/contacts are in/).waitFor();
  });
});
