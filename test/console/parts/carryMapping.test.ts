import assert from 'node:assert/strict';
import type { OptOutMapping, SourceField, SourceFields } from '../../../src/http/schemas/sources.ts';
import { carryMapping } from '../../../src/console/parts/carryMapping.ts';
import { startDraft } from '../../../src/console/parts/mappingDraft.ts';
import { reportColumns, sourceFields } from '../gallery/sourceFields.ts';

const view: readonly SourceField[] = sourceFields.map((field) => ({ ...field, apiName: field.name }));
const optOutColumn = { ...view.find(({ name }) => name === 'SMS_Opt_Out__c'), name: 'Contact.SMS_Opt_Out__c' };
const report = (...more: SourceField[]): SourceFields => ({
  fields: [...reportColumns(true), ...more],
  suggestion: { fields: { recordId: 'CONTACT_ID', lastModified: 'Contact.Modified_Time__c' }, optOut: null },
  mapsIdentity: true,
  mapsModified: true,
});
const mapping = startDraft(
  {
    firstName: 'FirstName',
    firstNameFallback: 'Preferred_Name__c',
    lastName: 'LastName',
    mobile: 'MobilePhone',
    userId: null,
    additional: [
      { source: 'Term__c', field: 'term' },
      { source: 'FirstName', field: 'nick' },
    ],
  },
  {},
);
const rule: OptOutMapping = { kind: 'checkbox', field: 'SMS_Opt_Out__c', writeTo: 'Old__c', ticked: 'opted_in' };

describe('carryMapping', () => {
  it('finds a column again by the field of the record it shows, and tells what has none', () => {
    const { mapping: carried, lost } = carryMapping(mapping, null, view, report());
    assert.deepEqual(
      [carried.firstName, carried.lastName, carried.mobile, carried.firstNameFallback],
      ['FIRST_NAME', 'LAST_NAME', 'PHONE3', null],
    );
    assert.deepEqual(carried.additional, [{ source: 'FIRST_NAME', field: 'nick' }]);
    assert.deepEqual(lost, ['First name, fallback', 'Term']);
  });
  it('makes the fallback the first name when only that is left', () => {
    const named = { ...mapping, firstName: 'Preferred_Name__c', firstNameFallback: 'FirstName' };
    const { mapping: carried, lost } = carryMapping(named, null, view, report());
    assert.deepEqual([carried.firstName, carried.firstNameFallback], ['FIRST_NAME', null]);
    assert.equal(lost[0], 'First name');
  });
  it('takes the identity from the suggestion, and drops it for a source that maps none', () => {
    const there = carryMapping(mapping, null, view, report()).mapping;
    assert.deepEqual([there.recordId, there.lastModified], ['CONTACT_ID', 'Contact.Modified_Time__c']);
    const nothing = { fields: {}, optOut: null };
    const columns = { fields: [...view], suggestion: nothing, mapsIdentity: false, mapsModified: false };
    const { mapping: back, lost } = carryMapping(there, null, report().fields, columns);
    assert.deepEqual([back.recordId, back.lastModified], [null, null]);
    assert.deepEqual([back.firstName, back.mobile], ['FirstName', 'MobilePhone']);
    assert.deepEqual(lost, []);
  });
  it('keeps the opt-out rule with its field, but not where the old column was written to', () => {
    const { optOut, lost } = carryMapping(mapping, rule, view, report(optOutColumn as SourceField));
    assert.deepEqual(optOut, { kind: 'checkbox', field: 'Contact.SMS_Opt_Out__c', ticked: 'opted_in' });
    assert.equal(lost.includes('Opt-out rule'), false);
  });
  it('says so when the rule has no field any more, and never turns a rule to a column of another type', () => {
    assert.deepEqual(carryMapping(mapping, rule, view, report()).lost.at(-1), 'Opt-out rule');
    const text = { ...optOutColumn, type: 'text' } as SourceField;
    assert.equal(carryMapping(mapping, rule, view, report(text)).optOut, null);
  });
  it('does not accept whole days of another column', () => {
    const day = { ...mapping, lastModified: 'LAST_UPDATE', wholeDay: true };
    assert.equal(carryMapping(day, null, report().fields, report()).mapping.wholeDay, true);
    const other = { ...report(), fields: report().fields.filter(({ name }) => name !== 'LAST_UPDATE') };
    assert.equal(carryMapping(day, null, report().fields, other).mapping.wholeDay, false);
  });
});
