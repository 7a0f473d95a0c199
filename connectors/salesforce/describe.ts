import type { DescribeSObjectResult, Field } from 'jsforce/lib/types/common.js';
import type { SourceField, SourceFieldType } from '../../src/contract/sources.ts';
import type { RecordType } from '../../src/domain/contact.ts';
import { API_ROOT, type SalesforceClient } from './client.ts';
import { fieldsChangingUnseen } from './formulas.ts';

/** The part of an object's describe that is read here. */
export type ObjectDescribe = Pick<DescribeSObjectResult, 'name' | 'label' | 'queryable' | 'updateable'> & {
  readonly fields: readonly Field[];
};

/**
 * Types that have a plain value. Addresses and places are compounds whose parts are fields of their own; base64 is a
 * file.
 */
const TYPES: Record<string, SourceFieldType> = {
  id: 'id',
  reference: 'id',
  string: 'text',
  textarea: 'text',
  encryptedstring: 'text',
  combobox: 'text',
  phone: 'phone',
  email: 'email',
  url: 'url',
  int: 'number',
  long: 'number',
  double: 'number',
  currency: 'number',
  percent: 'number',
  boolean: 'checkbox',
  date: 'date',
  datetime: 'datetime',
  time: 'other',
  picklist: 'picklist',
  multipicklist: 'multipicklist',
};

/** What a record's owner can be told by; Contact and Lead owners both have these (a Lead's may be a queue). */
const OWNER_FIELDS: readonly (readonly [string, string, SourceFieldType])[] = [
  ['Owner.Name', 'Owner: full name', 'text'],
  ['Owner.Email', 'Owner: email', 'email'],
  ['Owner.Username', 'Owner: user name', 'text'],
];

/**
 * Describes Contact or Lead as the API user sees it; fields hidden by field security are absent.
 *
 * @throws ConnectorError `NO_PERMISSION` when the user can't see the object at all
 * @see https://developer.salesforce.com/docs/atlas.en-us.api_rest.meta/api_rest/resources_sobject_describe.htm (v62.0)
 */
export async function describeObject(
  client: SalesforceClient,
  recordType: RecordType,
  signal: AbortSignal,
): Promise<ObjectDescribe> {
  const attempt = { doing: `reading the fields of ${recordType}`, notFound: 'NO_PERMISSION' } as const;
  return (await client.get<ObjectDescribe>(`${API_ROOT}/sobjects/${recordType}/describe`, attempt, signal)).body;
}

/**
 * The type of a field as mapped, also of the owner's; null for one that has no plain value or is not known here.
 *
 * @param name - API name or `Owner.Name`, in any case
 */
export function fieldType(describe: ObjectDescribe, name: string): SourceFieldType | null {
  const wanted = name.toLowerCase();
  const own = describe.fields.find((field) => field.name.toLowerCase() === wanted);
  if (own) return TYPES[own.type] ?? null;
  return OWNER_FIELDS.find(([path]) => path.toLowerCase() === wanted)?.[2] ?? null;
}

/** The fields that can be mapped, in the order of their labels. */
export function sourceFields(describe: ObjectDescribe): readonly SourceField[] {
  const unseen = fieldsChangingUnseen(describe.fields);
  const fields = describe.fields.flatMap((field) => {
    const type = TYPES[field.type];
    return type === undefined ? [] : [sourceField(field, type, unseen.has(field.name.toLowerCase()))];
  });
  if (describe.fields.some(({ relationshipName }) => relationshipName === 'Owner')) {
    for (const [name, label, type] of OWNER_FIELDS) {
      // Read through a look-up: the record's modified time does not move when the owner's name does, as with a formula.
      fields.push({
        name,
        label,
        type,
        apiName: null,
        writable: false,
        calculated: true,
        changesUnseen: true,
        isRecordId: false,
        modifiedTime: null,
        values: [],
        restricted: false,
      });
    }
  }
  const byLabel = new Intl.Collator('en', { sensitivity: 'base', numeric: true });
  return fields.sort((a, b) => byLabel.compare(a.label, b.label) || byLabel.compare(a.name, b.name));
}

function sourceField(field: Field, type: SourceFieldType, changesUnseen: boolean): SourceField {
  const values = type === 'picklist' || type === 'multipicklist' ? (field.picklistValues ?? []) : [];
  return {
    name: field.name,
    label: field.label,
    type,
    apiName: field.name,
    writable: field.updateable && !field.calculated,
    calculated: field.calculated,
    changesUnseen,
    isRecordId: field.type === 'id',
    modifiedTime: null,
    values: values.flatMap(({ active, value, label }) =>
      active ? [{ value: String(value), label: String(label ?? value) }] : [],
    ),
    restricted: field.restrictedPicklist,
  };
}
