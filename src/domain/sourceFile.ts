/** Files as import sources: how they are chosen, read and put away, and how far each one has come. */

/** How an import deals with the files of its folder; stored with the import, checked by the connector. */
export interface FileOptions {
  /** `newest` imports only the newest file that matches, `all` every one, each in a run of its own, oldest first. */
  readonly which: 'newest' | 'all';
  readonly delimiter: FileDelimiter;
  /** `detect` finds it out for every file anew. */
  readonly encoding: 'detect' | FileEncoding;
  /** What becomes of a file once it is imported. */
  readonly after: 'move' | 'delete' | 'leave';
  /** Absolute folder that imported files are moved to, on the same server; null unless `after` is `move`. */
  readonly moveTo: string | null;
  /** How long a file's size and time must have stayed the same before it is read, seconds. */
  readonly quietSeconds: number;
  /** A new file is expected at least once in so many days; when none came, a run without one is a failure. */
  readonly expectedDays: number;
  /** Headers taken from a file of the admin's own, for mapping while the folder holds none; null without. */
  readonly sampleHeaders: readonly string[] | null;
}

export type FileDelimiter = 'comma' | 'tab';

export type FileEncoding = 'utf-8' | 'utf-16le' | 'utf-16be' | 'windows-1252';

export const DEFAULT_FILE_OPTIONS: FileOptions = {
  which: 'newest',
  delimiter: 'comma',
  encoding: 'detect',
  after: 'leave',
  moveTo: null,
  quietSeconds: 60,
  expectedDays: 1,
  sampleHeaders: null,
};

/** One version of a file. Its time is the server's, in whole seconds, and is compared with that server's times only. */
export interface FileVersion {
  readonly name: string;
  /** Bytes. */
  readonly size: number;
  readonly modifiedAt: Date;
}

/**
 * How far a version of a file has come:
 *
 * ```
 * seen ──quiet──▶ fetched ──read through──▶ staged ──last page committed──▶ imported ──moved, deleted, left──▶ disposed
 * ```
 * A state is written before the next step begins, so that whatever dies, the next run goes on from there.
 */
export type FileState = 'seen' | 'fetched' | 'staged' | 'imported' | 'disposed';

/** What would become of an entry of the folder, were a run to start now. */
export type FileVerdict =
  /** It is the next to be imported. */
  | 'next'
  /** It is imported after others. */
  | 'later'
  /** Its size or time changed a moment ago, or its name says that it is not whole. */
  | 'uploading'
  /** This version of it is in. */
  | 'imported'
  /** It is not newer than the last imported one, which would be overwritten by it. */
  | 'older'
  /** It could not be read and has not changed since. */
  | 'refused'
  | 'empty'
  | 'other_name'
  | 'not_a_file';
