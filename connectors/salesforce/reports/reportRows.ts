import type { SourceRow } from '../../../src/contract/sources.ts';
import { ConnectorError } from '../../../src/contract/errors.ts';
import type { CellReader } from './cells.ts';
import type { KeyedRow } from './paging.ts';
import { longId } from './recordIds.ts';
import { keyOf, type TimeKeys } from './timeKeys.ts';
import type { DataCell } from './wire.ts';

export type ReportRow = KeyedRow & SourceRow;

/** Which columns a row is read from, and how. */
export interface RowColumns {
  readonly recordId: string;
  readonly lastModified: string;
  readonly timeLabel: string;
  readonly keys: TimeKeys;
  readonly fields: readonly string[];
  /** One reader for each of `fields`. */
  readonly readers: readonly CellReader[];
  /** Tells that a lead was converted; undefined when no column does. */
  readonly converted: string | undefined;
  /** See `ReportAsk`. */
  readonly also: string | null;
}

/**
 * Makes a reader of rows whose cells come in the order of `columns`.
 * @throws ConnectorError `FIELD_GONE` a column is not in the answer; the reader `MODIFIED_TIME_EMPTY`, `BAD_ANSWER`
 */
export function rowReader(
  columns: readonly string[],
  wanted: RowColumns,
): (cells: readonly DataCell[]) => ReportRow {
  const places = new Map(columns.map((name, place) => [name, place]));
  const placeOf = (name: string): number => {
    const place = places.get(name);
    if (place === undefined) throw columnGone(name);
    return place;
  };
  const { keys, timeLabel, readers } = wanted;
  const [idAt, timeAt] = [placeOf(wanted.recordId), placeOf(wanted.lastModified)];
  const fieldsAt = wanted.fields.map(placeOf);
  const convertedAt = wanted.converted === undefined ? null : placeOf(wanted.converted);
  const alsoAt = wanted.also === null ? null : placeOf(wanted.also);
  return (cells) => {
    if (cells.length < columns.length) throw badRow('fewer cells than it has columns');
    const recordId = longId(cells[idAt]!.value);
    if (recordId === null) throw badRow('no record ID');
    const key = keyOf(cells[timeAt]!.value, keys, timeLabel);
    const row: ReportRow = {
      recordId,
      key,
      modifiedAt: keys.instant(key),
      values: readers.map((read, i) => read(cells[fieldsAt[i]!]!)),
      gone: convertedAt !== null && cells[convertedAt]!.value === true ? 'converted' : null,
    };
    return alsoAt === null ? row : { ...row, also: rangeValue(cells[alsoAt]!.value) };
  };
}

function rangeValue(value: unknown): string | number | null {
  return typeof value === 'number' || (typeof value === 'string' && value !== '') ? value : null;
}

export function columnGone(name: string): ConnectorError {
  return new ConnectorError(
    'FIELD_GONE',
    `The Report has no column ${name} any more, or the API user can’t see it. Put it back, or map another column.`,
    { kind: 'never' },
  );
}

function badRow(what: string): ConnectorError {
  return new ConnectorError('BAD_ANSWER', `A row of the Report has ${what}.`, { kind: 'after', delayMs: 60_000 });
}
