import type { Field } from 'jsforce/lib/types/common.js';
import type { SourceField, SourceFieldType } from '../../../src/contract/sources.ts';
import type { RecordType } from '../../../src/domain/contact.ts';
import { sourceFields, type ObjectDescribe } from '../describe.ts';
import { DAYS, SECONDS, type TimeKeys } from './timeKeys.ts';
import type { ColumnInfo, ReportDescribe } from './wire.ts';

/** Report data types with a plain value; others are shown as they come. */
const TYPES: Record<string, SourceFieldType> = {
  id: 'id',
  reference: 'id',
  string: 'text',
  textarea: 'text',
  phone: 'phone',
  email: 'email',
  url: 'url',
  int: 'number',
  double: 'number',
  currency: 'number',
  percent: 'number',
  boolean: 'checkbox',
  date: 'date',
  datetime: 'datetime',
  picklist: 'picklist',
  multipicklist: 'multipicklist',
};

/** Which object and field a column shows, as Salesforce or the column's own spelling says. */
export interface Entity {
  readonly object: string;
  readonly field: string;
}

/**
 * Reads `entityColumnName` (`Contact.FirstName`), or where it is missing a spelling such as `Contact.Stage__c` or
 * `Contact$FirstName`. Other names depend on the report type and tell nothing for sure.
 *
 * @returns null when neither tells
 */
export function entityOf(name: string, info: ColumnInfo): Entity | null {
  const parts = /^([A-Za-z]\w*)[.$]([A-Za-z]\w*)$/.exec(info.entityColumnName ?? name);
  return parts ? { object: parts[1]!, field: parts[2]! } : null;
}

/** The field of the record itself that a column shows; null for columns of other objects and unknown ones. */
export function ownFieldName(name: string, info: ColumnInfo, recordType: RecordType): string | null {
  const entity = entityOf(name, info);
  return entity?.object.toLowerCase() === recordType.toLowerCase() ? entity.field : null;
}

export function isRecordId(name: string, info: ColumnInfo, recordType: RecordType): boolean {
  const entity = entityOf(name, info);
  if (!entity) return info.dataType === 'id' && name.toUpperCase() === `${recordType.toUpperCase()}_ID`;
  return ownFieldName(name, info, recordType)?.toLowerCase() === 'id';
}

/** How exactly a column tells the time: standard columns lose their time of day, an administrator's keep it. */
export function timeKeys(name: string, info: ColumnInfo): TimeKeys {
  const field = entityOf(name, info)?.field ?? name;
  return info.dataType === 'datetime' && field.endsWith('__c') ? SECONDS : DAYS;
}

const STAMPS = new Set(['lastmodifieddate', 'systemmodstamp']);
const OWN_STAMP = /(?<![\w.])(LastModifiedDate|SystemModstamp)\b/i;
const SPEAKS_OF_CHANGE = /modif|last.?update/i;

/**
 * Whether a column can tell when the record changed. Other dates of a record can't: a pull by them would never see most
 * changes.
 */
export function modifiedTime(
  name: string,
  info: ColumnInfo,
  recordType: RecordType,
  field: Field | undefined,
): SourceField['modifiedTime'] {
  if (info.filterable === false || (info.dataType !== 'date' && info.dataType !== 'datetime')) return null;
  if (!entityOf(name, info)) return name === 'LAST_UPDATE' ? 'day' : null;
  const own = ownFieldName(name, info, recordType)?.toLowerCase();
  if (own === undefined) return null;
  if (STAMPS.has(own)) return 'day';
  if (info.dataType !== 'datetime' || field?.type !== 'datetime' || !field.name.endsWith('__c')) return null;
  // The formula's text is hidden in a managed package; a stamp may also be kept by automation.
  const formula = field.calculatedFormula ?? '';
  const tells = formula === '' ? SPEAKS_OF_CHANGE.test(`${field.name} ${field.label}`) : OWN_STAMP.test(formula);
  return tells ? 'instant' : null;
}

/** The columns a Report shows, in its order, as fields to map. */
export function reportFields(
  describe: ReportDescribe,
  object: ObjectDescribe,
  recordType: RecordType,
): readonly SourceField[] {
  const own = new Map(sourceFields(object).map((field) => [field.name.toLowerCase(), field]));
  const raw = fieldsByName(object);
  const infos = describe.reportExtendedMetadata.detailColumnInfo;
  return describe.reportMetadata.detailColumns.flatMap((name) => {
    const info = infos[name];
    if (!info) return [];
    const ownName = ownFieldName(name, info, recordType)?.toLowerCase();
    const field = ownName === undefined ? undefined : own.get(ownName);
    const time = modifiedTime(name, info, recordType, ownName === undefined ? undefined : raw.get(ownName));
    const type = TYPES[info.dataType] ?? 'other';
    const shared = { name, label: info.label, isRecordId: isRecordId(name, info, recordType), modifiedTime: time };
    if (field) {
      // A standard date and time comes as the day alone.
      const dayOnly = field.type === 'datetime' && timeKeys(name, info) === DAYS;
      return [{ ...field, ...shared, type: dayOnly ? 'date' : field.type }];
    }
    return [
      {
        ...shared,
        type,
        apiName: null,
        writable: false,
        calculated: true,
        // A part of the record's own address moves its time; what belongs to others, or to nobody known, may not.
        changesUnseen: ownName === undefined || !raw.has(ownName),
        values: (info.filterValues ?? []).map((one) => ({ value: one.apiName ?? one.name, label: one.label })),
        restricted: false,
      },
    ];
  });
}

export function fieldsByName(object: ObjectDescribe): ReadonlyMap<string, Field> {
  return new Map(object.fields.map((field) => [field.name.toLowerCase(), field]));
}
