import assert from 'node:assert/strict';
import fc from 'fast-check';
import { checkMapping } from '../../src/domain/checkMapping.ts';
import type { MappableField } from '../../src/domain/sourceField.ts';
import { suggestMapping } from '../../src/domain/suggestMapping.ts';

function field(name: string, type = 'text', changes: Partial<MappableField> = {}): MappableField {
  return {
    name,
    label: name,
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

function picklist(name: string, ...values: readonly string[]): MappableField {
  return field(name, 'picklist', { values: values.map((value) => ({ value, label: value })) });
}

const salesforce: readonly MappableField[] = [
  field('Id', 'id', { writable: false }),
  field('LastName', 'text', { label: 'Last Name' }),
  field('FirstName', 'text', { label: 'First Name' }),
  field('MiddleName', 'text', { label: 'Middle Name' }),
  field('Name', 'text', { label: 'Full Name', writable: false }),
  field('Phone', 'phone', { label: 'Business Phone' }),
  field('HomePhone', 'phone', { label: 'Home Phone' }),
  field('MobilePhone', 'phone', { label: 'Mobile Phone' }),
  field('OwnerId', 'id', { label: 'Owner ID' }),
  field('HasOptedOutOfEmail', 'checkbox', { label: 'Email Opt Out' }),
  field('HasOptedOutOfFax', 'checkbox', { label: 'Fax Opt Out' }),
  field('DoNotCall', 'checkbox', { label: 'Do Not Call' }),
];

const optOutOf = (...fields: readonly MappableField[]) => suggestMapping([...salesforce, ...fields]).optOut;

describe('suggestMapping', () => {
  it('finds the standard fields of Salesforce and suggests no user', () => {
    assert.deepEqual(suggestMapping(salesforce), {
      fields: { firstName: 'FirstName', firstNameFallback: null, lastName: 'LastName', mobile: 'MobilePhone' },
      optOut: null,
    });
  });

  it('finds the columns of a file by the headers such files have, exactly or nearly', () => {
    const file = (...names: string[]) =>
      suggestMapping(names.map((name) => field(name, 'column', { apiName: null, writable: false, isRecordId: true })));
    const optOut = { kind: 'picklist', optedInValue: 'false', optedOutValue: 'true', empty: 'keep' };
    assert.deepEqual(file('Id', 'StudentId', 'FirstName', 'LastName', 'MobileNumber', 'OptedOut', 'StaffId', 'GPA'), {
      fields: {
        firstName: 'FirstName',
        firstNameFallback: null,
        lastName: 'LastName',
        mobile: 'MobileNumber',
        recordId: 'StudentId',
        userId: 'StaffId',
      },
      optOut: { ...optOut, field: 'OptedOut' },
    });
    const near = file('CONTACT_ID', 'Preferred Name', 'first name', 'Last-Name', 'Cell Phone', 'Email Opt Out', 'SMS opt-out');
    assert.deepEqual(near, {
      fields: {
        firstName: 'Preferred Name',
        firstNameFallback: 'first name',
        lastName: 'Last-Name',
        mobile: 'Cell Phone',
        recordId: 'CONTACT_ID',
      },
      optOut: { ...optOut, field: 'SMS opt-out' },
    });
    assert.deepEqual(file('Notes', 'Email opt-out', 'Texting consent'), { fields: {}, optOut: null });
  });

  it('prefers the preferred name and falls back to the first name', () => {
    for (const name of [
      'Preferred_Name__c',
      'Preferred_First_Name__c',
      'Nickname__c',
      'NickName',
      'Name_Preferred__c',
    ]) {
      const { fields } = suggestMapping([...salesforce, field(name)]);
      assert.deepEqual([fields.firstName, fields.firstNameFallback], [name, 'FirstName']);
    }
    const labelled = suggestMapping([...salesforce, field('PN__c', 'text', { label: 'Preferred name' })]);
    assert.equal(labelled.fields.firstName, 'PN__c');
    for (const name of [
      'Preferred_Last_Name__c',
      'Preferred_Campus__c',
      'Preferred_Contact_Method__c',
      'Preferred_Full_Name__c',
    ]) {
      assert.equal(suggestMapping([...salesforce, field(name)]).fields.firstName, 'FirstName', name);
    }
  });

  it('reads names as people write them in other sources', () => {
    const { fields } = suggestMapping([
      field('first_name'),
      field('Last name'),
      field('Cell Phone Number', 'phone'),
      field('Phone', 'phone'),
    ]);
    assert.deepEqual(fields, {
      firstName: 'first_name',
      firstNameFallback: null,
      lastName: 'Last name',
      mobile: 'Cell Phone Number',
    });
  });

  it('takes no other phone for a mobile number, and leaves out what it can’t find', () => {
    assert.deepEqual(
      suggestMapping([field('Phone', 'phone'), field('HomePhone', 'phone'), field('Mobile_App_User__c')]).fields,
      {},
    );
  });

  const checkboxes: readonly (readonly [string, 'opted_out' | 'opted_in'])[] = [
    ['SMS_Opt_Out__c', 'opted_out'],
    ['SMSOptOut__c', 'opted_out'],
    ['Text_Opt_Out__c', 'opted_out'],
    ['Opted_Out_of_Texting__c', 'opted_out'],
    ['Do_Not_Text__c', 'opted_out'],
    ['No_Texts__c', 'opted_out'],
    ['et4ae5__HasOptedOutOfMobile__c', 'opted_out'],
    ['Opt_Out__c', 'opted_out'],
    ['SMS_Opt_In__c', 'opted_in'],
    ['Text_Consent__c', 'opted_in'],
    ['Texting_Permission__c', 'opted_in'],
    ['OK_to_Text__c', 'opted_in'],
  ];
  for (const [name, ticked] of checkboxes) {
    it(`takes ${name} as ticked when ${ticked.replace('_', ' ')}`, () => {
      assert.deepEqual(optOutOf(field(name, 'checkbox')), { kind: 'checkbox', field: name, ticked });
    });
  }

  it('reads the label when the name says nothing', () => {
    assert.deepEqual(optOutOf(field('X1__c', 'checkbox', { label: 'Don’t text' })), {
      kind: 'checkbox',
      field: 'X1__c',
      ticked: 'opted_out',
    });
  });

  it('takes no field about another channel, no other consent and nothing it can’t write', () => {
    for (const name of [
      'Email_Opt_Out__c',
      'Do_Not_Mail__c',
      'Photo_Consent__c',
      'FERPA_Consent__c',
      'Email_Opt_In__c',
      'Texted__c',
      'Whatsapp_Opt_Out__c',
    ]) {
      assert.equal(optOutOf(field(name, 'checkbox')), null, name);
    }
    assert.equal(optOutOf(field('SMS_Opt_Out__c', 'checkbox', { writable: false })), null);
    assert.equal(optOutOf(field('SMS_Opt_Out__c', 'checkbox', { calculated: true })), null);
    assert.equal(optOutOf(field('SMS_Opt_Out__c', 'text')), null);
  });

  it('prefers a field that names texting to one that names no channel', () => {
    const found = optOutOf(
      field('Opt_Out__c', 'checkbox'),
      picklist('Texting_Preference__c', 'Opted In', 'Opted Out'),
      field('SMS_Opt_Out__c', 'checkbox'),
    );
    assert.equal(found?.field, 'SMS_Opt_Out__c');
    assert.equal(
      optOutOf(field('Opt_Out__c', 'checkbox'), picklist('SMS_Status__c', 'Opted In', 'Opted Out'))?.field,
      'SMS_Status__c',
    );
  });

  const lists: readonly (readonly [MappableField, string, string])[] = [
    [picklist('Texting_Preference__c', 'OK', 'No texts', 'Unknown'), 'OK', 'No texts'],
    [picklist('SMS_Status__c', 'Opted In', 'Opted Out'), 'Opted In', 'Opted Out'],
    [picklist('SMS_Status__c', 'Subscribed', 'Unsubscribed'), 'Subscribed', 'Unsubscribed'],
    [picklist('SMS_Opt_Out__c', 'Yes', 'No'), 'No', 'Yes'],
    [picklist('SMS_Opt_In__c', 'Yes', 'No'), 'Yes', 'No'],
    [picklist('Text_Messages__c', 'Yes', 'No'), 'Yes', 'No'],
  ];
  for (const [list, optedInValue, optedOutValue] of lists) {
    it(`reads the values ${list.values.map(({ value }) => value).join(', ')} of ${list.name}`, () => {
      assert.deepEqual(optOutOf(list), {
        kind: 'picklist',
        field: list.name,
        optedInValue,
        optedOutValue,
        empty: 'keep',
      });
    });
  }

  it('takes no picklist whose values it does not understand, or understands twice', () => {
    assert.equal(optOutOf(picklist('SMS_Status__c', 'Green', 'Red')), null);
    assert.equal(optOutOf(picklist('SMS_Status__c', 'Opted In', 'Opted Out', 'Stopped')), null);
    assert.equal(optOutOf(picklist('Admitted__c', 'Yes', 'No')), null);
  });

  it('knows a Report’s columns by the record’s own fields they show', () => {
    const report = [
      field('PHONE1', 'phone', { label: 'Telefon', apiName: 'Phone' }),
      field('PHONE3', 'phone', { label: 'Mobil', apiName: 'MobilePhone' }),
      field('COL_A', 'text', { label: 'Vorname', apiName: 'FirstName' }),
      field('COL_B', 'text', { label: 'Nachname', apiName: 'LastName' }),
      field('FIRST_NAME', 'text', { label: 'First Name', apiName: null }),
      field('COL_C', 'checkbox', { label: 'Keine SMS', apiName: 'SMS_Opt_Out__c' }),
    ];
    assert.deepEqual(suggestMapping(report), {
      fields: { firstName: 'COL_A', firstNameFallback: null, lastName: 'COL_B', mobile: 'PHONE3' },
      optOut: { kind: 'checkbox', field: 'COL_C', ticked: 'opted_out' },
    });
    assert.equal(optOutOf(field('SMS_Opt_Out__c', 'checkbox', { apiName: null })), null, 'nobody could write it');
  });

  it('finds the columns that tell record and modified time, the instant before the day', () => {
    const id = field('CONTACT_ID', 'id', { label: 'Contact ID', isRecordId: true });
    const day = field('LAST_UPDATE', 'date', { label: 'Last Modified Date', modifiedTime: 'day' });
    const instant = field('Contact.Last_Modified_Time__c', 'datetime', { modifiedTime: 'instant' });
    const other = field('Contact.Applied_At__c', 'datetime', { label: 'Applied at', modifiedTime: 'instant' });
    const identity = (...fields: readonly MappableField[]) => {
      const { recordId, lastModified } = suggestMapping([...salesforce, ...fields]).fields;
      return [recordId, lastModified];
    };
    assert.deepEqual(identity(id, day, other, instant), ['CONTACT_ID', 'Contact.Last_Modified_Time__c']);
    assert.deepEqual(identity(id, other, day), ['CONTACT_ID', 'LAST_UPDATE']);
    assert.deepEqual(identity(id, other), [undefined, undefined], 'any other time is not the modified time');
  });

  it('suggests only what can be saved', () => {
    const anyName = fc.constantFrom(
      'FirstName',
      'LastName',
      'MobilePhone',
      'Preferred_Name__c',
      'SMS_Opt_Out__c',
      'SMS_Consent__c',
      'Opt_Out__c',
      'Cell__c',
      'X__c',
    );
    const anyField = fc.record({
      name: anyName,
      label: fc.oneof(anyName, fc.string()),
      type: fc.constantFrom('text', 'phone', 'checkbox', 'picklist', 'multipicklist', 'number'),
      writable: fc.boolean(),
      apiName: fc.oneof(fc.constant(null), anyName),
      calculated: fc.boolean(),
      changesUnseen: fc.boolean(),
      isRecordId: fc.constant(false),
      modifiedTime: fc.constant(null),
      values: fc.uniqueArray(
        fc.constantFrom('Yes', 'No', 'Opted Out', 'OK', 'Other').map((value) => ({ value, label: value })),
        { selector: ({ value }) => value },
      ),
    });
    fc.assert(
      fc.property(fc.uniqueArray(anyField, { selector: ({ name }) => name }), (fields) => {
        const { fields: found, optOut } = suggestMapping(fields);
        const mapping = {
          fields: {
            firstName: found.firstName ?? '',
            firstNameFallback: found.firstNameFallback ?? null,
            lastName: found.lastName ?? '',
            mobile: found.mobile ?? '',
            userId: null,
            additional: [],
          },
          optOut,
        };
        const allowed = (['firstName', 'lastName', 'mobile'] as const)
          .filter((entry) => found[entry] === undefined)
          .map((entry) => `fields.${entry}`);
        assert.deepEqual(
          checkMapping(mapping, fields, []).map((problem) => problem.field),
          allowed,
        );
      }),
    );
  });
});
