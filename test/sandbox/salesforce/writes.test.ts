import assert from 'node:assert/strict';
import { apiClient, type ApiClient } from './apiClient.ts';
import { startSalesforceSandbox, type SalesforceSandbox } from './startSalesforceSandbox.ts';

describe('writes to the sandbox org', () => {
  let sandbox: SalesforceSandbox;
  let client: ApiClient;
  let now: Date;
  let ids: string[];

  beforeEach(async () => {
    now = new Date('2027-01-15T12:00:00.700Z');
    sandbox = await startSalesforceSandbox({
      contacts: 300,
      leads: 60,
      now: () => now,
      readOnlyFields: { Contact: ['Advisor_User_ID__c'] },
      hiddenFields: { Contact: ['GPA__c'] },
    });
    client = apiClient(sandbox);
    ids = sandbox.find('Contact', () => true).map((contact) => String(contact['Id']));
  });
  afterEach(() => sandbox.close());

  const patch = (id: string, fields: object, headers?: Record<string, string>): ReturnType<ApiClient['call']> =>
    client.call('PATCH', `/sobjects/Contact/${id}`, fields, headers);
  const patchAll = (records: object[], allOrNone = false): ReturnType<ApiClient['call']> =>
    client.call('PATCH', '/composite/sobjects', { allOrNone, records });
  const contact = (id: string, fields: object): object => ({ attributes: { type: 'Contact' }, id, ...fields });

  it('stores one record’s fields, moves its stamps and names the API user', async () => {
    const [id] = ids;
    const { status, body } = await patch(id!.slice(0, 15), {
      SMS_Opt_Out__c: true,
      Title: '  Dean ',
      Preferred_Name__c: '',
    });
    assert.deepEqual([status, body], [204, '']);
    const record = sandbox.record('Contact', id!)!;
    assert.deepEqual([record['SMS_Opt_Out__c'], record['Title'], record['Preferred_Name__c']], [true, 'Dean', null]);
    assert.equal(record['SystemModstamp'], '2027-01-15T12:00:00.000+0000');
    assert.equal(record['LastModifiedDate'], record['SystemModstamp']);
    const { rows } = {
      rows: await client.queryAllPages(
        'SELECT Id, LastModifiedBy.Name FROM Contact WHERE SystemModstamp >= 2027-01-15T12:00:00Z',
      ),
    };
    assert.deepEqual(
      rows.map((row) => [row['Id'], (row['LastModifiedBy'] as { Name: string }).Name]),
      [[id, 'Rollcall Integration']],
    );
    assert.deepEqual(
      sandbox.writes.map(({ type, id: written, fields }) => ({ type, written, fields })),
      [{ type: 'Contact', written: id, fields: { SMS_Opt_Out__c: true, Title: 'Dean', Preferred_Name__c: null } }],
    );
  });

  it('answers a collection in the order of the request, without ids where it failed', async () => {
    const [good, bad, deleted] = ids as [string, string, string];
    sandbox.remove('Contact', deleted);
    const [lead] = sandbox.find('Lead', (one) => one['IsConverted'] === false, 1);
    const { status, body } = await patchAll([
      contact(deleted, { SMS_Opt_Out__c: true }),
      contact(good, { SMS_Opt_Out__c: true }),
      contact(bad, { Texting_Consent__c: 'OK to text' }),
      { attributes: { type: 'Lead' }, id: lead!['Id'], SMS_Opt_Out__c: 'true' },
      contact(good, { SMS_Opt_Out__c: false }),
      contact('003000000000000', { SMS_Opt_Out__c: true }),
      contact(bad, { Advisor_User_ID__c: '7' }),
    ]);
    assert.equal(status, 200);
    assert.deepEqual(
      body.map((one: { id?: string; success: boolean; errors: { statusCode: string }[] }) =>
        one.success ? one.id : one.errors[0]!.statusCode,
      ),
      [
        'ENTITY_IS_DELETED',
        good,
        'INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST',
        lead!['Id'],
        'DUPLICATE_VALUE',
        'INVALID_CROSS_REFERENCE_KEY',
        'INVALID_FIELD_FOR_INSERT_UPDATE',
      ],
    );
    assert.ok(body.every((one: { id?: string; success: boolean }) => 'id' in one === one.success));
    assert.equal(sandbox.record('Contact', good)!['SMS_Opt_Out__c'], true);
    assert.equal(sandbox.record('Lead', String(lead!['Id']))!['SMS_Opt_Out__c'], true);
    assert.equal(sandbox.calls.counted, 1);
  });

  it('changes nothing of an all-or-none collection with a mistake in it', async () => {
    const { body } = await patchAll([contact(ids[0]!, { Title: 'x' }), contact(ids[1]!, { LastName: null })], true);
    assert.deepEqual(
      body.map((one: { errors: { statusCode: string }[] }) => one.errors[0]!.statusCode),
      ['ALL_OR_NONE_OPERATION_ROLLED_BACK', 'REQUIRED_FIELD_MISSING'],
    );
    assert.equal(sandbox.writes.length, 0);
    assert.notEqual(sandbox.record('Contact', ids[0]!)!['Title'], 'x');
  });

  it('fails a whole collection for what is wrong with the request', async () => {
    const code = async (records: object[]): Promise<unknown> => {
      const { status, body } = await patchAll(records);
      return [status, body[0].errorCode];
    };
    assert.deepEqual(await code([contact(ids[0]!, { Nope__c: 1 })]), [400, 'INVALID_FIELD']);
    assert.deepEqual(
      await code([contact(ids[0]!, { GPA__c: 4 })]),
      [400, 'INVALID_FIELD'],
      'a hidden field does not exist',
    );
    assert.deepEqual(await code([contact(ids[0]!, { SMS_Opt_Out__c: 'maybe' })]), [400, 'JSON_PARSER_ERROR']);
    assert.deepEqual(await code(ids.slice(0, 201).map((id) => contact(id, { Title: 'x' }))), [
      400,
      'EXCEEDED_ID_LIMIT',
    ]);
    assert.equal(sandbox.writes.length, 0);
    assert.equal((await patchAll(ids.slice(0, 200).map((id) => contact(id, { Title: 'x' })))).body.length, 200);
    assert.equal(
      (
        await fetch(`${sandbox.url}/services/data/v62.0/composite/sobjects`, {
          method: 'PATCH',
          body: '{"records":[',
          headers: { Authorization: `Bearer ${client.accessToken}`, 'Content-Type': 'application/json' },
        })
      ).status,
      400,
    );
  });

  it('refuses single writes with the org’s codes', async () => {
    const refused = async (id: string, fields: object): Promise<unknown> => {
      const { status, body } = await patch(id, fields);
      return [status, body[0].errorCode];
    };
    const [id] = ids as [string];
    assert.deepEqual(await refused(id, { Full_Title__c: 'x' }), [400, 'INVALID_FIELD_FOR_INSERT_UPDATE']);
    assert.deepEqual(await refused(id, { SystemModstamp: '2027-01-01T00:00:00Z' }), [
      400,
      'INVALID_FIELD_FOR_INSERT_UPDATE',
    ]);
    assert.deepEqual(await refused(id, { Title: 'x'.repeat(129) }), [400, 'STRING_TOO_LONG']);
    assert.deepEqual(await refused(id, { Email: 'nobody' }), [400, 'INVALID_EMAIL_ADDRESS']);
    assert.deepEqual(await refused('001R01000004MYC', { Title: 'x' }), [400, 'MALFORMED_ID']);
    sandbox.remove('Contact', id);
    assert.deepEqual(await refused(id, { Title: 'x' }), [404, 'ENTITY_IS_DELETED']);
  });

  it('keeps a write back when the record changed after the date given', async () => {
    const [id] = ids as [string];
    sandbox.edit('Contact', id, { Title: 'theirs' }, new Date('2027-01-15T11:59:30Z'));
    const before = { 'If-Unmodified-Since': 'Fri, 15 Jan 2027 11:59:29 GMT' };
    assert.equal((await patch(id, { Title: 'ours' }, before)).status, 412);
    assert.equal(
      (await patch(id, { Title: 'ours' }, { 'If-Unmodified-Since': 'Fri, 15 Jan 2027 11:59:30 GMT' })).status,
      204,
    );
    assert.equal((await patch(id, { Title: 'ours' }, { 'If-Unmodified-Since': 'yesterday' })).status, 400);
  });

  it('creates and deletes; deleted rows are left to queryAll', async () => {
    const { status, body } = await client.call('POST', '/sobjects/Contact', { LastName: 'New', FirstName: 'Person' });
    assert.equal(status, 201);
    assert.equal(sandbox.record('Contact', body.id)!['Name'], 'Person New');
    assert.equal(sandbox.record('Contact', body.id)!['SMS_Opt_Out__c'], false);
    assert.ok(body.id > ids.at(-1)!, 'ids rise');
    assert.equal((await client.call('DELETE', `/sobjects/Contact/${body.id}`)).status, 204);
    assert.equal((await client.query(`SELECT Id FROM Contact WHERE Id = '${body.id}'`)).body.totalSize, 0);
    const all = await client.get(
      `/queryAll?q=${encodeURIComponent(`SELECT Id, IsDeleted, MasterRecordId FROM Contact WHERE Id = '${body.id}'`)}`,
    );
    assert.deepEqual([all.body.records[0].IsDeleted, all.body.records[0].MasterRecordId], [true, null]);
    const merged = { loser: ids[0]!, winner: ids[1]! };
    sandbox.merge('Contact', merged.loser, merged.winner);
    assert.equal(sandbox.record('Contact', merged.loser)!['MasterRecordId'], merged.winner);
  });

  it('lets nobody write without the permission', async () => {
    const locked = await startSalesforceSandbox({
      contacts: 3,
      leads: 0,
      permissions: { contactEdit: false, viewSetup: false },
    });
    try {
      const reader = apiClient(locked);
      const id = String(locked.find('Contact', () => true, 1)[0]!['Id']);
      assert.equal(
        (await reader.call('PATCH', `/sobjects/Contact/${id}`, { Title: 'x' })).body[0].errorCode,
        'INSUFFICIENT_ACCESS_OR_READONLY',
      );
      const describe = (await reader.get('/sobjects/Contact/describe')).body;
      assert.equal(
        describe.updateable || describe.fields.some((field: { updateable: boolean }) => field.updateable),
        false,
      );
      assert.equal((await reader.get('/limits')).status, 403);
    } finally {
      await locked.close();
    }
  });
});
