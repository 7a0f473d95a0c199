import type { FolderEntry, ServerIdentity } from '../../src/contract/files.ts';
import type { FileVersion } from '../../src/domain/sourceFile.ts';

/**
 * One signed-in session with a server of files, whichever protocol it speaks. Paths are absolute; names of a folder's
 * entries are the server's own and are never used as names on this machine. Aborting the signal ends a call within a
 * second with the signal's reason. Whatever the server says becomes a `ConnectorError`; `classify.ts` knows which.
 */
export interface Remote {
  /** The folder signing in leads to. */
  home(signal: AbortSignal): Promise<string>;
  /**
   * Everything in a folder, times in whole seconds by the server's clock, exact for plain files whose name `wanted`
   * accepts (that may cost a question each).
   * @throws ConnectorError `FOLDER_MISSING`, `FOLDER_REFUSED`; never an empty list for a folder that is not there
   */
  list(folder: string, wanted: (name: string) => boolean, signal: AbortSignal): Promise<FolderEntry[]>;
  /** A plain file; null when there is none of that path. */
  look(path: string, signal: AbortSignal): Promise<FileVersion | null>;
  /** The file's bytes as they come, at most half a megabyte read ahead. Left early, the transfer ends. */
  read(path: string, signal: AbortSignal): AsyncIterable<Uint8Array>;
  /** Renames; whoever calls has looked whether the target exists, since most servers overwrite. */
  rename(from: string, to: string, signal: AbortSignal): Promise<void>;
  remove(path: string, signal: AbortSignal): Promise<void>;
  /** Commands sent to the server so far. */
  calls(): number;
  /** Ends the session; safe to call twice. */
  close(): Promise<void>;
}

/** How a protocol is spoken: looking at who answers, and signing in to whom is trusted. */
export interface Protocol {
  /** Sends no user name and no password. */
  identity(settings: ServerSettings, signal: AbortSignal): Promise<ServerIdentity>;
  /**
   * @param trusted - decides about who answers, before anything secret is sent; what it throws is thrown
   */
  connect(
    settings: ServerSettings,
    secrets: Readonly<Record<string, string>>,
    trusted: (identity: ServerIdentity) => void,
    signal: AbortSignal,
  ): Promise<Remote>;
}

/** Settings as `checkSettings` stores them. */
export interface ServerSettings {
  readonly protocol: 'sftp' | 'ftps' | 'ftps_implicit' | 'ftp';
  readonly host: string;
  readonly port: number;
  readonly username: string;
  /** With `sftp`: which of the two secrets is used. */
  readonly method: 'password' | 'private_key';
  /** With `sftp`: also speaks key exchanges and ciphers that are no longer recommended. */
  readonly oldAlgorithms: boolean;
}
