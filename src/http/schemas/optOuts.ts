import { Type, type Static } from '@sinclair/typebox';
import { Count, Instant, Nullable, OneOf, RecordTypeSchema } from './common.ts';
import { WriteBack } from './contacts.ts';

/** What the pages under Opt-outs show: everything that is not yet honoured in both systems, and by when it must be. */

const Day = Type.String({ format: 'date', description: 'An Eastern calendar day' });

/** By when a revocation has to be honoured. */
export const Due = Type.Object({
  day: Day,
  businessDaysLeft: Type.Integer({ minimum: 0, description: 'That day included; 0 when it has passed' }),
  late: Type.Boolean(),
});
export type Due = Static<typeof Due>;

/** Who it is about; a message can come from a number that nobody has. */
export const Whom = Type.Object({
  contactId: Nullable(Type.String({ description: "The contact's ID in this API" })),
  name: Nullable(Type.String()),
  mobile: Nullable(Type.String({ description: 'E.164' })),
  mobileShown: Nullable(Type.String()),
});
export type Whom = Static<typeof Whom>;

/** `GET /opt-outs`: how much waits, for the side bar and the sub-tabs. */
export const OptOutCounts = Type.Object({
  /** What waits for a person: review, conflicts, dead letters. The one count in the menu. */
  needsPerson: Count,
  waiting: Count,
  waitingOnPerson: Count,
  waitingOnCrm: Count,
  late: Count,
  review: Count,
  conflicts: Count,
  deadLetters: Count,
});
export type OptOutCounts = Static<typeof OptOutCounts>;

/** A revocation that is not yet honoured in both systems. */
export const WaitingItem = Type.Object({
  id: Type.String(),
  whom: Whom,
  since: Instant,
  due: Due,
  /** How they said it, in one sentence. */
  said: Type.String(),
  waitsFor: OneOf(['review', 'crm', 'person', 'unknown_number'] as const),
  /** `Salesforce`, `a person`, …: the words of `waitsFor`. */
  waitsForName: Type.String(),
  /** What happens next by itself, or what a person has to do. */
  nextStep: Type.String(),
  /** Under the team's address in the console. */
  link: Type.String(),
});
export type WaitingItem = Static<typeof WaitingItem>;

/** `GET /opt-outs/waiting?after=`: by due date, a page of 100. */
export const WaitingList = Type.Object({
  items: Type.Array(WaitingItem),
  next: Nullable(Type.String()),
  counts: OptOutCounts,
  /** For *all done*: the slowest opt-out of the last 24 hours, from message to confirmation; null for none. */
  slowestTodayMs: Nullable(Count),
});
export type WaitingList = Static<typeof WaitingList>;

/** A message that may mean STOP; texting is paused until somebody decides. */
export const ReviewItem = Type.Object({
  id: Type.String(),
  whom: Whom,
  /** Exactly as received. */
  message: Type.String(),
  toNumber: Type.String(),
  toNumberShown: Type.String(),
  receivedAt: Instant,
  easternTime: Type.String(),
  /** Why it is doubtful, in one sentence. */
  why: Type.String(),
  due: Due,
  /** Messages from this number before it, newest first, at most three. */
  before: Type.Array(Type.Object({ message: Type.String(), receivedAt: Instant })),
});
export type ReviewItem = Static<typeof ReviewItem>;

/** `GET /opt-outs/review`: oldest first, at most 100; `total` counts all. */
export const ReviewQueue = Type.Object({ items: Type.Array(ReviewItem), total: Count });
export type ReviewQueue = Static<typeof ReviewQueue>;

/** `POST /opt-outs/review/:id`: decides one message. `review_decided` (409) when somebody has. */
export const DecideReview = Type.Object({ decision: OneOf(['opt_out', 'wrong_number', 'keep'] as const) });
export type DecideReview = Static<typeof DecideReview>;

/** A CRM value that would lift an opt-out and was not applied. */
export const Conflict = Type.Object({
  id: Type.String(),
  whom: Whom,
  /** Our side: what the state is, by what, and since when. */
  here: Type.Object({ sentence: Type.String(), since: Instant }),
  /** The CRM's side. */
  there: Type.Object({
    connectionName: Type.String(),
    field: Type.String(),
    value: Type.String(),
    modifiedAt: Instant,
    recordType: RecordTypeSchema,
    recordId: Type.String(),
    recordUrl: Nullable(Type.String()),
  }),
  /** The consent rule that was applied, in words. */
  rule: Type.String(),
  at: Instant,
});
export type Conflict = Static<typeof Conflict>;

/** `GET /opt-outs/conflicts`: oldest first, one for each contact, at most 200; `total` counts all. */
export const ConflictList = Type.Object({ items: Type.Array(Conflict), total: Count });
export type ConflictList = Static<typeof ConflictList>;

/**
 * `POST /opt-outs/conflicts/send`: sends our state of these to the CRM again. `sent` counts write-backs that were
 * queued; those settled meanwhile are passed over.
 */
export const SendConflicts = Type.Object({
  ids: Type.Array(Type.String(), { minItems: 1, maxItems: 200 }),
});
export type SendConflicts = Static<typeof SendConflicts>;
export const SentConflicts = Type.Object({ sent: Count });
export type SentConflicts = Static<typeof SentConflicts>;

export const DeadLetter = Type.Object({
  id: Type.String(),
  whom: Whom,
  writeBack: WriteBack,
  since: Instant,
  /** Null for an opt-in: only a revocation has a clock. */
  due: Nullable(Due),
});
export type DeadLetter = Static<typeof DeadLetter>;

/** Dead letters of one cause: the same connection, code and words of the CRM. */
export const DeadLetterGroup = Type.Object({
  /** Names the group in `RetryDeadLetters`. */
  key: Type.String(),
  connectionId: Type.String(),
  connectionName: Type.String(),
  code: Type.String(),
  title: Type.String(),
  /** The CRM's own words. */
  reason: Type.String(),
  remedy: Type.String(),
  count: Count,
  /** Oldest first, at most 50. */
  items: Type.Array(DeadLetter),
});
export type DeadLetterGroup = Static<typeof DeadLetterGroup>;

/** `GET /opt-outs/dead-letters`: the group with the oldest first. */
export const DeadLetterGroups = Type.Object({ groups: Type.Array(DeadLetterGroup), total: Count });
export type DeadLetterGroups = Static<typeof DeadLetterGroups>;

/** `POST /opt-outs/dead-letters/retry`: these, or a whole group. */
export const RetryDeadLetters = Type.Union([
  Type.Object({ ids: Type.Array(Type.String(), { minItems: 1, maxItems: 200 }) }, { additionalProperties: false }),
  Type.Object({ group: Type.String() }, { additionalProperties: false }),
]);
export type RetryDeadLetters = Static<typeof RetryDeadLetters>;
export const RetriedDeadLetters = Type.Object({ retried: Count });
export type RetriedDeadLetters = Static<typeof RetriedDeadLetters>;

/** `POST /opt-outs/dead-letters/:id/handled`: it was dealt with in the CRM by hand. `write_back_done` (409). */
export const HandleDeadLetter = Type.Object({ note: Type.String({ minLength: 3, maxLength: 500 }) });
export type HandleDeadLetter = Static<typeof HandleDeadLetter>;

/** `GET /opt-outs/dead-letters/:id` and the answer of *retry* on one: followed until it is verified. */
export const DeadLetterState = Type.Object({ writeBack: WriteBack });
export type DeadLetterState = Static<typeof DeadLetterState>;

/** `GET /opt-outs/report?from=&to=`: opt-out changes of these Eastern days, both included. */
export const OptOutReport = Type.Object({
  from: Day,
  to: Day,
  total: Count,
  /** The newest ten, with the columns of the CSV. */
  sample: Type.Array(
    Type.Object({
      firstName: Type.String(),
      lastName: Type.String(),
      contactId: Type.String(),
      teamCode: Type.String(),
      mobileNumber: Type.String(),
      status: OneOf(['Opted out', 'Opted in'] as const),
      statusDate: Type.String({ description: 'UTC, 2026-11-03 19:14:09' }),
    }),
  ),
});
export type OptOutReport = Static<typeof OptOutReport>;

/** `GET /opt-outs/ledger`: recomputes every link of the team's ledger. */
export const LedgerCheck = Type.Object({
  whole: Type.Boolean(),
  events: Count,
  brokenAt: Nullable(Type.Integer({ description: 'Position of the first link that does not fit' })),
  head: Type.String({ description: 'Hash of the newest event' }),
  checkedAt: Instant,
});
export type LedgerCheck = Static<typeof LedgerCheck>;

/** `GET/PUT /consent-policy`. Carrier words always count and stand here to be read. */
export const ConsentPolicy = Type.Object({
  version: Type.Integer({ minimum: 0, description: '0 while the defaults stand' }),
  languages: Type.Array(OneOf(['en', 'es'] as const), { uniqueItems: true, minItems: 1 }),
  /** The team's own phrases that count as STOP when a message consists of one of them. */
  stopPhrases: Type.Array(Type.String({ minLength: 2, maxLength: 60 }), { maxItems: 50 }),
  /** Within how many business days a revocation has to be honoured. */
  businessDays: Type.Integer({ minimum: 1, maximum: 10 }),
  keywords: Type.Object({
    stop: Type.Array(Type.String()),
    start: Type.Array(Type.String()),
    help: Type.Array(Type.String()),
  }),
  changedAt: Nullable(Instant),
  changedBy: Nullable(Type.String()),
});
export type ConsentPolicy = Static<typeof ConsentPolicy>;
export const SaveConsentPolicy = Type.Pick(ConsentPolicy, ['version', 'languages', 'stopPhrases', 'businessDays']);
export type SaveConsentPolicy = Static<typeof SaveConsentPolicy>;
