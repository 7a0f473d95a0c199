import { ConnectorError } from '../../src/contract/errors.ts';
import type { FolderEntry, FolderListing } from '../../src/contract/files.ts';
import type { Remote } from './remote.ts';
import { shown, type FileSource } from './sourceId.ts';

/**
 * A folder’s entries in order of name, with exact times for those a prefix selects.
 * @throws ConnectorError `FOLDER_MISSING`, `FOLDER_REFUSED`
 */
export async function listFolder(
  remote: Remote,
  { folder, prefix }: FileSource,
  signal: AbortSignal,
): Promise<FolderListing> {
  const entries = await remote.list(folder, (name) => name.startsWith(prefix), signal);
  return { folder, entries: entries.filter(isInside).sort(byName) };
}

/** The folder itself and the one above it are listed by some servers; a name with a slash would lead elsewhere. */
function isInside({ name }: FolderEntry): boolean {
  return name !== '.' && name !== '..' && name !== '' && !name.includes('/');
}

function byName(one: FolderEntry, other: FolderEntry): number {
  return one.name < other.name ? -1 : one.name > other.name ? 1 : 0;
}

/** Nothing to read; says what the folder holds instead. */
export function fileMissing({ folder, prefix }: FileSource, entries: readonly FolderEntry[]): ConnectorError {
  const others = entries.filter(({ kind }) => kind === 'file').length;
  const holds = others === 0 ? 'the folder holds no files' : `the folder holds ${others} other${others === 1 ? '' : 's'}`;
  const where = shown(folder);
  const none = prefix === '' ? `No whole file is in ${where}` : `No file in ${where} begins with ${shown(prefix)}`;
  return new ConnectorError('FILE_MISSING', `${none}; ${holds}. Check the prefix, or whether last night’s export ran.`, {
    kind: 'never',
  });
}
