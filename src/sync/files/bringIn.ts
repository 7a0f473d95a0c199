import { ConnectorError } from '../../contract/errors.ts';
import type { FileAccess, StagedFile } from '../../contract/files.ts';
import { readImportConfig } from '../../db/importConfigs.ts';
import { noteFetched, noteStaged, readImported, readUpload, type LedgerFile } from '../../db/sourceFiles.ts';
import { sourcePrefix } from '../../domain/chooseFile.ts';
import type { TeamField } from '../../domain/contact.ts';
import { encodingName, fileSize, shownFile } from '../../domain/fileWords.ts';
import type { ImportMapping } from '../../domain/mappingTypes.ts';
import type { ColumnAnswer } from '../../db/importConfigs.ts';
import type { SyncContext } from '../context.ts';
import { checkColumns, fitColumns, type FileColumns } from './columns.ts';
import { ledgerOf, type FileSource } from './folderLook.ts';

/** A file whose rows can be pulled. */
export interface ReadyFile {
  readonly file: LedgerFile;
  readonly staged: StagedFile;
  readonly columns: FileColumns;
  /** The file that was imported last, to compare it with; null when there is none, and for uploads. */
  readonly before: { readonly name: string; readonly rows: number | null } | null;
}

/** How a file is read. */
export interface ReadingFile {
  readonly source: FileSource;
  readonly mapping: ImportMapping;
  readonly teamFields: readonly TeamField[];
  /** Answered about columns for this reading alone. */
  readonly answers: readonly ColumnAnswer[];
  /** Told step by step what was done. */
  readonly tell: (line: string) => Promise<void>;
}

/**
 * Brings a file into the spool, reads it through and compares its columns with the mapping; the ledger is told after
 * each step. Doing it again is harmless.
 *
 * @throws ConnectorError also for what is wrong with the file as a whole
 */
export async function bringIn(
  ctx: SyncContext,
  files: FileAccess,
  file: LedgerFile,
  reading: ReadingFile,
  signal: AbortSignal,
): Promise<ReadyFile> {
  const { source, mapping, teamFields, answers, tell } = reading;
  const db = ctx.dataSource.manager;
  const fetched =
    file.origin === 'upload'
      ? await files.keep(file, await contentOf(ctx, file))
      : await files.fetch(source.sourceId, file, signal);
  await noteFetched(db, file.id, fetched.sha256, ctx.now());
  await tell(`${file.origin === 'upload' ? 'Took' : 'Fetched'} ${shownFile(file.name)}, ${fileSize(fetched.size)}.`);

  const recordId = mapping.fields.recordId ?? null;
  const staged = await files.stage(fetched, { options: source.options, recordId }, signal);
  const [config, imported] = await Promise.all([
    readImportConfig(db, source.connectionId, source.recordType),
    file.origin === 'upload' ? null : readImported(db, ledgerOf(source), sourcePrefix(source.sourceId)),
  ]);
  const columns = fitColumns(staged.headers, { mapping, teamFields }, imported?.last.headers ?? null, [
    ...(file.origin === 'upload' ? [] : (config?.column_answers ?? [])),
    ...answers,
  ]);
  await noteStaged(
    db,
    file.id,
    {
      headers: staged.headers,
      ignoredColumns: columns.ignored,
      rows: staged.rows,
      blankLines: staged.blankLines,
      encoding: staged.encoding,
      samples: staged.samples,
      notes: [...staged.notes, ...columns.notes],
    },
    ctx.now(),
  );
  await tell(readThrough(staged));
  checkColumns(file.name, staged.headers, { mapping, teamFields });
  if (columns.unanswered.length === 0) for (const note of columns.notes) await tell(note);
  return { file, staged, columns, before: imported?.last ?? null };
}

async function contentOf(ctx: SyncContext, file: LedgerFile): Promise<Uint8Array> {
  const content = await readUpload(ctx.dataSource.manager, file.id);
  if (content) return content;
  const message = `${shownFile(file.name)} was uploaded too long ago and is not kept any more. Upload it again.`;
  throw new ConnectorError('FILE_GONE', message, { kind: 'never' });
}

function readThrough({ rows, encoding, blankLines }: StagedFile): string {
  const count = (value: number, word: string): string => `${value.toLocaleString('en-US')} ${word}${value === 1 ? '' : 's'}`;
  const blank = blankLines === 0 ? '' : `, ${count(blankLines, 'blank line')}`;
  return `Read through: ${count(rows, 'row')}, ${encodingName(encoding)}${blank}.`;
}
