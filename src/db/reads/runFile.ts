import type { FileState } from '../../domain/sourceFile.ts';
import type { Db } from '../database.ts';

/** What reading a file through told, as `source_file.staged` keeps it. */
export interface StagedFacts {
  readonly headers: readonly string[];
  /** Columns that fill nothing. */
  readonly ignoredColumns: readonly string[];
  readonly rows: number;
  readonly blankLines: number;
  readonly encoding: string;
  /** Values to judge a guessed encoding by; empty when nothing was guessed. */
  readonly samples: readonly string[];
  readonly notes: readonly string[];
}

interface FileRow {
  name: string;
  size: string;
  modified_at: Date;
  state: FileState;
  sha256: string | null;
  staged: StagedFacts | null;
  disposal: string;
  origin: 'server' | 'upload';
}

/** A file as runs and previews show it; null when there is none of that ID. */
export async function readRunFile(db: Db, fileId: string | null) {
  if (fileId === null) return null;
  const [row]: FileRow[] = await db.query(
    'select name, size, modified_at, state, sha256, staged, disposal, origin from source_file where id = $1',
    [fileId],
  );
  if (!row) return null;
  const { staged } = row;
  return {
    name: row.name,
    size: Number(row.size),
    modifiedAt: row.modified_at.toISOString(),
    state: row.state,
    sha256: row.sha256,
    encoding: staged?.encoding ?? null,
    samples: [...(staged?.samples ?? [])],
    headers: [...(staged?.headers ?? [])],
    ignoredColumns: [...(staged?.ignoredColumns ?? [])],
    rows: staged?.rows ?? null,
    blankLines: staged?.blankLines ?? 0,
    notes: [...(staged?.notes ?? [])],
    disposal: row.disposal,
    uploaded: row.origin === 'upload',
  };
}
