import type { ClaimedRun } from '../../db/runs.ts';
import type { Db } from '../../db/database.ts';
import { hasMore, type LedgerFile } from '../../db/sourceFiles.ts';
import { sourcePrefix } from '../../domain/chooseFile.ts';
import type { SyncContext } from '../context.ts';
import { RequestError } from '../errors.ts';
import type { Ending } from '../finishRun.ts';
import { queueRun, type RunSettings } from '../startRun.ts';

/** Faults of one file: the next one may be read all the same. All others are of the connection, or of us. */
const REFUSALS: ReadonlySet<string> = new Set([
  'FILE_WORKBOOK',
  'FILE_BINARY',
  'FILE_ENCODING',
  'FILE_DELIMITER',
  'FILE_HEADER',
  'FILE_QUOTE',
  'FILE_EMPTY',
  'FILE_REFUSED',
]);
const LOST: ReadonlySet<string> = new Set(['FILE_GONE', 'FILE_CHANGED']);

/** Something about the file itself keeps it from being read, until it or the settings change. */
export function isFileRefusal(code: string): boolean {
  return REFUSALS.has(code);
}

/**
 * Where every file is imported, queues the run for the next one in the transaction that ends the one before. A queue
 * tries each file once, and stops when somebody cancels or the connection fails.
 */
export async function queueNextFile(
  tx: Db,
  ctx: SyncContext,
  run: Pick<ClaimedRun, 'id' | 'teamId' | 'connectionId' | 'recordType' | 'startedBy'> & {
    readonly settings: RunSettings;
    readonly file: LedgerFile;
  },
  ending: Ending,
): Promise<void> {
  const { teamId, connectionId, recordType, startedBy, settings, file } = run;
  if (settings.files?.which !== 'all' || !goesOn(ending)) return;
  const chain = file.chain ?? run.id;
  const of = { connectionId, recordType, folder: file.folder };
  if (!(await hasMore(tx, of, sourcePrefix(settings.sourceId), chain))) return;
  try {
    await queueRun(tx, ctx, { teamId, connectionId, recordType, full: false, startedBy, chain });
  } catch (error) {
    // Turned off or disconnected meanwhile: nobody wants the rest.
    if (!(error instanceof RequestError)) throw error;
  }
}

function goesOn(ending: Ending): boolean {
  if (ending.kind === 'failed') return isFileRefusal(ending.code) || LOST.has(ending.code);
  return ending.kind === 'complete';
}
