import { isDeepStrictEqual } from 'node:util';
import { isBlankCell } from '../../contract/delimited/cells.ts';
import { createDecoder } from '../../contract/delimited/decode.ts';
import { DELIMITERS } from '../../contract/delimited/delimiters.ts';
import { peekFile, type FilePeek } from '../../contract/delimited/peek.ts';
import { RecordReader } from '../../contract/delimited/readRecords.ts';
import { readImportConfig, type ImportConfigRow } from '../../db/importConfigs.ts';
import { readPreview } from '../../db/previews.ts';
import { isUuid } from '../../db/reads/ids.ts';
import { readUpload } from '../../db/sourceFiles.ts';
import { insertUpload, isImportedAlready, readCorrectable } from '../../db/uploads.ts';
import { DEFAULT_FILE_OPTIONS, type FileOptions } from '../../domain/sourceFile.ts';
import { previewMissing, startPreview } from '../connections/preview.ts';
import type { PreviewResult } from '../connections/previewResult.ts';
import type { SyncContext } from '../context.ts';
import { RequestError } from '../errors.ts';
import { queueRun } from '../startRun.ts';

/** Most a file of corrected rows may have. */
export const CORRECTIONS_BYTES = 5_000_000;

/**
 * Takes a file with corrected rows of a run and previews what importing it would do. It counts as being of the same
 * time as the run's own file, so that newer files win against it.
 *
 * @param upload.content - in either delimiter and any known encoding, whatever the import is set to
 * @returns the preview's ID, and how many rows the file has
 * @throws RequestError `run_missing`; `no_corrections`; `import_incomplete`
 * @throws ConnectorError what is wrong with the file as a whole
 */
export async function startCorrections(
  ctx: SyncContext,
  upload: { readonly teamId: string; readonly runId: string; readonly name: string; readonly content: Uint8Array },
): Promise<{ previewId: string; rows: number }> {
  const { teamId, runId, name, content } = upload;
  const db = ctx.dataSource.manager;
  const run = isUuid(runId) ? await readCorrectable(db, teamId, runId) : null;
  if (!run) throw new RequestError('not_found', 'run_missing', 'This run can’t be found in this team.');
  const { connection_id: connectionId, record_type: recordType } = run;
  if (run.folder === null || run.modified_at === null || !run.ended || run.errors === 0) throw nothingToCorrect();
  const config = await readImportConfig(db, connectionId, recordType);
  const peek = peekUpload(name, content, config);
  const rows = countRows(content, peek);
  const now = ctx.now();
  const file = { teamId, connectionId, recordType, folder: run.folder, name, modifiedAt: run.modified_at, content };
  const fileId = await insertUpload(db, file, now);
  const previewId = await startPreview(ctx, { teamId, connectionId }, recordType, {
    fileId,
    corrects: runId,
    options: optionsOf(config, peek),
  });
  return { previewId, rows };
}

/**
 * Queues the run that imports the uploaded rows of a preview.
 * @returns the run's ID
 * @throws RequestError `preview_missing`; `no_corrections` it shows no upload; `preview_busy`; `preview_outdated` the
 *   settings were changed, the rows are in, or are kept no more; `run_busy`, `import_not_on`
 */
export async function runCorrections(
  ctx: SyncContext,
  of: { readonly teamId: string; readonly previewId: string; readonly startedBy: string },
): Promise<string> {
  const { teamId, previewId, startedBy } = of;
  return ctx.dataSource.transaction(async (tx) => {
    const preview = await readPreview(tx, teamId, previewId);
    if (!preview) throw previewMissing();
    const { connection_id: connectionId, record_type: recordType, file_id: fileId, corrects } = preview;
    if (fileId === null || corrects === null) throw nothingUploaded();
    if (preview.state !== 'finished') throw notRead();
    const config = await readImportConfig(tx, connectionId, recordType, { lock: true });
    const { basis } = preview.result as PreviewResult;
    if (!config || !isDeepStrictEqual([basis.fields, basis.optOut], [config.fields, config.opt_out])) throw outdated();
    if (await isImportedAlready(tx, fileId)) throw importedAlready();
    const content = await readUpload(tx, fileId);
    if (!content) throw outdated();
    const options = optionsOf(config, peekUpload('The file', content, config));
    const upload = { fileId, corrects, options };
    return queueRun(tx, ctx, { teamId, connectionId, recordType, full: false, startedBy, upload });
  });
}

/** How a file of an admin's own is cut: told by itself, since spreadsheets save it in their own way. */
function peekUpload(name: string, content: Uint8Array, config: ImportConfigRow | null): FilePeek {
  const { fields, opt_out: optOut } = config ?? { fields: null, opt_out: null };
  const known = [fields?.recordId, fields?.firstName, fields?.lastName, fields?.mobile, optOut?.field];
  return peekFile(name, content, {
    isWhole: true,
    delimiter: 'detect',
    encoding: 'detect',
    known: known.filter((column): column is string => typeof column === 'string'),
  });
}

function optionsOf(config: ImportConfigRow | null, { delimiter, encoding }: FilePeek): FileOptions {
  return { ...DEFAULT_FILE_OPTIONS, ...config?.file_options, delimiter, encoding };
}

/** Rows below the header, blank lines left out. */
function countRows(content: Uint8Array, { delimiter, encoding }: FilePeek): number {
  let records = 0;
  const reader = new RecordReader(DELIMITERS[delimiter], (_line, cells) => {
    if (!cells.every(isBlankCell)) records += 1;
  });
  const decoder = createDecoder(encoding);
  reader.push(decoder.write(content) + decoder.end());
  reader.end();
  return Math.max(0, records - 1);
}

const conflict = (code: string, message: string): RequestError => new RequestError('conflict', code, message);

const nothingToCorrect = (): RequestError =>
  conflict(
    'no_corrections',
    'This run has no rows to correct: it is not over, read no file, or no row of its file was in error.',
  );

const nothingUploaded = (): RequestError =>
  conflict('no_corrections', 'This preview shows the source, not an upload. Use Run import to import it.');

const notRead = (): RequestError =>
  conflict('preview_busy', 'The upload has not been read through. Wait until its preview has ended, or upload it again.');

const outdated = (): RequestError =>
  conflict('preview_outdated', 'The import’s settings were changed since this upload. Upload the file again.');

const importedAlready = (): RequestError =>
  conflict('preview_outdated', 'A run took these rows already. Upload the file again to import it once more.');
