import assert from 'node:assert/strict';
import type { Field } from 'jsforce/lib/types/common.js';
import { entityOf, isRecordId, modifiedTime, timeKeys } from '../../../../connectors/salesforce/reports/columns.ts';
import { DAYS, SECONDS } from '../../../../connectors/salesforce/reports/timeKeys.ts';
import type { ColumnInfo } from '../../../../connectors/salesforce/reports/wire.ts';

describe('salesforce report columns', () => {
  const column = (dataType: string, entityColumnName?: string): ColumnInfo => ({ label: 'L', dataType, entityColumnName });

  it('finds the field behind a column by what Salesforce says, or by the column’s own spelling', () => {
    assert.deepEqual(entityOf('FIRST_NAME', column('string', 'Contact.FirstName')), { object: 'Contact', field: 'FirstName' });
    assert.deepEqual(entityOf('Contact.Stage__c', column('picklist')), { object: 'Contact', field: 'Stage__c' });
    assert.deepEqual(entityOf('Contact$FirstName', column('string')), { object: 'Contact', field: 'FirstName' });
    assert.equal(entityOf('FIRST_NAME', column('string')), null);
  });

  it('knows the record’s own ID from those of other records', () => {
    assert.ok(isRecordId('CONTACT_ID', column('id', 'Contact.Id'), 'Contact'));
    assert.ok(isRecordId('CONTACT_ID', column('id'), 'Contact'));
    assert.ok(isRecordId('Lead$Id', column('id'), 'Lead'));
    for (const [name, info] of [
      ['ACCOUNT_ID', column('id', 'Contact.AccountId')],
      ['ACCOUNT_ID', column('id', 'Account.Id')],
      ['CONTACT_ID', column('id', 'Contact.Id')],
      ['CASESAFE', column('string')],
    ] as const) {
      assert.ok(!isRecordId(name, info, 'Lead'), name);
    }
  });

  it('takes for a time of change what moves with every change, and nothing else', () => {
    const time = (info: ColumnInfo, field: Partial<Field> = {}, name = 'X') =>
      modifiedTime(name, info, 'Contact', { type: 'datetime', name: 'Stamp__c', label: 'Stamp', ...field } as Field);
    const custom = column('datetime', 'Contact.Stamp__c');
    const table: readonly (readonly [ReturnType<typeof time>, string | null, string])[] = [
      [time(custom, { calculatedFormula: 'LastModifiedDate' }), 'instant', 'the usual formula'],
      [time(custom, { calculatedFormula: 'IF(TRUE, SystemModstamp, CreatedDate)' }), 'instant', 'a longer formula'],
      [time(custom, { calculatedFormula: 'Account.LastModifiedDate' }), null, 'another record’s time'],
      [time(custom, { calculatedFormula: 'CreatedDate' }), null, 'a time that never moves'],
      [time(custom, { name: 'Last_Modified__c' }), 'instant', 'a stamp kept by automation'],
      [time(custom, { name: 'Interview__c', label: 'Interview' }), null, 'an appointment'],
      [time(column('date', 'Contact.LastModifiedDate')), 'day', 'the standard column'],
      [time(column('datetime', 'Contact.SystemModstamp')), 'day', 'standard columns lose their time'],
      [time(column('date', 'Account.LastModifiedDate')), null, 'the account’s'],
      [time(column('datetime', 'Contact.CreatedDate')), null, 'created'],
      [time(column('date', 'Contact.Birthdate')), null, 'a birthday'],
      [time(column('string', 'Contact.LastModifiedDate')), null, 'a text'],
      [time({ ...column('date', 'Contact.LastModifiedDate'), filterable: false }), null, 'not filterable'],
      [time(column('date'), {}, 'LAST_UPDATE'), 'day', 'the standard name, where nothing says more'],
    ];
    for (const [found, expected, what] of table) assert.equal(found, expected, what);
  });

  it('reads custom date and time columns to the second, all others to the day', () => {
    assert.equal(timeKeys('X', column('datetime', 'Contact.Stamp__c')), SECONDS);
    assert.equal(timeKeys('Contact.Stamp__c', column('datetime')), SECONDS);
    for (const info of [column('date', 'Contact.LastModifiedDate'), column('datetime', 'Contact.LastModifiedDate')]) {
      assert.equal(timeKeys('LAST_UPDATE', info), DAYS);
    }
  });
});
