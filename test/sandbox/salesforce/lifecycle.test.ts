import assert from 'node:assert/strict';
import { apiClient, type Answer, type ApiClient } from './apiClient.ts';
import { startSalesforceSandbox, type RecordType, type SalesforceSandbox } from './startSalesforceSandbox.ts';

const HOUR = 3_600_000;

describe('records of the sandbox org that are merged, converted, deleted or hidden', () => {
  let sandbox: SalesforceSandbox;
  let client: ApiClient;
  let now: Date;

  beforeEach(async () => {
    now = new Date('2027-01-15T12:00:00Z');
    sandbox = await startSalesforceSandbox({ contacts: 40, leads: 60, now: () => now });
    client = apiClient(sandbox);
    now = new Date(now.getTime() + HOUR);
  });
  afterEach(() => sandbox.close());

  const ids = (type: RecordType): string[] =>
    sandbox.find(type, (record) => record['IsConverted'] !== true).map((record) => String(record['Id']));
  const queryAll = async (type: RecordType, id: string): Promise<Record<string, unknown>[]> => {
    const more = type === 'Lead' ? ', IsConverted, ConvertedContactId, Status' : '';
    const soql = `SELECT Id, IsDeleted, MasterRecordId, SystemModstamp${more} FROM ${type} WHERE Id = '${id}'`;
    const { body } = await client.get(`/queryAll?q=${encodeURIComponent(soql)}`);
    return (body.records as Record<string, unknown>[]).map(({ attributes: _attributes, ...fields }) => fields);
  };
  const counts = async (type: RecordType, id: string): Promise<number> =>
    (await client.query(`SELECT COUNT() FROM ${type} WHERE Id = '${id}'`)).body.totalSize as number;
  const write = async (type: RecordType, id: string): Promise<unknown> => {
    const { body } = await client.call('PATCH', '/composite/sobjects', {
      allOrNone: false,
      records: [{ attributes: { type }, id, SMS_Opt_Out__c: true }],
    });
    return body[0].errors[0]?.statusCode ?? 'written';
  };
  const STAMP = '2027-01-15T13:00:00.000+0000';

  it('show a merge: the loser in the bin with its winner, the winner changed', async () => {
    const [loser, winner] = ids('Contact') as [string, string];
    sandbox.merge('Contact', loser, winner, { SMS_Opt_Out__c: true });
    assert.equal(await counts('Contact', loser), 0);
    assert.deepEqual(await queryAll('Contact', loser), [
      { Id: loser, IsDeleted: true, MasterRecordId: winner, SystemModstamp: STAMP },
    ]);
    assert.deepEqual(await queryAll('Contact', winner), [
      { Id: winner, IsDeleted: false, MasterRecordId: null, SystemModstamp: STAMP },
    ]);
    assert.equal(sandbox.record('Contact', winner)!['SMS_Opt_Out__c'], true);
    assert.equal(await write('Contact', loser), 'ENTITY_IS_DELETED');
    assert.equal((await client.get(`/sobjects/Contact/${loser}`)).status, 404);
    const span = `start=${encodeURIComponent('2027-01-15T12:30:00Z')}&end=${encodeURIComponent('2027-01-15T13:30:00Z')}`;
    const { deletedRecords } = (await client.get(`/sobjects/Contact/deleted/?${span}`)).body;
    assert.deepEqual(deletedRecords, [{ id: loser, deletedDate: STAMP }]);
    assert.deepEqual((await client.get(`/sobjects/Contact/updated/?${span}`)).body.ids, [winner]);
    assert.throws(() => sandbox.merge('Contact', loser, winner), /recycle bin/);
    assert.throws(() => sandbox.merge('Contact', winner, winner), /itself/);
  });

  it('show a conversion: the lead closed for writing, and its new contact', async () => {
    const [id] = ids('Lead') as [string];
    sandbox.edit('Lead', id, { MobilePhone: '(512) 555-0142', SMS_Opt_Out__c: true, City: 'Boise', Interests__c: 'Music' });
    const contactId = sandbox.convert(id);
    assert.deepEqual(await queryAll('Lead', id), [
      {
        Id: id,
        IsDeleted: false,
        MasterRecordId: null,
        SystemModstamp: STAMP,
        IsConverted: true,
        ConvertedContactId: contactId,
        Status: 'Closed - Converted',
      },
    ]);
    const [lead, contact] = [sandbox.record('Lead', id)!, sandbox.record('Contact', contactId)!];
    for (const field of ['FirstName', 'LastName', 'MobilePhone', 'Email', 'SMS_Opt_Out__c', 'Student_ID__c', 'OwnerId'])
      assert.equal(contact[field], lead[field], field);
    assert.deepEqual([contact['MailingCity'], contact['CreatedDate']], ['Boise', STAMP]);
    assert.equal(await counts('Contact', contactId), 1);
    assert.equal(await write('Lead', id), 'CANNOT_UPDATE_CONVERTED_LEAD');
    assert.equal(await write('Contact', contactId), 'written');
    assert.throws(() => sandbox.convert(id), /is converted/);
  });

  it('convert into a contact that is there, which keeps what it has; unmapped fields stay behind', () => {
    const [first, second] = ids('Lead') as [string, string];
    const [contactId] = ids('Contact') as [string];
    sandbox.edit('Contact', contactId, { FirstName: 'Kept', Title: '' });
    sandbox.edit('Lead', first, { FirstName: 'Lost', Title: 'Taken' });
    assert.equal(sandbox.convert(first, { contactId }), contactId);
    const contact = sandbox.record('Contact', contactId)!;
    assert.deepEqual([contact['FirstName'], contact['Title']], ['Kept', 'Taken']);
    sandbox.edit('Lead', second, { SMS_Opt_Out__c: true });
    const made = sandbox.convert(second, { fields: { SMS_Opt_Out__c: false } });
    assert.equal(sandbox.record('Contact', made)!['SMS_Opt_Out__c'], false);
  });

  it('come back from the bin, or leave it for good', async () => {
    const [loser, winner] = ids('Contact') as [string, string];
    sandbox.merge('Contact', loser, winner);
    now = new Date(now.getTime() + HOUR);
    sandbox.undelete('Contact', loser);
    assert.deepEqual(await queryAll('Contact', loser), [
      { Id: loser, IsDeleted: false, MasterRecordId: null, SystemModstamp: '2027-01-15T14:00:00.000+0000' },
    ]);
    assert.equal(await write('Contact', loser), 'written');
    assert.throws(() => sandbox.purge('Contact', loser), /not in the recycle bin/);
    sandbox.remove('Contact', loser);
    sandbox.purge('Contact', loser);
    assert.deepEqual(await queryAll('Contact', loser), []);
    assert.equal(await write('Contact', loser), 'INVALID_CROSS_REFERENCE_KEY');
    assert.equal(sandbox.record('Contact', loser), undefined);
    assert.equal(sandbox.find('Contact', (record) => record['Id'] === loser).length, 0);
  });

  it('vanish from every read when sharing ends, with their stamps left alone', async () => {
    const [id] = ids('Contact') as [string];
    const before = sandbox.record('Contact', id)!['SystemModstamp'];
    const [leadId] = ids('Lead') as [string];
    sandbox.convert(leadId, { contactId: id });
    const stamp = sandbox.record('Contact', id)!['SystemModstamp'];
    assert.notEqual(stamp, before);
    const views = (await client.get('/sobjects/Contact/listviews')).body.listviews as Record<string, string>[];
    const all = views.find((view) => view['developerName'] === 'AllContacts')!;
    const span = `start=${encodeURIComponent('2027-01-15T12:30:00Z')}&end=${encodeURIComponent('2027-01-15T13:30:00Z')}`;
    const reads = async (): Promise<Record<string, boolean>> => {
      const has = ({ body }: Answer): boolean => JSON.stringify(body).includes(id);
      return {
        query: (await counts('Contact', id)) === 1,
        queryAll: (await queryAll('Contact', id)).length === 1,
        scan: has(await client.query('SELECT Id FROM Contact ORDER BY SystemModstamp, Id')),
        view: has(await client.get(`${all['resultsUrl']!}?limit=2000`)),
        row: (await client.get(`/sobjects/Contact/${id}`)).status === 200,
        rows: (await client.get(`/composite/sobjects/Contact?ids=${id}&fields=Id`)).body[0] !== null,
        updated: has(await client.get(`/sobjects/Contact/updated/?${span}`)),
        parent: (await client.query(`SELECT ConvertedContact.Name FROM Lead WHERE Id = '${leadId}'`)).body.records[0]
          .ConvertedContact !== null,
      };
    };
    const every = (is: boolean): Record<string, boolean> => ({
      query: is, queryAll: is, scan: is, view: is, row: is, rows: is, updated: is, parent: is,
    });
    assert.deepEqual(await reads(), every(true));
    const people = sandbox.count('Contact', 'AllContacts');
    sandbox.unshareRecord('Contact', id);
    assert.deepEqual(await reads(), every(false));
    assert.equal(sandbox.count('Contact', 'AllContacts'), people - 1);
    assert.equal(await write('Contact', id), 'INVALID_CROSS_REFERENCE_KEY');
    sandbox.reshareRecord('Contact', id);
    assert.deepEqual(await reads(), every(true));
    assert.equal(sandbox.record('Contact', id)!['SystemModstamp'], stamp);
  });
});
