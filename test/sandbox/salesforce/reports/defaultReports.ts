import type { ReportDraft, ReportFilter } from './reportDefinition.ts';

const filter = (column: string, operator: string, value: string): ReportFilter => ({ column, operator, value });

const TEXTING_COLUMNS = [
  'CONTACT_ID',
  'FIRST_NAME',
  'LAST_NAME',
  'Contact.Preferred_Name__c',
  'PHONE3',
  'EMAIL',
  'Contact.SMS_Opt_Out__c',
  'Contact.Texting_Consent__c',
  'Contact.Stage__c',
  'Contact.Entry_Term__c',
  'Contact.GPA__c',
  'Contact.Aid_Offer__c',
  'OWNER_FULL_NAME',
  'ACCOUNT.NAME',
  'Contact.Last_Modified_Time__c',
];

const LEAD_COLUMNS = [
  'LEAD_ID',
  'FIRST_NAME',
  'LAST_NAME',
  'COMPANY',
  'MOBILE_PHONE',
  'EMAIL',
  'STATUS',
  'Lead.SMS_Opt_Out__c',
  'OWNER',
  'Lead.Last_Modified_Time__c',
];

const without = (columns: readonly string[], ...gone: string[]): string[] =>
  columns.filter((column) => !gone.includes(column));

const WITHOUT_TIME = [
  ...without(TEXTING_COLUMNS, 'Contact.Last_Modified_Time__c'),
  'LAST_UPDATE',
];

/** Twenty filters, none of which excludes anybody. */
const TWENTY = Array.from({ length: 20 }, (_none, i) => filter('LAST_NAME', 'notEqual', `Nobody ${i + 1}`));

const FALL_FILTERS = [
  filter('Contact.Stage__c', 'equals', 'Admitted'),
  filter('Contact.Entry_Term__c', 'equals', 'Fall 2027'),
  filter('TITLE', 'equals', 'Transfer student'),
];

/**
 * The org's reports, the ones an import can use first, then the ones it can't, each for another reason. Their order is
 * that of their ids.
 */
export const DEFAULT_REPORTS: readonly ReportDraft[] = [
  {
    name: 'Texting – Fall admits (report)',
    developerName: 'Texting_Fall_admits_report',
    detailColumns: TEXTING_COLUMNS,
    filters: FALL_FILTERS,
    booleanFilter: '1 AND (2 OR 3)',
  },
  {
    name: 'Everybody with time',
    developerName: 'Everybody_with_time',
    folder: 'Admissions',
    detailColumns: TEXTING_COLUMNS,
  },
  {
    name: 'Everybody, last update by day',
    developerName: 'Everybody_by_day',
    folder: 'Admissions',
    detailColumns: WITHOUT_TIME,
  },
  {
    name: 'Contacts for texting',
    developerName: 'Contacts_for_texting',
    type: 'Contacts_for_texting__c',
    detailColumns: [
      'Contact$Id',
      'Contact$FirstName',
      'Contact$LastName',
      'Contact$MobilePhone',
      'Contact$Email',
      'Contact$SMS_Opt_Out__c',
      'Contact$Stage__c',
      'Contact$Interests__c',
      'Contact$Household_Name__c',
      'Contact$Owner',
      'Contact$LastModifiedDate',
      'Contact$Last_Modified_Time__c',
    ],
    filters: [filter('Contact$Stage__c', 'notEqual', 'Inquiry')],
  },
  {
    name: 'Applied or music',
    developerName: 'Applied_or_music',
    folder: 'Admissions',
    detailColumns: TEXTING_COLUMNS,
    filters: [
      filter('Contact.Stage__c', 'equals', 'Applied,Inquiry'),
      filter('Contact.Interests__c', 'includes', 'Music'),
      filter('PHONE3', 'notEqual', ''),
    ],
    booleanFilter: '(1 OR 2) AND 3',
    sortBy: [{ sortColumn: 'LAST_NAME', sortOrder: 'Asc' }],
  },
  {
    name: 'New since summer (Greta)',
    developerName: 'New_since_summer_Greta',
    folder: 'Admissions',
    description: 'Saved by somebody who works in German.',
    detailColumns: TEXTING_COLUMNS,
    filters: [filter('CREATED_DATE', 'equals', 'LETZTE 400 TAGE')],
  },
  {
    name: 'Texting – open leads (report)',
    developerName: 'Texting_open_leads_report',
    folder: 'Lead management',
    object: 'Lead',
    detailColumns: LEAD_COLUMNS,
    filters: [filter('CONVERTED', 'equals', 'False'), filter('STATUS', 'contains', 'Open,Working')],
  },
  {
    name: 'All leads (report)',
    developerName: 'All_leads_report',
    folder: 'Lead management',
    object: 'Lead',
    detailColumns: LEAD_COLUMNS,
  },
  {
    name: 'Contacts by stage',
    developerName: 'Contacts_by_stage',
    folder: 'Admissions',
    format: 'SUMMARY',
    detailColumns: without(TEXTING_COLUMNS, 'Contact.Stage__c'),
    groupingsDown: ['Contact.Stage__c'],
  },
  {
    name: 'Stage by term',
    developerName: 'Stage_by_term',
    folder: 'Admissions',
    format: 'MATRIX',
    detailColumns: without(TEXTING_COLUMNS, 'Contact.Stage__c', 'Contact.Entry_Term__c'),
    groupingsDown: ['Contact.Stage__c'],
    groupingsAcross: ['Contact.Entry_Term__c'],
  },
  {
    name: 'Contacts beside leads',
    developerName: 'Contacts_beside_leads',
    folder: 'Admissions',
    format: 'MULTI_BLOCK',
    detailColumns: TEXTING_COLUMNS,
  },
  {
    name: 'Fifty newest',
    developerName: 'Fifty_newest',
    detailColumns: TEXTING_COLUMNS,
    sortBy: [{ sortColumn: 'Contact.Last_Modified_Time__c', sortOrder: 'Desc' }],
    topRows: { rowLimit: 50, direction: 'Desc' },
  },
  {
    name: 'Twenty exclusions',
    developerName: 'Twenty_exclusions',
    detailColumns: TEXTING_COLUMNS,
    filters: TWENTY,
  },
  {
    name: 'Names and numbers',
    developerName: 'Names_and_numbers',
    description: 'Has no column that tells which record a row is.',
    type: 'Contacts_for_texting__c',
    detailColumns: ['Contact$FirstName', 'Contact$LastName', 'Contact$MobilePhone', 'Contact$Last_Modified_Time__c'],
  },
  {
    name: 'My contacts (report)',
    developerName: 'My_contacts_report',
    detailColumns: TEXTING_COLUMNS,
    scope: 'user',
  },
  {
    name: 'Created this year',
    developerName: 'Created_this_year',
    folder: 'Admissions',
    detailColumns: TEXTING_COLUMNS,
    standardDateFilter: { column: 'CREATED_DATE', durationValue: 'THIS_YEAR', startDate: null, endDate: null },
  },
  {
    name: 'Campus visits 2019',
    developerName: 'Campus_visits_2019',
    folder: 'Admissions',
    detailColumns: TEXTING_COLUMNS,
    isObsolete: true,
  },
  {
    name: 'Dana’s private list',
    developerName: 'Danas_private_list',
    folder: 'Private Reports',
    detailColumns: TEXTING_COLUMNS,
  },
  {
    name: 'May be called',
    developerName: 'May_be_called',
    description: 'Filters by a field that field security hides.',
    detailColumns: TEXTING_COLUMNS,
    filters: [filter('Contact.Stage__c', 'equals', 'Admitted'), filter('DO_NOT_CALL', 'equals', 'False')],
  },
];
