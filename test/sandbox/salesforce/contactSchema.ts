import type { FieldDef, ObjectSchema, PicklistEntry, Value } from './schema.ts';

const same = (...values: string[]): PicklistEntry[] => values.map((value) => ({ value, label: value }));

const joinNames = (read: (field: string) => Value): string =>
  [read('FirstName'), read('LastName')].filter((part) => part !== null && part !== '').join(' ');

/** A compound of two of the record's fields; null when both are empty. */
const addressOf = (name: string, label: string, city: string, state: string): FieldDef => ({
  name,
  label,
  type: 'address',
  compute(read) {
    const parts = { city: read(city), state: read(state) };
    const isEmpty = parts.city === null && parts.state === null;
    return isEmpty ? null : JSON.stringify({ ...parts, country: null, postalCode: null, street: null });
  },
  updateable: false,
  createable: false,
});

export const STAGES = ['Inquiry', 'Applied', 'Admitted', 'Enrolled'] as const;
/** The label of "OK" differs from its value, so that a reader who takes one for the other is found out. */
const CONSENT: readonly PicklistEntry[] = [
  { value: 'OK', label: 'OK to text' },
  { value: 'No texts', label: 'No texts' },
];

const system = { updateable: false, createable: false, permissionable: false } as const;

const person: readonly FieldDef[] = [
  { name: 'LastName', label: 'Last Name', type: 'string', length: 80, nillable: false, permissionable: false },
  { name: 'FirstName', label: 'First Name', type: 'string', length: 40, permissionable: false },
  {
    name: 'Name',
    label: 'Full Name',
    type: 'string',
    length: 121,
    nillable: false,
    nameField: true,
    compute: joinNames,
    ...system,
  },
];

const stamps: readonly FieldDef[] = [
  { name: 'CreatedDate', label: 'Created Date', type: 'datetime', nillable: false, ...system },
  { name: 'LastModifiedDate', label: 'Last Modified Date', type: 'datetime', nillable: false, ...system },
  {
    name: 'LastModifiedById',
    label: 'Last Modified By ID',
    type: 'reference',
    length: 18,
    nillable: false,
    referenceTo: ['User'],
    relationshipName: 'LastModifiedBy',
    ...system,
  },
  { name: 'SystemModstamp', label: 'System Modstamp', type: 'datetime', nillable: false, ...system },
];

const custom: readonly FieldDef[] = [
  { name: 'Preferred_Name__c', label: 'Preferred Name', type: 'string', length: 40 },
  { name: 'SMS_Opt_Out__c', label: 'SMS Opt Out', type: 'boolean', nillable: false, defaultValue: false },
  {
    name: 'Texting_Consent__c',
    label: 'Texting Consent',
    type: 'picklist',
    length: 255,
    picklist: CONSENT,
    restricted: true,
  },
  { name: 'Stage__c', label: 'Stage', type: 'picklist', length: 255, picklist: same(...STAGES), restricted: false },
  { name: 'Entry_Term__c', label: 'Entry Term', type: 'string', length: 40 },
  { name: 'Student_ID__c', label: 'Student ID', type: 'string', length: 20, externalId: true },
  { name: 'Advisor_User_ID__c', label: 'Advisor User ID', type: 'string', length: 20 },
  {
    name: 'Full_Title__c',
    label: 'Full Title',
    type: 'string',
    length: 1300,
    calculatedFormula: "IF(ISBLANK(Title), '', Title & ' ') & FirstName & ' ' & LastName",
    compute: (read) => [read('Title'), joinNames(read)].filter((part) => part).join(' '),
    updateable: false,
    createable: false,
  },
  {
    name: 'Last_Modified_Time__c',
    label: 'Last Modified (with time)',
    type: 'datetime',
    calculatedFormula: 'LastModifiedDate',
    compute: (read) => read('LastModifiedDate'),
    updateable: false,
    createable: false,
  },
  { name: 'GPA__c', label: 'GPA', type: 'double', precision: 3, scale: 2 },
  {
    name: 'Interests__c',
    label: 'Interests',
    type: 'multipicklist',
    length: 4099,
    restricted: true,
    picklist: same('Athletics', 'Engineering', 'Music', 'Nursing', 'Study abroad'),
  },
];

const id = (label: string): FieldDef => ({ name: 'Id', label, type: 'id', length: 18, nillable: false, ...system });
const isDeleted: FieldDef = { name: 'IsDeleted', label: 'Deleted', type: 'boolean', nillable: false, ...system };
const masterRecordId = (type: string): FieldDef => ({
  name: 'MasterRecordId',
  label: 'Master Record ID',
  type: 'reference',
  length: 18,
  referenceTo: [type],
  relationshipName: 'MasterRecord',
  ...system,
});

/** The sandbox's Contact. As in a real org HasOptedOutOfEmail and DoNotCall are hidden from everybody, hence absent. */
export const CONTACT_SCHEMA: ObjectSchema = {
  name: 'Contact',
  label: 'Contact',
  labelPlural: 'Contacts',
  keyPrefix: '003',
  supportedScopes: [
    { label: 'All contacts', name: 'everything' },
    { label: 'My contacts', name: 'mine' },
    { label: "My team's contacts", name: 'team' },
  ],
  fields: [
    id('Contact ID'),
    isDeleted,
    masterRecordId('Contact'),
    {
      name: 'AccountId',
      label: 'Account ID',
      type: 'reference',
      length: 18,
      referenceTo: ['Account'],
      relationshipName: 'Account',
    },
    ...person,
    { name: 'MailingCity', label: 'Mailing City', type: 'string', length: 40 },
    { name: 'MailingState', label: 'Mailing State/Province', type: 'string', length: 80 },
    addressOf('MailingAddress', 'Mailing Address', 'MailingCity', 'MailingState'),
    { name: 'Phone', label: 'Business Phone', type: 'phone', length: 40 },
    { name: 'MobilePhone', label: 'Mobile Phone', type: 'phone', length: 40 },
    { name: 'Fax', label: 'Business Fax', type: 'phone', length: 40 },
    { name: 'Email', label: 'Email', type: 'email', length: 80 },
    { name: 'Title', label: 'Title', type: 'string', length: 128 },
    { name: 'Birthdate', label: 'Birthdate', type: 'date' },
    {
      name: 'OwnerId',
      label: 'Owner ID',
      type: 'reference',
      length: 18,
      nillable: false,
      permissionable: false,
      referenceTo: ['User'],
      relationshipName: 'Owner',
    },
    ...stamps,
    ...custom,
    {
      name: 'Household_Name__c',
      label: 'Household',
      type: 'string',
      length: 1300,
      calculatedFormula: 'Account.Name',
      compute: (read) => read('Account.Name'),
      updateable: false,
      createable: false,
    },
    { name: 'Aid_Offer__c', label: 'Aid Offer', type: 'currency', precision: 18, scale: 2 },
  ],
};

/** The sandbox's Lead. */
export const LEAD_SCHEMA: ObjectSchema = {
  name: 'Lead',
  label: 'Lead',
  labelPlural: 'Leads',
  keyPrefix: '00Q',
  supportedScopes: [
    { label: 'All leads', name: 'everything' },
    { label: 'My leads', name: 'mine' },
    { label: 'Queue owned leads', name: 'queue_owned' },
    { label: "My team's leads", name: 'team' },
    { label: 'User owned leads', name: 'user_owned' },
  ],
  fields: [
    id('Lead ID'),
    isDeleted,
    masterRecordId('Lead'),
    ...person,
    { name: 'Title', label: 'Title', type: 'string', length: 128 },
    { name: 'Company', label: 'Company', type: 'string', length: 255, nillable: false, permissionable: false },
    { name: 'City', label: 'City', type: 'string', length: 40 },
    { name: 'State', label: 'State/Province', type: 'string', length: 80 },
    addressOf('Address', 'Address', 'City', 'State'),
    { name: 'Phone', label: 'Phone', type: 'phone', length: 40 },
    { name: 'MobilePhone', label: 'Mobile Phone', type: 'phone', length: 40 },
    { name: 'Email', label: 'Email', type: 'email', length: 80 },
    {
      name: 'Status',
      label: 'Status',
      type: 'picklist',
      length: 40,
      nillable: false,
      permissionable: false,
      restricted: false,
      defaultValue: 'Open - Not Contacted',
      picklist: [
        { value: 'Open - Not Contacted', label: 'Open - Not Contacted', isDefault: true },
        ...same('Working - Contacted', 'Closed - Converted', 'Closed - Not Converted'),
      ],
    },
    { name: 'Birthdate__c', label: 'Birthdate', type: 'date' },
    {
      name: 'OwnerId',
      label: 'Owner ID',
      type: 'reference',
      length: 18,
      nillable: false,
      permissionable: false,
      referenceTo: ['Group', 'User'],
      relationshipName: 'Owner',
    },
    {
      name: 'IsConverted',
      label: 'Converted',
      type: 'boolean',
      nillable: false,
      defaultValue: false,
      ...system,
      createable: true,
    },
    {
      name: 'ConvertedContactId',
      label: 'Converted Contact ID',
      type: 'reference',
      length: 18,
      referenceTo: ['Contact'],
      relationshipName: 'ConvertedContact',
      ...system,
    },
    ...stamps,
    ...custom,
  ],
};

/** The few facts about other objects that a client reads. */
export const USER_SCHEMA: ObjectSchema = {
  name: 'User',
  label: 'User',
  labelPlural: 'Users',
  keyPrefix: '005',
  supportedScopes: [{ label: 'All users', name: 'everything' }],
  fields: [
    { name: 'Id', label: 'User ID', type: 'id', length: 18, nillable: false, ...system },
    { name: 'Username', label: 'Username', type: 'string', length: 80, nillable: false },
    { name: 'Name', label: 'Full Name', type: 'string', length: 121, nillable: false, nameField: true, ...system },
    { name: 'Alias', label: 'Alias', type: 'string', length: 8, nillable: false },
    { name: 'Email', label: 'Email', type: 'email', length: 128, nillable: false },
    { name: 'IsActive', label: 'Active', type: 'boolean', nillable: false },
    { name: 'TimeZoneSidKey', label: 'Time Zone', type: 'string', length: 40, nillable: false },
  ],
};

export const ACCOUNT_SCHEMA: ObjectSchema = {
  name: 'Account',
  label: 'Account',
  labelPlural: 'Accounts',
  keyPrefix: '001',
  supportedScopes: [{ label: 'All accounts', name: 'everything' }],
  fields: [
    { name: 'Id', label: 'Account ID', type: 'id', length: 18, nillable: false, ...system },
    { name: 'Name', label: 'Account Name', type: 'string', length: 255, nillable: false, nameField: true },
  ],
};

export const ORGANIZATION_SCHEMA: ObjectSchema = {
  name: 'Organization',
  label: 'Organization',
  labelPlural: 'Organizations',
  keyPrefix: '00D',
  supportedScopes: [{ label: 'Everything', name: 'everything' }],
  fields: [
    { name: 'Id', label: 'Organization ID', type: 'id', length: 18, nillable: false, ...system },
    { name: 'Name', label: 'Name', type: 'string', length: 80, nillable: false, nameField: true },
    { name: 'IsSandbox', label: 'Is Sandbox', type: 'boolean', nillable: false, ...system },
    { name: 'InstanceName', label: 'Instance Name', type: 'string', length: 5, ...system },
    { name: 'OrganizationType', label: 'Edition', type: 'picklist', length: 40, ...system },
    { name: 'TimeZoneSidKey', label: 'Time Zone', type: 'picklist', length: 40 },
    { name: 'LanguageLocaleKey', label: 'Language', type: 'picklist', length: 40 },
  ],
};

export const LIST_VIEW_SCHEMA: ObjectSchema = {
  name: 'ListView',
  label: 'List View',
  labelPlural: 'List Views',
  keyPrefix: '00B',
  supportedScopes: [{ label: 'Everything', name: 'everything' }],
  fields: [
    { name: 'Id', label: 'List View ID', type: 'id', length: 18, nillable: false, ...system },
    { name: 'Name', label: 'View Name', type: 'string', length: 40, nillable: false, nameField: true, ...system },
    { name: 'DeveloperName', label: 'API Name', type: 'string', length: 80, ...system },
    { name: 'NamespacePrefix', label: 'Namespace Prefix', type: 'string', length: 15, ...system },
    { name: 'SobjectType', label: 'Object', type: 'string', length: 80, ...system },
    { name: 'IsSoqlCompatible', label: 'SOQL Compatible', type: 'boolean', nillable: false, ...system },
    { name: 'LastModifiedDate', label: 'Last Modified Date', type: 'datetime', nillable: false, ...system },
  ],
};

/** What the user may do, one row; answers the permission questions an integration asks before it starts. */
export const PERMISSION_SCHEMA: ObjectSchema = {
  name: 'UserPermissionAccess',
  label: 'User Permission Access',
  labelPlural: 'User Permission Access',
  keyPrefix: '0YG',
  supportedScopes: [{ label: 'Everything', name: 'everything' }],
  fields: [
    { name: 'Id', label: 'ID', type: 'id', length: 18, nillable: false, ...system },
    { name: 'PermissionsApiEnabled', label: 'API Enabled', type: 'boolean', nillable: false, ...system },
    {
      name: 'PermissionsViewSetup',
      label: 'View Setup and Configuration',
      type: 'boolean',
      nillable: false,
      ...system,
    },
    { name: 'PermissionsViewAllData', label: 'View All Data', type: 'boolean', nillable: false, ...system },
    { name: 'PermissionsModifyAllData', label: 'Modify All Data', type: 'boolean', nillable: false, ...system },
  ],
};
