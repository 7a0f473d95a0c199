import { ConnectorError } from '../../contract/errors.ts';
import type { FileAccess } from '../../contract/files.ts';
import { notePreviewFile } from '../../db/previews.ts';
import { noteLook, readFile, readVersions, type LedgerFile } from '../../db/sourceFiles.ts';
import { candidates, chooseFile, isSameVersion, wholeFiles } from '../../domain/chooseFile.ts';
import type { TeamField } from '../../domain/contact.ts';
import { DEFAULT_FILE_OPTIONS, type FileOptions } from '../../domain/sourceFile.ts';
import type { PreviewWork } from '../connections/previewPart.ts';
import type { SyncContext } from '../context.ts';
import { bringIn, type ReadyFile } from './bringIn.ts';
import { nothingToImport } from './fileSentences.ts';
import { ledgerOf, lookIntoFolder, type FileSource } from './folderLook.ts';

/** A file that a preview can read, and how it is read. */
export interface PreviewedFile extends ReadyFile {
  readonly options: FileOptions;
  /** Who is not in it has left the source. */
  readonly tellsWhoLeft: boolean;
}

/**
 * Brings in the file that a preview shows: an upload, the one a run would take now, or else the newest there is, though
 * it was imported before. Columns that are gone are shown as kept. The ledger learns of the file, but not that anything
 * of it was imported.
 *
 * @throws ConnectorError
 */
export async function filePreviewed(
  ctx: SyncContext,
  preview: PreviewWork,
  files: FileAccess,
  teamFields: readonly TeamField[],
  signal: AbortSignal,
): Promise<PreviewedFile> {
  const { row, connection, config, upload } = preview;
  const db = ctx.dataSource.manager;
  const options = upload?.options ?? config.file_options ?? DEFAULT_FILE_OPTIONS;
  const source: FileSource = {
    teamId: connection.team_id,
    connectionId: connection.id,
    recordType: config.record_type,
    sourceId: config.source_id,
    options,
  };
  const begun = row.file_id === null ? null : await readFile(db, row.file_id);
  const file = begun ?? (await choose(ctx, files, source, signal));
  await notePreviewFile(db, row.id, file.id);
  const mapping = { fields: config.fields, optOut: config.opt_out };
  const reading = { source, mapping, teamFields, answers: [], tell: () => Promise.resolve() };
  const ready = await bringIn(ctx, files, file, reading, signal);
  return { ...ready, options, tellsWhoLeft: options.which === 'newest' && file.origin === 'server' };
}

async function choose(
  ctx: SyncContext,
  files: FileAccess,
  source: FileSource,
  signal: AbortSignal,
): Promise<LedgerFile> {
  const look = await lookIntoFolder(ctx, files, source, null, signal);
  const { state } = look;
  const waiting = candidates(state);
  const choice = chooseFile(waiting, state.now);
  const file = choice.kind === 'none' ? wholeFiles(state).at(-1) : choice.file;
  if (!file) {
    throw new ConnectorError('FILE_MISSING', nothingToImport(look, source.options, state.now), { kind: 'never' });
  }
  const of = ledgerOf(source);
  const seen = [...new Set([...waiting.map((one) => one.file), file])];
  const noted = { entries: state.entries, waiting: seen, now: state.now };
  await ctx.dataSource.transaction((tx) => noteLook(tx, { ...of, teamId: source.teamId }, noted));
  const versions = await readVersions(ctx.dataSource.manager, of, [file.name]);
  const found = versions.find((one) => isSameVersion(one, file));
  if (found) return found;
  const message = 'The file was taken out of the folder meanwhile. Preview again.';
  throw new ConnectorError('FILE_GONE', message, { kind: 'never' });
}
