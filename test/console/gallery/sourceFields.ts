import type { SourceField } from '../../../src/http/schemas/connections.ts';

const plain = {
  apiName: null,
  writable: true,
  calculated: false,
  changesUnseen: false,
  isRecordId: false,
  modifiedTime: null,
  values: [],
  restricted: false,
} as const;

const list = (...values: string[]): SourceField['values'] => values.map((value) => ({ value, label: value }));

/** What a describe of Contact may hold; more fields than one list shows. */
export const sourceFields: SourceField[] = [
  { ...plain, name: 'FirstName', label: 'First Name', type: 'text', values: [] },
  { ...plain, name: 'LastName', label: 'Last Name', type: 'text', values: [] },
  { ...plain, name: 'Preferred_Name__c', label: 'Preferred Name', type: 'text', values: [] },
  { ...plain, name: 'MobilePhone', label: 'Mobile Phone', type: 'phone', values: [] },
  { ...plain, name: 'Birthdate', label: 'Birthdate', type: 'date', values: [] },
  { ...plain, name: 'Short_Name__c', label: 'Short Name', type: 'text', calculated: true, changesUnseen: true, writable: false, values: [] },
  { ...plain, name: 'Term__c', label: 'Term', type: 'picklist', values: list('Fall', 'Spring') },
  { ...plain, name: 'SMS_Opt_Out__c', label: 'SMS Opt Out', type: 'checkbox', values: [] },
  { ...plain, name: 'May_Text__c', label: 'May Text', type: 'checkbox', writable: false, values: [] },
  {
    ...plain,
    name: 'Texting__c',
    label: 'Texting',
    type: 'picklist',
    restricted: true,
    values: list('OK', 'No texts', 'Ask first'),
  },
  ...Array.from({ length: 200 }, (_, index): SourceField => ({
    ...plain,
    name: `Extra_${index}__c`,
    label: `Extra ${index}`,
    type: 'text',
    values: [],
  })),
];

export const teamFields = [
  { key: 'term', label: 'Term', type: 'text' as const, usedBy: [] },
  { key: 'birthday', label: 'Birthday', type: 'date' as const, usedBy: [] },
];
