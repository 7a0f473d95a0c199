import { Type, type Static } from '@sinclair/typebox';
import { Count, Instant, Nullable, OneOf, RecordTypeSchema } from './common.ts';
import { Health, WindowNameSchema } from './connections.ts';
import { Due, OptOutCounts } from './optOuts.ts';
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
    'review',
    'late',
    'writes_failing',
    'drift',
    'file_stays',
  ] as const),
  sentence: Type.String(),
  since: Instant,
  /** By when it has to be done, for what has a clock; null for the rest. */
  due: Nullable(Due),
  /** Where the console shows it, under the team's address. */
  link: Type.String(),
  action: Type.String(),
});
export type NeedsPerson = Static<typeof NeedsPerson>;

/** `GET /overview`. */
export const Overview = Type.Object({
  needsPerson: Type.Array(NeedsPerson),
  needsPersonTotal: Count,
  optOuts: OptOutCounts,
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
    writeBacksVerified: Count,
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

export const TextingScope = OneOf(['team', 'shared', 'organisation'] as const);
export type TextingScope = Static<typeof TextingScope>;

/** A texting number of the team and its webhook. `GET/PUT/DELETE /texting-numbers`. */
export const TextingNumber = Type.Object({
  number: Type.String({ description: 'E.164' }),
  numberShown: Type.String(),
  provider: OneOf(['twilio'] as const),
  webhookUrl: Type.String(),
  tokenSetAt: Instant,
  /** Whom a STOP to this number opts out: in its team, in the teams that share the inbox, or in every team. */
  scope: TextingScope,
  /** The teams that share the inbox beside its own, by slug; only with the scope `shared`. */
  sharedWith: Type.Array(Type.Object({ slug: Type.String(), name: Type.String() })),
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

/**
 * `PUT /texting-numbers/:number/scope`. Counts for messages from then on. `team_unknown` (422); an owner alone may
 * reach beyond the team (`owner_only`, 403).
 */
export const SaveTextingScope = Type.Object({
  scope: TextingScope,
  sharedWith: Type.Array(Type.String({ description: 'Slug of a team' }), { maxItems: 100 }),
});
export type SaveTextingScope = Static<typeof SaveTextingScope>;

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
 * `run`: a RunSummary in `run`. `contact`: contact `id` changed (consent, review or write-back). `connection`: reload
 * connection `id`. `opt_outs`: something under Opt-outs changed that belongs to no contact; `id` is that of the review
 * item or drift audit.
 */
export const LiveEvent = Type.Union([
  Type.Object({ type: Type.Literal('run'), run: RunSummary }),
  Type.Object({ type: Type.Literal('contact'), id: Type.String() }),
  Type.Object({ type: Type.Literal('connection'), id: Type.String() }),
  Type.Object({ type: Type.Literal('opt_outs'), id: Type.String() }),
  Type.Object({ type: Type.Literal('preview'), id: Type.String(), rowsFetched: Count }),
]);
export type LiveEvent = Static<typeof LiveEvent>;
