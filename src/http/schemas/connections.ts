import { Type, type Static } from '@sinclair/typebox';
import { Count, Instant, Nullable, OneOf, Outcomes, Problem, RecordTypeSchema } from './common.ts';
import { RunSummary } from './runs.ts';

export const WindowNameSchema = OneOf(['overnight', 'morning', 'afternoon', 'evening'] as const);
export type WindowNameValue = Static<typeof WindowNameSchema>;

export const HealthState = OneOf(['healthy', 'needs_attention', 'broken', 'paused', 'not_finished'] as const);
/** Last finished run and standing faults; never what runs now. */
export const Health = Type.Object({
  state: HealthState,
  since: Nullable(Instant),
  /** Why, in a sentence. */
  reason: Type.String(),
  /** Connector error code when a standing fault is the reason. */
  code: Nullable(Type.String()),
});
export type Health = Static<typeof Health>;

export const ImportState = OneOf(['off', 'draft', 'on'] as const);

/** One record type's line on a connection. */
export const ImportSummary = Type.Object({
  recordType: RecordTypeSchema,
  state: ImportState,
  sourceName: Nullable(Type.String()),
  lastRun: Nullable(RunSummary),
  nextStart: Nullable(Type.Object({ window: WindowNameSchema, startsAt: Instant })),
  /** Why the next run reads everything; null when it is incremental. */
  fullReason: Nullable(Type.String()),
  watermark: Nullable(Instant),
});
export type ImportSummary = Static<typeof ImportSummary>;

export const Account = Type.Object({ accountId: Type.String(), accountName: Type.String(), userName: Type.String() });

export const CallBudget = Type.Object({
  percentOfOrg: Type.Integer({ minimum: 1, maximum: 100, description: 'Share of the org’s daily calls; default 25' }),
  stopAbovePercent: Type.Integer({
    minimum: 1,
    maximum: 100,
    description: 'Imports pause when everybody together has used this share of the org’s calls; default 90',
  }),
});
export type CallBudget = Static<typeof CallBudget>;

/** What may be seen of a certificate; `GET /connections/:id/certificate.pem` gives its public half. */
export const Certificate = Type.Object({
  subject: Type.String(),
  expiresAt: Instant,
  fingerprint: Type.String({ description: 'SHA-256' }),
});
export type Certificate = Static<typeof Certificate>;

/** `POST /connections/:id/certificate`: with both halves it stores them, with neither it makes a new pair. */
export const SaveCertificate = Type.Object({
  certificate: Type.Optional(Type.String({ maxLength: 32_768, description: 'PEM' })),
  privateKey: Type.Optional(Type.String({ maxLength: 32_768, description: 'PEM, unencrypted' })),
});
export type SaveCertificate = Static<typeof SaveCertificate>;

/** One connection. `GET /connections`, `GET /connections/:id`. */
export const Connection = Type.Object({
  id: Type.String(),
  connector: Type.String({ description: '`salesforce`' }),
  name: Type.String(),
  version: Type.Integer({ description: 'Send it back when saving; 409 `edit_clash` when somebody saved meanwhile' }),
  settings: Type.Record(Type.String(), Type.Unknown(), {
    description:
      'salesforce: method web_server|jwt_bearer|client_credentials, environment production|sandbox|custom, loginUrl, ' +
      'clientId; username with jwt_bearer',
  }),
  /** Which secrets are set, when and by whom; never their values. */
  secrets: Type.Array(Type.Object({ name: Type.String(), setAt: Instant, setBy: Type.String() })),
  account: Nullable(Account),
  health: Health,
  /** The run under way now, if any. */
  activity: Nullable(RunSummary),
  imports: Type.Array(ImportSummary),
  schedulePaused: Type.Boolean(),
  callsToday: Count,
  /** What imports may spend: a share of the org's daily calls, and a mark of the whole org's use to stop at. */
  budget: CallBudget,
  /** The org's own count, as its last answer said; null before the first. */
  orgCalls: Nullable(Type.Object({ left: Count, allowed: Count, at: Instant })),
  certificate: Nullable(Certificate),
  waitingWriteBacks: Count,
  deadWriteBacks: Count,
  /** Address to enter in the app's callback settings. */
  callbackUrl: Type.String(),
});
export type Connection = Static<typeof Connection>;

export const CreateConnection = Type.Object({
  connector: OneOf(['salesforce'] as const),
  name: Type.Optional(Type.String({ minLength: 1, maxLength: 80 })),
});
export type CreateConnection = Static<typeof CreateConnection>;

/** `PATCH /connections/:id`. Secrets are written, never read; an absent one is left alone. */
export const UpdateConnection = Type.Object({
  version: Type.Integer(),
  name: Type.Optional(Type.String({ minLength: 1, maxLength: 80 })),
  settings: Type.Optional(Type.Record(Type.String(), Type.Unknown())),
  secrets: Type.Optional(Type.Record(Type.String(), Type.String({ maxLength: 4096 }))),
  schedulePaused: Type.Optional(Type.Boolean()),
  budget: Type.Optional(CallBudget),
});
export type UpdateConnection = Static<typeof UpdateConnection>;

/**
 * `POST /connections/:id/authorize`: where to send the browser. The CRM sends it back to
 * `GET /oauth/callback`, which ends in a redirect to the Authentication page with `?connected=1` or `?refused=CODE`.
 * With client credentials there is no page: `url` is null and the connection is connected when it answers.
 */
export const Authorize = Type.Object({ url: Nullable(Type.String()) });
export type Authorize = Static<typeof Authorize>;

/** `POST /connections/:id/test`. */
export const TestReport = Type.Object({
  account: Account,
  apiVersion: Type.String(),
  calls: Nullable(Type.Object({ left: Count, allowed: Count })),
  permissions: Type.Array(
    Type.Object({ id: Type.String(), label: Type.String(), ok: Type.Boolean(), remedy: Type.String() }),
  ),
  testedAt: Instant,
});
export type TestReport = Static<typeof TestReport>;

/** `GET /connections/:id/sources?recordType=&kind=&q=&offset=`: 20 at a time. */
export const SourceSummary = Type.Object({
  id: Type.String(),
  name: Type.String(),
  kind: Type.String({ description: '`List View` or `Report`' }),
  folder: Nullable(Type.String()),
  usable: Type.Boolean(),
  reason: Type.String(),
});
export type SourceSummary = Static<typeof SourceSummary>;
export const SourceSearch = Type.Object({ sources: Type.Array(SourceSummary), total: Count });
export type SourceSearch = Static<typeof SourceSearch>;

/** `GET /connections/:id/sources/:sourceId?recordType=`. */
export const SourceDetails = Type.Composite([
  SourceSummary,
  Type.Object({
    filter: Type.String(),
    count: Count,
    fullRunCalls: Count,
    usualRunCalls: Count,
    definition: Type.String(),
  }),
]);
export type SourceDetails = Static<typeof SourceDetails>;

/** `GET /connections/:id/fields?recordType=&source=`: fields, a suggested mapping. */
export const SourceField = Type.Object({
  name: Type.String(),
  label: Type.String(),
  type: OneOf([
    'text',
    'phone',
    'email',
    'url',
    'number',
    'checkbox',
    'date',
    'datetime',
    'picklist',
    'multipicklist',
    'id',
    'other',
  ] as const),
  apiName: Nullable(Type.String({ description: 'Field of the record it shows' })),
  writable: Type.Boolean(),
  calculated: Type.Boolean(),
  changesUnseen: Type.Boolean({ description: 'Can change without the modified time moving: only a sweep finds it' }),
  isRecordId: Type.Boolean(),
  modifiedTime: Nullable(OneOf(['instant', 'day'] as const, { description: 'Can be the last-modified column' })),
  values: Type.Array(Type.Object({ value: Type.String(), label: Type.String() })),
  restricted: Type.Boolean(),
});
export type SourceField = Static<typeof SourceField>;

export const FieldMapping = Type.Object({
  firstName: Type.String(),
  firstNameFallback: Nullable(Type.String()),
  lastName: Type.String(),
  mobile: Type.String(),
  userId: Nullable(Type.String()),
  recordId: Type.Optional(Nullable(Type.String({ description: 'Reports: the column with the record ID' }))),
  lastModified: Type.Optional(Nullable(Type.String({ description: 'Reports: the last-modified column' }))),
  wholeDay: Type.Optional(Type.Boolean({ description: 'Accepts a last-modified column that tells only the day' })),
  additional: Type.Array(Type.Object({ source: Type.String(), field: Type.String() })),
});
export type FieldMapping = Static<typeof FieldMapping>;

export const OptOutMapping = Type.Union([
  Type.Object({
    kind: Type.Literal('checkbox'),
    field: Type.String(),
    writeTo: Type.Optional(Type.String({ description: 'Set by the server' })),
    ticked: OneOf(['opted_out', 'opted_in'] as const),
  }),
  Type.Object({
    kind: Type.Literal('picklist'),
    field: Type.String(),
    writeTo: Type.Optional(Type.String({ description: 'Set by the server' })),
    optedInValue: Type.String(),
    optedOutValue: Type.String(),
    empty: OneOf(['opted_in', 'opted_out', 'keep'] as const),
  }),
]);
export type OptOutMapping = Static<typeof OptOutMapping>;

/** Days of an Eastern week, Monday first. */
export const WeekdaySchema = OneOf(['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const);
export type WeekdayValue = Static<typeof WeekdaySchema>;

export const Suggestion = Type.Object({ fields: Type.Partial(FieldMapping), optOut: Nullable(OptOutMapping) });
export const SourceFields = Type.Object({
  fields: Type.Array(SourceField),
  suggestion: Suggestion,
  /** Contact identification and last modified are columns that have to be mapped. */
  mapsIdentity: Type.Boolean(),
});
export type SourceFields = Static<typeof SourceFields>;

/** One record type's import settings. `GET/PUT /connections/:id/imports/:recordType`. */
export const ImportSettings = Type.Object({
  recordType: RecordTypeSchema,
  state: ImportState,
  version: Type.Integer(),
  source: Nullable(
    Type.Object({ id: Type.String(), name: Type.String(), kind: Type.String(), folder: Nullable(Type.String()) }),
  ),
  /** Contact identification and last modified are columns that have to be mapped. */
  mapsIdentity: Type.Boolean(),
  fields: Nullable(FieldMapping),
  optOut: Nullable(OptOutMapping),
  /** The opt-out rule in words; empty without one. */
  optOutSentence: Type.String(),
  windows: Type.Array(WindowNameSchema),
  notify: Type.Object({ addresses: Type.Array(Type.String()), when: OneOf(['every', 'errors', 'failures'] as const) }),
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
  fields: Type.Optional(FieldMapping),
  optOut: Type.Optional(Nullable(OptOutMapping)),
  windows: Type.Optional(Type.Array(WindowNameSchema)),
  notify: Type.Optional(
    Type.Object({ addresses: Type.Array(Type.String()), when: OneOf(['every', 'errors', 'failures'] as const) }),
  ),
  lookBackMinutes: Type.Optional(Type.Integer({ minimum: 0, maximum: 1440 })),
  sweepDays: Type.Optional(Type.Array(WeekdaySchema, { uniqueItems: true })),
  leftTag: Type.Optional(Nullable(Type.String({ maxLength: 40 }))),
});
export type SaveImport = Static<typeof SaveImport>;

export const PreviewSample = Type.Object({
  outcome: OneOf(['created', 'updated', 'unchanged', 'skipped', 'error'] as const),
  recordId: Type.String(),
  name: Type.String(),
  mobile: Nullable(Type.String()),
  optedOut: Nullable(Type.Boolean()),
  optInNotApplied: Type.Boolean({ description: 'The row says opted in, and an opt-out here stands against it' }),
  changes: Type.Array(
    Type.Object({ field: Type.String(), before: Nullable(Type.String()), after: Nullable(Type.String()) }),
  ),
  problem: Nullable(Problem),
});
export type PreviewSample = Static<typeof PreviewSample>;

/** `POST /previews/:id/more`: reads on from where the preview stopped, five pages or to the end. */
export const ReadMore = Type.Object({ all: Type.Optional(Type.Boolean()) });
export type ReadMore = Static<typeof ReadMore>;

/** A dry run. `POST /connections/:id/imports/:recordType/preview` starts one; `GET /previews/:id` follows it. */
export const Preview = Type.Object({
  id: Type.String(),
  connectionId: Type.String(),
  recordType: RecordTypeSchema,
  sourceName: Type.String(),
  state: OneOf(['running', 'finished', 'failed'] as const),
  error: Nullable(Problem),
  rowsFetched: Count,
  /** How many the source says it has. */
  sourceRows: Nullable(Count),
  complete: Type.Boolean({ description: 'Every row of the source was read' }),
  outcomes: Nullable(Outcomes),
  optOutsSet: Count,
  optInsNotApplied: Count,
  numbersChanged: Count,
  valuesCleared: Count,
  assignmentsChanged: Count,
  /** Contacts of this import that the source no longer holds; null until every row was read. */
  leftSource: Nullable(Count),
  /** The first of them. */
  leftSamples: Type.Array(Type.Object({ id: Type.String(), name: Type.String(), mobile: Nullable(Type.String()) })),
  changesByField: Type.Array(
    Type.Object({
      field: Type.String(),
      changed: Count,
      cleared: Count,
      before: Nullable(Type.String()),
      after: Nullable(Type.String()),
    }),
  ),
  causes: Type.Array(
    Type.Object({
      code: Type.String(),
      title: Type.String(),
      kind: OneOf(['error', 'skipped', 'warning'] as const),
      count: Count,
      remedy: Type.String(),
    }),
  ),
  samples: Type.Array(PreviewSample),
  /** Calls a real run would cost (full), and what this preview spent. */
  fullRunCalls: Nullable(Count),
  callsSpent: Count,
  createdAt: Instant,
});
export type Preview = Static<typeof Preview>;
