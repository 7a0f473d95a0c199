import { ConnectorError } from '../../src/contract/errors.ts';
import type { FileVersion } from '../../src/domain/sourceFile.ts';
import { isSame } from './fetchFile.ts';
import type { Remote } from './remote.ts';
import { folderOf, shown } from './sourceId.ts';

export type Moved = 'done' | 'changed' | 'taken' | 'gone';

/**
 * Moves one version of a file to a path that is free. Most servers overwrite what is there, so it is looked at first;
 * and a move whose answer was lost is known by what stands at both ends.
 *
 * @throws ConnectorError `FOLDER_MISSING`, `FOLDER_REFUSED` about the folder it goes to or comes from
 */
export async function moveFile(
  remote: Remote,
  from: string,
  file: FileVersion,
  to: string,
  signal: AbortSignal,
): Promise<Moved> {
  try {
    const before = await stateOf(remote, from, file, to, signal);
    if (before !== 'free') return before;
    await remote.rename(from, to, signal);
    return 'done';
  } catch (error) {
    if (!isNo(error)) throw error;
    // Because of what happened meanwhile, or of a folder.
    await remote.list(folderOf(to), () => false, signal);
    const after = await stateOf(remote, from, file, to, signal).catch((other: unknown) => {
      throw isNo(other) ? refused(other, from, to) : other;
    });
    if (after !== 'free') return after;
    throw refused(error, from, to);
  }
}

/** Deletes one version of a file. @throws ConnectorError `FOLDER_REFUSED` */
export async function removeFile(
  remote: Remote,
  path: string,
  file: FileVersion,
  signal: AbortSignal,
): Promise<'done' | 'changed' | 'gone'> {
  const found = await remote.look(path, signal);
  if (!found) return 'gone';
  if (!isSame(file, found)) return 'changed';
  try {
    await remote.remove(path, signal);
    return 'done';
  } catch (error) {
    if (!isNo(error)) throw error;
    if (!(await remote.look(path, signal))) return 'gone';
    throw new ConnectorError(
      'FOLDER_REFUSED',
      `The server does not let this user delete files in ${shown(folderOf(path))}. Ask campus IT for write ` +
        'access to it, or choose to leave imported files.',
      { kind: 'never' },
      { cause: error, vendorMessage: error.vendorMessage },
    );
  }
}

async function stateOf(
  remote: Remote,
  from: string,
  file: FileVersion,
  to: string,
  signal: AbortSignal,
): Promise<Moved | 'free'> {
  const source = await remote.look(from, signal);
  const target = await remote.look(to, signal);
  if (!source) return target?.size === file.size ? 'done' : 'gone';
  // Moved before, and a new version has taken the name since.
  if (!isSame(file, source)) return target && isSame(file, target) ? 'done' : 'changed';
  return target ? 'taken' : 'free';
}

/** The server refused; anything else may pass by itself. */
function isNo(error: unknown): error is ConnectorError {
  return error instanceof ConnectorError && error.retry.kind === 'never';
}

function refused(error: ConnectorError, from: string, to: string): ConnectorError {
  return new ConnectorError(
    'FOLDER_REFUSED',
    `The server does not let this user move files from ${shown(folderOf(from))} to ${shown(folderOf(to))}. Ask campus ` +
      'IT for write access to both, on the same disk.',
    { kind: 'never' },
    { cause: error, vendorMessage: error.vendorMessage },
  );
}
