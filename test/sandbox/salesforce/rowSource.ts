import type { ObjectSchema, Value } from './schema.ts';
import type { StampIndex } from './stampIndex.ts';

/**
 * The population's values of one field. With `codes`, a row's value is `dictionary[codes[row]]`, and a condition on the
 * field is worked out once for each dictionary entry instead of once for each row.
 */
export interface Column {
  get(row: number): Value;
  codes?: Uint8Array | Uint16Array;
  dictionary?: readonly Value[];
}

/** The rows of one object, as the query engine sees them. Row numbers rise with the ids. */
export interface RowSource {
  readonly schema: ObjectSchema;
  readonly rowCount: number;
  /** Reads one field of any row; field names in their own case. */
  accessor(field: string): (row: number) => Value;
  /** The population's column; right only for rows where `isEdited` is false. */
  column(field: string): Column | undefined;
  isEdited(row: number): boolean;
  isDeleted(row: number): boolean;
  /** False for rows that sharing hides from the API user, or that left the recycle bin for good. */
  isVisible(row: number): boolean;
  idOf(row: number): string;
  /** The row of a 15- or 18-character id; -1 when there is none. Finds deleted and hidden rows too. */
  rowOf(id: string): number;
  /** Whether the API user owns the row; every row of an object without owners is everybody's. */
  isMine(row: number): boolean;
  readonly stampIndex?: StampIndex;
  /** The rows in the order of this datetime field, or undefined when nothing is kept for it; the name in any case. */
  indexOn?(field: string): StampIndex | undefined;
  /** Calls the listener before each change of a row, with the row; returns the way to stop. */
  beforeChange?(listener: (row: number) => void): () => void;
}
