import { ApiError } from './apiError.ts';
import { findForWrite, planWrite, type PlannedWrite } from './checkWrite.ts';
import { recordFault } from './faults.ts';
import { json, type Reply } from './http.ts';
import type { Org } from './org.ts';
import type { Fault, SandboxWrite } from './sandboxTypes.ts';

/** Records a collection call takes, and the runs of one type they may be cut into. */
const MAX_RECORDS = 200;
const MAX_CHUNKS = 10;

/** Codes that are about the request, not about one record: they fail a collection as a whole. */
const WHOLE_CALL = new Set(['INVALID_FIELD', 'JSON_PARSER_ERROR', 'INVALID_TYPE']);

interface CollectionRecord extends Record<string, unknown> {
  attributes?: { type?: unknown };
}

type Result = { id: string; success: true; errors: [] } | { id?: string; success: false; errors: unknown[] };

/** Writes of single records and of collections. */
export interface RecordWrites {
  update(type: string, id: string, body: unknown, fault: Fault | undefined): Reply;
  create(type: string, body: unknown, fault: Fault | undefined): Reply;
  remove(type: string, id: string, fault: Fault | undefined): Reply;
  updateAll(body: unknown, fault: Fault | undefined): Reply;
  createAll(body: unknown, fault: Fault | undefined): Reply;
  removeAll(ids: readonly string[], allOrNone: boolean): Reply;
}

/** @param onWrite - told of each accepted write at the instant it is accepted */
export function createRecordWrites(org: Org, onWrite: (write: SandboxWrite) => void): RecordWrites {
  const apply = ({ type, table, row, values, fields }: PlannedWrite): string => {
    const at = org.nowSecond();
    const written = row >= 0 ? row : table.insert(values, at, org.apiUserId);
    if (row >= 0) table.update(row, values, at, org.apiUserId);
    const id = table.idOf(written);
    onWrite({ at: performance.timeOrigin + performance.now(), type, id, fields });
    return id;
  };

  const failOne = (fault: Fault | undefined, id: string): void => {
    const error = fault && recordFault(fault.kind, id);
    if (error) throw error;
  };

  /** One result an element, in request order. A failed element has no id. */
  const collection = (body: unknown, fault: Fault | undefined, creates: boolean): Reply => {
    const { records, allOrNone } = readCollection(body);
    const seen = new Set<string>();
    let toFail = fault ? (fault.records ?? 1) : 0;
    const planned = records.map((record): PlannedWrite | ApiError => {
      const { attributes, ...rest } = record;
      const type = String(attributes?.type ?? '');
      const idKey = Object.keys(rest).find((key) => key.toLowerCase() === 'id');
      const id = creates || idKey === undefined ? null : String(rest[idKey]);
      if (idKey !== undefined) delete rest[idKey];
      try {
        if (!creates && id === null)
          throw new ApiError(400, 'MISSING_ARGUMENT', 'Id not specified in an update call', []);
        const plan = planWrite(org, type, id, rest);
        if (id !== null && seen.has(id.slice(0, 15))) {
          throw new ApiError(400, 'DUPLICATE_VALUE', `duplicate id in the request: ${id}`, ['Id']);
        }
        if (id !== null) seen.add(id.slice(0, 15));
        if (toFail-- > 0) failOne(fault, id ?? '');
        return plan;
      } catch (error) {
        if (!(error instanceof ApiError) || WHOLE_CALL.has(error.errorCode)) throw error;
        return error;
      }
    });
    const rollsBack = allOrNone && planned.some((plan) => plan instanceof ApiError);
    return json(
      200,
      planned.map((plan): Result => {
        if (plan instanceof ApiError) return failed(plan);
        if (!rollsBack) return { id: apply(plan), success: true, errors: [] };
        return { ...(plan.row >= 0 ? { id: plan.table.idOf(plan.row) } : {}), ...failed(ROLLED_BACK) };
      }),
    );
  };

  return {
    update(type, id, body, fault) {
      const plan = planWrite(org, type, id, asObject(body));
      failOne(fault, id);
      apply(plan);
      return { status: 204 };
    },
    create(type, body, fault) {
      const plan = planWrite(org, type, null, asObject(body));
      failOne(fault, '');
      return json(201, { id: apply(plan), success: true, errors: [] });
    },
    remove(type, id, fault) {
      if (!org.isRecordType(type)) throw new ApiError(400, 'INVALID_TYPE', `sObject type '${type}' is not supported.`);
      const row = findForWrite(org, type, id);
      failOne(fault, id);
      org.tables[type].remove(row, org.nowSecond(), org.apiUserId);
      return { status: 204 };
    },
    updateAll: (body, fault) => collection(body, fault, false),
    createAll: (body, fault) => collection(body, fault, true),
    removeAll(ids, allOrNone) {
      if (ids.length > MAX_RECORDS) throw tooMany();
      const found = ids.map((id): { type: 'Contact' | 'Lead'; row: number } | ApiError => {
        try {
          const type = id.startsWith(org.tables.Lead.schema.keyPrefix) ? 'Lead' : 'Contact';
          return { type, row: findForWrite(org, type, id) };
        } catch (error) {
          if (error instanceof ApiError) return error;
          throw error;
        }
      });
      const rollsBack = allOrNone && found.some((one) => one instanceof ApiError);
      return json(
        200,
        found.map((one, i): Result => {
          if (one instanceof ApiError) return failed(one);
          if (rollsBack) return { id: ids[i]!, ...failed(ROLLED_BACK) };
          org.tables[one.type].remove(one.row, org.nowSecond(), org.apiUserId);
          return { id: org.tables[one.type].idOf(one.row), success: true, errors: [] };
        }),
      );
    },
  };
}

const ROLLED_BACK = new ApiError(
  400,
  'ALL_OR_NONE_OPERATION_ROLLED_BACK',
  'Record rolled back because not all records were valid and the request was using AllOrNone header',
  [],
);

const tooMany = (): ApiError =>
  new ApiError(
    400,
    'EXCEEDED_ID_LIMIT',
    `record limit reached. cannot submit more than ${MAX_RECORDS} records into this call`,
  );

/** Here the key is `statusCode`, elsewhere `errorCode`. */
function failed(error: ApiError): { success: false; errors: unknown[] } {
  return {
    success: false,
    errors: [{ statusCode: error.errorCode, message: error.message, fields: error.fields ?? [] }],
  };
}

function asObject(body: unknown): Record<string, unknown> {
  if (typeof body === 'object' && body !== null && !Array.isArray(body)) return body as Record<string, unknown>;
  throw new ApiError(400, 'JSON_PARSER_ERROR', 'The HTTP entity body must be a JSON object.');
}

function readCollection(body: unknown): { records: CollectionRecord[]; allOrNone: boolean } {
  const { records, allOrNone } = asObject(body);
  if (!Array.isArray(records)) throw new ApiError(400, 'INVALID_INPUT', 'The records property is required.');
  const list = records.map((record) => asObject(record) as CollectionRecord);
  if (list.length > MAX_RECORDS) throw tooMany();
  const types = list.map((record) => record.attributes?.type);
  if (types.some((type) => typeof type !== 'string')) {
    throw new ApiError(400, 'INVALID_INPUT', 'Each record needs attributes with a type.');
  }
  const chunks = types.filter((type, i) => type !== types[i - 1]).length;
  if (chunks > MAX_CHUNKS) {
    throw new ApiError(
      400,
      'INVALID_INPUT',
      `Cannot have more than ${MAX_CHUNKS} chunks in a single operation. Please rearrange the data to reduce chunking.`,
    );
  }
  return { records: list, allOrNone: allOrNone === true };
}
