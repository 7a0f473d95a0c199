import type { Cell, SourceRow } from '../../src/contract/sources.ts';
import { ConnectorError } from '../../src/contract/errors.ts';
import type { RecordType } from '../../src/domain/contact.ts';
import type { Position } from './viewQuery.ts';

type VendorRecord = Readonly<Record<string, unknown>>;

/**
 * Makes a reader from the JSON records of a query to rows whose values follow `fields`. Built once per pull, so that a
 * page of 2,000 records takes about a millisecond; nothing is kept from one page to the next.
 *
 * @throws ConnectorError (the reader) `FIELD_GONE` a mapped field is not in the answer; `BAD_ANSWER` a row without ID
 * or time
 */
export function rowReader(recordType: RecordType, fields: readonly string[]): (record: VendorRecord) => SourceRow {
  const paths = fields.map((field) => field.split('.'));
  return (record) => {
    const values = new Array<Cell>(paths.length);
    for (let i = 0; i < paths.length; i += 1) values[i] = readCell(record, paths[i]!, fields[i]!);
    const recordId = record['Id'];
    if (typeof recordId !== 'string') throw badRow();
    return {
      recordId,
      modifiedAt: readInstant(record['SystemModstamp']),
      values,
      gone: goneBecause(recordType, record['IsDeleted'], record['IsConverted']),
    };
  };
}

function readCell(record: VendorRecord, path: readonly string[], field: string): Cell {
  let value: unknown = record[path[0]!];
  for (let i = 1; i < path.length; i += 1) {
    // An empty look-up is null as a whole.
    if (value === null) return null;
    value = (value as VendorRecord | undefined)?.[path[i]!];
  }
  if (value === undefined) {
    throw new ConnectorError(
      'FIELD_GONE',
      `Salesforce gave no value for ${field}: the field was renamed, or the API user can't see it any more. ` +
        'Nothing more was imported.',
      { kind: 'never' },
    );
  }
  // Compounds are not offered for mapping; should one come, its text is more use than a wrong null.
  return typeof value === 'object' && value !== null ? JSON.stringify(value) : (value as Cell);
}

/** `2021-12-02T18:23:39.000+0000`, the offset always zero and without colon, which only slow parsers take. */
export function readInstant(stamp: unknown): Date {
  const date = new Date(typeof stamp === 'string' ? stamp.replace(/\+0000$/, 'Z') : Number.NaN);
  if (Number.isNaN(date.getTime())) throw badRow();
  return date;
}

/** Why a record must not be imported, by its `IsDeleted` and, for leads, `IsConverted`. */
export function goneBecause(recordType: RecordType, isDeleted: unknown, isConverted: unknown): SourceRow['gone'] {
  if (isDeleted === true) return 'deleted';
  return recordType === 'Lead' && isConverted === true ? 'converted' : null;
}

export function badRow(): ConnectorError {
  return new ConnectorError('BAD_ANSWER', 'Salesforce gave a record without its ID or its modified time.', {
    kind: 'after',
    delayMs: 60_000,
  });
}

/**
 * The place to go on from after a page. Salesforce orders by milliseconds but compares whole seconds, so as soon as a
 * page shows milliseconds, the next query starts at the whole second instead of after one ID in it: rows come again,
 * none is lost. Their usual `.000` allows the exact place.
 *
 * A query keeps its order while its later pages may show what changed since: a record edited meanwhile stands at its
 * old place with its new time, and going on after that would pass over all that lies between. So only rows that were
 * settled when the query was opened tell the place.
 *
 * @param settled - rows modified before this instant stand where their time says
 */
export function positionAfter(rows: readonly SourceRow[], before: Position, settled: Date): Position {
  const last = rows.findLast(({ modifiedAt }) => modifiedAt < settled);
  if (!last) return before;
  const exact = rows.every(({ modifiedAt }) => modifiedAt.getTime() % 1000 === 0);
  return { modifiedAt: last.modifiedAt, recordId: exact ? last.recordId : null };
}

/** The newest (modified, ID) among rows; null when there are none. */
export function newestOf(rows: readonly SourceRow[]): SourceRow | null {
  return rows.reduce<SourceRow | null>(
    (newest, row) => (newest === null || row.modifiedAt >= newest.modifiedAt ? row : newest),
    null,
  );
}
