import { Type, type Static } from '@sinclair/typebox';
import { Count, Instant, Nullable, OneOf, RecordTypeSchema } from './common.ts';
import { Health, WindowNameSchema } from './connections.ts';
import { RunSummary } from './runs.ts';

/** Something that waits for a person, with the one next step. */
export const NeedsPerson = Type.Object({
  id: Type.String(),
  kind: OneOf([
    'dead_letter',
    'conflict',
    'broken_authorization',
    'failed_run',
    'row_errors',
    'missed_window',
    'question',
    'certificate_expiring',
  ] as const),
  sentence: Type.String(),
  since: Instant,
  /** Where the console shows it, under the team's address. */
  link: Type.String(),
  action: Type.String(),
});
export type NeedsPerson = Static<typeof NeedsPerson>;

/** `GET /overview`. */
export const Overview = Type.Object({
  needsPerson: Type.Array(NeedsPerson),
  needsPersonTotal: Count,
  running: Type.Array(RunSummary),
  connections: Type.Array(
    Type.Object({
      id: Type.String(),
      name: Type.String(),
      connector: Type.String(),
      health: Health,
      lastRun: Nullable(RunSummary),
    }),
  ),
  nextStarts: Type.Array(
    Type.Object({
      connectionId: Type.String(),
      connectionName: Type.String(),
      recordType: RecordTypeSchema,
      window: WindowNameSchema,
      startsAt: Instant,
    }),
  ),
  last24Hours: Type.Object({
    runs: Count,
    created: Count,
    updated: Count,
    optedOut: Count,
    writeBacksConfirmed: Count,
    writeBacksWaiting: Count,
    writeBacksFailed: Count,
  }),
  /** The new team's checklist; null once a first run has finished. */
  checklist: Nullable(
    Type.Array(
      Type.Object({
        step: OneOf(['connect', 'choose', 'preview', 'run', 'schedule'] as const),
        done: Type.Boolean(),
        link: Type.String(),
      }),
    ),
  ),
});
export type Overview = Static<typeof Overview>;

/** A texting number of the team and its webhook. `GET/PUT/DELETE /texting-numbers`. */
export const TextingNumber = Type.Object({
  number: Type.String({ description: 'E.164' }),
  numberShown: Type.String(),
  provider: OneOf(['twilio'] as const),
  webhookUrl: Type.String(),
  tokenSetAt: Instant,
  lastMessageAt: Nullable(Instant),
});
export type TextingNumber = Static<typeof TextingNumber>;
export const TextingNumberList = Type.Object({ numbers: Type.Array(TextingNumber) });
export const SaveTextingNumber = Type.Object({
  number: Type.String({ maxLength: 40 }),
  authToken: Type.String({
    minLength: 16,
    maxLength: 200,
    description: 'The Twilio auth token that signs the webhook',
  }),
});
export type SaveTextingNumber = Static<typeof SaveTextingNumber>;

/** `GET /api/codes`: every code with what happened, why and what to do. */
export const CodeText = Type.Object({
  code: Type.String(),
  title: Type.String(),
  why: Type.String(),
  remedy: Type.String(),
});
export type CodeText = Static<typeof CodeText>;

/**
 * One message of the event stream `GET /api/teams/:team/events` (server-sent events; `id` is the last event ID).
 * `run`: a RunSummary in `run`. `contact`: contact `id` changed (consent or write-back). `connection`: reload
 * connection `id`.
 */
export const LiveEvent = Type.Union([
  Type.Object({ type: Type.Literal('run'), run: RunSummary }),
  Type.Object({ type: Type.Literal('contact'), id: Type.String() }),
  Type.Object({ type: Type.Literal('connection'), id: Type.String() }),
  Type.Object({ type: Type.Literal('preview'), id: Type.String(), rowsFetched: Count }),
]);
export type LiveEvent = Static<typeof LiveEvent>;
