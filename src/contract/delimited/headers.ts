/** What can't be seen in a header: byte order marks, zero-width and bidirectional marks, soft hyphens, controls. */
const UNSEEN = /[\p{Cf}\p{Cc}\u034f\u115f\u1160\u3164]+/gu;

/** A header as it is compared: what can't be seen gone, any space a plain one, trimmed, NFKC. */
export function cleanHeader(cell: string): string {
  return cell.replace(/[\t-\r]+/g, ' ').replace(UNSEEN, '').normalize('NFKC').replace(/\s/g, ' ').trim();
}

/** The columns of a file, worked out of its first row. */
export interface HeaderRow {
  /** Cleaned; unnamed columns are empty, those at the end left out. */
  readonly names: readonly string[];
  /** Columns of the first row, those without a name at the end included. */
  readonly width: number;
  /** Columns behind the named ones that an error file of ours has: line, status and errors. */
  readonly ownColumns: number;
}

/** What our own error files add behind the file's columns. */
const OWN_COLUMNS: readonly string[] = ['Line', 'Status', 'Errors'];

/** @param kept - a column that is read whatever it is called, such as the contact ID; null for none */
export function readHeaderRow(cells: readonly string[], kept: string | null): HeaderRow {
  const names = cells.map(cleanHeader);
  while (names.at(-1) === '') names.pop();
  const isOurs = OWN_COLUMNS.every((name, at) => names.at(at - OWN_COLUMNS.length) === name);
  if (!isOurs || (kept !== null && OWN_COLUMNS.includes(kept))) {
    return { names, width: cells.length, ownColumns: 0 };
  }
  const theirs = names.slice(0, -OWN_COLUMNS.length);
  return { names: theirs, width: theirs.length, ownColumns: OWN_COLUMNS.length };
}

/** Whether two headers differ only in case, spaces, underscores and hyphens, so that one may be meant by the other. */
export function isNearHeader(one: string, other: string): boolean {
  return one !== other && skeleton(one) === skeleton(other);
}

function skeleton(header: string): string {
  return cleanHeader(header).toLowerCase().replace(/[\s_\p{Pd}]+/gu, '');
}

/** The headers that stand there more than once, each told once. */
export function repeatedHeaders(headers: readonly string[]): readonly string[] {
  const met = new Set<string>();
  const isRepeated = (header: string): boolean => met.size === met.add(header).size;
  return [...new Set(headers.filter((header) => header !== '' && isRepeated(header)))];
}

/**
 * What keeps a file from being imported: columns that have to be there and are not, named with what nearly matches, and
 * columns that are read and stand there twice.
 * @param required - headers that have to be there
 * @param read - headers that are read when they are there
 * @returns sentences, none when the columns fit
 */
export function headerProblems(
  headers: readonly string[],
  required: readonly string[],
  read: readonly string[] = required,
): readonly string[] {
  const wanted = [...new Set([...required, ...read])];
  const near = wanted.flatMap((name) => {
    if (headers.includes(name)) return [];
    const meant = headers.find((header) => isNearHeader(header, name));
    return meant === undefined ? [] : [{ name, meant }];
  });
  const missing = required.filter((name) => !headers.includes(name) && !near.some((one) => one.name === name));
  const twice = repeatedHeaders(headers).filter((name) => wanted.includes(name));
  return [
    ...near.map(({ name, meant }) => `The column “${quoted(meant)}” is nearly, but not exactly, “${quoted(name)}”. Make them the same.`),
    ...(missing.length === 0 ? [] : [`${listed(missing)} ${missing.length === 1 ? 'is' : 'are'} not in its first row.`]),
    ...(twice.length === 0 ? [] : [`${listed(twice)} ${twice.length === 1 ? 'is' : 'are'} there more than once. Keep one.`]),
  ];
}

function listed(names: readonly string[]): string {
  const some = names.slice(0, 3).map((name) => `“${quoted(name)}”`);
  return names.length > 3 ? `${some.join(', ')} and ${names.length - 3} more` : some.join(', ');
}

function quoted(name: string): string {
  const points = [...name];
  return points.length <= 40 ? name : `${points.slice(0, 39).join('')}…`;
}
