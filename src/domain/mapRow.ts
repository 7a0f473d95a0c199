import { isCellError, oddCell, requiredCellError } from './cellErrors.ts';
import { cleanText, isLongerThan } from './cleanText.ts';
import type { CustomValue, TeamField } from './contact.ts';
import { readCustomValue } from './customValue.ts';
import type { MappedRow, RowOrigin } from './draft.ts';
import type { ImportMapping } from './mappingTypes.ts';
import { readOptOut } from './optOut.ts';
import { readMobile } from './phone.ts';
import { readRecordId } from './recordIds.ts';
import { ROW_CODES, type RowProblem } from './rowCodes.ts';
import { contactIdMissing, nameMissing, recordGone, recordIdUnusable, tooLong, unusualNumber } from './rowProblems.ts';
import { keptValue } from './shownValue.ts';

/** A row as a source gives it, its values in the order of `CompiledMapping.fields`. */
export interface MappableRow {
  readonly recordId: string;
  readonly modifiedAt: Date;
  readonly values: readonly (string | number | boolean | null)[];
  readonly gone: 'converted' | 'deleted' | null;
  /** What was wrong with it already when it was read; an error among them keeps it out. */
  readonly problems?: readonly RowProblem[];
  /** Present for rows of a file, whose cells may hold what a spreadsheet made of them. */
  readonly origin?: RowOrigin;
}

export interface CompiledMapping {
  /** The distinct source fields to pull, in the order in which `toDraft` expects their values. */
  readonly fields: readonly string[];
  /** Rows say to whom a contact is assigned; otherwise assignments are left alone. */
  readonly assignsUsers: boolean;
  /**
   * Turns one row into a draft, or says why it can't be one; all problems of the row at once.
   * @throws RangeError when the row has another number of values than there are fields
   */
  readonly toDraft: (row: MappableRow) => MappedRow;
}

export const NAME_MAX = 80;
export const USER_ID_MAX = 80;
export const RECORD_ID_MAX = 100;

/**
 * What becomes of a mapped column that a file does not have: `keep` leaves what is stored as if the column were not
 * mapped, `clear` reads it as blank in every row.
 */
export type AbsentColumn = 'keep' | 'clear';

/**
 * Works out once what every row needs: where each value stands and how it is read.
 * @param absent - mapped columns that the file does not have. A preference is never cleared by an absence: the opt-out
 *   column is kept whatever is said of it.
 * @throws Error when the mapping fills a team field that doesn't exist (`checkMapping` says so beforehand)
 */
export function compileMapping(
  mapping: ImportMapping,
  teamFields: readonly TeamField[],
  absent: ReadonlyMap<string, AbsentColumn> = NONE_ABSENT,
): CompiledMapping {
  const fields: string[] = [];
  const place = (field: string): number => {
    const known = fields.indexOf(field);
    return known >= 0 ? known : fields.push(field) - 1;
  };
  const placeOf = (field: string | null): number =>
    field === null || field === '' || absent.get(field) === 'keep' ? -1 : place(field);

  const firstAt = placeOf(mapping.fields.firstName);
  const fallbackAt = placeOf(mapping.fields.firstNameFallback);
  const lastAt = place(mapping.fields.lastName);
  const mobileAt = place(mapping.fields.mobile);
  const userAt = placeOf(mapping.fields.userId);
  const optOut = mapping.optOut;
  const optOutAt = optOut === null || absent.has(optOut.field) ? -1 : placeOf(optOut.field);
  const additional = mapping.fields.additional.flatMap(({ source, field: key }) => {
    const field = teamFields.find((candidate) => candidate.key === key);
    if (field === undefined) throw new Error(`The mapping fills the team field “${key}”, which does not exist.`);
    return absent.get(source) === 'keep' ? [] : [{ at: place(source), field }];
  });

  function toDraft(row: MappableRow): MappedRow {
    const { values, modifiedAt } = row;
    if (row.gone !== null) return goneRow(row, row.gone);
    if (values.length !== fields.length) {
      throw new RangeError(`Record ${row.recordId} has ${values.length} values for ${fields.length} fields`);
    }
    const problems: RowProblem[] = [];
    const warnings: RowProblem[] = [];
    for (const problem of row.problems ?? NO_WARNINGS) {
      (ROW_CODES[problem.code] === 'error' ? problems : warnings).push(problem);
    }
    const { recordId, required } = row.origin ? ofFile(row, problems, warnings) : ofRecord(row, problems);
    const firstName = readFirstName(values);
    required('First name', firstName);
    if (firstName === '') problems.push(nameMissing('first_name_missing', 'First name', fallbackAt >= 0));
    else if (isLongerThan(firstName, NAME_MAX)) problems.push(tooLong('First name', firstName, NAME_MAX));
    const lastName = textOf(values[lastAt]);
    required('Last name', lastName);
    if (lastName === '') problems.push(nameMissing('last_name_missing', 'Last name', false));
    else if (isLongerThan(lastName, NAME_MAX)) problems.push(tooLong('Last name', lastName, NAME_MAX));
    const userId = userAt < 0 ? '' : textOf(values[userAt]);
    if (isLongerThan(userId, USER_ID_MAX)) problems.push(tooLong('User ID', userId, USER_ID_MAX));
    const mobile = readMobile(values[mobileAt]);
    if (!mobile.ok && !required('Mobile number', textOf(values[mobileAt]))) problems.push(mobile.problem);
    const said = optOutAt < 0 ? null : (values[optOutAt] ?? null);
    const preference = optOut === null || optOutAt < 0 ? 'keep' : readOptOut(optOut, said);
    if (typeof preference === 'object') problems.push(preference);
    const custom = readAdditional(values, problems);

    const origin = row.origin ? { origin: row.origin } : NO_ORIGIN;
    if (!mobile.ok || typeof preference === 'object' || problems.length > 0) {
      return {
        ok: false,
        ...origin,
        kind: 'error',
        recordId,
        modifiedAt,
        name: joinName(firstName, lastName),
        problems,
        optOut: typeof preference === 'object' ? 'keep' : preference,
        optOutSaid: said,
      };
    }
    if (row.origin) warnings.push(...oddCells(values));
    if (mobile.warning !== null) warnings.push(unusualNumber(values[mobileAt], mobile.warning));
    return {
      ok: true,
      ...origin,
      draft: {
        recordId,
        modifiedAt,
        firstName,
        lastName,
        mobile: mobile.e164,
        userId: userId === '' ? null : userId,
        optOut: preference,
        optOutSaid: said,
        custom,
      },
      warnings: warnings.length === 0 ? NO_WARNINGS : warnings,
    };
  }

  /** What a file's cells hold in place of a value is taken as text where a value may be missing. */
  function oddCells(values: MappableRow['values']): RowProblem[] {
    const odd: RowProblem[] = [];
    for (const { at, field } of additional) {
      const text = textOf(values[at]);
      if (isCellError(text)) odd.push(oddCell(field.label, text));
    }
    if (userAt >= 0 && isCellError(textOf(values[userAt]))) odd.push(oddCell('User ID', textOf(values[userAt])));
    return odd;
  }

  function readFirstName(values: MappableRow['values']): string {
    const first = textOf(values[firstAt]);
    return first === '' && fallbackAt >= 0 ? textOf(values[fallbackAt]) : first;
  }

  function readAdditional(values: MappableRow['values'], problems: RowProblem[]): Record<string, CustomValue> | null {
    if (additional.length === 0) return null;
    const custom: Record<string, CustomValue> = {};
    for (const { at, field } of additional) {
      const reading = readCustomValue(field, values[at]);
      if (reading.ok) custom[field.key] = reading.value;
      else problems.push(reading.problem);
    }
    return custom;
  }

  /** A record that went away is not imported, but an opt-out it still states counts. */
  function goneRow(row: MappableRow, gone: 'converted' | 'deleted'): MappedRow {
    const { values, recordId, modifiedAt } = row;
    const cell = optOutAt < 0 ? null : values[optOutAt];
    // What remains of a deleted record may hold nothing, and nothing is not a preference here.
    const isStated = cell !== null && cell !== undefined && cell !== '';
    const optedOut = optOut !== null && isStated && readOptOut(optOut, cell) === 'opted_out';
    return {
      ok: false,
      kind: 'skipped',
      recordId,
      modifiedAt,
      name: joinName(readFirstName(values), textOf(values[lastAt])),
      problems: [recordGone(gone)],
      optOut: optedOut ? 'opted_out' : 'keep',
      optOutSaid: optedOut ? cell : null,
    };
  }

  return { fields, assignsUsers: userAt >= 0, toDraft };
}

const NONE_ABSENT: ReadonlyMap<string, AbsentColumn> = new Map();

const NO_WARNINGS: readonly RowProblem[] = Object.freeze([]);
const NO_ORIGIN = Object.freeze({});

/** Which contact a row is about, and what is refused in cells that must hold something. */
interface RowReading {
  readonly recordId: string;
  /** @returns whether the cell was refused */
  readonly required: (column: string, text: string) => boolean;
}

function ofRecord({ recordId }: MappableRow, problems: RowProblem[]): RowReading {
  if (recordId === '' || isLongerThan(recordId, RECORD_ID_MAX))
    problems.push(recordIdUnusable(recordId, RECORD_ID_MAX));
  return { recordId, required: () => false };
}

function ofFile(row: MappableRow, problems: RowProblem[], warnings: RowProblem[]): RowReading {
  const reading = readRecordId(row.recordId);
  const recordId = reading.ok ? reading.id : row.recordId;
  if (!reading.ok) problems.push(reading.problem);
  else if (reading.warning) warnings.push(reading.warning);
  if (recordId === '') problems.push(contactIdMissing());
  else if (isLongerThan(recordId, RECORD_ID_MAX)) problems.push(recordIdUnusable(recordId, RECORD_ID_MAX));
  return {
    recordId,
    required(column, text) {
      if (!isCellError(text)) return false;
      problems.push(requiredCellError(column, text));
      return true;
    },
  };
}

function textOf(cell: unknown): string {
  if (typeof cell === 'string') return cleanText(cell);
  return cell === null || cell === undefined ? '' : String(cell);
}

function joinName(first: string, last: string): string {
  const name = first === '' || last === '' ? first + last : `${first} ${last}`;
  return keptValue(name) ?? '';
}
