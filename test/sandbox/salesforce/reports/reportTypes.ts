import { CONTACT_SCHEMA, LEAD_SCHEMA } from '../contactSchema.ts';
import type { RecordType } from '../sandboxTypes.ts';
import { isCustom, type FieldDef, type FieldType, type ObjectSchema } from '../schema.ts';

/**
 * How a column's cells are written.
 *
 * - `text`, `picklist`, `boolean`, `number`, `currency`: as their field
 * - `name`: the text as label, the id of the record it names as value
 * - `id`: 15 characters as label, 18 as value
 * - `day`: a date field; `standardDay`: a standard datetime field, shown without its time
 * - `instant`: a custom datetime field
 */
export type CellKind =
  'text' | 'picklist' | 'boolean' | 'number' | 'currency' | 'name' | 'id' | 'day' | 'standardDay' | 'instant';

export interface ReportColumn {
  /** As the report type spells it, e.g. `OWNER_FULL_NAME`, `Contact.Stage__c`, `Contact$FirstName`. */
  name: string;
  label: string;
  dataType: string;
  cell: CellKind;
  /** The field, as SOQL reaches it from the type's object. */
  path: string;
  /** For names: the field that holds the id of the record named. */
  idPath: string;
  isLookup: boolean;
  /** Object and field behind the column; parts of an address share their compound. */
  entityColumnName: string;
}

/** What a report can be about: an object with its columns. */
export interface ReportType {
  /** API name; those of an administrator's own end in `__c`. */
  type: string;
  label: string;
  object: RecordType;
  scopes: readonly { value: string; label: string }[];
  columns: ReadonlyMap<string, ReportColumn>;
  /** The column whose range the standard date filter sets. */
  dateColumn: string;
}

type Overrides = Partial<Pick<ReportColumn, 'label' | 'dataType' | 'entityColumnName' | 'idPath' | 'isLookup'>>;
type StandardColumn = readonly [name: string, path: string, overrides?: Overrides];

/** The columns an administrator knows from the report builder; a person's first and last name link to the record. */
const person: readonly StandardColumn[] = [
  ['FIRST_NAME', 'FirstName', { idPath: 'Id' }],
  ['LAST_NAME', 'LastName', { idPath: 'Id' }],
  ['TITLE', 'Title'],
  ['EMAIL', 'Email'],
];

const stamps: readonly StandardColumn[] = [
  ['CREATED_DATE', 'CreatedDate'],
  // Recorded: declared a date although its field is a datetime.
  ['LAST_UPDATE', 'LastModifiedDate', { dataType: 'date' }],
  ['LAST_UPDATE_BY', 'LastModifiedBy.Name', { idPath: 'LastModifiedById', isLookup: true, label: 'Last Modified By' }],
];

const CONTACT_COLUMNS: readonly StandardColumn[] = [
  ['CONTACT_ID', 'Id'],
  ...person,
  ['PHONE1', 'Phone', { label: 'Phone' }],
  ['PHONE2', 'Fax', { label: 'Fax' }],
  ['PHONE3', 'MobilePhone', { label: 'Mobile' }],
  ['ADDRESS2_CITY', 'MailingCity', { entityColumnName: 'Contact.MailingAddress' }],
  ['ADDRESS2_STATE', 'MailingState', { entityColumnName: 'Contact.MailingAddress' }],
  ['BIRTHDATE', 'Birthdate'],
  // Recorded with this label. Accounts have no owner of their own here, so it is the contact's.
  ['OWNER_FULL_NAME', 'Owner.Name', { idPath: 'OwnerId', isLookup: true, label: 'Account Owner' }],
  ['ACCOUNT.NAME', 'Account.Name', { idPath: 'AccountId', isLookup: true }],
  ['ACCOUNT_ID', 'AccountId'],
  ...stamps,
  // Field security hides the field behind it from everybody.
  ['DO_NOT_CALL', 'DoNotCall', { label: 'Do Not Call', dataType: 'boolean' }],
];

const LEAD_COLUMNS: readonly StandardColumn[] = [
  ['LEAD_ID', 'Id'],
  ...person,
  ['COMPANY', 'Company', { label: 'Company / Account' }],
  ['PHONE', 'Phone'],
  ['MOBILE_PHONE', 'MobilePhone', { label: 'Mobile' }],
  ['CITY', 'City', { entityColumnName: 'Lead.Address' }],
  ['STATE', 'State', { entityColumnName: 'Lead.Address' }],
  ['STATUS', 'Status', { label: 'Lead Status' }],
  ['CONVERTED', 'IsConverted'],
  ['OWNER', 'Owner.Name', { idPath: 'OwnerId', isLookup: true, label: 'Lead Owner' }],
  ...stamps,
];

const LOOKUP_OBJECTS: Record<string, string> = {
  'Owner': 'User',
  'LastModifiedBy': 'User',
  'Account': 'Account',
};

const KINDS: Partial<Record<FieldType, CellKind>> = {
  id: 'id',
  reference: 'id',
  boolean: 'boolean',
  int: 'number',
  double: 'number',
  currency: 'currency',
  date: 'day',
  datetime: 'standardDay',
  picklist: 'picklist',
  multipicklist: 'picklist',
};

/** A column over a field of the object, or over the name at the end of a look-up. */
function columnOf(schema: ObjectSchema, name: string, path: string, given: Overrides = {}): ReportColumn {
  const [relationship, far] = path.split('.');
  const def: FieldDef | undefined = far === undefined ? schema.fields.find((one) => one.name === path) : undefined;
  const isName = given.idPath !== undefined;
  const kind = (def && KINDS[def.type]) ?? (given.dataType === 'boolean' ? 'boolean' : 'text');
  const parent = LOOKUP_OBJECTS[relationship!] ?? relationship!;
  return {
    name,
    path,
    label: given.label ?? def?.label ?? `${parent} ${far ?? path}`,
    dataType: given.dataType ?? (def?.type === 'reference' ? 'id' : (def?.type ?? 'string')),
    cell: isName ? 'name' : def && kind === 'standardDay' && isCustom(def) ? 'instant' : kind,
    idPath: given.idPath ?? 'Id',
    isLookup: given.isLookup ?? false,
    entityColumnName: given.entityColumnName ?? (far === undefined ? `${schema.name}.${path}` : `${parent}.${far}`),
  };
}

const byName = (columns: readonly ReportColumn[]): Map<string, ReportColumn> =>
  new Map(columns.map((column) => [column.name, column]));

/** A standard type: its own spelling for standard fields, `Object.Field__c` for custom ones. */
function standardColumns(schema: ObjectSchema, listed: readonly StandardColumn[]): Map<string, ReportColumn> {
  const custom = schema.fields.filter(isCustom).map((def) => columnOf(schema, `${schema.name}.${def.name}`, def.name));
  return byName([...listed.map(([name, path, given]) => columnOf(schema, name, path, given)), ...custom]);
}

/** Fields no report shows. A compound address comes in its parts. */
const UNREPORTED = ['IsDeleted', 'MasterRecordId', 'SystemModstamp', 'ConvertedContactId'];

/** A type of the administrator's own: `Object$Field` throughout, look-ups named like the relationship. */
function customTypeColumns(schema: ObjectSchema): Map<string, ReportColumn> {
  const named = (field: string): string => `${schema.name}$${field}`;
  return byName(
    schema.fields
      .filter(({ name, type }) => !UNREPORTED.includes(name) && type !== 'address')
      .map((def) => {
        if (def.type === 'reference' && def.relationshipName) {
          const path = `${def.relationshipName}.Name`;
          return columnOf(schema, named(def.relationshipName), path, { idPath: def.name, isLookup: true });
        }
        return columnOf(schema, named(def.name), def.name, def.nameField ? { idPath: 'Id', isLookup: true } : {});
      }),
  );
}

const scopesOf = (plural: string): { value: string; label: string }[] => [
  { value: 'user', label: `My ${plural}` },
  { value: 'team', label: `My team's ${plural}` },
  { value: 'organization', label: `All ${plural}` },
];

const TYPES: readonly ReportType[] = [
  {
    type: 'ContactList',
    label: 'Contacts & Accounts',
    object: 'Contact',
    scopes: scopesOf('accounts'),
    columns: standardColumns(CONTACT_SCHEMA, CONTACT_COLUMNS),
    dateColumn: 'CREATED_DATE',
  },
  {
    type: 'LeadList',
    label: 'Leads',
    object: 'Lead',
    scopes: scopesOf('leads'),
    columns: standardColumns(LEAD_SCHEMA, LEAD_COLUMNS),
    dateColumn: 'CREATED_DATE',
  },
  {
    type: 'Contacts_for_texting__c',
    label: 'Contacts for texting',
    object: 'Contact',
    scopes: scopesOf('contacts'),
    columns: customTypeColumns(CONTACT_SCHEMA),
    dateColumn: 'Contact$CreatedDate',
  },
];

/** The report type of a name; undefined when the org has none. */
export function reportTypeOf(type: string): ReportType | undefined {
  return TYPES.find((one) => one.type === type);
}
