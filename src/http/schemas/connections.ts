import { Type, type Static } from '@sinclair/typebox';
import { Count, Instant, Nullable, OneOf, RecordTypeSchema } from './common.ts';
import { FolderSeen } from './files.ts';
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
  connector: Type.String({ description: '`salesforce` or `ftp`' }),
  /** Opt-outs are written back to its records. */
  writesBack: Type.Boolean(),
  /** Windows a day an import may start in. */
  maxWindows: Count,
  name: Type.String(),
  version: Type.Integer({ description: 'Send it back when saving; 409 `edit_clash` when somebody saved meanwhile' }),
  settings: Type.Record(Type.String(), Type.Unknown(), {
    description:
      'salesforce: method web_server|jwt_bearer|client_credentials, environment production|sandbox|custom, loginUrl, ' +
      'clientId; username with jwt_bearer. ftp: protocol sftp|ftps|ftps_implicit|ftp, host, port, username, method ' +
      'password|private_key (sftp), acceptsUnencrypted (ftp), oldAlgorithms (sftp)',
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
  connector: OneOf(['salesforce', 'ftp'] as const),
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
  /** What was seen on a server of files; null for others. */
  folder: Nullable(FolderSeen),
  testedAt: Instant,
});
export type TestReport = Static<typeof TestReport>;
