import assert from 'node:assert/strict';
// As in jsforceClient.test.ts: the package's index depends on what was loaded before it.
import { Connection } from 'jsforce/lib/connection.js';
import { Analytics } from 'jsforce/lib/api/analytics.js';
import { startSalesforceSandbox, type SalesforceSandbox } from '../startSalesforceSandbox.ts';

const connect = ({ url, issueTokens }: SalesforceSandbox) =>
  new Analytics(new Connection({ instanceUrl: url, accessToken: issueTokens().accessToken, version: '62.0' }));

describe('jsforce’s reports, unchanged, against the sandbox org', () => {
  let sandbox: SalesforceSandbox;
  let analytics: ReturnType<typeof connect>;

  beforeEach(async () => {
    sandbox = await startSalesforceSandbox({ contacts: 120, leads: 5 });
    analytics = connect(sandbox);
  });
  afterEach(() => sandbox.close());

  it('lists, describes, runs with other settings, copies and deletes', async () => {
    const listed = await analytics.reports();
    assert.ok(listed.length > 0);
    const report = analytics.report(sandbox.reportId('Everybody_with_time'));
    const { reportMetadata } = await report.describe();
    assert.equal(reportMetadata.reportFormat, 'TABULAR');
    assert.deepEqual((await report.execute()).factMap['T!T']!.rows, []);
    const metadata = {
      reportMetadata: {
        ...reportMetadata,
        reportFilters: [{ column: 'Contact.Stage__c', operator: 'equals', value: 'Admitted' }],
      },
    };
    const run = await report.execute({ details: true, metadata } as Parameters<typeof report.execute>[0]);
    const expected = sandbox.find('Contact', (person) => person['Stage__c'] === 'Admitted').length;
    assert.equal(run.factMap['T!T']!.rows!.length, expected);
    const copy = await report.clone('A copy');
    assert.equal(copy.reportMetadata.name, 'A copy');
    await analytics.report(copy.reportMetadata.id).destroy();
    await assert.rejects(analytics.report(copy.reportMetadata.id).describe(), { name: 'NOT_FOUND' });
  });

  it('runs in the background', async () => {
    const report = analytics.report(sandbox.reportId('Everybody_with_time'));
    const { id, status } = await report.executeAsync({ details: true });
    assert.equal(status, 'New');
    assert.equal((await report.instances()).length, 1);
    assert.equal((await report.instance(id).retrieve()).attributes.status, 'Running');
    const done = await report.instance(id).retrieve();
    assert.equal(done.attributes.status, 'Success');
    assert.equal(done.factMap['T!T']!.rows!.length, 120);
  });

  it('names the error of a refused run', async () => {
    const report = analytics.report(sandbox.reportId('Campus_visits_2019'));
    await assert.rejects(report.execute({ details: true }), { name: 'FORBIDDEN', message: /definition is obsolete/ });
  });
});
