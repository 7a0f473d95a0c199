import { ApiError } from './apiError.ts';
import { isWellFormedId } from './ids.ts';
import type { Org } from './org.ts';
import type { RecordTable } from './recordTable.ts';
import type { RecordType } from './sandboxTypes.ts';
import type { FieldDef, Value } from './schema.ts';

/** A write that was found good, ready to be applied. */
export interface PlannedWrite {
  type: RecordType;
  table: RecordTable;
  /** -1 for a record still to be made. */
  row: number;
  values: Record<string, Value>;
  /** The fields as they were sent. */
  fields: Record<string, unknown>;
}

const EMAIL = /^[^\s@]+@[^\s@]+\.[^\s@]+$/;

/**
 * The table of a writable object.
 *
 * @throws ApiError `INVALID_TYPE` for objects the sandbox doesn't write
 */
export function writableTable(org: Org, type: string): { type: RecordType; table: RecordTable } {
  if (!org.isRecordType(type) || !org.mayRead(type)) {
    throw new ApiError(400, 'INVALID_TYPE', `sObject type '${type}' is not supported.`);
  }
  return { type, table: org.tables[type] };
}

/**
 * Finds the record of an id that is meant to be written.
 *
 * @throws ApiError `MALFORMED_ID`, `INVALID_CROSS_REFERENCE_KEY`, `ENTITY_IS_DELETED`
 */
export function findForWrite(org: Org, type: RecordType, id: string): number {
  const table = org.tables[type];
  if (!id.startsWith(table.schema.keyPrefix) || !isWellFormedId(id)) {
    throw new ApiError(400, 'MALFORMED_ID', `${type} ID: id value of incorrect type: ${id}`, ['Id']);
  }
  const row = table.rowOf(id);
  if (row < 0 || !table.isVisible(row))
    throw new ApiError(404, 'INVALID_CROSS_REFERENCE_KEY', 'invalid cross reference id', []);
  if (table.isDeleted(row)) throw new ApiError(404, 'ENTITY_IS_DELETED', 'entity is deleted', []);
  return row;
}

/**
 * Checks what a client wants to write into a record, as the org would, and changes nothing.
 *
 * @param id - null to create
 * @throws ApiError with the code the org answers; `INVALID_FIELD` and `JSON_PARSER_ERROR` fail a whole collection
 */
export function planWrite(org: Org, typeName: string, id: string | null, body: Record<string, unknown>): PlannedWrite {
  const { type, table } = writableTable(org, typeName);
  const values = convertFields(org, table, type, body, id === null);
  const row = id === null ? -1 : findForWrite(org, type, id);
  if (!org.mayEdit(type))
    throw new ApiError(400, 'INSUFFICIENT_ACCESS_OR_READONLY', 'insufficient access rights on object id', []);
  if (row >= 0 && table.accessor('IsConverted')(row) === true) {
    throw new ApiError(400, 'CANNOT_UPDATE_CONVERTED_LEAD', 'cannot reference converted lead', []);
  }
  const locked = Object.keys(values).filter((name) => {
    const field = table.field(name)!;
    return (id === null ? field.createable : field.updateable) === false || org.isReadOnly(type, name);
  });
  if (locked.length > 0) {
    throw new ApiError(
      400,
      'INVALID_FIELD_FOR_INSERT_UPDATE',
      `Unable to create/update fields: ${locked.join(', ')}. Please check the security settings of this field and ` +
        'verify that it is ' +
        'read/write for your profile or permission set.',
      locked,
    );
  }
  for (const [name, value] of Object.entries(values)) checkValue(table.field(name)!, value);
  const missing = table.schema.fields.filter(
    (field) =>
      field.nillable === false &&
      field.updateable !== false &&
      field.type !== 'boolean' &&
      field.defaultValue === undefined &&
      field.name !== 'OwnerId' &&
      (field.name in values ? values[field.name] === null : id === null),
  );
  if (missing.length > 0) {
    const names = missing.map((field) => field.name);
    throw new ApiError(400, 'REQUIRED_FIELD_MISSING', `Required fields are missing: [${names.join(', ')}]`, names);
  }
  return {
    type,
    table,
    row,
    values,
    fields: Object.fromEntries(Object.keys(values).map((name) => [name, values[name]])),
  };
}

/** JSON to cells; knows every field by its own spelling afterwards. */
function convertFields(
  org: Org,
  table: RecordTable,
  type: RecordType,
  body: Record<string, unknown>,
  creates: boolean,
): Record<string, Value> {
  const values: Record<string, Value> = {};
  for (const [name, value] of Object.entries(body)) {
    if (name === 'attributes') continue;
    const field = table.field(name);
    if (!field || org.catalog.isHidden(type, field.name)) {
      throw new ApiError(400, 'INVALID_FIELD', `No such column '${name}' on sobject of type ${type}`);
    }
    values[field.name] = convert(field, value);
  }
  if (creates) {
    for (const field of table.schema.fields) {
      if (field.defaultValue !== undefined && !(field.name in values) && field.createable !== false)
        values[field.name] = field.defaultValue;
    }
  }
  return values;
}

/**
 * One JSON value as a cell of the field: empty text is null, blanks around it go, numbers may come as text.
 *
 * @throws ApiError `JSON_PARSER_ERROR` for a value of another kind
 */
export function convert(field: FieldDef, value: unknown): Value {
  const refuse = (): never => {
    const kind = typeof value === 'string' ? 'VALUE_STRING' : typeof value === 'number' ? 'VALUE_NUMBER' : 'VALUE';
    throw new ApiError(
      400,
      'JSON_PARSER_ERROR',
      `Cannot deserialize instance of ${field.type} from ${kind} value ${String(value)} or request may be missing ` +
        'a required field at [line:1, column:1]',
    );
  };
  switch (field.type) {
    case 'boolean':
      if (typeof value === 'boolean') return value;
      return value === 'true' ? true : value === 'false' ? false : refuse();
    case 'int':
    case 'double':
    case 'currency': {
      if (value === null || value === '') return null;
      const number = typeof value === 'number' ? value : typeof value === 'string' ? Number(value) : NaN;
      return Number.isFinite(number) ? number : refuse();
    }
    case 'date':
      if (value === null || value === '') return null;
      return typeof value === 'string' && /^\d{4}-\d\d-\d\d$/.test(value) && !Number.isNaN(Date.parse(value))
        ? value
        : refuse();
    case 'datetime':
      if (value === null || value === '') return null;
      return typeof value === 'string' && !Number.isNaN(Date.parse(value))
        ? Math.floor(Date.parse(value) / 1000)
        : refuse();
    default: {
      if (value === null) return null;
      if (typeof value !== 'string' && typeof value !== 'number' && typeof value !== 'boolean') return refuse();
      const text = String(value).trim();
      return text === '' ? null : text;
    }
  }
}

function checkValue(field: FieldDef, value: Value): void {
  if (typeof value !== 'string') return;
  if (field.type === 'email' && !EMAIL.test(value)) {
    throw new ApiError(400, 'INVALID_EMAIL_ADDRESS', `${field.label}: invalid email address: ${value}`, [field.name]);
  }
  if (field.restricted && field.picklist) {
    const bad = value
      .split(field.type === 'multipicklist' ? ';' : '\0')
      .find((part) => !field.picklist!.some((entry) => entry.value === part));
    if (bad !== undefined) {
      throw new ApiError(
        400,
        'INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST',
        `${field.label}: bad value for restricted picklist field: ${bad}`,
        [field.name],
      );
    }
  }
  if (field.length && value.length > field.length && field.type !== 'reference') {
    throw new ApiError(
      400,
      'STRING_TOO_LONG',
      `${field.label}: data value too large: ${value} (max length=${field.length})`,
      [field.name],
    );
  }
}
