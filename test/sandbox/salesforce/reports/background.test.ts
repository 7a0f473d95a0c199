import assert from 'node:assert/strict';
import { apiClient, type ApiClient } from '../apiClient.ts';
import { startSalesforceSandbox, type SalesforceSandbox } from '../startSalesforceSandbox.ts';

describe('background runs of the sandbox org’s reports', () => {
  let sandbox: SalesforceSandbox;
  let client: ApiClient;
  let now: Date;
  let path: string;

  beforeEach(async () => {
    now = new Date('2026-03-02T15:00:00Z');
    sandbox = await startSalesforceSandbox({ contacts: 60, leads: 5, now: () => now, hourlyAsyncReportRuns: 3 });
    client = apiClient(sandbox);
    path = `/analytics/reports/${sandbox.reportId('Everybody_with_time')}`;
  });
  afterEach(() => sandbox.close());

  const start = async (): Promise<string> => {
    const { status, body } = await client.call('POST', `${path}/instances?includeDetails=true`);
    assert.equal(status, 200, JSON.stringify(body));
    return body.url as string;
  };

  it('are New, then Running, then give the same rows until they are forgotten', async () => {
    const url = await start();
    assert.deepEqual(sandbox.reportInstances().map(({ status }) => status), ['New']);
    const running = await client.get(url);
    assert.equal(running.body.attributes.status, 'Running');
    assert.equal(running.body.attributes.completionDate, null);
    assert.equal('factMap' in running.body, false);
    const done = await client.get(url);
    assert.equal(done.body.attributes.status, 'Success');
    assert.equal(done.body.attributes.type, 'ReportInstance');
    assert.equal(done.body.factMap['T!T'].rows.length, 60);
    sandbox.insert('Contact', { LastName: 'After' });
    assert.deepEqual((await client.get(url)).body, done.body, 'results are kept');
    assert.deepEqual((await client.get(`${path}/instances`)).body.map((one: { url: string }) => one.url), [url]);
    now = new Date(now.getTime() + 25 * 3_600_000);
    assert.equal((await client.get(url)).status, 404);
  });

  it('are checked like any other run, and can be removed', async () => {
    const refused = await client.call('POST', `${path}/instances`, { reportMetadata: { detailColumns: [] } });
    assert.equal(refused.status, 400);
    assert.deepEqual(sandbox.reportInstances(), []);
    const url = await start();
    assert.equal((await client.call('DELETE', url)).status, 204);
    assert.equal((await client.get(url)).status, 404);
  });

  it('have no results any more when their report was changed', async () => {
    const url = await start();
    sandbox.finishReportInstances();
    assert.equal((await client.get(url)).status, 200);
    sandbox.changeReport('Everybody_with_time', { scope: 'user' });
    const { status, body } = await client.get(url);
    assert.equal(status, 500);
    assert.match(body[0].message, /metadata has changed/);
  });

  it('end in the status Error when the org fails at them', async () => {
    sandbox.addFault({ route: '/instances', kind: 'report_instance_error' });
    const url = await start();
    await client.get(url);
    const { status, body } = await client.get(url);
    assert.equal(status, 200);
    assert.equal(body.attributes.status, 'Error');
  });

  it('are limited by the hour, together with everybody else’s', async () => {
    sandbox.spendReportRuns('async', 2);
    await start();
    const { body } = await client.get('/limits');
    assert.deepEqual(body.HourlyAsyncReportRuns, { Max: 3, Remaining: 0 });
    const refused = await client.call('POST', `${path}/instances`);
    assert.equal(refused.status, 403);
    assert.equal(
      refused.body[0].message,
      "You can't run more than 3 reports asynchronously every 60 minutes. Try again later.",
    );
    now = new Date(now.getTime() + 3_600_001);
    await start();
  });
});
