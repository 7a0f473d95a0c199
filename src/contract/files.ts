import type { FileEncoding, FileOptions, FileVersion } from '../domain/sourceFile.ts';

/**
 * What a connector whose sources are files does beside pulling. A source's ID is the folder with what the names of its
 * files begin with: `/rollcall/imports/StudentData`. Which file is imported when, and that each is imported once, is
 * the engine's business; here every step is made once, for the file it names.
 */
export interface FileAccess {
  /**
   * What the source's folder holds, names that do not match included.
   * @throws ConnectorError `FOLDER_MISSING`, `FOLDER_REFUSED`
   */
  list(sourceId: string, signal: AbortSignal): Promise<FolderListing>;
  /** The file of that name as it is now; null when there is none. */
  look(sourceId: string, name: string, signal: AbortSignal): Promise<FileVersion | null>;
  /**
   * Brings one version of a file into the spool and looks at it as a whole. One that is there already is not fetched
   * again.
   * @throws ConnectorError `FILE_GONE`; `FILE_CHANGED` when it is not the version asked for, before or after
   */
  fetch(sourceId: string, file: FileVersion, signal: AbortSignal): Promise<FetchedFile>;
  /** Brings an uploaded file into the spool in the same way. */
  keep(file: FileVersion, content: Uint8Array): Promise<FetchedFile>;
  /**
   * Reads a fetched file through: every row is cut into cells, and what is wrong with it is known, before the first one
   * is pulled. Done already, it is not done again.
   * @throws ConnectorError `FILE_WORKBOOK`, `FILE_BINARY`, `FILE_ENCODING`, `FILE_DELIMITER`, `FILE_HEADER`,
   *   `FILE_QUOTE`, `FILE_EMPTY`
   */
  stage(fetched: FetchedFile, reading: FileReading, signal: AbortSignal): Promise<StagedFile>;
  /**
   * Moves a file within the server, never onto another one. `changed`: it is not that version any more; `taken`: the
   * target exists; `gone`: neither is there; `done` also when a move that was cut off had been made.
   * @param to - an absolute path
   * @throws ConnectorError `FOLDER_MISSING`, `FOLDER_REFUSED`
   */
  move(sourceId: string, file: FileVersion, to: string, signal: AbortSignal): Promise<'done' | 'changed' | 'taken' | 'gone'>;
  /** Deletes a file when it is still that version. */
  remove(sourceId: string, file: FileVersion, signal: AbortSignal): Promise<'done' | 'changed' | 'gone'>;
  /** Forgets what the spool holds of a file. Safe to call for one that is not there. */
  forget(sha256: string): Promise<void>;
}

export interface FolderEntry extends FileVersion {
  readonly kind: 'file' | 'folder' | 'other';
}

export interface FolderListing {
  /** Absolute. */
  readonly folder: string;
  /** In order of name. */
  readonly entries: readonly FolderEntry[];
}

export interface FetchedFile extends FileVersion {
  /** Of its bytes, lower-case hexadecimal. It names the file in the spool. */
  readonly sha256: string;
}

/** What decides how a file is cut into rows and which of them collide. */
export interface FileReading {
  readonly options: FileOptions;
  /** The column with the contact ID: rows that share one are errors, both; null leaves that out. */
  readonly recordId: string | null;
}

export interface StagedFile extends FetchedFile {
  /** Names it to `PullRequest.file`: this file, read in this way. */
  readonly key: string;
  /** As they stand in its first row, cleaned of what can't be seen. */
  readonly headers: readonly string[];
  /** Rows below the header, those in error included, blank lines not. */
  readonly rows: number;
  readonly blankLines: number;
  readonly encoding: FileEncoding;
  /** Some values by which a person can tell whether a guessed encoding is right; empty when nothing was guessed. */
  readonly samples: readonly string[];
  /** What somebody should know about the whole file, in sentences. */
  readonly notes: readonly string[];
}

/** Who answers at an address, before anything secret is sent there. */
export type ServerIdentity =
  /** An SSH host key; the fingerprint is as `ssh-keygen -l` prints it, `SHA256:…`. */
  | { readonly kind: 'ssh'; readonly fingerprint: string; readonly algorithm: string }
  /** A TLS certificate; `verified`: a known authority vouches for it and for the host's name. SHA-256, hexadecimal. */
  | {
      readonly kind: 'tls';
      readonly fingerprint: string;
      readonly verified: boolean;
      readonly subject: string;
      readonly issuer: string;
      readonly expiresAt: Date;
      /** Why it is not verified; empty when it is. */
      readonly reason: string;
    }
  /** Nothing proves who answers. */
  | { readonly kind: 'none' };

/** Import sources of servers that show who they are and have to be trusted by a person. */
export interface IdentityCheck {
  /** Connects only as far as to see who answers; no user name or password is sent. */
  look(signal: AbortSignal): Promise<ServerIdentity>;
  /**
   * The account ID a connection gets when a person trusts this identity; `ConnectionAccess.accountId` from then on, and
   * any other server is refused with `HOST_KEY_CHANGED`. One that needs no trust (a verified certificate, none at all)
   * gives the same ID for every certificate.
   */
  accountIdOf(identity: ServerIdentity): string;
  /** Whether a person has to look at it first. */
  needsTrust(identity: ServerIdentity): boolean;
}
