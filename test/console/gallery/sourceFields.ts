import type { SourceField } from '../../../src/http/schemas/sources.ts';

const plain: Omit<SourceField, 'name' | 'label' | 'type'> = {
  apiName: null,
  writable: true,
  calculated: false,
  changesUnseen: false,
  isRecordId: false,
  modifiedTime: null,
  values: [],
  restricted: false,
};

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

/** The columns of a Report. `withTime` adds the formula field that holds the time of the last change. */
export const reportColumns = (withTime: boolean): SourceField[] => [
  { ...plain, name: 'CONTACT_ID', label: 'Contact ID', type: 'id', apiName: 'Id', writable: false, isRecordId: true },
  { ...plain, name: 'FIRST_NAME', label: 'First Name', type: 'text', apiName: 'FirstName' },
  { ...plain, name: 'LAST_NAME', label: 'Last Name', type: 'text', apiName: 'LastName' },
  { ...plain, name: 'PHONE3', label: 'Mobile', type: 'phone', apiName: 'MobilePhone' },
  { ...plain, name: 'ACCOUNT.NAME', label: 'Account Name', type: 'text', writable: false, changesUnseen: true },
  {
    ...plain,
    name: 'LAST_UPDATE',
    label: 'Last Modified Date',
    type: 'date',
    apiName: 'LastModifiedDate',
    writable: false,
    modifiedTime: 'day',
  },
  ...(withTime
    ? ([
        {
          ...plain,
          name: 'Contact.Modified_Time__c',
          label: 'Modified Time',
          type: 'datetime',
          apiName: 'Modified_Time__c',
          writable: false,
          calculated: true,
          modifiedTime: 'instant',
        },
      ] satisfies SourceField[])
    : []),
];

export const teamFields = [
  { key: 'term', label: 'Term', type: 'text' as const, usedBy: [], required: false, mergeable: true, visible: true },
  { key: 'birthday', label: 'Birthday', type: 'date' as const, usedBy: [], required: false, mergeable: true, visible: true },
];
