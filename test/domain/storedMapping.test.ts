import assert from 'node:assert/strict';
import type { FieldMapping, OptOutMapping } from '../../src/domain/mappingTypes.ts';
import type { MappableField } from '../../src/domain/sourceField.ts';
import { fitMapping, plainFields, plainOptOut, withoutIdentity } from '../../src/domain/storedMapping.ts';

const fields: FieldMapping = {
  firstName: 'FIRST_NAME',
  firstNameFallback: null,
  lastName: 'LAST_NAME',
  mobile: 'PHONE3',
  userId: null,
  additional: [],
};
const optOut: OptOutMapping = { kind: 'checkbox', field: 'Contact.Stop__c', ticked: 'opted_out' };

function column(name: string, changes: Partial<MappableField>): MappableField {
  return {
    name,
    label: name,
    type: 'other',
    apiName: null,
    writable: true,
    calculated: false,
    changesUnseen: false,
    isRecordId: false,
    modifiedTime: null,
    values: [],
    ...changes,
  };
}

const columns = [
  column('Contact.Stop__c', { apiName: 'Stop__c' }),
  column('Stop__c', { apiName: 'Stop__c' }),
  column('LAST_UPDATE', { modifiedTime: 'day' }),
  column('MODIFIED', { modifiedTime: 'instant' }),
];

describe('a stored mapping', () => {
  it('holds only what is chosen, so that equal mappings are equal texts', () => {
    const sent = { ...fields, userId: '', recordId: null, lastModified: '', wholeDay: true, more: 1 };
    assert.equal(JSON.stringify(plainFields(sent)), JSON.stringify(fields));
    assert.deepEqual(plainFields({ ...fields, recordId: 'ID', lastModified: 'LAST_UPDATE', wholeDay: false }), {
      ...fields,
      recordId: 'ID',
      lastModified: 'LAST_UPDATE',
    });
    assert.deepEqual(withoutIdentity({ ...fields, recordId: 'ID', lastModified: 'X', wholeDay: true }), fields);
  });

  it('never takes from outside where opt-outs are written to', () => {
    const sent = { ...optOut, writeTo: 'Anything__c' };
    assert.deepEqual(plainOptOut(sent, null), optOut);
    assert.deepEqual(plainOptOut(sent, { ...optOut, writeTo: 'Stop__c' }), { ...optOut, writeTo: 'Stop__c' });
    assert.deepEqual(plainOptOut({ ...sent, field: 'Other' }, { ...optOut, writeTo: 'Stop__c' }), {
      ...optOut,
      field: 'Other',
    });
  });

  it('writes opt-outs to the record’s own field when the column is called otherwise', () => {
    assert.deepEqual(fitMapping({ fields: null, optOut }, columns).optOut, { ...optOut, writeTo: 'Stop__c' });
    const same = { ...optOut, field: 'Stop__c' };
    assert.deepEqual(fitMapping({ fields: null, optOut: { ...same, writeTo: 'Other' } }, columns).optOut, same);
    assert.equal(fitMapping({ fields, optOut: null }, columns).optOut, null);
  });

  it('keeps that whole days were accepted only for a column that tells only the day', () => {
    const fitted = (lastModified: string, wholeDay: boolean): boolean | undefined =>
      fitMapping({ fields: { ...fields, recordId: 'ID', lastModified, wholeDay }, optOut }, columns).fields?.wholeDay;
    assert.equal(fitted('LAST_UPDATE', true), true);
    assert.equal(fitted('LAST_UPDATE', false), undefined);
    assert.equal(fitted('MODIFIED', true), undefined);
  });
});
