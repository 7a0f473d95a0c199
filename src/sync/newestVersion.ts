/**
 * The (modified, ID) up to which a page reads; null for an empty one. Rows come in that order, so it is the last row's.
 */
export function newestVersion(
  rows: readonly { readonly recordId: string; readonly modifiedAt: Date }[],
): { readonly recordId: string; readonly modifiedAt: Date } | null {
  const last = rows.at(-1);
  return last ? { recordId: last.recordId, modifiedAt: last.modifiedAt } : null;
}
