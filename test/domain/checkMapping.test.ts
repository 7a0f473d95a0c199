import assert from 'node:assert/strict';
import { checkMapping } from '../../src/domain/checkMapping.ts';
import type { TeamField } from '../../src/domain/contact.ts';
import type { FieldMapping, ImportMapping, OptOutMapping } from '../../src/domain/mappingTypes.ts';
import type { MappableField } from '../../src/domain/sourceField.ts';

const PLAIN = { required: false, mergeable: true, visible: true };

function field(name: string, type: string, changes: Partial<MappableField> = {}): MappableField {
  return {
    name,
    label: name.replace('__c', '').replaceAll('_', ' '),
    type,
    apiName: name,
    writable: true,
    calculated: false,
    changesUnseen: false,
    isRecordId: false,
    modifiedTime: null,
    values: [],
    ...changes,
  };
}

const fields: readonly MappableField[] = [
  field('FirstName', 'text'),
  field('Preferred_Name__c', 'text'),
  field('LastName', 'text'),
  field('MobilePhone', 'phone'),
  field('Advisor__c', 'id'),
  field('Birthdate', 'date'),
  field('GPA__c', 'number'),
  field('Interests__c', 'multipicklist'),
  field('SMS_Opt_Out__c', 'checkbox'),
  field('Texting__c', 'picklist', { values: ['OK', 'No texts'].map((value) => ({ value, label: value })) }),
  field('Stopped__c', 'checkbox', { writable: false, calculated: true }),
  field('Locked__c', 'checkbox', { writable: false }),
];

const teamFields: readonly TeamField[] = [
  { key: 'gpa', label: 'GPA', type: 'number', ...PLAIN },
  { key: 'born', label: 'Born', type: 'date', ...PLAIN },
  { key: 'notes', label: 'Notes', type: 'text', ...PLAIN },
  { key: 'honors', label: 'Honors', type: 'checkbox', ...PLAIN },
];

const standard: FieldMapping = {
  firstName: 'Preferred_Name__c',
  firstNameFallback: 'FirstName',
  lastName: 'LastName',
  mobile: 'MobilePhone',
  userId: 'Advisor__c',
  additional: [
    { source: 'GPA__c', field: 'gpa' },
    { source: 'Birthdate', field: 'born' },
    { source: 'GPA__c', field: 'notes' },
  ],
};

const BOTH = { mapsIdentity: true, mapsModified: true };

const checkbox: OptOutMapping = { kind: 'checkbox', field: 'SMS_Opt_Out__c', ticked: 'opted_out' };
const picklist = {
  kind: 'picklist',
  field: 'Texting__c',
  optedInValue: 'OK',
  optedOutValue: 'No texts',
  empty: 'keep',
} as const;

function refusals(changes: Partial<FieldMapping>, optOut: OptOutMapping | null = checkbox): readonly string[] {
  const mapping: ImportMapping = { fields: { ...standard, ...changes }, optOut };
  return checkMapping(mapping, fields, teamFields).map(({ field: path, message }) => {
    assert.match(message, /^[^!]{20,280}\.$/);
    assert.doesNotMatch(message, /invalid|please|successfully/i);
    return `${path}: ${message}`;
  });
}

function one(found: readonly string[], path: string, why: RegExp): void {
  assert.equal(found.length, 1, found.join('\n'));
  assert.match(found[0]!, new RegExp(`^${path.replaceAll('.', '\\.')}: .*${why.source}`));
}

describe('checkMapping', () => {
  it('takes a mapping that fits, a source used twice included', () => {
    assert.deepEqual(refusals({}), []);
    assert.deepEqual(refusals({ userId: null, firstNameFallback: null, additional: [] }, null), []);
    assert.deepEqual(refusals({}, picklist), []);
  });

  it('asks for first name, last name and mobile number', () => {
    one(refusals({ firstName: '' }), 'fields.firstName', /has no source field/);
    one(refusals({ lastName: ' ' }), 'fields.lastName', /has no source field/);
    one(refusals({ mobile: '' }), 'fields.mobile', /has no source field/);
  });

  it('refuses fields that can’t be seen', () => {
    for (const entry of ['firstName', 'firstNameFallback', 'lastName', 'mobile', 'userId'] as const) {
      one(refusals({ [entry]: 'Hidden__c' }), `fields.${entry}`, /Hidden__c can’t be found.*hidden from the API user/);
    }
    one(refusals({}, { ...checkbox, field: 'Hidden__c' }), 'optOut.field', /Hidden__c can’t be found/);
    one(refusals({ mobile: 'mobilephone' }), 'fields.mobile', /can’t be found/);
  });

  it('refuses types that don’t fit, naming those that do', () => {
    one(
      refusals({ mobile: 'Birthdate' }),
      'fields.mobile',
      /a date field\. Choose a field of type phone or text or number/,
    );
    one(refusals({ firstName: 'SMS_Opt_Out__c' }), 'fields.firstName', /a checkbox field/);
    one(refusals({ userId: 'Interests__c' }), 'fields.userId', /a multi-select picklist field/);
  });

  it('checks additional fields line by line', () => {
    const line = { source: 'GPA__c', field: 'gpa' };
    one(
      refusals({ additional: [line, { source: 'GPA__c', field: 'gone' }] }),
      'fields.additional.1.field',
      /no field “gone”/,
    );
    one(
      refusals({ additional: [line, { source: 'FirstName', field: 'gpa' }] }),
      'fields.additional.1.field',
      /GPA is filled twice/,
    );
    one(
      refusals({ additional: [line, { source: '', field: 'notes' }] }),
      'fields.additional.1.source',
      /Notes has no source field/,
    );
    one(
      refusals({ additional: [line, { source: 'Hidden__c', field: 'notes' }] }),
      'fields.additional.1.source',
      /can’t be found/,
    );
    one(
      refusals({ additional: [{ source: 'Birthdate', field: 'gpa' }] }),
      'fields.additional.0.source',
      /GPA can’t be read from Birthdate, a date field/,
    );
    one(
      refusals({ additional: [{ source: 'GPA__c', field: 'honors' }] }),
      'fields.additional.0.source',
      /Honors can’t be read from GPA \(GPA__c\)/,
    );
  });

  it('keeps opt-outs only in a checkbox or picklist that can be written', () => {
    one(refusals({}, { ...checkbox, field: '' }), 'optOut.field', /has no source field/);
    one(
      refusals({}, { ...checkbox, field: 'GPA__c' }),
      'optOut.field',
      /a number field\. Choose a checkbox or a picklist/,
    );
    one(refusals({}, { ...checkbox, field: 'Texting__c' }), 'optOut.kind', /is a picklist, not a checkbox/);
    one(refusals({}, { ...picklist, field: 'SMS_Opt_Out__c' }), 'optOut.kind', /is a checkbox, not a picklist/);
    one(refusals({}, { ...checkbox, field: 'Stopped__c' }), 'optOut.field', /calculated by the source/);
    one(refusals({}, { ...checkbox, field: 'Locked__c' }), 'optOut.field', /API user can’t edit Locked/);
  });

  it('refuses an opt-out column that shows no field of the record', () => {
    const column = field('ACCOUNT.OPT_OUT', 'checkbox', { label: 'Account opt-out', apiName: null, writable: false });
    const mapping = { fields: standard, optOut: { ...checkbox, field: column.name } };
    const [problem, ...more] = checkMapping(mapping, [...fields, column], teamFields);
    assert.deepEqual([problem?.field, more], ['optOut.field', []]);
    assert.match(problem!.message, /Account opt-out .* shows no field of the record itself/);
  });

  it('asks a source that maps its identity for record ID and modified time, of the right kinds', () => {
    const columns = [
      ...fields,
      field('CONTACT_ID', 'id', { isRecordId: true }),
      field('LAST_UPDATE', 'date', { label: 'Last Modified Date', modifiedTime: 'day' }),
      field('Modified__c', 'datetime', { modifiedTime: 'instant' }),
    ];
    const problems = (changes: Partial<FieldMapping>): string[] =>
      checkMapping({ fields: { ...standard, ...changes }, optOut: null }, columns, teamFields, BOTH).map(
        ({ field: path, message }) => {
          assert.match(message, /^[^!]{20,240}\.$/);
          return `${path}: ${message}`;
        },
      );
    const whole = { recordId: 'CONTACT_ID', lastModified: 'Modified__c' };
    assert.deepEqual(problems(whole), []);
    assert.equal(problems({}).length, 2);
    one(problems({ ...whole, recordId: null }), 'fields.recordId', /has no source field/);
    one(problems({ ...whole, recordId: 'Advisor__c' }), 'fields.recordId', /does not hold the record’s own ID/);
    one(problems({ ...whole, recordId: 'Gone' }), 'fields.recordId', /Gone can’t be found/);
    one(problems({ ...whole, lastModified: 'Birthdate' }), 'fields.lastModified', /does not tell when/);
    one(problems({ ...whole, lastModified: 'LAST_UPDATE' }), 'fields.lastModified', /only the day.*or accept whole/);
    assert.deepEqual(problems({ ...whole, lastModified: 'LAST_UPDATE', wholeDay: true }), []);
    assert.deepEqual(checkMapping({ fields: standard, optOut: null }, columns, teamFields), [], 'others have no such');
  });

  it('takes any column of a file for anything, and asks only which one holds the contact ID', () => {
    const columns = ['StudentId', 'FirstName', 'LastName', 'MobileNumber', 'OptedOut', 'GPA'].map((name) =>
      field(name, 'column', { apiName: null, writable: false, isRecordId: true }),
    );
    const file: FieldMapping = {
      firstName: 'FirstName',
      firstNameFallback: null,
      lastName: 'LastName',
      mobile: 'MobileNumber',
      userId: null,
      recordId: 'StudentId',
      additional: [{ source: 'GPA', field: 'gpa' }],
    };
    const words = { ...picklist, field: 'OptedOut', optedInValue: 'false', optedOutValue: 'true' };
    const problems = (changes: Partial<FieldMapping>, optOut: OptOutMapping = words): string[] =>
      checkMapping({ fields: { ...file, ...changes }, optOut }, columns, teamFields, {
        mapsIdentity: true,
        mapsModified: false,
      }).map(({ field: path, message }) => `${path}: ${message}`);
    assert.deepEqual(problems({}), []);
    one(problems({ recordId: null }), 'fields.recordId', /has no source field/);
    one(problems({ lastName: 'Surname' }), 'fields.lastName', /the file has no column Surname\./);
    one(problems({}, { ...words, field: 'Out' }), 'optOut.field', /the file has no column Out\./);
    one(problems({}, { ...words, optedOutValue: 'FALSE' }), 'optOut.optedOutValue', /are the same/);
    one(problems({}, { kind: 'checkbox', field: 'OptedOut', ticked: 'opted_out' }), 'optOut.kind', /column of a file/);
  });

  it('asks for two different active values of a picklist', () => {
    one(refusals({}, { ...picklist, optedInValue: '' }), 'optOut.optedInValue', /opted-in value is missing/);
    one(refusals({}, { ...picklist, optedOutValue: ' ' }), 'optOut.optedOutValue', /people who are opted out/);
    one(
      refusals({}, { ...picklist, optedOutValue: 'Stop' }),
      'optOut.optedOutValue',
      /“Stop” is not an active value of Texting/,
    );
    one(refusals({}, { ...picklist, optedOutValue: 'OK' }), 'optOut.optedOutValue', /are the same/);
  });

  it('takes any two values when the source lists none', () => {
    const open = fields.map((known) => (known.name === 'Texting__c' ? { ...known, values: [] } : known));
    const mapping = (optedOutValue: string): ImportMapping => ({
      fields: standard,
      optOut: { ...picklist, optedOutValue },
    });
    assert.deepEqual(checkMapping(mapping('Stop'), open, teamFields), []);
    assert.equal(checkMapping(mapping('ok '), open, teamFields).length, 1);
  });

  it('says everything that is wrong at once', () => {
    assert.equal(
      refusals({ firstName: '', mobile: 'Birthdate', additional: [{ source: 'Hidden__c', field: 'gone' }] }, null)
        .length,
      4,
    );
  });
});
