import type { ConnectionReport, PermissionCheck } from '../../src/contract/connector.ts';
import { ConnectorError, type ConnectorErrorCode } from '../../src/contract/errors.ts';
import type { FolderListing, ServerIdentity } from '../../src/contract/files.ts';
import { listFolder } from './listFolder.ts';
import { newestFile } from './newestFile.ts';
import type { Remote, ServerSettings } from './remote.ts';
import { serverName } from './settings.ts';
import { pathIn, readSourceId, shown, type FileSource } from './sourceId.ts';
import { accountIdOf } from './trust.ts';

/** Failures that answer a check with “no”; any other ends the test, for it says nothing about permissions. */
const MEANS_NO: ReadonlySet<ConnectorErrorCode> = new Set([
  'FOLDER_MISSING',
  'FOLDER_REFUSED',
  'FILE_REFUSED',
  'FILE_GONE',
]);

/**
 * What a signed-in user sees: the *Test connection* button.
 *
 * @param about.accountId - what was trusted, which stays what it is
 * @param sourceId - whose folder is looked into; null: where signing in leads to
 * @throws ConnectorError network faults; a missing permission is an entry of the checklist instead
 */
export async function reportOn(
  remote: Remote,
  about: {
    readonly settings: ServerSettings;
    readonly identity: ServerIdentity;
    readonly accountId: string | null;
  },
  sourceId: string | null,
  signal: AbortSignal,
): Promise<ConnectionReport> {
  const { settings, identity, accountId } = about;
  const source = sourceId === null ? { folder: await remote.home(signal), prefix: '' } : readSourceId(sourceId);
  const permissions: PermissionCheck[] = [{ id: 'sign_in', label: 'Sign in', ok: true, remedy: '' }];
  const ask = async <T>(id: string, label: string, work: Promise<T>): Promise<T | null> => {
    try {
      const answer = await work;
      permissions.push({ id, label, ok: true, remedy: '' });
      return answer;
    } catch (error) {
      if (!(error instanceof ConnectorError) || !MEANS_NO.has(error.code)) throw error;
      permissions.push({ id, label, ok: false, remedy: error.message });
      return null;
    }
  };
  const folder = await ask('read_folder', `Look into ${shown(source.folder)}`, listFolder(remote, source, signal));
  const newest = folder && sourceId !== null ? newestFile(folder.entries, source.prefix) : null;
  if (newest) await ask('read_file', `Read ${shown(newest.name)}`, readBeginning(remote, source, newest.name, signal));
  return {
    account: {
      accountId: accountId ?? accountIdOf(identity),
      accountName: serverName(settings),
      userName: settings.username,
    },
    apiVersion: '',
    calls: null,
    permissions,
    ...(folder ? { folder: folder satisfies FolderListing } : {}),
  };
}

async function readBeginning(remote: Remote, { folder }: FileSource, name: string, signal: AbortSignal): Promise<void> {
  for await (const chunk of remote.read(pathIn(folder, name), signal)) if (chunk.byteLength > 0) return;
}
