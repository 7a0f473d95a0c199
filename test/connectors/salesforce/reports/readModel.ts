import fc from 'fast-check';
import { readPages, type KeyedRow, type ReadPage } from '../../../../connectors/salesforce/reports/paging.ts';
import { firstPlace, readPlace, writePlace, type Place } from '../../../../connectors/salesforce/reports/place.ts';
import { recordId, type ModelOptions, type ModelRecord, type ModelReport } from './modelReport.ts';

export const BASE = Date.parse('2024-05-01T13:00:00Z');
/** Everything the tests begin with is settled. */
export const START = firstPlace(null, '2024-06-01T00:00:00Z');

/** People at the given seconds. */
export function people(seconds: readonly number[]): ModelRecord[] {
  return seconds.map((second, i) => ({ id: recordId(i), at: BASE + second * 1000, number: i % 7 === 0 ? null : i }));
}

export async function readAll(
  report: ModelReport,
  place: Place = START,
  limit = Infinity,
): Promise<ReadPage<KeyedRow>[]> {
  const pages: ReadPage<KeyedRow>[] = [];
  for await (const page of readPages(report, place)) {
    pages.push(page);
    if (pages.length >= limit) break;
  }
  return pages;
}

export function rowsOf(pages: readonly ReadPage<KeyedRow>[]): readonly KeyedRow[] {
  return pages.flatMap(({ rows }) => rows);
}

export function idsOf(pages: readonly ReadPage<KeyedRow>[]): string[] {
  return rowsOf(pages)
    .map((row) => row.recordId)
    .sort();
}

export function all(report: ModelReport): string[] {
  return report.records.map(({ id }) => id).sort();
}

/** Through JSON and back, as a cursor goes. */
export function stored(place: Place): Place {
  return readPlace(JSON.parse(JSON.stringify(writePlace(place))));
}

/** Few distinct seconds make ties of any size. */
export const population = fc
  .integer({ min: 1, max: 40 })
  .chain((spread) => fc.array(fc.integer({ min: 0, max: spread }), { maxLength: 120 }));

export const ways: fc.Arbitrary<Omit<ModelOptions, 'runRows'>> = fc.constantFrom(
  {},
  { room: 1 },
  { listLimit: 3 },
  { query: false },
  { query: false, listLimit: 40, room: 20 },
  { query: false, room: 3, rangeColumns: ['NUMBER'] },
);
