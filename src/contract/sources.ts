import type { RecordType } from '../domain/contact.ts';
import type { RowProblem } from '../domain/rowCodes.ts';
import type { FileOptions } from '../domain/sourceFile.ts';

/** Import sources, their columns, and the pages of rows they are pulled in. */

export interface SourceSearchRequest {
  readonly recordType: RecordType;
  /** A `SourceKind`'s name; null searches all kinds. */
  readonly kind: string | null;
  readonly query: string;
  /** How many matches to pass over. */
  readonly offset: number;
}

export interface SourceSearch {
  readonly sources: readonly SourceSummary[];
  /** How many match in all. */
  readonly total: number;
}

export interface SourceSummary {
  readonly id: string;
  readonly name: string;
  /** Name of its `SourceKind`. */
  readonly kind: string;
  /** Where it is kept, for grouping; null when its kind has no folders. */
  readonly folder: string | null;
  readonly usable: boolean;
  /** Why it can't be used and what to do, in whole sentences; empty when it can. */
  readonly reason: string;
}

export interface SourceDescription extends SourceSummary {
  /** The source's own filter in words. */
  readonly filter: string;
  /** People in it now; null when that can't be told without reading it. */
  readonly count: number | null;
  /** Calls a full run would cost. */
  readonly fullRunCalls: number;
  /** Calls a run costs that finds little changed. */
  readonly usualRunCalls: number;
  /** Changes when what the source selects changes; stored with the watermark. */
  readonly definition: string;
}

export interface SourceField {
  /** The name used in mappings: the API name, or a Report's name for its column. */
  readonly name: string;
  readonly label: string;
  readonly type: SourceFieldType;
  /** Field of the record this shows, which opt-outs are written to; null when it belongs to no field of the record. */
  readonly apiName: string | null;
  readonly writable: boolean;
  /** Computed by the vendor, so that nobody can write it. */
  readonly calculated: boolean;
  /** Its value can change without the record's modified time moving: only a sweep finds such a change. */
  readonly changesUnseen: boolean;
  /** Holds the ID of the record itself. */
  readonly isRecordId: boolean;
  /** Can be a pull's last-modified column, telling the instant or only the whole day (UTC); null when it can't be. */
  readonly modifiedTime: 'instant' | 'day' | null;
  /** Active values of a picklist; empty otherwise. */
  readonly values: readonly { readonly value: string; readonly label: string }[];
  /** Only listed values are accepted on writing. */
  readonly restricted: boolean;
}

export type SourceFieldType =
  | 'text' | 'phone' | 'email' | 'url' | 'number' | 'checkbox' | 'date' | 'datetime' | 'picklist' | 'multipicklist'
  | 'id' | 'other'
  /** A column of a file: text that may mean anything. */
  | 'column';

/** Resume position within a pull: opaque to the engine, owned by the connector, stored as JSON. */
export type Cursor = { readonly [key: string]: string | number | boolean | null };

export interface PullRequest {
  readonly recordType: RecordType;
  readonly sourceId: string;
  /** Source field names; each row's `values` follow this order. */
  readonly fields: readonly string[];
  /** The mapped columns of a source whose kind maps its identity; null for others. */
  readonly identity: { readonly recordId: string; readonly lastModified: string | null } | null;
  /**
   * Only rows modified at or after this instant; null reads everything. The engine has taken the look-back off already.
   */
  readonly since: Date | null;
  /** The cursor of the last committed page of the same run; null starts at the beginning. */
  readonly after: Cursor | null;
  /** The `definition` the mapping was made for; null skips the check. */
  readonly expectedDefinition: string | null;
  /**
   * A preview reads a few pages and may stop after any of them, so nothing may be begun for it that costs more than
   * these pages, such as a bulk job. Absent: an import, which reads to the end.
   */
  readonly purpose?: 'preview';
  /** How files are read; present when sources are files. */
  readonly files?: FileOptions;
  /** The staged file to read; absent: the newest one of the source, fetched and staged first. */
  readonly file?: { readonly key: string };
}

export interface SourcePage {
  readonly rows: readonly SourceRow[];
  /** Where the next page starts. Commit it with the rows, never before. */
  readonly next: Cursor;
  readonly last: boolean;
  /**
   * False when rows come in no order (a bulk load): the watermark may then move only once the last page is in, to
   * `sourceTime`.
   */
  readonly ordered: boolean;
  /**
   * The source is read up to here with this page, in (modified, ID) order: whatever has not come yet is not older. A
   * record that changes while it is read may come early with its new time, so this can lie before the page's last row.
   * Null when nothing can be told, as with rows in no order, or when it is where the page before left it.
   */
  readonly readTo: { readonly modifiedAt: Date; readonly recordId: string | null } | null;
  /**
   * Rows the source says this pull has from its start (from `since`, or after the cursor when resumed); null when
   * unknown.
   */
  readonly sourceRows: number | null;
  /** The vendor's clock when the pull began. */
  readonly sourceTime: Date;
  /** The source's `definition` as read at the start of the pull. */
  readonly definition: string;
}

/** A cell as the vendor's JSON gives it. */
export type Cell = string | number | boolean | null;

export interface SourceRow {
  readonly recordId: string;
  /** The time that orders the pull (Salesforce: SystemModstamp). */
  readonly modifiedAt: Date;
  /** In the order of `PullRequest.fields`; null for a column that the file does not have. */
  readonly values: readonly Cell[];
  /** Set when the record must not be imported: a converted lead, a deleted record. */
  readonly gone: 'converted' | 'deleted' | null;
  /** What was wrong with it already when it was read; an error among them keeps it out. */
  readonly problems?: readonly RowProblem[];
  /** Where it stands in its file, and all of its cells as received; absent for records. */
  readonly origin?: { readonly line: number; readonly cells: readonly string[] };
}
