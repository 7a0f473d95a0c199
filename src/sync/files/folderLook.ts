import type { FileAccess, FolderEntry, FolderListing } from '../../contract/files.ts';
import { noteLook, readImported, readVersions, type ImportedSoFar, type LedgerFile, type LedgerFolder } from '../../db/sourceFiles.ts';
import {
  candidates,
  chooseFile,
  sourceFolder,
  sourcePrefix,
  type Candidate,
  type Choice,
  type FolderState,
} from '../../domain/chooseFile.ts';
import type { RecordType } from '../../domain/contact.ts';
import type { FileOptions } from '../../domain/sourceFile.ts';
import type { SyncContext } from '../context.ts';

/** An import's source of files. */
export interface FileSource {
  readonly teamId: string;
  readonly connectionId: string;
  readonly recordType: RecordType;
  readonly sourceId: string;
  readonly options: FileOptions;
}

/** A folder with what is known of its files. */
export interface FolderLook {
  readonly listing: FolderListing;
  readonly state: FolderState<FolderEntry> & { readonly known: readonly LedgerFile[] };
  readonly imported: ImportedSoFar | null;
}

export const ledgerOf = ({ connectionId, recordType, sourceId }: FileSource): LedgerFolder => ({
  connectionId,
  recordType,
  folder: sourceFolder(sourceId),
});

/**
 * Looks into a source's folder and compares it with the ledger. Writes nothing.
 * @throws ConnectorError
 */
export async function lookIntoFolder(
  ctx: SyncContext,
  files: FileAccess,
  source: FileSource,
  chain: string | null,
  signal: AbortSignal,
): Promise<FolderLook> {
  const listing = await files.list(source.sourceId, signal);
  const prefix = sourcePrefix(source.sourceId);
  const db = ctx.dataSource.manager;
  const names = listing.entries.map(({ name }) => name).filter((name) => name.startsWith(prefix));
  const [known, imported] = await Promise.all([
    readVersions(db, ledgerOf(source), names),
    readImported(db, ledgerOf(source), prefix),
  ]);
  const newestImported = imported?.newest ?? null;
  const { options } = source;
  return {
    listing,
    imported,
    state: { prefix, options, entries: listing.entries, known, newestImported, chain, now: ctx.now() },
  };
}

/** What waits in the folder, written down, with what a run does about it. */
export async function chooseInFolder(
  ctx: SyncContext,
  source: FileSource,
  { state }: FolderLook,
): Promise<{ readonly choice: Choice; readonly waiting: readonly Candidate[] }> {
  const waiting = candidates(state);
  await ctx.dataSource.transaction((tx) =>
    noteLook(tx, { ...ledgerOf(source), teamId: source.teamId }, {
      entries: state.entries,
      waiting: waiting.map(({ file }) => file),
      now: state.now,
    }),
  );
  return { choice: chooseFile(waiting, state.now), waiting };
}
