import { Type, type Static } from '@sinclair/typebox';
import { Count, Instant, Nullable, OneOf } from './common.ts';
import { Suggestion } from './sources.ts';

/** Sources that are files on a server: who the server is, what its folder holds, how files are dealt with. */

/** How files of an import source are chosen, read and put away. */
export const FileOptions = Type.Object({
  which: OneOf(['newest', 'all'] as const, { description: 'all: every matching file in a run of its own, oldest first' }),
  delimiter: OneOf(['comma', 'tab'] as const),
  encoding: OneOf(['detect', 'utf-8', 'utf-16le', 'utf-16be', 'windows-1252'] as const),
  after: OneOf(['move', 'delete', 'leave'] as const, { description: 'What becomes of an imported file' }),
  moveTo: Nullable(Type.String({ maxLength: 1024, description: 'Absolute folder; with `move` only' })),
  quietSeconds: Type.Integer({
    minimum: 0,
    maximum: 3600,
    description: 'How long size and time must have stayed the same before a file is read; default 60',
  }),
  expectedDays: Type.Integer({ minimum: 1, maximum: 31, description: 'A new file is expected once in so many days' }),
  sampleHeaders: Nullable(
    Type.Array(Type.String({ maxLength: 200 }), { maxItems: 500, description: 'Headers taken from a file of one’s own' }),
  ),
});
export type FileOptions = Static<typeof FileOptions>;

/**
 * `GET /connections/:id/identity`: who answers at the address. Nothing secret is sent. 409 `no_identity` for a
 * connector that has none.
 */
export const ServerIdentity = Type.Object({
  kind: OneOf(['ssh', 'tls', 'none'] as const),
  /** As `ssh-keygen -l` prints it, or SHA-256 in hexadecimal; null when nothing proves who answers. */
  fingerprint: Nullable(Type.String()),
  /** Of an SSH key, e.g. `ssh-ed25519`. */
  algorithm: Nullable(Type.String()),
  /** Of a certificate. */
  subject: Nullable(Type.String()),
  issuer: Nullable(Type.String()),
  expiresAt: Nullable(Instant),
  /** Why a certificate is not verified; empty when it is, and for other kinds. */
  reason: Type.String(),
  needsTrust: Type.Boolean({ description: 'A person has to compare it before anything secret is sent' }),
  trusted: Type.Boolean({ description: 'It is the one that was trusted, or needs no trust' }),
  /** Another one was trusted before: its fingerprint; null otherwise. */
  trustedBefore: Nullable(Type.String()),
});
export type ServerIdentity = Static<typeof ServerIdentity>;

/**
 * `POST /connections/:id/trust`: pins the identity a person has compared. It is looked at once more; 409
 * `identity_moved` when another one answers now. Replacing a trusted one needs the last 6 characters of the new
 * fingerprint typed as `confirm` (422 `settings_refused`).
 */
export const TrustServer = Type.Object({ fingerprint: Type.String(), confirm: Type.Optional(Type.String()) });
export type TrustServer = Static<typeof TrustServer>;

export const FolderEntry = Type.Object({
  name: Type.String(),
  kind: OneOf(['file', 'folder', 'other'] as const),
  size: Count,
  /** By the server's clock. */
  modifiedAt: Instant,
});
export type FolderEntry = Static<typeof FolderEntry>;

/** What Test connection saw: at most 100 entries, in order of name. */
export const FolderSeen = Type.Object({
  folder: Type.String(),
  entries: Type.Array(FolderEntry),
  total: Count,
});
export type FolderSeen = Static<typeof FolderSeen>;

export const FileVerdict = OneOf([
  'next',
  'later',
  'uploading',
  'imported',
  'older',
  'refused',
  'empty',
  'other_name',
  'not_a_file',
] as const);
export type FileVerdict = Static<typeof FileVerdict>;

/**
 * `GET /connections/:id/imports/:recordType/folder`: the folder as a run would find it now, what matches first, newest
 * first; at most 200 entries. With `?source=&which=` of an unsaved form.
 */
export const FolderView = Type.Object({
  folder: Type.String(),
  prefix: Type.String(),
  files: Type.Array(
    Type.Composite([
      FolderEntry,
      Type.Object({
        verdict: FileVerdict,
        /** The verdict in words, e.g. `Imported Nov 19, 10:04 AM ET`. */
        words: Type.String(),
        runId: Nullable(Type.String()),
      }),
    ]),
  ),
  total: Count,
  matching: Count,
});
export type FolderView = Static<typeof FolderView>;

/** `POST /connections/:id/headers` with the beginning of a file as the body: its columns. */
export const FileHeaders = Type.Object({
  headers: Type.Array(Type.String()),
  delimiter: OneOf(['comma', 'tab'] as const, { description: 'As it looks' }),
  encoding: OneOf(['utf-8', 'utf-16le', 'utf-16be', 'windows-1252'] as const),
  suggestion: Suggestion,
});
export type FileHeaders = Static<typeof FileHeaders>;

/** The file a run reads. */
export const RunFile = Type.Object({
  name: Type.String(),
  size: Count,
  modifiedAt: Instant,
  state: OneOf(['seen', 'fetched', 'staged', 'imported', 'disposed'] as const),
  /** SHA-256 of its bytes; null until it was fetched. */
  sha256: Nullable(Type.String()),
  encoding: Nullable(Type.String()),
  /** Values to judge a guessed encoding by; empty when nothing was guessed. */
  samples: Type.Array(Type.String()),
  headers: Type.Array(Type.String()),
  ignoredColumns: Type.Array(Type.String()),
  rows: Nullable(Count),
  blankLines: Count,
  notes: Type.Array(Type.String()),
  /** Where it is now, or why it could not be put away, in words; empty while nothing is to be told. */
  disposal: Type.String(),
  /** An admin's upload instead of a file of the server. */
  uploaded: Type.Boolean(),
});
export type RunFile = Static<typeof RunFile>;

/** A column that was there last time and is gone. */
export const GoneColumn = Type.Object({
  column: Type.String(),
  /** What it fills: `Assigned to`, a team field's label, or `Opt-out`. */
  fills: Type.String(),
  /** Contacts that would lose a value; 0 for Opt-out, which nothing clears. */
  holding: Count,
  /** Opt-out can only be kept. */
  canClear: Type.Boolean(),
});
export type GoneColumn = Static<typeof GoneColumn>;

/** `POST /runs/:id/corrections` with a file as the body: a preview of the corrected rows. 409 `no_corrections`. */
export const CorrectionStarted = Type.Object({ previewId: Type.String(), rows: Count });
export type CorrectionStarted = Static<typeof CorrectionStarted>;

/** `POST /previews/:id/run`: imports the uploaded rows of a preview. 409 `run_busy`, `preview_outdated`. */
