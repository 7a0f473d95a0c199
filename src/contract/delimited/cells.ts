/** What stands before a formula's sign in our own error files: `csvCell` of the domain puts it there. */
const GUARDED =
  // eslint-disable-next-line no-control-regex -- control characters are what is being looked for
  /^'+[\s\u200b-\u200f\u2060\ufeff]*[=+\-@\uff1d\uff0b\uff0d\uff20\u2212\u0000\t\r\n]/;

/** A cell as it was before it was written for a spreadsheet: one apostrophe before a formula's sign is gone. */
export function unguardCell(cell: string): string {
  return cell.charCodeAt(0) === 39 && GUARDED.test(cell) ? cell.slice(1) : cell;
}

/** The value of a cell: `="00123"`, by which spreadsheets are made to keep zeros, is 00123. */
export function cellValue(cell: string): string {
  if (!cell.includes('="')) return cell;
  return /^\s*="([^"]*)"\s*$/.exec(cell)?.[1] ?? cell;
}

/** Holds nothing that can be seen. */
export function isBlankCell(cell: string): boolean {
  return cell === '' || !/[^\p{Cf}\p{Cc}\p{Z}]/u.test(cell);
}

/** What a contact ID is recognised by within a file: unwrapped, cleaned and trimmed as the mapping does it. */
export function idKey(cell: string): string {
  if (/^[!-~]*$/.test(cell) && !cell.startsWith('=')) return cell;
  const clean = cellValue(cell)
    .replace(/[\t-\r\u0085\u2028\u2029]+/g, ' ')
    .replace(/\p{Cc}+/gu, '')
    .trim();
  return isBlankCell(clean) ? '' : clean;
}

/**
 * Takes the values of some columns out of a row's cells.
 * @returns a function from cells to values, in the order of `fields`; null for a column that the file does not have
 */
export function valuePicker(
  headers: readonly string[],
  fields: readonly string[],
): (cells: readonly string[]) => (string | null)[] {
  const places = fields.map((field) => headers.indexOf(field));
  return (cells) => places.map((at) => (at < 0 ? null : cellValue(cells[at] ?? '')));
}
