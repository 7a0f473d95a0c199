import { ConnectorError } from '../../contract/errors.ts';
import type { FileAccess } from '../../contract/files.ts';
import { ConnectionEntity } from '../../db/entities.ts';
import {
  claimDisposal,
  noteDisposalFailed,
  noteDisposed,
  noteMoveTarget,
  readDueFiles,
  type DueFile,
} from '../../db/fileDisposals.ts';
import { sourceFolder } from '../../domain/chooseFile.ts';
import { movedName, shownFile } from '../../domain/fileWords.ts';
import type { FileOptions } from '../../domain/sourceFile.ts';
import { noteFault } from '../connections/faults.ts';
import type { SyncContext } from '../context.ts';
import { openConnection } from '../openConnection.ts';

/**
 * Putting imported files away: moved, deleted, or left. Only files whose rows are in come here, and only the very
 * version that was imported is touched. What fails is tried again for as long as it takes; imports go on meanwhile,
 * for the file is known.
 */

const FIRST_PAUSE_MS = 60_000;
const LONGEST_PAUSE_MS = 6 * 3_600_000;
/** A try that was cut off is made again then; it takes a few commands. */
const CLAIM_MS = 5 * 60_000;
/** Other files of the same name and minute in the folder for imported ones. */
const MOST_COPIES = 99;

/** Puts away what one connection has to, whether it is due or not. Never rejects for what a server says. */
export async function disposeOf(
  ctx: SyncContext,
  files: FileAccess,
  connectionId: string,
  signal: AbortSignal,
): Promise<void> {
  for (const file of await readDueFiles(ctx.dataSource.manager, ctx.now(), connectionId)) {
    await tryToDispose(ctx, files, file, signal);
  }
}

/**
 * Puts away what is due anywhere; for a job.
 * @returns how many files were tried
 */
export async function disposeDue(ctx: SyncContext, signal: AbortSignal): Promise<number> {
  const due = await readDueFiles(ctx.dataSource.manager, ctx.now(), null);
  for (const id of new Set(due.map(({ connectionId }) => connectionId))) {
    const connection = await ctx.dataSource.manager.findOneByOrFail(ConnectionEntity, { id });
    const open = openConnection(ctx, connection);
    try {
      if (!open.files) continue;
      for (const file of due.filter(({ connectionId }) => connectionId === id)) {
        await tryToDispose(ctx, open.files, file, signal);
      }
    } finally {
      await open.close();
    }
  }
  return due.length;
}

async function tryToDispose(ctx: SyncContext, files: FileAccess, file: DueFile, signal: AbortSignal): Promise<void> {
  const db = ctx.dataSource.manager;
  if (signal.aborted || !(await claimDisposal(db, file, new Date(ctx.now().getTime() + CLAIM_MS)))) return;
  try {
    const words = await dispose(ctx, files, file, signal);
    await noteDisposed(db, file, words, ctx.now());
  } catch (error) {
    // Due again when the claim ends.
    if (signal.aborted) return;
    if (!(error instanceof ConnectorError)) throw error;
    await noteFault(db, file.connectionId, error);
    const pauseMs = Math.min(FIRST_PAUSE_MS * 2 ** file.tries, LONGEST_PAUSE_MS);
    const words = `${shownFile(file.name)} is imported, but could not be ${doing(file.options)}. ${error.message}`;
    await noteDisposalFailed(db, file, words, new Date(ctx.now().getTime() + pauseMs));
  }
}

const doing = (options: FileOptions | null): string => (options?.after === 'delete' ? 'deleted' : 'moved');

/** @returns where it is now, in words; empty when there is nothing to say */
async function dispose(ctx: SyncContext, files: FileAccess, file: DueFile, signal: AbortSignal): Promise<string> {
  const sourceId = `${file.folder === '/' ? '' : file.folder}/`;
  const { after, moveTo } = file.options ?? { after: 'leave', moveTo: null };
  if (after === 'move' && moveTo !== null) return move(ctx, files, { file, sourceId, moveTo }, signal);
  if (after === 'delete') {
    const done = await files.remove(sourceId, file, signal);
    // One that is gone was deleted by somebody, or by a try of ours whose answer never came.
    return done === 'changed' ? CHANGED : 'Deleted from the server.';
  }
  return '';
}

const CHANGED = 'Left where it is: another version took its name before it could be put away.';
const GONE = 'Somebody took it out of the folder before it could be put away.';

/** A target is written down before a move to it begins, so that one that was cut off is known again. */
async function move(
  ctx: SyncContext,
  files: FileAccess,
  { file, sourceId, moveTo }: { readonly file: DueFile; readonly sourceId: string; readonly moveTo: string },
  signal: AbortSignal,
): Promise<string> {
  const db = ctx.dataSource.manager;
  const begun = file.moveTarget;
  if (begun !== null) {
    // It may have been moved before the answer came, wherever files are moved to by now.
    if (sourceFolder(begun) === moveTo) {
      const done = await files.move(sourceId, file, begun, signal);
      if (done !== 'taken') return wordsOf(done, begun);
    } else if ((await files.look(sourceId, file.name, signal)) === null) return movedTo(begun);
  }
  for (let copy = 1; copy <= MOST_COPIES; copy += 1) {
    const target = `${moveTo === '/' ? '' : moveTo}/${movedName(file.name, ctx.now(), copy)}`;
    await noteMoveTarget(db, file.id, target);
    const done = await files.move(sourceId, file, target, signal);
    if (done !== 'taken') return wordsOf(done, target);
  }
  const message = 'The folder for imported files has a hundred files of its name and minute. Choose another folder.';
  throw new ConnectorError('FILE_REFUSED', message, { kind: 'never' });
}

const movedTo = (target: string): string => `Moved to ${target}.`;

function wordsOf(done: 'done' | 'changed' | 'gone', target: string): string {
  return done === 'done' ? movedTo(target) : done === 'changed' ? CHANGED : GONE;
}
