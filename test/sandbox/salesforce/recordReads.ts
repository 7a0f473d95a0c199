import { ApiError, notFound } from './apiError.ts';
import { isWellFormedId } from './ids.ts';
import { formatDatetime, formatValue } from './formatValue.ts';
import type { Org } from './org.ts';
import type { RowSource } from './rowSource.ts';
import type { RecordType } from './sandboxTypes.ts';
import { resolveField } from './soql/resolve.ts';

/** Replication calls: how far back they reach. */
const UPDATED_DAYS = 30;
const DELETED_DAYS = 15;
const DAY = 86_400;

/** A row as the API gives it, `attributes` first; nested objects for paths. */
export function rowBody(
  org: Org,
  source: RowSource,
  row: number,
  fields: readonly string[],
  base: string,
): Record<string, unknown> {
  const type = source.schema.name;
  const body: Record<string, unknown> = { attributes: { type, url: `${base}/sobjects/${type}/${source.idOf(row)}` } };
  for (const name of fields) {
    const field = resolveField(org.catalog, source, name, '', 0);
    let target = body;
    let isEmpty = false;
    for (const parent of field.parents) {
      const there = parent.rowOf(row);
      isEmpty ||= there < 0;
      if (isEmpty) {
        target[parent.name] = null;
        break;
      }
      const parentType = parent.source.schema.name;
      target = (target[parent.name] ??= {
        attributes: { type: parentType, url: `${base}/sobjects/${parentType}/${parent.source.idOf(there)}` },
      }) as Record<string, unknown>;
    }
    if (!isEmpty) target[field.def.name] = formatValue(field.def, field.read(row));
  }
  return body;
}

const isReadable = (source: RowSource, row: number): boolean =>
  row >= 0 && source.isVisible(row) && !source.isDeleted(row);

const visibleFields = (org: Org, source: RowSource): string[] =>
  source.schema.fields.map((field) => field.name).filter((name) => !org.catalog.isHidden(source.schema.name, name));

/**
 * `GET /sobjects/{T}/{id}?fields=`
 *
 * @returns the body and when the row last changed (epoch seconds)
 * @throws ApiError `NOT_FOUND`, also for deleted rows; `MALFORMED_ID`; `INVALID_FIELD`
 */
export function readRow(
  org: Org,
  type: string,
  id: string,
  fields: string | null,
  base: string,
): {
  body: Record<string, unknown>;
  modifiedSecond: number | null;
} {
  const source = org.catalog.source(type);
  if (!source) throw notFound();
  if (!id.startsWith(source.schema.keyPrefix) || !isWellFormedId(id)) {
    throw new ApiError(400, 'MALFORMED_ID', `${source.schema.name} ID: id value of incorrect type: ${id}`, ['Id']);
  }
  const row = source.rowOf(id);
  if (!isReadable(source, row)) throw notFound();
  const names = fields
    ? [...new Set([...fields.split(',').map((name) => name.trim()), 'Id'])]
    : visibleFields(org, source);
  const stamp = source.accessor('LastModifiedDate')(row);
  return { body: rowBody(org, source, row, names, base), modifiedSecond: typeof stamp === 'number' ? stamp : null };
}

/** What a call reads at most; above it a POST is refused. */
const MOST_ROWS = 2000;

/**
 * `GET` or `POST /composite/sobjects/{T}`: rows by id in the order asked, null where there is none or the id is none.
 *
 * @throws ApiError `INVALID_FIELD` for a field that is unknown or hidden, also when no row is there to show it
 */
export function readRows(
  org: Org,
  type: string,
  ids: readonly string[],
  fields: readonly string[],
  base: string,
): unknown[] {
  const source = org.catalog.source(type);
  if (!source) throw notFound();
  if (ids.length > MOST_ROWS) {
    throw new ApiError(400, 'INVALID_INPUT', `The ids parameter holds ${ids.length} ids; ${MOST_ROWS} is the most.`);
  }
  const names = [...new Set([...fields, 'Id'])];
  for (const name of names) resolveField(org.catalog, source, name, '', 0);
  return ids.map((id) => {
    const row = source.rowOf(id);
    return isReadable(source, row) ? rowBody(org, source, row, names, base) : null;
  });
}

/** The record with all its fields, hidden ones too, as a test looks at it. */
export function wholeRecord(org: Org, type: RecordType, row: number): Record<string, unknown> {
  const table = org.tables[type];
  return Object.fromEntries(
    table.schema.fields.map((field) => [field.name, formatValue(field, table.accessor(field.name)(row))]),
  );
}

/**
 * `GET /sobjects/{T}/updated` and `/deleted`: what changed between two instants. Seconds are ignored, as in the org.
 *
 * @throws ApiError `INVALID_REPLICATION_DATE` when the span is the wrong way round or reaches back too far
 */
export function replicated(
  org: Org,
  type: string,
  what: 'updated' | 'deleted',
  start: string | null,
  end: string | null,
): unknown {
  const source = org.catalog.source(type);
  const index = source?.stampIndex;
  if (!source || !index) throw notFound();
  const from = minuteOf(start, 'start');
  const to = minuteOf(end, 'end');
  const reach = (what === 'updated' ? UPDATED_DAYS : DELETED_DAYS) * DAY;
  if (from >= to) throw new ApiError(400, 'INVALID_REPLICATION_DATE', 'endDate must be after startDate');
  if (from < org.nowSecond() - reach)
    throw new ApiError(400, 'INVALID_REPLICATION_DATE', 'startDate before org replication enabled date');
  const rows: number[] = [];
  for (let at = index.positionOf(from), stop = index.positionOf(to); at < stop; at++) {
    const row = index.rowAt(at);
    if (source.isVisible(row) && source.isDeleted(row) === (what === 'deleted')) rows.push(row);
  }
  const latestDateCovered = formatDatetime(Math.min(to, org.nowSecond()));
  if (what === 'updated') return { ids: rows.map((row) => source.idOf(row)), latestDateCovered };
  const stamp = source.accessor('SystemModstamp');
  return {
    deletedRecords: rows.map((row) => ({ id: source.idOf(row), deletedDate: formatDatetime(Number(stamp(row))) })),
    earliestDateAvailable: formatDatetime(org.nowSecond() - reach),
    latestDateCovered,
  };
}

function minuteOf(text: string | null, name: string): number {
  const millis = Date.parse(text ?? '');
  if (Number.isNaN(millis)) throw new ApiError(400, 'INVALID_FIELD', `${name} is not a date: ${text ?? ''}`);
  return Math.floor(millis / 60_000) * 60;
}
