import { PassThrough } from 'node:stream';
import { TLSSocket } from 'node:tls';
import { Client, type FileInfo } from 'basic-ftp';
import type { ConnectorDeps } from '../../src/contract/connector.ts';
import { ConnectorError } from '../../src/contract/errors.ts';
import type { FolderEntry, ServerIdentity } from '../../src/contract/files.ts';
import type { FileVersion } from '../../src/domain/sourceFile.ts';
import { dial } from './dial.ts';
import { ftpFailure, type FtpDoing } from './ftpErrors.ts';
import { handshake, identityOf, isSameServer, tlsOptions } from './ftpTls.ts';
import type { Protocol, Remote, ServerSettings } from './remote.ts';

/** How long a server may be silent within a command or a transfer. */
const SILENCE_MS = 30_000;
/** A folder's listing at most; hundreds of thousands of names. */
const LISTING_BYTES = 64 * 1024 * 1024;

/** FTP, and FTP over TLS: explicit (AUTH TLS on the usual port) and implicit (TLS from the first byte). */
export function ftpProtocol(deps: Pick<ConnectorDeps, 'allowPrivateHosts' | 'now'>): Protocol {
  return {
    async identity(settings, signal) {
      if (settings.protocol === 'ftp') return { kind: 'none' };
      const { client, identity } = await greet(settings, deps, signal);
      client.close();
      return identity;
    },
    async connect(settings, secrets, trusted, signal) {
      const { client, identity } = await greet(settings, deps, signal);
      try {
        trusted(identity);
        await signIn(client, settings, secrets['password'] ?? '', signal);
        return openRemote(client, settings, deps);
      } catch (error) {
        client.close();
        throw error;
      }
    },
  };
}

/** Connects, and encrypts unless it is plain FTP; neither user nor password has been sent then. */
async function greet(
  settings: ServerSettings,
  deps: Pick<ConnectorDeps, 'allowPrivateHosts'>,
  signal: AbortSignal,
): Promise<{ client: Client; identity: ServerIdentity }> {
  const { protocol, host } = settings;
  const client = new Client(SILENCE_MS, { allowSeparateTransferHost: false, maxListingBytes: LISTING_BYTES });
  try {
    const socket = await dial(settings, deps, signal);
    await speak(client, host, { kind: 'connect' }, signal, async () => {
      if (protocol === 'ftps_implicit') encrypt(client, await handshake(socket, host, signal), host);
      else client.ftp.socket = socket;
      await greeting(client);
      if (protocol !== 'ftps') return;
      await client.send('AUTH TLS');
      encrypt(client, await handshake(socket, host, signal), host);
    });
    const { socket: control } = client.ftp;
    return { client, identity: control instanceof TLSSocket ? identityOf(control) : { kind: 'none' } };
  } catch (error) {
    client.close();
    throw error;
  }
}

function encrypt(client: Client, secure: TLSSocket, host: string): void {
  client.ftp.socket = secure;
  client.ftp.tlsOptions = tlsOptions(host);
  watchDataConnections(client, secure);
}

/** Every data connection has to end at the server whose certificate was trusted. */
function watchDataConnections(client: Client, control: TLSSocket): void {
  let prepare = client.prepareTransfer;
  const guarded: typeof prepare = async (ftp) => {
    const answer = await prepare(ftp);
    // Having found a way that works the client goes on with that one alone.
    if (client.prepareTransfer !== guarded) {
      prepare = client.prepareTransfer;
      client.prepareTransfer = guarded;
    }
    const { dataSocket } = ftp;
    if (!(dataSocket instanceof TLSSocket)) throw new Error('The server offered a data connection without TLS.');
    dataSocket.once('secureConnect', () => {
      if (!isSameServer(dataSocket, control)) dataSocket.destroy(otherCertificate());
    });
    return answer;
  };
  client.prepareTransfer = guarded;
}

function otherCertificate(): ConnectorError {
  return new ConnectorError(
    'HOST_KEY_CHANGED',
    'The server showed another certificate for its data than the one that was trusted. Nothing was taken in.',
    { kind: 'reauthorise' },
  );
}

/** Waits for the line a server begins with. */
function greeting(client: Client): Promise<unknown> {
  return client.ftp.handle(undefined, (response, task) => {
    if (response instanceof Error) task.reject(response);
    // 120 announces a delay; the greeting itself follows.
    else if (response.code >= 200) task.resolve(response);
  });
}

async function signIn(client: Client, settings: ServerSettings, password: string, signal: AbortSignal): Promise<void> {
  const { host, username } = settings;
  const encrypted = client.ftp.hasTLS;
  await speak(client, host, { kind: 'sign_in', encrypted }, signal, () => client.login(username, password));
  await speak(client, host, { kind: 'connect' }, signal, () => client.useDefaultSettings());
}

/** One exchange with the server: its failures in our words, and an end within the second when it is aborted. */
async function speak<T>(
  client: Client,
  host: string,
  doing: FtpDoing,
  signal: AbortSignal,
  work: () => Promise<T>,
): Promise<T> {
  signal.throwIfAborted();
  // Closing fails whatever is under way; the session can't be used any more then, for an answer may be on its way.
  const onAbort = (): void => client.close();
  signal.addEventListener('abort', onAbort, { once: true });
  try {
    return await work();
  } catch (error) {
    signal.throwIfAborted();
    throw ftpFailure(error, host, doing);
  } finally {
    signal.removeEventListener('abort', onAbort);
  }
}

function openRemote(client: Client, { host }: ServerSettings, deps: Pick<ConnectorDeps, 'now'>): Remote {
  let calls = 1;
  const ask = <T>(doing: FtpDoing, signal: AbortSignal, work: () => Promise<T>): Promise<T> => {
    calls += 1;
    return speak(client, host, doing, signal, work);
  };

  /** Missing, or not a plain file: both are answered with an error that says only that it can't be done. */
  async function look(path: string, signal: AbortSignal): Promise<FileVersion | null> {
    try {
      const size = await ask({ kind: 'read', path }, signal, () => client.size(path));
      const modifiedAt = await ask({ kind: 'read', path }, signal, () => client.lastMod(path));
      return { name: path.slice(path.lastIndexOf('/') + 1), size, modifiedAt: wholeSeconds(modifiedAt) };
    } catch (error) {
      if (error instanceof ConnectorError && error.code === 'FILE_GONE') return null;
      throw error;
    }
  }

  async function entryOf(
    folder: string,
    info: FileInfo,
    wanted: (name: string) => boolean,
    signal: AbortSignal,
  ): Promise<FolderEntry> {
    const { name, size } = info;
    const kind = info.isFile ? 'file' : info.isDirectory ? 'folder' : 'other';
    let { modifiedAt } = info;
    if (!modifiedAt && kind === 'file' && wanted(name)) {
      const path = join(folder, name);
      modifiedAt = await ask({ kind: 'read', path }, signal, () => client.lastMod(path)).catch((error: unknown) => {
        throw error instanceof ConnectorError && error.code === 'FILE_GONE' ? timeless(host, error) : error;
      });
    }
    return { name, size, kind, modifiedAt: wholeSeconds(modifiedAt ?? listedTime(info.rawModifiedAt, deps.now())) };
  }

  return {
    home: (signal) => ask({ kind: 'folder', path: '/' }, signal, () => client.pwd()),
    async list(folder, wanted, signal) {
      // Some servers answer an empty list for a folder that is not there; none lets one enter it.
      const infos = await ask({ kind: 'folder', path: folder }, signal, async () => {
        await client.cd(folder);
        return client.list();
      });
      const entries: FolderEntry[] = [];
      for (const info of infos) {
        if (!/[/\r\n\0]/.test(info.name)) entries.push(await entryOf(folder, info, wanted, signal));
      }
      return entries;
    },
    look,
    async *read(path, signal) {
      const bytes = new PassThrough({ highWaterMark: 128 * 1024 });
      const transfer = ask({ kind: 'read', path }, signal, () => client.downloadTo(bytes, path));
      const onFailed = (error: unknown): void => void bytes.destroy(error as Error);
      transfer.catch(onFailed);
      let whole = false;
      try {
        for await (const chunk of bytes) yield chunk as Uint8Array;
        await transfer;
        whole = true;
      } finally {
        if (!whole) {
          // What the server still sends belongs to nothing any more.
          client.close();
          bytes.destroy();
          await transfer.catch(() => undefined);
        }
      }
    },
    rename: (from, to, signal) =>
      ask({ kind: 'change', path: from }, signal, async () => void (await client.rename(from, to))),
    remove: (path, signal) => ask({ kind: 'change', path }, signal, async () => void (await client.remove(path))),
    calls: () => calls,
    close: () => {
      client.close();
      return Promise.resolve();
    },
  };
}

function join(folder: string, name: string): string {
  return folder.endsWith('/') ? `${folder}${name}` : `${folder}/${name}`;
}

function wholeSeconds(time: Date): Date {
  return new Date(Math.floor(time.getTime() / 1000) * 1000);
}

/**
 * About when an entry changed, from the text of a listing (`Nov 21 00:13`, `Mar 08 2026`), for people only: files that
 * may be imported are asked for their exact time.
 */
function listedTime(text: string, now: Date): Date {
  const withYear = /\d{4}|\d{2}-\d{2}-\d{2}/.test(text) ? text : `${text} ${now.getUTCFullYear()}`;
  const time = new Date(`${withYear} UTC`);
  if (Number.isNaN(time.getTime())) return new Date(0);
  if (time > now) time.setUTCFullYear(time.getUTCFullYear() - 1);
  return time;
}

function timeless(host: string, cause: ConnectorError): ConnectorError {
  return new ConnectorError(
    'SOURCE_UNUSABLE',
    `${host} does not tell when a file changed, so the newest one can’t be found. Ask campus IT to allow MDTM or MLSD.`,
    { kind: 'never' },
    { cause, vendorMessage: cause.vendorMessage },
  );
}
