import type { FileOptions, FileVerdict, FileVersion } from './sourceFile.ts';

/**
 * Which file of a folder a run takes next.
 *
 * Times of a server are compared with times of the same server only. How long a file has been as it is, is measured by
 * our own clock, between two looks.
 */

/** An entry of the source's folder as the server lists it. */
export interface ListedEntry extends FileVersion {
  readonly kind: 'file' | 'folder' | 'other';
}

/** What the ledger knows of a version of a file. */
export interface KnownVersion extends FileVersion {
  /** Its rows are in. */
  readonly imported: boolean;
  /** It could not be read. */
  readonly refused: boolean;
  /** The queue of runs that took it last. */
  readonly chain: string | null;
  /** Since when, by our clock, its size and time are as they are. */
  readonly steadySince: Date;
}

export interface FolderState<Entry extends ListedEntry = ListedEntry> {
  readonly prefix: string;
  readonly options: Pick<FileOptions, 'which' | 'quietSeconds'>;
  readonly entries: readonly Entry[];
  readonly known: readonly KnownVersion[];
  /** The newest version of this source that was ever imported; null before the first. */
  readonly newestImported: FileVersion | null;
  /** The queue of runs that is going on; it takes a file once. Null while none is. */
  readonly chain: string | null;
  /** By our clock. */
  readonly now: Date;
}

export interface JudgedEntry<Entry extends ListedEntry = ListedEntry> {
  readonly entry: Entry;
  readonly verdict: FileVerdict;
}

/** A version that may be imported. */
export interface Candidate<Entry extends ListedEntry = ListedEntry> {
  readonly file: Entry;
  /** When it will have been as it is for long enough, should it stay so. */
  readonly readyAt: Date;
}

/** Names that say of themselves that their file is not whole. */
const PARTIAL = /^\.|\.(?:filepart|part|tmp|partial|crdownload)$/i;

/** Uploads of many programmes have such a name until they are whole. */
export function isPartialName(name: string): boolean {
  return PARTIAL.test(name);
}

/** The folder of a source ID: `/rollcall/imports` of `/rollcall/imports/StudentData`. */
export function sourceFolder(sourceId: string): string {
  return sourceId.slice(0, Math.max(sourceId.lastIndexOf('/'), 0)) || '/';
}

/** What names of the source's files begin with; may be empty. */
export function sourcePrefix(sourceId: string): string {
  return sourceId.slice(sourceId.lastIndexOf('/') + 1);
}

/** The same name, size and time. */
export function isSameVersion(a: FileVersion, b: FileVersion): boolean {
  return a.name === b.name && a.size === b.size && a.modifiedAt.getTime() === b.modifiedAt.getTime();
}

/** By time, then by name, oldest first. */
export function compareVersions(a: FileVersion, b: FileVersion): number {
  return a.modifiedAt.getTime() - b.modifiedAt.getTime() || (a.name < b.name ? -1 : a.name > b.name ? 1 : 0);
}

/**
 * Versions that wait to be imported, oldest first: with `newest` at most one. What this queue took before is not among
 * them.
 */
export function candidates<Entry extends ListedEntry>(folder: FolderState<Entry>): Candidate<Entry>[] {
  const { options, known, newestImported, chain, now } = folder;
  const whole = wholeFiles(folder);
  const pool = options.which === 'all' ? whole : whole.slice(-1).filter((file) => !isOlder(file, newestImported));
  return pool.flatMap((file) => {
    const version = known.find((one) => isSameVersion(one, file));
    if (version?.imported || (chain !== null && version?.chain === chain)) return [];
    const since = version?.steadySince ?? now;
    return [{ file, readyAt: new Date(since.getTime() + options.quietSeconds * 1000) }];
  });
}

/** Plain files of the source that hold something and don't say that they are not whole, oldest first. */
export function wholeFiles<Entry extends ListedEntry>({
  entries,
  prefix,
}: Pick<FolderState<Entry>, 'entries' | 'prefix'>): Entry[] {
  return entries.filter((entry) => isWhole(entry, prefix)).sort(compareVersions);
}

/** What a run does about the versions that wait. */
export type Choice<Entry extends ListedEntry = ListedEntry> =
  | { readonly kind: 'take'; readonly file: Entry }
  /** None has been as it is for long enough; this one will be first. */
  | { readonly kind: 'wait'; readonly file: Entry; readonly readyAt: Date }
  | { readonly kind: 'none' };

/** The oldest that is ready; those that still change don't hold it up. */
export function chooseFile<Entry extends ListedEntry>(waiting: readonly Candidate<Entry>[], now: Date): Choice<Entry> {
  const ready = waiting.find(({ readyAt }) => readyAt <= now);
  if (ready) return { kind: 'take', file: ready.file };
  const [first] = [...waiting].sort((a, b) => a.readyAt.getTime() - b.readyAt.getTime());
  return first ? { kind: 'wait', ...first } : { kind: 'none' };
}

/** What would become of each entry, were a run to start now; in the order they were given. */
export function judgeFolder<Entry extends ListedEntry>(folder: FolderState<Entry>): JudgedEntry<Entry>[] {
  // A new queue takes again what an earlier one could not read: somebody may have changed the settings since.
  const waiting = candidates({ ...folder, chain: null });
  const choice = chooseFile(waiting, folder.now);
  return folder.entries.map((entry) => ({ entry, verdict: verdictOn(entry, folder, waiting, choice) }));
}

function verdictOn<Entry extends ListedEntry>(
  entry: Entry,
  { prefix, known, now }: FolderState,
  waiting: readonly Candidate<Entry>[],
  choice: Choice<Entry>,
): FileVerdict {
  if (entry.kind !== 'file') return 'not_a_file';
  if (!entry.name.startsWith(prefix)) return 'other_name';
  if (isPartialName(entry.name)) return 'uploading';
  if (entry.size === 0) return 'empty';
  const version = known.find((one) => isSameVersion(one, entry));
  if (version?.imported) return 'imported';
  const candidate = waiting.find(({ file }) => file === entry);
  if (!candidate) return 'older';
  if (version?.refused) return 'refused';
  if (candidate.readyAt > now) return 'uploading';
  return choice.kind === 'take' && choice.file === entry ? 'next' : 'later';
}

function isWhole(entry: ListedEntry, prefix: string): boolean {
  return entry.kind === 'file' && entry.size > 0 && entry.name.startsWith(prefix) && !isPartialName(entry.name);
}

/**
 * Importing it would put older values over newer ones. A file of the same name and time but another size has taken the
 * place of the one that was imported, so it is the newer one.
 */
function isOlder(file: FileVersion, newestImported: FileVersion | null): boolean {
  if (newestImported === null) return false;
  if (file.name === newestImported.name && file.modifiedAt.getTime() === newestImported.modifiedAt.getTime())
    return file.size === newestImported.size;
  return compareVersions(file, newestImported) < 0;
}
