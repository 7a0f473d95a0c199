import { createHash } from 'node:crypto';
import { notFound } from './apiError.ts';
import type { Org } from './org.ts';
import { isCustom, type FieldDef, type FieldType, type ObjectSchema } from './schema.ts';

const SOAP_TYPES: Record<FieldType, string> = {
  id: 'tns:ID',
  reference: 'tns:ID',
  boolean: 'xsd:boolean',
  int: 'xsd:int',
  double: 'xsd:double',
  currency: 'xsd:double',
  date: 'xsd:date',
  datetime: 'xsd:dateTime',
  string: 'xsd:string',
  textarea: 'xsd:string',
  picklist: 'xsd:string',
  multipicklist: 'xsd:string',
  email: 'xsd:string',
  phone: 'xsd:string',
  url: 'xsd:string',
  address: 'urn:address',
};

/** Which fields are parts of a compound. */
const COMPOUNDS: Record<string, string> = {
  FirstName: 'Name',
  LastName: 'Name',
  MailingCity: 'MailingAddress',
  MailingState: 'MailingAddress',
  City: 'Address',
  State: 'Address',
};

/** The org fills the field by itself when a record is made. */
function isDefaulted(field: FieldDef): boolean {
  if (field.nillable !== false || field.compute) return false;
  return field.createable === false || field.defaultValue !== undefined || field.name === 'OwnerId';
}

/** One field of a describe, with every key a real org sends. */
function describeField(field: FieldDef, readOnly: boolean): Record<string, unknown> {
  const length = field.length ?? 0;
  const calculated = field.calculatedFormula !== undefined;
  const isLong = ['multipicklist', 'textarea', 'address'].includes(field.type);
  return {
    aggregatable: field.type !== 'boolean' && !isLong,
    autoNumber: false,
    byteLength: field.type === 'id' || field.type === 'reference' ? length : length * 3,
    calculated,
    calculatedFormula: field.calculatedFormula ?? null,
    cascadeDelete: false,
    caseSensitive: false,
    compoundFieldName: COMPOUNDS[field.name] ?? null,
    controllerName: null,
    createable: (field.createable ?? true) && !readOnly,
    custom: isCustom(field),
    defaultValue: field.defaultValue ?? null,
    defaultValueFormula: null,
    defaultedOnCreate: isDefaulted(field),
    dependentPicklist: false,
    deprecatedAndHidden: false,
    digits: 0,
    displayLocationInDecimal: false,
    encrypted: false,
    externalId: field.externalId ?? false,
    extraTypeInfo: field.name === 'Name' && field.compute ? 'personname' : null,
    filterable: field.type !== 'address',
    filteredLookupInfo: null,
    groupable: !isLong && !['datetime', 'double', 'currency'].includes(field.type),
    highScaleNumber: false,
    htmlFormatted: false,
    idLookup: field.type === 'id' || field.type === 'email' || field.externalId === true,
    inlineHelpText: null,
    label: field.label,
    length,
    mask: null,
    maskType: null,
    name: field.name,
    nameField: field.nameField ?? false,
    namePointing: (field.referenceTo?.length ?? 0) > 1,
    nillable: field.nillable ?? !field.nameField,
    permissionable: field.permissionable ?? true,
    picklistValues: (field.picklist ?? []).map((entry) => ({
      active: true,
      defaultValue: entry.isDefault ?? false,
      label: entry.label,
      validFor: null,
      value: entry.value,
    })),
    polymorphicForeignKey: (field.referenceTo?.length ?? 0) > 1,
    precision: field.precision ?? 0,
    queryByDistance: false,
    referenceTargetField: null,
    referenceTo: field.referenceTo ?? [],
    relationshipName: field.relationshipName ?? null,
    relationshipOrder: null,
    restrictedDelete: false,
    restrictedPicklist: field.restricted ?? false,
    scale: field.scale ?? 0,
    searchPrefilterable: field.referenceTo?.length === 1,
    soapType: SOAP_TYPES[field.type],
    sortable: !isLong,
    type: field.type,
    unique: false,
    updateable: (field.updateable ?? true) && !readOnly,
    writeRequiresMasterRead: false,
  };
}

function summary(schema: ObjectSchema, org: Org, base: string): Record<string, unknown> {
  const editable = org.mayEdit(schema.name);
  const url = `${base}/sobjects/${schema.name}`;
  return {
    activateable: false,
    createable: editable,
    custom: false,
    customSetting: false,
    deletable: editable,
    deprecatedAndHidden: false,
    feedEnabled: false,
    hasSubtypes: false,
    isSubtype: false,
    keyPrefix: schema.keyPrefix,
    label: schema.label,
    labelPlural: schema.labelPlural,
    layoutable: true,
    mergeable: org.isRecordType(schema.name),
    mruEnabled: org.isRecordType(schema.name),
    name: schema.name,
    queryable: true,
    replicateable: true,
    retrieveable: true,
    searchable: org.isRecordType(schema.name),
    triggerable: editable,
    undeletable: editable,
    updateable: editable,
    urls: {
      ...(org.isRecordType(schema.name) ? { listviews: `${url}/listviews` } : {}),
      describe: `${url}/describe`,
      rowTemplate: `${url}/{ID}`,
      sobject: url,
    },
  };
}

/**
 * `GET /sobjects/{T}/describe`. Fields hidden from the user are absent.
 *
 * @returns the body and its ETag; the tag changes exactly when the body does
 * @throws ApiError `NOT_FOUND` for an object that is not there or may not be read
 */
export function describeObject(org: Org, type: string, base: string): { body: Record<string, unknown>; etag: string } {
  const source = org.catalog.source(type);
  if (!source) throw notFound();
  const { schema } = source;
  const body = {
    ...summary(schema, org, base),
    childRelationships: [],
    compactLayoutable: true,
    fields: schema.fields
      .filter((field) => !org.catalog.isHidden(schema.name, field.name))
      .map((field) => describeField(field, !org.mayEdit(schema.name) || org.isReadOnly(schema.name, field.name))),
    lookupLayoutable: null,
    namedLayoutInfos: [],
    networkScopeFieldName: null,
    recordTypeInfos: [
      {
        active: true,
        available: true,
        defaultRecordTypeMapping: true,
        developerName: 'Master',
        master: true,
        name: 'Master',
        recordTypeId: org.idsOf('012').idOf(0),
        urls: { layout: `${base}/sobjects/${schema.name}/describe/layouts` },
      },
    ],
    searchLayoutable: true,
    supportedScopes: schema.supportedScopes,
  };
  return { body, etag: `"${createHash('sha256').update(JSON.stringify(body)).digest('hex').slice(0, 8)}"` };
}

/** `GET /sobjects`: the objects the user may read. */
export function describeGlobal(org: Org, base: string): Record<string, unknown> {
  return {
    encoding: 'UTF-8',
    maxBatchSize: 200,
    sobjects: org.sources().map((source) => summary(source.schema, org, base)),
  };
}
