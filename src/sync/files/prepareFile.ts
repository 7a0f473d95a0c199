import type { FileAccess } from '../../contract/files.ts';
import { ConnectorError } from '../../contract/errors.ts';
import { holdRun } from '../../db/holds.ts';
import { notifyLive } from '../../db/live.ts';
import { logRun, type LeaseLost } from '../../db/runs.ts';
import { readFile, readVersions, takeFile, type LedgerFile } from '../../db/sourceFiles.ts';
import { readTeamFields } from '../../db/teamFields.ts';
import { isSameVersion } from '../../domain/chooseFile.ts';
import { fileSize, shownFile } from '../../domain/fileWords.ts';
import type { FileVersion } from '../../domain/sourceFile.ts';
import { easternShort } from '../../domain/times.ts';
import { beat, startHeartbeat } from '../heartbeat.ts';
import type { RunWork } from '../runWork.ts';
import { askColumns } from './askColumns.ts';
import { bringIn, type ReadyFile } from './bringIn.ts';
import { disposeOf } from './dispose.ts';
import { chooseInFolder, ledgerOf, lookIntoFolder, type FileSource } from './folderLook.ts';
import { nothingToImport, stillUploading } from './fileSentences.ts';

/**
 * What a run of a source of files does before its first row:
 *
 * ```
 * look into the folder ──▶ take a file ──▶ fetch ──▶ read through ──▶ compare columns ──▶ pull its pages
 *     │          │                                         │                │
 *     │          └── nothing waits: it ends with a note    │                └── columns are gone: a person is asked
 *     └── only files that still change: it is given back   └── it can't be read: the run fails, the file stays
 * ```
 * A run that goes on reads the file it has taken.
 */
export type Prepared =
  | { readonly kind: 'ready'; readonly file: ReadyFile }
  /** There is nothing new, and need not be. */
  | { readonly kind: 'nothing'; readonly note: string }
  /** It waits for an upload, or for an answer. */
  | { readonly kind: 'held' }
  /** The worker has to stop, or somebody cancelled; `progress` tells which. */
  | { readonly kind: 'stopped' };

/** A version that is replaced while it is fetched is chosen anew; more often than this somebody should look. */
const CHOICES = 5;
/** An upload that takes longer beyond the quiet time needs a person. */
const LONGEST_UPLOAD_MS = 3_600_000;

/** @throws ConnectorError; LeaseLost */
export async function prepareFile(work: RunWork, source: FileSource, files: FileAccess): Promise<Prepared> {
  const { worker, progress } = work;
  const halt = new AbortController();
  let lost: LeaseLost | null = null;
  const stopHeartbeat = startHeartbeat(
    work,
    (error) => halt.abort((lost = error)),
    () => {
      progress.cancelled = true;
      halt.abort();
    },
  );
  const signal = AbortSignal.any([halt.signal, worker.stopping]);
  try {
    return await prepare(work, source, files, signal);
  } catch (error) {
    if (lost !== null) throw lost as LeaseLost;
    if (signal.aborted) return { kind: 'stopped' };
    throw error;
  } finally {
    stopHeartbeat();
  }
}

async function prepare(work: RunWork, source: FileSource, files: FileAccess, signal: AbortSignal): Promise<Prepared> {
  const { ctx, run, settings } = work;
  const db = ctx.dataSource.manager;
  const teamFields = await readTeamFields(db, run.teamId);
  const goesOn = run.cursor !== null;
  const reading = {
    source,
    mapping: { fields: settings.fields, optOut: settings.optOut },
    teamFields,
    answers: settings.columnAnswers ?? [],
    // What a run that goes on does again is no news.
    tell: (line: string) => (goesOn ? Promise.resolve() : tell(work, line)),
  };
  const begun = run.fileId === null ? null : await readFile(db, run.fileId);
  for (let choice = 1; ; choice += 1) {
    const chosen = choice === 1 && begun ? { kind: 'taken' as const, file: begun } : await choose(work, source, files, signal);
    if (chosen.kind !== 'taken') return chosen;
    try {
      const file = await bringIn(ctx, files, chosen.file, reading, signal);
      if (file.columns.unanswered.length === 0) return { kind: 'ready', file };
      await askColumns(work, file);
      return { kind: 'held' };
    } catch (error) {
      if (!isReplaced(error) || goesOn || chosen.file.origin === 'upload' || choice >= CHOICES) throw error;
      await tell(work, `${(error as Error).message} The folder is looked into again.`);
    }
  }
}

const isReplaced = (error: unknown): boolean =>
  error instanceof ConnectorError && (error.code === 'FILE_CHANGED' || error.code === 'FILE_GONE');

type Chosen = Exclude<Prepared, { kind: 'ready' }> | { readonly kind: 'taken'; readonly file: LedgerFile };

async function choose(work: RunWork, source: FileSource, files: FileAccess, signal: AbortSignal): Promise<Chosen> {
  const { ctx, run, worker } = work;
  // What could not be put away so far would be in the way of nobody, but a run is a good moment.
  await disposeOf(ctx, files, run.connectionId, signal);
  const chain = run.chain ?? run.id;
  const look = await lookIntoFolder(ctx, files, source, chain, signal);
  const { choice } = await chooseInFolder(ctx, source, look);
  if (choice.kind === 'none') return { kind: 'nothing', note: nothingToImport(look, source.options, ctx.now()) };
  if (choice.kind === 'wait') {
    await waitForUpload(work, choice.file, choice.readyAt, source.options.quietSeconds);
    return { kind: 'held' };
  }
  const db = ctx.dataSource.manager;
  const versions = await readVersions(db, ledgerOf(source), [choice.file.name]);
  const file = versions.find((one) => isSameVersion(one, choice.file));
  // Another process looked into the folder in between and found it gone.
  if (!file) throw new ConnectorError('FILE_GONE', `${shownFile(choice.file.name)} is no longer in the folder.`, { kind: 'after', delayMs: 60_000 });
  await beat(work);
  await ctx.dataSource.transaction(async (tx) => {
    await takeFile(tx, { id: run.id, owner: worker.owner, chain }, file);
    await logRun(tx, run.id, ctx.now(), `Takes ${shownFile(file.name)}, ${fileSize(file.size)}.`);
    await notifyLive(tx, { teamId: run.teamId, type: 'run', id: run.id });
  });
  return { kind: 'taken', file };
}

/** Gives the run back until the file has been as it is for long enough. */
async function waitForUpload(work: RunWork, file: FileVersion, readyAt: Date, quietSeconds: number): Promise<void> {
  const { ctx, run, worker } = work;
  const now = ctx.now();
  const waitedMs = now.getTime() - run.startedAt.getTime();
  if (waitedMs > LONGEST_UPLOAD_MS + quietSeconds * 1000) {
    throw new ConnectorError('FILE_UPLOADING', stillUploading(file.name), { kind: 'never' });
  }
  const hold = {
    kind: 'upload',
    code: 'FILE_UPLOADING',
    message:
      `${shownFile(file.name)} may still be uploading: its size and time have to stay the same for ${seconds(quietSeconds)}. ` +
      `It is looked at again at ${easternShort(readyAt, now)}.`,
    dueAt: readyAt,
    question: null,
    attempts: run.attempts,
  } as const;
  await ctx.dataSource.transaction(async (tx) => {
    await holdRun(tx, { ...run, owner: worker.owner }, hold);
    await logRun(tx, run.id, now, hold.message);
  });
}

const seconds = (count: number): string => `${count} ${count === 1 ? 'second' : 'seconds'}`;

/** A line of the run's log, which whoever watches the run sees at once. */
async function tell({ ctx, run }: RunWork, line: string): Promise<void> {
  await logRun(ctx.dataSource.manager, run.id, ctx.now(), line);
  await notifyLive(ctx.dataSource.manager, { teamId: run.teamId, type: 'run', id: run.id });
}
