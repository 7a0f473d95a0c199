import type { RecordType } from '../domain/contact.ts';
import type { FieldMapping, OptOutMapping } from '../domain/mappingTypes.ts';
import type { FileOptions } from '../domain/sourceFile.ts';
import type { Weekday, WindowName } from '../domain/windows.ts';
import type { Db } from './database.ts';

/** What one record type of a connection imports, and when. */
export interface ImportConfigRow {
  connection_id: string;
  record_type: RecordType;
  team_id: string;
  state: 'off' | 'draft' | 'on';
  version: number;
  source_id: string | null;
  source_name: string | null;
  source_kind: string | null;
  source_folder: string | null;
  source_filter: string;
  source_definition: string | null;
  source_count: number | null;
  full_run_calls: number | null;
  usual_run_calls: number | null;
  fields: FieldMapping | null;
  opt_out: OptOutMapping | null;
  windows: WindowName[];
  windows_since: Date | null;
  sweep_days: Weekday[];
  left_tag: string | null;
  notify: NotifySettings;
  look_back_minutes: number;
  watermark_at: Date | null;
  full_reason: string | null;
  previewed_at: Date | null;
  file_options: FileOptions | null;
  column_answers: ColumnAnswer[];
}

/** Who is told about an import, and when. */
export interface NotifySettings {
  readonly addresses: readonly string[];
  readonly when: 'every' | 'errors' | 'failures';
  /** Rows in error come with the mail; true when absent. */
  readonly attachErrors?: boolean | undefined;
}

/** What was answered for good about a column that a file may lack. */
export interface ColumnAnswer {
  readonly column: string;
  readonly answer: 'keep' | 'clear';
}

/** @returns null when the connection has no such record type */
export async function readImportConfig(
  db: Db,
  connectionId: string,
  recordType: string,
  options: { readonly lock?: boolean } = {},
): Promise<ImportConfigRow | null> {
  const rows: ImportConfigRow[] = await db.query(
    `select * from import_config where connection_id = $1 and record_type = $2 ${options.lock ? 'for update' : ''}`,
    [connectionId, recordType],
  );
  return rows[0] ?? null;
}

/** Stores what an admin decides; what runs write (watermark) is left alone. The version goes up. */
export async function saveImportConfig(db: Db, config: ImportConfigRow): Promise<void> {
  await db.query(
    `update import_config set state = $3, version = version + 1, source_id = $4, source_name = $5, source_kind = $6,
       source_definition = $7, source_count = $8, full_run_calls = $9, fields = $10, opt_out = $11, windows = $12, notify = $13,
       look_back_minutes = $14, full_reason = $15, source_folder = $16, source_filter = $17, usual_run_calls = $18,
       windows_since = $19, sweep_days = $20, left_tag = $21, file_options = $22, column_answers = $23
     where connection_id = $1 and record_type = $2`,
    [
      config.connection_id,
      config.record_type,
      config.state,
      config.source_id,
      config.source_name,
      config.source_kind,
      config.source_definition,
      config.source_count,
      config.full_run_calls,
      config.fields === null ? null : JSON.stringify(config.fields),
      config.opt_out === null ? null : JSON.stringify(config.opt_out),
      config.windows,
      JSON.stringify(config.notify),
      config.look_back_minutes,
      config.full_reason,
      config.source_folder,
      config.source_filter,
      config.usual_run_calls,
      config.windows_since,
      config.sweep_days,
      config.left_tag,
      config.file_options === null ? null : JSON.stringify(config.file_options),
      JSON.stringify(config.column_answers),
    ],
  );
}
