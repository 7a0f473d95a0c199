import assert from 'node:assert/strict';
import { sourceFields, type ObjectDescribe } from '../../../connectors/salesforce/describe.ts';
import { recording } from './recordings.ts';

const CONTACT: ObjectDescribe = recording('describe-contact.v42.json');

describe('salesforce describe', () => {
  const fields = new Map(sourceFields(CONTACT).map((field) => [field.name, field]));

  it('reads types, and what can be written, from a recorded describe', () => {
    assert.equal(fields.get('Id')?.type, 'id');
    assert.equal(fields.get('MobilePhone')?.type, 'phone');
    assert.equal(fields.get('MobilePhone')?.writable, true);
    assert.equal(fields.get('Name')?.writable, false);
    assert.deepEqual(
      [fields.get('checkbox_field__c')?.type, fields.get('checkbox_field__c')?.writable],
      ['checkbox', true],
    );
  });

  it('gives a picklist’s active values, and whether others are refused', () => {
    const found = CONTACT.fields.find(({ type }) => type === 'picklist')!;
    const values = [
      { active: true, value: 'one', label: 'One' },
      { active: false, value: 'old', label: 'Old' },
    ];
    const [field] = sourceFields({
      ...CONTACT,
      fields: [{ ...found, picklistValues: values, restrictedPicklist: true }],
    });
    assert.deepEqual(field?.values, [{ value: 'one', label: 'One' }]);
    assert.equal(field?.restricted, true);
  });

  it('leaves out compounds and files, never writes a formula, and offers the owner’s name', () => {
    const base = CONTACT.fields[0]!;
    const made = sourceFields({
      ...CONTACT,
      fields: [
        { ...base, name: 'MailingAddress', type: 'address' },
        { ...base, name: 'Photo', type: 'base64' },
        { ...base, name: 'Full__c', type: 'string', calculated: true, updateable: true },
        { ...base, name: 'OwnerId', type: 'reference', relationshipName: 'Owner' },
        { ...base, name: 'Copy__c', type: 'datetime', calculated: true, calculatedFormula: 'LastModifiedDate' },
        { ...base, name: 'LastModifiedDate', type: 'datetime' },
      ],
    });
    assert.deepEqual(made.map(({ name }) => name).sort(), [
      'Copy__c',
      'Full__c',
      'LastModifiedDate',
      'Owner.Email',
      'Owner.Name',
      'Owner.Username',
      'OwnerId',
    ]);
    const formula = made.find(({ name }) => name === 'Full__c')!;
    assert.deepEqual([formula.writable, formula.calculated], [false, true]);
    assert.deepEqual([made.find(({ name }) => name === 'Owner.Name')!.calculated], [true]);
    // Full__c has no formula to judge by: a roll-up.
    assert.deepEqual(
      made.filter(({ changesUnseen }) => changesUnseen).map(({ name }) => name).sort(),
      ['Full__c', 'Owner.Email', 'Owner.Name', 'Owner.Username'],
    );
  });
});
