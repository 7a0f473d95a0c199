/**
 * Why a row was not taken as it came: `error` somebody should mend, `skipped` nothing to do, `warning` taken and worth
 * a look. Codes are stable: they stand in the API, in error files and in `docs/codes.md`.
 */
export const ROW_CODES = {
  phone_missing: 'error',
  phone_digits: 'error',
  phone_letters: 'error',
  phone_extension: 'error',
  phone_several: 'error',
  phone_spreadsheet: 'error',
  phone_country: 'error',
  phone_taken: 'error',
  phone_unusual: 'warning',
  stale_mobile: 'warning',
  first_name_missing: 'error',
  last_name_missing: 'error',
  optout_value_unknown: 'error',
  staff_unknown: 'error',
  field_value: 'error',
  value_too_long: 'error',
  record_id: 'error',
  lead_converted: 'skipped',
  record_deleted: 'skipped',
  stale_row: 'skipped',
  repeated_row: 'skipped',
  row_width: 'error',
  duplicate_in_file: 'error',
  id_spreadsheet: 'error',
  id_case: 'error',
  id_rounded: 'warning',
  cell_error: 'error',
  cell_odd: 'warning',
  value_without_header: 'warning',
} as const satisfies Record<string, 'error' | 'skipped' | 'warning'>;

export type RowCode = keyof typeof ROW_CODES;

/** A reason with the sentence a person reads: what happened, why, what to do; at most 240 characters. */
export interface RowProblem {
  readonly code: RowCode;
  /** The contact field or source column it is about, as a person knows it; null when it is the whole row. */
  readonly column: string | null;
  /** The value as received, for the person to recognise; null when there is none. */
  readonly value: string | null;
  readonly message: string;
}
