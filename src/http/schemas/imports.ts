import { Type, type Static } from '@sinclair/typebox';
import { Count, Instant, Nullable, OneOf, RecordTypeSchema } from './common.ts';
import { ImportState, WindowNameSchema } from './connections.ts';
import { FileOptions } from './files.ts';
import { FieldMapping, OptOutMapping } from './sources.ts';

/** Days of an Eastern week, Monday first. */
export const WeekdaySchema = OneOf(['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const);
export type WeekdayValue = Static<typeof WeekdaySchema>;

/** Who is told about an import, and when. */
export const NotifySettings = Type.Object({
  addresses: Type.Array(Type.String()),
  when: OneOf(['every', 'errors', 'failures'] as const),
  attachErrors: Type.Optional(Type.Boolean({ description: 'Rows in error come with the mail, for files; default true' })),
});
export type NotifySettings = Static<typeof NotifySettings>;

/** One record type's import settings. `GET/PUT /connections/:id/imports/:recordType`. */
export const ImportSettings = Type.Object({
  recordType: RecordTypeSchema,
  state: ImportState,
  version: Type.Integer(),
  source: Nullable(
    Type.Object({ id: Type.String(), name: Type.String(), kind: Type.String(), folder: Nullable(Type.String()) }),
  ),
  /** Contact identification is a column that has to be mapped. */
  mapsIdentity: Type.Boolean(),
  /** So is last modified. */
  mapsModified: Type.Boolean(),
  /** How files are chosen, read and put away; null where sources are no files. */
  files: Nullable(FileOptions),
  /** What was answered for good about columns that a file lacks. */
  columnAnswers: Type.Array(Type.Object({ column: Type.String(), answer: OneOf(['keep', 'clear'] as const) })),
  fields: Nullable(FieldMapping),
  optOut: Nullable(OptOutMapping),
  /** The opt-out rule in words; empty without one. */
  optOutSentence: Type.String(),
  windows: Type.Array(WindowNameSchema),
  notify: NotifySettings,
  /** How far behind the watermark the next run starts, minutes. */
  lookBackMinutes: Type.Integer({ minimum: 0, maximum: 1440 }),
  fullReason: Nullable(Type.String()),
  nextStarts: Type.Array(Type.Object({ window: WindowNameSchema, startsAt: Instant })),
  sourceCount: Nullable(Count),
  fullRunCalls: Nullable(Count),
  usualRunCalls: Nullable(Count),
  /** Days on which the first chosen window reads everything again. */
  sweepDays: Type.Array(WeekdaySchema),
  /** Given to contacts that left the source; null for none. */
  leftTag: Nullable(Type.String()),
  /** Windows of the last 7 days in which no import started, newest first. */
  missedWindows: Type.Array(
    Type.Object({ window: WindowNameSchema, opensAt: Instant, closesAt: Instant, reason: Type.String() }),
  ),
});
export type ImportSettings = Static<typeof ImportSettings>;

/**
 * Any part may be sent alone (each tab saves its own). The whole is checked as it would then stand; 422
 * `settings_refused` names each field (`source`, `fields.mobile`, `optOut.field`, `windows`, `notify.addresses.0` …).
 */
export const SaveImport = Type.Object({
  version: Type.Integer(),
  state: Type.Optional(ImportState),
  source: Type.Optional(Nullable(Type.Object({ id: Type.String() }))),
  files: Type.Optional(FileOptions),
  columnAnswers: Type.Optional(
    Type.Array(Type.Object({ column: Type.String(), answer: OneOf(['keep', 'clear'] as const) }), {
      description: 'The whole list; one that is left out is asked again',
    }),
  ),
  fields: Type.Optional(FieldMapping),
  optOut: Type.Optional(Nullable(OptOutMapping)),
  windows: Type.Optional(Type.Array(WindowNameSchema)),
  notify: Type.Optional(NotifySettings),
  lookBackMinutes: Type.Optional(Type.Integer({ minimum: 0, maximum: 1440 })),
  sweepDays: Type.Optional(Type.Array(WeekdaySchema, { uniqueItems: true })),
  leftTag: Type.Optional(Nullable(Type.String({ maxLength: 40 }))),
});
export type SaveImport = Static<typeof SaveImport>;
