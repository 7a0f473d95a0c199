/** What a cell holds inside the sandbox. Datetimes are whole epoch seconds, dates `yyyy-MM-dd`, empty text is null. */
export type Value = string | number | boolean | null;

export type FieldType =
  | 'id'
  | 'string'
  | 'boolean'
  | 'int'
  | 'double'
  | 'currency'
  | 'date'
  | 'datetime'
  | 'textarea'
  | 'picklist'
  | 'multipicklist'
  | 'email'
  | 'phone'
  | 'url'
  | 'reference'
  /** A compound: JSON text inside the sandbox, an object in answers. */
  | 'address';

export interface PicklistEntry {
  value: string;
  label: string;
  isDefault?: boolean;
}

/** One field of an object. What is left out is the usual: not custom, writable, may be empty. */
export interface FieldDef {
  name: string;
  label: string;
  type: FieldType;
  /** Characters, for text; 0 otherwise. */
  length?: number;
  nillable?: boolean;
  /** False for system fields, whatever the permissions. */
  updateable?: boolean;
  createable?: boolean;
  /** Whether field security can hide it. System fields can't be hidden. */
  permissionable?: boolean;
  calculatedFormula?: string;
  /** Works the value out of the row's other fields; a path reads through a look-up. */
  compute?: (read: (field: string) => Value) => Value;
  picklist?: readonly PicklistEntry[];
  restricted?: boolean;
  defaultValue?: Value;
  externalId?: boolean;
  /** Object types this points at, and the name of the path through it. */
  referenceTo?: readonly string[];
  relationshipName?: string;
  precision?: number;
  scale?: number;
  nameField?: boolean;
}

export interface ObjectSchema {
  name: string;
  label: string;
  labelPlural: string;
  keyPrefix: string;
  fields: readonly FieldDef[];
  supportedScopes: readonly { name: string; label: string }[];
}

/** Fields by lower-case name, in schema order. */
export function fieldsByName(schema: ObjectSchema): Map<string, FieldDef> {
  return new Map(schema.fields.map((field) => [field.name.toLowerCase(), field]));
}

export const isCustom = (field: FieldDef): boolean => field.name.endsWith('__c');
