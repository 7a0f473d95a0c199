import { Type, type Static } from '@sinclair/typebox';
import { Count, Instant, Nullable, OneOf, RecordTypeSchema } from './common.ts';
import { Whom } from './optOuts.ts';

/** A comparison of every linked contact's opt-out with its CRM record. The counts add up to `compared`. */
export const DriftAudit = Type.Object({
  id: Type.String(),
  connectionId: Type.String(),
  connectionName: Type.String(),
  state: OneOf(['queued', 'running', 'finished', 'failed'] as const),
  startedBy: Type.String(),
  queuedAt: Instant,
  finishedAt: Nullable(Instant),
  /** Linked contacts when it began. */
  total: Count,
  compared: Count,
  agree: Count,
  /** A change is still on its way: a write-back that waits, or a record that the next import brings. */
  onTheWay: Count,
  outHereOnly: Count,
  outThereOnly: Count,
  gone: Count,
  /** The CRM's value is not one that the opt-out mapping knows. */
  unreadable: Count,
  callsForecast: Count,
  callsSpent: Count,
  error: Nullable(Type.Object({ code: Type.String(), message: Type.String() })),
  repairedAt: Nullable(Instant),
  repairedBy: Nullable(Type.String()),
});
export type DriftAudit = Static<typeof DriftAudit>;

/** `GET /opt-outs/drift`: newest first, at most 100, and which connections can be audited. */
export const DriftAuditList = Type.Object({
  audits: Type.Array(DriftAudit),
  connections: Type.Array(
    Type.Object({
      id: Type.String(),
      name: Type.String(),
      contacts: Count,
      callsForecast: Count,
      /** Day of the weekly audit; null when it is off. */
      weeklyOn: Nullable(OneOf(['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const)),
      /** Why it can't be audited now, in one sentence; null when it can. */
      refused: Nullable(Type.String()),
    }),
  ),
});
export type DriftAuditList = Static<typeof DriftAuditList>;

/** `POST /opt-outs/drift`: queues an audit. `audit_running` (409), `audit_refused` (422). */
export const StartDriftAudit = Type.Object({ connectionId: Type.String() });
export type StartDriftAudit = Static<typeof StartDriftAudit>;

/** `PUT /opt-outs/drift/weekly`. */
export const SaveWeeklyAudit = Type.Object({
  connectionId: Type.String(),
  weeklyOn: Nullable(OneOf(['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const)),
});
export type SaveWeeklyAudit = Static<typeof SaveWeeklyAudit>;

export const DriftItem = Type.Object({
  whom: Whom,
  kind: OneOf(['out_here_only', 'out_there_only', 'gone', 'unreadable'] as const),
  recordType: RecordTypeSchema,
  recordId: Type.String(),
  recordUrl: Nullable(Type.String()),
  crmValue: Nullable(Type.String()),
  crmModifiedAt: Nullable(Instant),
  repairedAt: Nullable(Instant),
});
export type DriftItem = Static<typeof DriftItem>;

/** `GET /opt-outs/drift/:id?kind=&after=`: the report with a page of 100 of its items. */
export const DriftReport = Type.Object({
  audit: DriftAudit,
  items: Type.Array(DriftItem),
  next: Nullable(Type.String()),
  /** What *Repair* would do now; it only ever adds opt-outs. */
  repair: Type.Object({ write: Count, record: Count }),
});
export type DriftReport = Static<typeof DriftReport>;

/** `POST /opt-outs/drift/:id/repair`: what was done. Contacts that changed since the audit are passed over. */
export const DriftRepaired = Type.Object({ written: Count, recorded: Count, passedOver: Count });
export type DriftRepaired = Static<typeof DriftRepaired>;
