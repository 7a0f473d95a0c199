import type { FileEntryWithStats, Stats } from 'ssh2';
import type { ConnectorDeps } from '../../src/contract/connector.ts';
import { ConnectorError } from '../../src/contract/errors.ts';
import type { FolderEntry, ServerIdentity } from '../../src/contract/files.ts';
import type { FileVersion } from '../../src/domain/sourceFile.ts';
import { dial } from './dial.ts';
import { readAhead } from './readAhead.ts';
import type { Protocol, Remote, ServerSettings } from './remote.ts';
import type { SftpDoing } from './sftpErrors.ts';
import { lookOnly, signInAs } from './sftpSignIn.ts';
import { shakeHands, SshSession, type Patience } from './sshSession.ts';

const PATIENCE: Patience = { readyMs: 20_000, answerMs: 30_000 };
/** Names of a folder at most; what a server says is held in memory. */
const MOST_ENTRIES = 200_000;

/** SFTP: version 3 of the protocol over SSH 2, as every server speaks it. @param patience - for tests */
export function sftpProtocol(deps: Pick<ConnectorDeps, 'allowPrivateHosts'>, patience = PATIENCE): Protocol {
  return {
    async identity(settings, signal) {
      let seen: ServerIdentity | null = null;
      const socket = await dial(settings, deps, signal);
      const doorkeeper = lookOnly((identity) => {
        seen = identity;
      });
      await shakeHands(socket, settings, doorkeeper, patience, signal).catch((error: unknown) => {
        signal.throwIfAborted();
        if (!seen) throw error;
      });
      return seen!;
    },
    async connect(settings, secrets, trusted, signal) {
      const doorkeeper = signInAs(settings, secrets, trusted);
      const socket = await dial(settings, deps, signal);
      const client = await shakeHands(socket, settings, doorkeeper, patience, signal);
      const session = await SshSession.open(socket, client, settings.host, patience, signal);
      return openRemote(session, settings);
    },
  };
}

function openRemote(session: SshSession, { host }: ServerSettings): Remote {
  const { sftp } = session;
  let calls = 1;

  async function stateOf(path: string, doing: SftpDoing, signal: AbortSignal): Promise<Stats | null> {
    calls += 1;
    try {
      return await session.ask<Stats>(doing, signal, (answer) => sftp.lstat(path, answer));
    } catch (error) {
      if (error instanceof ConnectorError && error.code === 'FILE_GONE') return null;
      throw error;
    }
  }

  async function* namesOf(folder: string, signal: AbortSignal): AsyncGenerator<FileEntryWithStats> {
    const doing: SftpDoing = { kind: 'folder', path: folder };
    const handle = await session.ask<Buffer>(doing, signal, (answer) => sftp.opendir(folder, answer));
    try {
      for (;;) {
        const some = await session.ask<FileEntryWithStats[] | null>(doing, signal, (answer) =>
          sftp.readdir(handle, (error, list) => (isEnd(error) ? answer(null, null) : answer(error, list))));
        if (some === null) return;
        yield* some;
      }
    } finally {
      session.request<void>(doing, (answer) => sftp.close(handle, answer)).catch(() => undefined);
    }
  }

  async function list(folder: string, wanted: (name: string) => boolean, signal: AbortSignal): Promise<FolderEntry[]> {
    calls += 1;
    const entries: FolderEntry[] = [];
    for await (const { filename: name, longname, attrs } of namesOf(folder, signal)) {
      // No name of a file on any system, and a way elsewhere or into somebody's log.
      if (/[/\r\n\0]/.test(name)) continue;
      if (entries.length >= MOST_ENTRIES) throw tooMany(host, folder);
      const kind = kindOf(attrs, longname);
      const isBare = kind === 'file' && wanted(name) && !isWhole(attrs);
      const path = folder.endsWith('/') ? `${folder}${name}` : `${folder}/${name}`;
      const state = isBare ? await stateOf(path, { kind: 'read', path }, signal) : attrs;
      if (!state) continue;
      if (isBare && !isWhole(state)) throw timeless(host);
      entries.push({ name, kind, size: state.size ?? 0, modifiedAt: new Date((state.mtime ?? 0) * 1000) });
    }
    return entries;
  }

  async function look(path: string, signal: AbortSignal): Promise<FileVersion | null> {
    const state = await stateOf(path, { kind: 'read', path }, signal);
    if (!state || kindOf(state, '-') !== 'file') return null;
    if (!isWhole(state)) throw timeless(host);
    return { name: path.slice(path.lastIndexOf('/') + 1), size: state.size, modifiedAt: new Date(state.mtime * 1000) };
  }

  return {
    home(signal) {
      calls += 1;
      return session.ask<string>({ kind: 'folder', path: '.' }, signal, (answer) => sftp.realpath('.', answer));
    },
    list,
    look,
    read(path, signal) {
      calls += 1;
      return readAhead(session, path, signal);
    },
    rename(from, to, signal) {
      calls += 1;
      return session.ask<void>({ kind: 'rename', path: from }, signal, (answer) => sftp.rename(from, to, answer));
    },
    remove(path, signal) {
      calls += 1;
      return session.ask<void>({ kind: 'remove', path }, signal, (answer) => sftp.unlink(path, answer));
    },
    calls: () => calls,
    close: () => session.close(),
  };
}

/** Status 1: a listing has come to its end. */
function isEnd(error: Error | null | undefined): boolean {
  return (error as { code?: unknown } | null | undefined)?.code === 1;
}

/**
 * What an entry is, by its mode; by the line for people (`-rw-r--r-- 1 …`) where a server sends no mode. Links are
 * other: what they lead to may lie outside the folder and be swapped.
 */
function kindOf({ mode }: Stats, longname: string): FolderEntry['kind'] {
  const type = ((mode as number | undefined) ?? 0) & 0o170000;
  if (type === 0o100000) return 'file';
  if (type === 0o040000) return 'folder';
  if (type !== 0) return 'other';
  return longname.startsWith('-') ? 'file' : longname.startsWith('d') ? 'folder' : 'other';
}

/** Servers may leave out each attribute. */
function isWhole({ size, mtime }: Partial<Stats>): boolean {
  return size !== undefined && mtime !== undefined;
}

function timeless(host: string): ConnectorError {
  return new ConnectorError(
    'SOURCE_UNUSABLE',
    `${host} does not tell when a file changed or how big it is, so the newest one can’t be found. Ask campus IT to allow that.`,
    { kind: 'never' },
  );
}

function tooMany(host: string, folder: string): ConnectorError {
  return new ConnectorError(
    'SOURCE_UNUSABLE',
    `${folder} on ${host} holds more than ${MOST_ENTRIES.toLocaleString('en-US')} names. Ask campus IT for a folder of its own.`,
    { kind: 'never' },
  );
}
