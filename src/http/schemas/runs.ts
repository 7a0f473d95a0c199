import { Type, type Static } from '@sinclair/typebox';
import { Count, Instant, Nullable, OneOf, Outcomes, RecordTypeSchema } from './common.ts';
import { GoneColumn, RunFile } from './files.ts';

export const RunState = OneOf([
  'queued',
  'running',
  'succeeded',
  'completed_with_errors',
  'failed',
  'cancelled',
] as const);
export type RunState = Static<typeof RunState>;

/** A run as lists and live updates show it. */
export const RunSummary = Type.Object({
  id: Type.String(),
  connectionId: Type.String(),
  connectionName: Type.String(),
  recordType: RecordTypeSchema,
  sourceName: Type.String(),
  state: RunState,
  kind: OneOf(['full', 'incremental', 'sweep'] as const, { description: 'sweep: everything again, on chosen days' }),
  startedBy: Type.String({ description: 'A person, `Morning window`, `API`, `command line`' }),
  /** Times it was taken up again after its process died. */
  resumed: Count,
  cancelRequested: Type.Boolean(),
  queuedAt: Instant,
  startedAt: Nullable(Instant),
  finishedAt: Nullable(Instant),
  pages: Count,
  outcomes: Outcomes,
  warnings: Count,
  optOutsSet: Count,
  optOutsLifted: Count,
  optInsNotApplied: Count,
  /** Contacts that a complete reading no longer found in the source. */
  leftSource: Count,
  /** Why a run that has begun, or was about to, waits; null when it does not. */
  hold: Nullable(
    Type.Object({
      kind: OneOf(['budget', 'limit', 'question', 'upload'] as const),
      code: Type.String(),
      message: Type.String(),
      remedy: Type.String(),
      /** When it goes on by itself; null when it waits for an answer. */
      until: Nullable(Instant),
    }),
  ),
  /** The file it reads; null for other sources, and while none is chosen. */
  fileName: Nullable(Type.String()),
  /** What there is to say of a run that found nothing to import; null otherwise. */
  note: Nullable(Type.String()),
  /** How many rows the source says this run has; null until it is known. */
  sourceRows: Nullable(Count),
  callsSpent: Count,
  callsForecast: Nullable(Count),
  /** Rows a second over the last pages; null when not running. */
  rowsPerSecond: Nullable(Type.Number()),
  error: Nullable(
    Type.Object({ code: Type.String(), message: Type.String(), vendorMessage: Type.String(), remedy: Type.String() }),
  ),
});
export type RunSummary = Static<typeof RunSummary>;

export const RunCause = Type.Object({
  code: Type.String(),
  title: Type.String(),
  kind: OneOf(['error', 'skipped', 'warning'] as const),
  count: Count,
  remedy: Type.String(),
});
export type RunCause = Static<typeof RunCause>;

/** A source as it stood at one time, for comparing two of them. */
export const SourceVersion = Type.Object({ name: Type.String(), filter: Type.String(), count: Nullable(Count) });

/**
 * `POST /runs/:id/answer`: what a person decides about a run that stopped to ask. 409 `nothing_asked`. About columns
 * that are gone: `keep` what contacts have, or `clear` it, for all of them alike; `remember` answers for later files
 * too.
 */
export const AnswerRun = Type.Object({
  answer: OneOf(['import', 'stop', 'keep', 'clear'] as const),
  remember: Type.Optional(Type.Boolean()),
});
export type AnswerRun = Static<typeof AnswerRun>;

export const RunDetails = Type.Composite([
  RunSummary,
  Type.Object({
    causes: Type.Array(RunCause),
    /** What the run asks before it goes on: the source as it was confirmed, and as it is now. */
    question: Nullable(
      Type.Object({
        kind: OneOf(['source_changed', 'size_jumped', 'columns_gone'] as const),
        before: SourceVersion,
        after: SourceVersion,
        /** With `columns_gone`; empty otherwise. */
        columns: Type.Array(GoneColumn),
      }),
    ),
    /** The file it reads; null for other sources, and while none is chosen. */
    file: Nullable(RunFile),
    /** The run whose rows in error this one corrects. */
    corrects: Nullable(Type.String()),
    /** Runs that corrected rows of this one, oldest first, with how many came in. */
    correctedBy: Type.Array(Type.Object({ runId: Type.String(), corrected: Count })),
    watermarkBefore: Nullable(Instant),
    watermarkAfter: Nullable(Instant),
    lookBackMinutes: Count,
    log: Type.Array(Type.Object({ at: Instant, message: Type.String() })),
    mails: Type.Array(
      Type.Object({
        address: Type.String(),
        state: OneOf(['waiting', 'sent', 'failed'] as const),
        reason: Type.String(),
      }),
    ),
  }),
]);
export type RunDetails = Static<typeof RunDetails>;

/** `GET /runs?connection=&recordType=&state=&before=`: newest first, 50 at a time; `next` goes back in as `before`. */
export const RunList = Type.Object({ runs: Type.Array(RunSummary), next: Nullable(Type.String()) });
export type RunList = Static<typeof RunList>;

/** `POST /connections/:id/runs`. 409 `run_busy` when one of this record type is already queued or running. */
export const StartRun = Type.Object({ recordType: RecordTypeSchema, full: Type.Optional(Type.Boolean()) });
export type StartRun = Static<typeof StartRun>;

/** One row that did not come in as it was, or came in with a warning. */
export const RowIssue = Type.Object({
  /** Position in the run, from 1: the n-th row read. */
  row: Type.Integer(),
  /** Line of the file on which it begins; null for records. */
  line: Nullable(Type.Integer()),
  kind: OneOf(['error', 'skipped', 'warning'] as const),
  recordId: Type.String(),
  name: Type.String(),
  code: Type.String(),
  column: Nullable(Type.String()),
  value: Nullable(Type.String()),
  message: Type.String(),
});
export type RowIssue = Static<typeof RowIssue>;

/** `GET /runs/:id/rows?kind=&code=&q=&after=&limit=`; `GET /runs/:id/rows.csv?kind=` downloads all of them. */
export const RowIssueList = Type.Object({ rows: Type.Array(RowIssue), total: Count, next: Nullable(Type.String()) });
export type RowIssueList = Static<typeof RowIssueList>;
