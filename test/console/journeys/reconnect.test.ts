import assert from 'node:assert/strict';
import type { Locator, Page } from 'playwright-core';
import type { Connection, ContactDetails, ContactList } from '../../../src/http/schemas/index.ts';
import { signIn, type ApiClient } from '../../demo/apiClient.ts';
import { configureImport, connectSandbox, followRun, runImport, type ConnectedTeam } from '../../demo/connectSandbox.ts';
import { startMailSink, type MailSink } from '../../sandbox/mail/startMailSink.ts';
import { startSalesforceSandbox, type SalesforceSandbox } from '../../sandbox/salesforce/startSalesforceSandbox.ts';
import { createTestDatabase, type TestDatabase } from '../../support/database.ts';
import { until } from '../../support/until.ts';
import { openPage } from '../browser.ts';
import { OWNER, startLiveService, VIEW, type LiveService } from '../liveService.ts';
import { signInHere } from '../signInHere.ts';

const OPT_OUTS = 4;

describe('journey: a revoked authorization is mended', function () {
  this.timeout(300_000);
  let live: LiveService;
  let sink: MailSink;
  let database: TestDatabase;
  let other: SalesforceSandbox;
  let api: ApiClient;
  let team: ConnectedTeam;
  let page: Page;
  let people: string[];

  before(async () => {
    [sink, database, other] = await Promise.all([
      startMailSink(),
      createTestDatabase(),
      startSalesforceSandbox({ contacts: 5, leads: 0, seed: 7, autoApprove: true }),
    ]);
    live = await startLiveService({
      DATABASE_URL: database.url,
      ROLLCALL_ADMIN_EMAIL: OWNER.email,
      ROLLCALL_ADMIN_PASSWORD: OWNER.password,
      ROLLCALL_SMTP_URL: sink.smtpUrl,
    });
    api = await signIn(live.url, OWNER.email, OWNER.password);
    team = await connectSandbox(api, live.sandbox);
    const { version } = await configureImport(api, team, VIEW);
    await api.send('PUT', `${connectionPath()}/imports/Contact`, {
      version,
      windows: ['morning'],
      notify: { addresses: ['it@riverside.example'], when: 'failures' },
    });
    await runImport(api, team, { full: true });
    // Rows that need mending came with the first import; with nothing new the second one is clean.
    await runImport(api, team);
    const { contacts } = await api.get<ContactList>(`${team.path}/contacts?texting=opted_in`);
    people = contacts.slice(0, OPT_OUTS).map(({ id }) => id);
    page = await openPage(`${live.url}/sign-in`);
    await signInHere(page, OWNER);
  });

  after(async () => {
    await page?.context().close();
    await live?.close();
    await Promise.all([sink?.close(), other?.close(), database?.drop()]);
  });

  const connectionPath = (): string => `${team.path}/connections/${team.connectionId}`;
  const main = () => page.getByRole('main');
  const statesOf = async (id: string): Promise<string[]> =>
    (await api.get<ContactDetails>(`${team.path}/contacts/${id}`)).writeBacks.map(({ state }) => state);

  it('is told at the next call: by mail, on the Overview, at the schedule', async () => {
    live.sandbox.revokeAuthorization();
    for (const id of people)
      await api.send('POST', `${team.path}/contacts/${id}/opt-out`, { reason: 'Asked for it on the phone' });
    await until(async () => (await api.get<Connection>(connectionPath())).health.code === 'AUTH_REVOKED');
    const alerts = () => sink.messages.filter(({ subject }) => /^Reconnect/.test(subject));
    await until(() => alerts().length === 2, { withinMs: 60_000, what: 'a mail to each' });
    const mails = alerts();
    assert.deepEqual(mails.flatMap(({ to }) => to).sort(), [OWNER.email, 'it@riverside.example'].sort());
    for (const { text } of mails) assert.match(text, /Imports are stopped and 4 opt-outs wait\. Reconnect; nothing is lost\./);

    // A window that closes meanwhile is told afterwards; windows are hours long, so this one is written down.
    await database.dataSource.query(
      `insert into missed_window (window_key, team_id, connection_id, record_type, name, opens_at, closes_at, reason)
       select 'a window of the test', team_id, id, 'Contact', 'morning', now() - interval '3 hours', now() - interval '1 hour',
         'not_connected' from connection`,
    );
    await page.goto(`${live.url}/t/${team.slug}`);
    await page.getByRole('button', { name: /^Reconnect: Salesforce: Salesforce no longer accepts/ }).waitFor();
    const overview = await main().innerText();
    for (const words of [/4 opt-outs wait/, /Broken/, /since .* ET/, /Morning · after reconnecting/])
      assert.match(overview, words);
  });

  it('takes three clicks: Reconnect, Allow, Run import', async () => {
    let clicks = 0;
    const click = async (target: Locator): Promise<void> => {
      clicks += 1;
      await target.click();
    };
    await click(page.getByRole('button', { name: /^Reconnect:/ }));
    await click(page.getByRole('button', { name: 'Allow', exact: true }));
    await page.waitForURL(/\/authentication\?connected=1/);
    await page.getByText('Permissions: all ok').waitFor();
    await page.getByText('Healthy', { exact: true }).first().waitFor();
    await page.getByText('No opt-out is waiting to be written back.').waitFor();
    for (const id of people) {
      await until(async () => (await statesOf(id)).join() === 'verified', { what: 'the opt-outs being read back' });
    }
    await page.getByText(/^Morning, .*: missed, /).waitFor();
    await click(page.getByRole('button', { name: 'Run import', exact: true }));
    await page.waitForURL(/\/runs\//);
    assert.equal(clicks, 3);
    const run = await followRun(api, team, page.url().split('/').at(-1)!.split('?')[0]!);
    assert.deepEqual([run.kind, run.state], ['incremental', 'succeeded'], 'it goes on from its watermark');
  });

  it('refuses another org, naming both, and stays with its own', async () => {
    const before = await api.get<Connection>(connectionPath());
    await page.goto(`${live.url}/t/${team.slug}/integrations/${team.connectionId}/authentication`);
    await page.getByRole('textbox', { name: 'Address' }).fill(other.url);
    await page.getByLabel('Client ID').fill(other.clientId);
    await page.getByRole('button', { name: 'Replace client secret' }).click();
    await page.getByLabel('Client secret').fill(other.clientSecret);
    await page.getByRole('button', { name: 'Reconnect to Salesforce', exact: true }).click();
    await page.waitForURL(/refused=ACCOUNT_CHANGED/);
    const named = await page.getByText(other.orgId).first().innerText();
    assert.ok(named.includes(live.sandbox.orgId), named);
    const now = await api.get<Connection>(connectionPath());
    assert.deepEqual([now.account, now.health.code], [before.account, 'NOT_CONNECTED']);
    assert.equal(other.calls.counted, 0, 'nothing was read or written there');
  });
});
