import assert from 'node:assert/strict';
import { apiClient } from '../apiClient.ts';
import { startSalesforceSandbox, type SandboxOptions } from '../startSalesforceSandbox.ts';

const FALL = 'Texting_Fall_admits_report';

describe('reports of the sandbox org over fields the user can’t see', () => {
  const start = async (options: SandboxOptions) => {
    const sandbox = await startSalesforceSandbox({ contacts: 300, leads: 5, ...options });
    const client = apiClient(sandbox);
    const path = (developerName: string): string => `/analytics/reports/${sandbox.reportId(developerName)}`;
    return { sandbox, client, path };
  };

  it('are refused by the filter’s name, while describes show the filter', async () => {
    const { sandbox, client, path } = await start({});
    try {
      const described = (await client.get(`${path('May_be_called')}/describe`)).body;
      assert.equal(described.reportMetadata.reportFilters[1].column, 'DO_NOT_CALL');
      assert.equal('DO_NOT_CALL' in described.reportTypeMetadata.categories[0].columns, false);
      const { status, body } = await client.get(path('May_be_called'));
      assert.equal(status, 400);
      assert.match(body[0].message, /valid filterable column because DO_NOT_CALL/);
    } finally {
      await sandbox.close();
    }
  });

  it('run wider where the org is so, and only the answer’s metadata shows it', async () => {
    const { sandbox, client, path } = await start({ widensHiddenReportFilters: true });
    try {
      const { body } = await client.get(path('May_be_called'));
      assert.deepEqual(
        body.reportMetadata.reportFilters.map((filter: { column: string }) => filter.column),
        ['Contact.Stage__c'],
      );
      sandbox.hideField('Contact', 'Entry_Term__c');
      const fall = (await client.get(path(FALL))).body;
      assert.equal(fall.reportMetadata.reportBooleanFilter, '1 AND 2');
      assert.equal('Contact.Entry_Term__c' in fall.reportExtendedMetadata.detailColumnInfo, false);
      const left = sandbox.find(
        'Contact',
        (person) => person['Stage__c'] === 'Admitted' && person['Title'] === 'Transfer student',
      );
      assert.equal(fall.factMap['T!T'].aggregates[0].value, left.length);
      const described = (await client.get(`${path(FALL)}/describe`)).body.reportMetadata;
      assert.equal(described.reportBooleanFilter, '1 AND (2 OR 3)');
      sandbox.showField('Contact', 'Entry_Term__c');
      const whole = (await client.get(path(FALL))).body;
      assert.equal(whole.reportMetadata.reportFilters.length, 3);
      assert.ok(whole.factMap['T!T'].aggregates[0].value > left.length);
    } finally {
      await sandbox.close();
    }
  });

  it('can’t be run or seen without the permission, or without the object', async () => {
    const { sandbox, client } = await start({ permissions: { runReports: false, leadRead: false } });
    try {
      const { status, body } = await client.get(`/analytics/reports/${sandbox.reportId(FALL)}/describe`);
      assert.equal(status, 403);
      assert.match(body[0].message, /Run Reports user permission/);
      const leads = await client.query("SELECT Name FROM Report WHERE FolderName = 'Lead management'");
      assert.equal(leads.body.totalSize, 0);
    } finally {
      await sandbox.close();
    }
  });
});
