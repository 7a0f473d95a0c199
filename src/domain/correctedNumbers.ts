import type { Draft, MappedRow } from './draft.ts';
import type { PageSurroundings, StoredContact } from './mergeTypes.ts';
import type { RowProblem } from './rowCodes.ts';
import { easternDayShort } from './times.ts';

/**
 * Where a row meets a number that was corrected here.
 *
 * | the row's number | its version | the number | the correction |
 * | --- | --- | --- | --- |
 * | the corrected one | newer than the correction | stays | ended: the source has caught up |
 * | the corrected one | older | stays | stands |
 * | the one that was replaced | any | stays | stands, with a note |
 * | another one | older than the correction | stays | stands, with a note |
 * | another one | newer | the row's | ended |
 */
export type Correction =
  /** The stored number is kept; `note` says so to a person. */
  | { readonly kind: 'kept'; readonly note: RowProblem }
  /** The source has caught up, or says something new: its number counts again. */
  | { readonly kind: 'ended' };

/**
 * Puts the number that counts into each draft, so that all that follows, above all whose number it is, goes by it.
 * @returns the rows, and by index what became of the corrections they met
 */
export function settleCorrections(
  rows: readonly MappedRow[],
  around: PageSurroundings,
): { readonly rows: readonly MappedRow[]; readonly corrections: ReadonlyMap<number, Correction> } {
  const corrections = new Map<number, Correction>();
  const settled = rows.map((row, index) => {
    const stored = row.ok ? around.byContactId.get(row.draft.recordId) : undefined;
    if (!row.ok || !stored?.correction) return row;
    const correction = decideCorrection(row.draft, stored.mobile, stored.correction, around.sourceName);
    if (correction === null) return row;
    corrections.set(index, correction);
    if (correction.kind === 'ended' || stored.mobile === null) return row;
    // What the numbering plan thinks of the number that came is of no interest: it is not taken.
    return { ...row, draft: { ...row.draft, mobile: stored.mobile }, warnings: [] };
  });
  return { rows: settled, corrections };
}

function decideCorrection(
  draft: Draft,
  mobile: string | null,
  { at, replaced }: NonNullable<StoredContact['correction']>,
  sourceName: string,
): Correction | null {
  const isNewer = draft.modifiedAt > at;
  if (draft.mobile === mobile) return isNewer ? { kind: 'ended' } : null;
  if (isNewer && draft.mobile !== replaced) return { kind: 'ended' };
  return {
    kind: 'kept',
    note: {
      code: 'stale_mobile',
      column: 'Mobile number',
      value: draft.mobile,
      message:
        `The old number was not put back: it was corrected here on ${easternDayShort(at)}. ` +
        `The rest of the row is in. Correct it in ${sourceName} to end this note.`,
    },
  };
}
