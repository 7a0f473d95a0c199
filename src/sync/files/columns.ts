import { headerProblems } from '../../contract/delimited/headers.ts';
import { ConnectorError } from '../../contract/errors.ts';
import type { ColumnAnswer } from '../../db/importConfigs.ts';
import type { TeamField } from '../../domain/contact.ts';
import { shownFile } from '../../domain/fileWords.ts';
import type { AbsentColumn } from '../../domain/mapRow.ts';
import type { ImportMapping } from '../../domain/mappingTypes.ts';

/** Something a mapped column fills. */
export interface ColumnUse {
  readonly column: string;
  readonly fills: 'user' | 'opt_out' | { readonly field: TeamField };
}

/** How the columns of a file fit the mapping. */
export interface FileColumns {
  /** Mapped columns that the file does not have, and what becomes of them. */
  readonly absent: ReadonlyMap<string, AbsentColumn>;
  /** Of these: what was in the last file, and nobody has answered for. */
  readonly unanswered: readonly ColumnUse[];
  /** Columns that fill nothing. */
  readonly ignored: readonly string[];
  /** What is to be told of columns that are not there. */
  readonly notes: readonly string[];
}

/**
 * Compares a file's columns with the mapping.
 *
 * @param before - the columns of the file imported last; null when there is none, or nothing is to be asked
 * @param answers - what was answered about columns; a later one counts more
 */
export function fitColumns(
  headers: readonly string[],
  { mapping, teamFields }: { readonly mapping: ImportMapping; readonly teamFields: readonly TeamField[] },
  before: readonly string[] | null,
  answers: readonly ColumnAnswer[],
): FileColumns {
  const given = new Map(answers.map(({ column, answer }) => [column, answer]));
  const uses = usesOf(mapping, teamFields).filter(({ column }) => !headers.includes(column));
  const { firstName, firstNameFallback } = mapping.fields;
  const names = [firstName, firstNameFallback].filter((column) => column !== null && !headers.includes(column));
  const absent = new Map<string, AbsentColumn>();
  for (const column of names) absent.set(column!, 'keep');
  for (const { column, fills } of uses) {
    // Nothing clears consent, nor what else the opt-out column fills.
    const isKept = fills === 'opt_out' || absent.get(column) === 'keep';
    absent.set(column, isKept ? 'keep' : (given.get(column) ?? 'keep'));
  }
  const used = new Set(mappedColumns(mapping));
  return {
    absent,
    unanswered: before === null ? [] : uses.filter(({ column }) => before.includes(column) && !given.has(column)),
    ignored: headers.filter((header) => header !== '' && !used.has(header)),
    notes: [...absent].flatMap(([column, answer]) => noteOf(column, answer, mapping)),
  };
}

/**
 * Refuses a file whose columns can't be meant: one that every import needs is missing, a mapped one stands there twice,
 * or is nearly spelt as it is mapped.
 * @throws ConnectorError `FILE_HEADER`
 */
export function checkColumns(
  file: string,
  headers: readonly string[],
  { mapping, teamFields }: { readonly mapping: ImportMapping; readonly teamFields: readonly TeamField[] },
): void {
  const { recordId, firstName, firstNameFallback, lastName, mobile, additional } = mapping.fields;
  const mustHave = teamFields.filter(({ required }) => required).map(({ key }) => key);
  const hasFallback = firstNameFallback !== null && headers.includes(firstNameFallback);
  const required = [
    ...(recordId ? [recordId] : []),
    ...(hasFallback ? [] : [firstName]),
    lastName,
    mobile,
    ...additional.filter(({ field }) => mustHave.includes(field)).map(({ source }) => source),
  ];
  const [problem, ...more] = headerProblems(headers, required, mappedColumns(mapping));
  if (problem === undefined) return;
  const rest = more.length > 0 ? ` ${more.length} more like this.` : '';
  throw new ConnectorError(
    'FILE_HEADER',
    `${shownFile(file)} was not imported. ${problem}${rest} Correct its first row, or map the column as it is called there.`,
    { kind: 'never' },
  );
}

function usesOf({ fields, optOut }: ImportMapping, teamFields: readonly TeamField[]): ColumnUse[] {
  return [
    ...(optOut ? [{ column: optOut.field, fills: 'opt_out' as const }] : []),
    ...(fields.userId ? [{ column: fields.userId, fills: 'user' as const }] : []),
    ...fields.additional.flatMap(({ source, field: key }) => {
      const field = teamFields.find((one) => one.key === key);
      return field ? [{ column: source, fills: { field } }] : [];
    }),
  ];
}

function mappedColumns({ fields, optOut }: ImportMapping): string[] {
  const { recordId, firstName, firstNameFallback, lastName, mobile, userId, additional } = fields;
  const columns = [recordId, firstName, firstNameFallback, lastName, mobile, userId, optOut?.field];
  return [...columns, ...additional.map(({ source }) => source)].filter((column): column is string => !!column);
}

function noteOf(column: string, answer: AbsentColumn, { fields, optOut }: ImportMapping): string[] {
  const what = `The file has no column “${shownFile(column)}”.`;
  if (optOut?.field === column) return [`${what} Nobody’s texting preference is changed by it; new contacts are opted in.`];
  if (answer === 'clear') return [`${what} What it filled is cleared, as answered.`];
  if (column === fields.firstName) return [`${what} First names come from “${shownFile(fields.firstNameFallback ?? '')}”.`];
  if (column === fields.firstNameFallback) return [`${what} Rows without a first name have nothing in its place.`];
  return [`${what} Contacts keep what they have.`];
}
