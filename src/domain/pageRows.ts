import type { MappedRow } from './draft.ts';
import type { PageSurroundings } from './mergeTypes.ts';

/** Small readings of a page's rows that every part of the merge makes. */

export function recordIdOf(row: MappedRow): string {
  return row.ok ? row.draft.recordId : row.recordId;
}

export function modifiedAtOf(row: MappedRow): Date {
  return row.ok ? row.draft.modifiedAt : row.modifiedAt;
}

export function nameOf(row: MappedRow): string {
  return row.ok ? `${row.draft.firstName} ${row.draft.lastName}` : row.name;
}

/** Record ID → index of its newest version in the page. */
export function newestVersions(rows: readonly MappedRow[]): Map<string, number> {
  const newest = new Map<string, number>();
  rows.forEach((row, index) => {
    const other = newest.get(recordIdOf(row));
    if (other === undefined || modifiedAtOf(rows[other]!) <= modifiedAtOf(row)) newest.set(recordIdOf(row), index);
  });
  return newest;
}

/** Older than the version that is in. */
export function isStale(
  version: { readonly recordId: string; readonly modifiedAt: Date },
  around: PageSurroundings,
): boolean {
  const stored = around.byContactId.get(version.recordId);
  return !!stored?.linked && stored.sourceModifiedAt !== null && version.modifiedAt < stored.sourceModifiedAt;
}
