import assert from 'node:assert/strict';
import { BulkV2, QueryJobV2 } from 'jsforce/lib/api/bulk2.js';
import { Connection } from 'jsforce/lib/connection.js';
import type { Schema } from 'jsforce/lib/types/schema.js';
import { startSalesforceSandbox, type SalesforceSandbox } from '../startSalesforceSandbox.ts';

describe('jsforce bulk2, unchanged, against the sandbox org', () => {
  let sandbox: SalesforceSandbox;
  let connection: Connection;
  let bulk: BulkV2<Schema>;

  beforeEach(async () => {
    sandbox = await startSalesforceSandbox({ contacts: 900, leads: 50 });
    const { accessToken } = sandbox.issueTokens();
    connection = new Connection({ instanceUrl: sandbox.url, accessToken, version: '62.0' });
    bulk = new BulkV2(connection);
    bulk.pollInterval = 5;
  });
  afterEach(() => sandbox.close());

  it('queries and reads every record', async () => {
    const records = await (await bulk.query('SELECT Id, Name, Owner.Name, SMS_Opt_Out__c FROM Contact')).toArray();
    assert.equal(records.length, 900);
    const first = records[0] as Record<string, unknown>;
    const contact = sandbox.record('Contact', String(first['Id']))!;
    assert.deepEqual([first['Name'], first['SMS_Opt_Out__c']], [contact['Name'], String(contact['SMS_Opt_Out__c'])]);
    assert.equal(sandbox.calls.byRoute['POST /jobs/query'], 1);
  });

  it('reads deleted records too', async () => {
    sandbox.remove('Contact', String(sandbox.find('Contact', () => true, 1)[0]!['Id']));
    const read = async (scanAll: boolean): Promise<number> =>
      (await (await bulk.query('SELECT Id FROM Contact', { scanAll })).toArray()).length;
    assert.deepEqual([await read(false), await read(true)], [899, 900]);
  });

  it('tells why a query is refused and a job failed', async () => {
    await assert.rejects(bulk.query('SELECT Nope__c FROM Contact'), { name: 'INVALID_FIELD' });
    sandbox.addFault({ route: 'POST', kind: 'bulk_failed' });
    await assert.rejects(bulk.query('SELECT Id FROM Contact'), /failed to complete/);
  });

  it('aborts and deletes a job', async () => {
    const job = new QueryJobV2(connection, {
      bodyParams: { query: 'SELECT Id FROM Contact', operation: 'query' },
      pollingOptions: bulk,
    });
    await job.open();
    assert.equal((await job.check()).state, 'InProgress');
    assert.equal((await job.abort()).state, 'Aborted');
    await job.delete();
    assert.deepEqual(sandbox.bulkJobs(), []);
  });
});
