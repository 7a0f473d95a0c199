import type { FolderEntry } from '../../contract/files.ts';
import { readFileRuns } from '../../db/reads/fileRuns.ts';
import { readImported, readVersions, type LedgerFile } from '../../db/sourceFiles.ts';
import { isPartialName, isSameVersion, judgeFolder, sourceFolder, sourcePrefix } from '../../domain/chooseFile.ts';
import type { RecordType } from '../../domain/contact.ts';
import { DEFAULT_FILE_OPTIONS, type FileOptions, type FileVerdict } from '../../domain/sourceFile.ts';
import { easternTime } from '../../domain/times.ts';
import type { SyncContext } from '../context.ts';
import { RequestError } from '../errors.ts';
import { findImport } from './importSettings.ts';
import type { ConnectionKey } from './findConnection.ts';
import { settingsRefused } from './updateConnection.ts';
import { useConnection } from './useConnection.ts';

/** Entries told of a folder; what matches comes first. */
const ENTRIES_SHOWN = 200;

/** A form that is not saved yet. */
export interface UnsavedFolder {
  readonly sourceId?: string | undefined;
  readonly which?: FileOptions['which'] | undefined;
}

export type FolderView = Awaited<ReturnType<typeof viewFolder>>;

/**
 * The folder of an import as a run would find it now: each entry with what would become of it, what matches first and
 * the newest of it first. Nothing is written down by looking.
 *
 * @throws ConnectorError; RequestError `connection_missing`, `record_type_missing`, `settings_refused`,
 *   `import_incomplete` while no folder is chosen
 */
export async function viewFolder(
  ctx: SyncContext,
  key: ConnectionKey,
  recordType: RecordType,
  unsaved: UnsavedFolder,
) {
  const { connection, config } = await findImport(ctx, key, recordType);
  const typed = unsaved.sourceId ?? config.source_id;
  if (typed === null) {
    throw new RequestError('conflict', 'import_incomplete', 'No folder is chosen yet. Enter the file path first.');
  }
  const stored = config.file_options ?? DEFAULT_FILE_OPTIONS;
  const input = { ...stored, which: unsaved.which ?? stored.which };
  const check = ctx.connectors.get(connection.connector)?.checkFiles?.(typed, input);
  if (check && !check.ok) throw settingsRefused(check.problems);
  const sourceId = check?.sourceId ?? typed;

  const { entries } = await useConnection(ctx, connection, (open, signal) => {
    if (open.files) return open.files.list(sourceId, signal);
    throw settingsRefused([{ field: 'source', message: 'The sources of this connection are no files.' }]);
  });
  const db = ctx.dataSource.manager;
  const { quietSeconds } = input;
  const prefix = sourcePrefix(sourceId);
  const of = { connectionId: connection.id, recordType, folder: sourceFolder(sourceId) };
  const known = await readVersions(
    db,
    of,
    entries.map(({ name }) => name),
  );
  const imported = await readImported(db, of, prefix);
  const judged = judgeFolder({
    prefix,
    options: input,
    entries,
    known,
    newestImported: imported?.newest ?? null,
    chain: null,
    now: ctx.now(),
  });
  const newestFirst = [...judged].sort((a, b) => b.entry.modifiedAt.getTime() - a.entry.modifiedAt.getTime());
  const matching = newestFirst.filter(({ verdict }) => verdict !== 'other_name' && verdict !== 'not_a_file');
  const shown = [...new Set([...matching, ...newestFirst])].slice(0, ENTRIES_SHOWN);
  const versions = shown.map(({ entry }) => known.find((one) => isSameVersion(one, entry)) ?? null);
  const runs = await readFileRuns(db, versions.flatMap((version) => (version ? [version.id] : [])));
  return {
    folder: of.folder,
    prefix,
    total: entries.length,
    matching: matching.length,
    files: shown.map(({ entry, verdict }, index) => {
      const run = runs.get(versions[index]?.id ?? '') ?? null;
      const words = wordsOf(verdict, { name: entry.name, quietSeconds, version: versions[index] ?? null, run });
      return { ...plain(entry), verdict, words, runId: run?.id ?? null };
    }),
  };
}

function plain({ name, kind, size, modifiedAt }: FolderEntry) {
  return { name, kind, size, modifiedAt: modifiedAt.toISOString() };
}

interface Entry {
  readonly name: string;
  readonly quietSeconds: number;
  readonly version: LedgerFile | null;
  readonly run: { readonly finishedAt: Date | null } | null;
}

function wordsOf(verdict: FileVerdict, { name, quietSeconds, version, run }: Entry): string {
  switch (verdict) {
    case 'next':
      return 'Imported next';
    case 'later':
      return 'Imported after that';
    case 'uploading':
      return isPartialName(name)
        ? 'Left alone: its name says that it is not whole'
        : `Imported once it has not changed for ${quietSeconds} seconds`;
    case 'imported':
      return run?.finishedAt ? `Imported ${easternTime(run.finishedAt)}` : 'Imported';
    case 'older':
      return 'Left alone: a newer one matches, or was imported';
    case 'refused':
      return `Could not be read: ${version?.refusedMessage ?? ''}`.trim();
    case 'empty':
      return 'Left alone: it is empty';
    case 'other_name':
      return 'Left alone: another name';
    case 'not_a_file':
      return 'No file';
  }
}
