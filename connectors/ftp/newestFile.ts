import type { FolderEntry } from '../../src/contract/files.ts';

/** Names that say of themselves that their file is not whole. */
const PARTIAL = /^\.|\.(?:filepart|part|tmp|partial|crdownload)$/i;

/**
 * The newest file a prefix selects, by time and then by name; null when there is none that is whole and not empty. What
 * was imported before plays no part: this is for looking at a file’s columns, and for reading without a ledger.
 */
export function newestFile(entries: readonly FolderEntry[], prefix: string): FolderEntry | null {
  const whole = entries.filter(
    ({ kind, name, size }) => kind === 'file' && size > 0 && name.startsWith(prefix) && !PARTIAL.test(name),
  );
  return whole.reduce<FolderEntry | null>((best, one) => (best === null || isNewer(one, best) ? one : best), null);
}

function isNewer(one: FolderEntry, other: FolderEntry): boolean {
  const later = one.modifiedAt.getTime() - other.modifiedAt.getTime();
  return later > 0 || (later === 0 && one.name > other.name);
}
