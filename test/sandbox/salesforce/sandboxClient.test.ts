import assert from 'node:assert/strict';
import { apiClient } from './apiClient.ts';
import { spawnSalesforceSandbox, type RemoteSandbox } from './sandboxClient.ts';

describe('the sandbox org in a process of its own', () => {
  let sandbox: RemoteSandbox;

  before(async () => {
    sandbox = await spawnSalesforceSandbox({ contacts: 400, leads: 20, pageSizeRows: 250 });
  });
  after(() => sandbox.close());

  it('serves clients and takes the same controls', async () => {
    const { accessToken } = await sandbox.issueTokens();
    const client = apiClient({ url: sandbox.url, issueTokens: () => assert.fail() }, accessToken);
    assert.equal((await client.queryAllPages('SELECT Id FROM Contact')).length, 400);
    assert.equal(await sandbox.count('Contact', 'Texting_Fall_admits'), 336);
    const ids = await sandbox.editSome('Contact', 'Texting_Fall_admits', 7);
    assert.equal(new Set(ids).size, 7);
    const [found] = await sandbox.find('Contact', { Id: ids[0] }, 1);
    assert.deepEqual(found, await sandbox.record('Contact', ids[0]!));
    assert.equal(await sandbox.record('Contact', '003000000000000'), undefined);

    await sandbox.edit('Contact', ids[0]!, { Title: 'Late' }, new Date('2026-05-01T10:00:00Z'));
    assert.equal((await sandbox.record('Contact', ids[0]!))!['SystemModstamp'], '2026-05-01T10:00:00.000+0000');
    const made = await sandbox.insert('Contact', { LastName: 'New' });
    await sandbox.remove('Contact', made);
    assert.equal((await sandbox.record('Contact', made))!['IsDeleted'], true);

    await sandbox.addFault({ route: /QUERY$/i, kind: 'server_error' });
    assert.equal((await client.query('SELECT Id FROM Contact')).status, 500);
    await sandbox.setView('Contact', 'Texting_Fall_admits', { filter: null });
    assert.equal(await sandbox.count('Contact', 'Texting_Fall_admits'), 400);

    const waiting = sandbox.waitForWrites(1, 5000);
    assert.equal((await client.call('PATCH', `/sobjects/Contact/${ids[1]!}`, { SMS_Opt_Out__c: true })).status, 204);
    const [write] = await waiting;
    assert.deepEqual({ ...write, at: 0 }, { at: 0, type: 'Contact', id: ids[1], fields: { SMS_Opt_Out__c: true } });
    assert.deepEqual(await sandbox.writes(1), []);
    assert.equal((await sandbox.calls()).byRoute['PATCH /sobjects/Contact/{id}'], 1);
    await sandbox.resetCalls();
    assert.equal((await sandbox.calls()).total, 0);
    await sandbox.expireAccessTokens();
    assert.equal((await client.query('SELECT Id FROM Contact')).status, 401);
  });

  it('takes the controls of records, views, fields and bulk jobs as well', async () => {
    const { accessToken } = await sandbox.issueTokens();
    const client = apiClient({ url: sandbox.url, issueTokens: () => assert.fail() }, accessToken);
    const [lead] = await sandbox.find('Lead', { IsConverted: false }, 1);
    const made = await sandbox.convert(String(lead!['Id']), { fields: { Title: 'Converted' } });
    assert.equal((await sandbox.record('Contact', made))!['Title'], 'Converted');
    const loser = await sandbox.insert('Contact', { LastName: 'Twice' });
    await sandbox.merge('Contact', loser, made, { Title: 'Merged' });
    assert.equal((await sandbox.record('Contact', loser))!['MasterRecordId'], made);
    await sandbox.undelete('Contact', loser);
    await sandbox.remove('Contact', loser);
    await sandbox.purge('Contact', loser);
    assert.equal(await sandbox.record('Contact', loser), undefined);
    const seen = async (id: string): Promise<number> =>
      (await client.query(`SELECT COUNT() FROM Contact WHERE Id = '${id}'`)).body.totalSize as number;
    await sandbox.unshareRecord('Contact', made);
    assert.equal(await seen(made), 0);
    await sandbox.reshareRecord('Contact', made);
    assert.equal(await seen(made), 1);

    const views = async (): Promise<{ id: string }[]> => (await client.get('/sobjects/Contact/listviews')).body.listviews;
    const all = await views();
    await sandbox.unshareView(all[0]!.id);
    assert.equal((await views()).length, all.length - 1);
    await sandbox.reshareView(all[0]!.id);
    assert.equal((await views()).length, all.length);
    await sandbox.hideField('Contact', 'Title');
    assert.equal((await client.query('SELECT Title FROM Contact')).status, 400);
    await sandbox.showField('Contact', 'Title');
    assert.equal((await client.query('SELECT Title FROM Contact')).status, 200);

    const job = await client.call('POST', '/jobs/query', { operation: 'query', query: 'SELECT Id FROM Contact' });
    await sandbox.finishBulkJobs();
    const complete = { id: job.body.id as string, query: 'SELECT Id FROM Contact', state: 'JobComplete' };
    assert.deepEqual(await sandbox.bulkJobs(), [complete]);
    await sandbox.forgetBulkJobs();
    assert.deepEqual(await sandbox.bulkJobs(), []);
    await sandbox.setPreauthorized(false);
    await assert.rejects(sandbox.registerCertificate('no'), /registerCertificate/);
  });

  it('says which control failed and why', async () => {
    await assert.rejects(
      sandbox.edit('Contact', '003000000000000', { Title: 'x' }),
      /control edit: The sandbox has no Contact 003/,
    );
    await assert.rejects(sandbox.waitForWrites(1000, 10), /of 1000 writes/);
  });
});
