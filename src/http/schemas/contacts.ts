import { Type, type Static } from '@sinclair/typebox';
import { Count, Instant, Nullable, OneOf, RecordTypeSchema } from './common.ts';

/**
 * How a contact may be texted; the only way consent is told. `paused`: a message that may mean STOP waits for a
 * decision.
 */
export const TextingStateSchema = OneOf(['opted_in', 'opted_out', 'paused', 'no_number'] as const);

export const LedgerChangeSchema = OneOf(['opted_out', 'opted_in', 'paused', 'resumed'] as const);
export const LedgerCauseSchema = OneOf([
  'stop_message',
  'start_message',
  'reply',
  'staff',
  'import',
  'api',
] as const);

export const ContactSummary = Type.Object({
  id: Type.String(),
  contactId: Type.String({ description: "The source's ID of this person" }),
  firstName: Type.String(),
  lastName: Type.String(),
  mobile: Nullable(Type.String({ description: 'E.164' })),
  mobileShown: Nullable(Type.String({ description: '1-716-555-0123' })),
  texting: TextingStateSchema,
  assignedTo: Nullable(Type.String()),
  sourceName: Nullable(Type.String()),
  /** Since when a complete reading of its source no longer found this person; null while it does. */
  leftSourceAt: Nullable(Instant),
  tags: Type.Array(Type.String()),
  changedAt: Instant,
  /** A write-back of this contact is not confirmed yet. */
  writeBackPending: Type.Boolean(),
});
export type ContactSummary = Static<typeof ContactSummary>;

/**
 * `GET /contacts?q=&texting=&left=&tag=&after=&limit=`. `q`: name, number in any spelling, start of a contact ID.
 * `exact` is set when q is a whole number or ID of one person: go straight there.
 */
export const ContactList = Type.Object({
  contacts: Type.Array(ContactSummary),
  next: Nullable(Type.String()),
  total: Count,
  exact: Nullable(Type.String()),
  sums: Type.Object({ all: Count, optedIn: Count, optedOut: Count, paused: Count }),
});
export type ContactList = Static<typeof ContactList>;

/**
 * `confirmed`: the CRM took it. `verified`: read back, and the value stands there. `failed`: a dead letter. `handled`:
 * a dead letter that somebody dealt with in the CRM.
 */
export const WriteBackState = OneOf([
  'waiting',
  'sent',
  'confirmed',
  'verified',
  'failed',
  'handled',
  'superseded',
] as const);

export const WriteBack = Type.Object({
  id: Type.String(),
  createdAt: Instant,
  change: OneOf(['opted_out', 'opted_in'] as const),
  connectionId: Type.String(),
  connectionName: Type.String(),
  recordType: RecordTypeSchema,
  recordId: Type.String(),
  recordUrl: Nullable(Type.String()),
  state: WriteBackState,
  tries: Count,
  sentAt: Nullable(Instant),
  confirmedAt: Nullable(Instant),
  verifiedAt: Nullable(Instant),
  nextTryAt: Nullable(Instant),
  /** What reading it back found instead of our value; null when it was verified or not read yet. */
  readBack: Nullable(OneOf(['differs', 'gone'] as const)),
  handledBy: Nullable(Type.String()),
  handledNote: Nullable(Type.String()),
  code: Nullable(Type.String()),
  /** The CRM's own words. */
  reason: Nullable(Type.String()),
  remedy: Nullable(Type.String()),
});
export type WriteBack = Static<typeof WriteBack>;

/** One line of a contact's timeline, newest first. */
export const ConsentEntry = Type.Object({
  id: Type.String(),
  kind: OneOf(['event', 'conflict'] as const),
  at: Instant,
  /** The whole thing in one sentence. */
  sentence: Type.String(),
  change: Nullable(LedgerChangeSchema),
  cause: Nullable(LedgerCauseSchema),
  actor: Nullable(Type.String()),
  /** The message as received, for STOP and START. */
  message: Nullable(Type.String()),
  providerId: Nullable(Type.String()),
  reason: Nullable(Type.String()),
  runId: Nullable(Type.String()),
  /** Which consent rule was applied. */
  rule: Nullable(Type.String()),
  easternTime: Type.String(),
  utcTime: Type.String(),
  writeBacks: Type.Array(WriteBack),
  /** A conflict that still stands: its ID, for sending our state to the CRM again; null otherwise. */
  openConflict: Nullable(Type.String()),
});
export type ConsentEntry = Static<typeof ConsentEntry>;

export const ContactDetails = Type.Composite([
  ContactSummary,
  Type.Object({
    /** The answer in one sentence: may this person be texted, since when, by what. */
    band: Type.String(),
    /** What would lift the opt-out; empty when opted in. */
    lift: Type.String(),
    /** The message that pauses texting, in the review queue; null when there is none. */
    review: Nullable(Type.Object({ id: Type.String(), message: Type.String(), receivedAt: Instant })),
    /** The number was corrected here, and the source's old one is not put back; null when it was not. */
    mobileCorrected: Nullable(Type.Object({ at: Instant, by: Type.String(), replacedShown: Nullable(Type.String()) })),
    connectionId: Nullable(Type.String()),
    connectionName: Nullable(Type.String()),
    recordType: Nullable(RecordTypeSchema),
    recordId: Nullable(Type.String()),
    recordUrl: Nullable(Type.String()),
    createdAt: Instant,
    fields: Type.Array(
      Type.Object({
        key: Type.String(),
        label: Type.String(),
        value: Nullable(Type.String()),
        source: Nullable(Type.String()),
      }),
    ),
    timeline: Type.Array(ConsentEntry),
    writeBacks: Type.Array(WriteBack),
    runs: Type.Array(Type.Object({ runId: Type.String(), at: Instant, outcome: Type.String() })),
  }),
]);
export type ContactDetails = Static<typeof ContactDetails>;

/** `POST /contacts/:id/opt-out`. */
export const OptOutRequest = Type.Object({ reason: Type.String({ minLength: 1, maxLength: 500 }) });
export type OptOutRequest = Static<typeof OptOutRequest>;

/** `POST /contacts/:id/opt-in`: lifts an opt-out. Needs a written reason and how consent was given. */
export const OptInRequest = Type.Object({
  reason: Type.String({ minLength: 10, maxLength: 500 }),
  consentGiven: Type.String({ minLength: 1, maxLength: 500, description: 'How the person gave consent again' }),
});
export type OptInRequest = Static<typeof OptInRequest>;

/**
 * `PUT /contacts/:id/mobile`: corrects the number here. `number_refused` (422) when it is none we can read,
 * `number_taken` (409) when another contact has it, `number_same` (409).
 */
export const CorrectMobile = Type.Object({ mobile: Type.String({ minLength: 1, maxLength: 40 }) });
export type CorrectMobile = Static<typeof CorrectMobile>;

/** `GET/POST /fields`. */
export const TeamFieldSchema = Type.Object({
  key: Type.String(),
  label: Type.String(),
  type: OneOf(['text', 'number', 'date', 'checkbox'] as const),
  required: Type.Boolean({ description: 'A file must have its column; cells may be blank' }),
  mergeable: Type.Boolean({ description: 'May be merged into the text of a message' }),
  visible: Type.Boolean({ description: 'Shown to users beside the contact' }),
});
export const TeamFieldList = Type.Object({
  fields: Type.Array(Type.Composite([TeamFieldSchema, Type.Object({ usedBy: Type.Array(Type.String()) })])),
});
export type TeamFieldList = Static<typeof TeamFieldList>;
export const CreateField = Type.Object({
  label: Type.String({ minLength: 1, maxLength: 60 }),
  type: OneOf(['text', 'number', 'date', 'checkbox'] as const),
  required: Type.Optional(Type.Boolean()),
  mergeable: Type.Optional(Type.Boolean()),
  visible: Type.Optional(Type.Boolean()),
});
export type CreateField = Static<typeof CreateField>;
/** `PATCH /fields/:key`; an absent part is left alone. */
export const UpdateField = Type.Object({
  required: Type.Optional(Type.Boolean()),
  mergeable: Type.Optional(Type.Boolean()),
  visible: Type.Optional(Type.Boolean()),
});
export type UpdateField = Static<typeof UpdateField>;
