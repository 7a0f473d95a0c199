import type { RowProblem } from './rowCodes.ts';
import { keptValue, quotedValue } from './shownValue.ts';

/** Why a record that went away is not imported. */
export function recordGone(gone: 'converted' | 'deleted'): RowProblem {
  return GONE[gone];
}

const GONE = {
  converted: {
    code: 'lead_converted',
    column: null,
    value: null,
    message: 'This lead was converted, so it is not imported as a lead any more. Its contact comes with the contacts.',
  },
  deleted: {
    code: 'record_deleted',
    column: null,
    value: null,
    message: 'This record was deleted in the source. The contact here is kept. Restore the record to have it updated.',
  },
} as const satisfies Record<string, RowProblem>;

export function nameMissing(
  code: 'first_name_missing' | 'last_name_missing',
  column: string,
  hasFallback: boolean,
): RowProblem {
  const empty = hasFallback ? 'in its own field and in the fallback field' : 'in the mapped field';
  return {
    code,
    column,
    value: null,
    message: `${column} is empty ${empty}. Every contact needs one. Add it in the source and import the row again.`,
  };
}

export function tooLong(column: string, value: string, max: number): RowProblem {
  return {
    code: 'value_too_long',
    column,
    value: keptValue(value),
    message:
      `${column} “${quotedValue(value)}” has ${[...value].length} characters; ${max} is the most. ` +
      'Shorten it and import the row again.',
  };
}

export function recordIdUnusable(recordId: string, max: number): RowProblem {
  return {
    code: 'record_id',
    column: null,
    value: keptValue(recordId),
    message:
      recordId === ''
        ? 'The row came without a record ID, so it can’t be matched to a contact. Check the source, then import again.'
        : `The record ID “${quotedValue(recordId)}” is longer than ${max} characters. ` +
          'Check the source, then import again.',
  };
}

export function contactIdMissing(): RowProblem {
  return {
    code: 'record_id',
    column: 'Contact ID',
    value: null,
    message:
      'The contact ID is empty, so the row can’t be matched to a contact. Enter it and import the row again.',
  };
}

export function unusualNumber(cell: unknown, message: string): RowProblem {
  return { code: 'phone_unusual', column: 'Mobile number', value: keptValue(cell), message };
}
