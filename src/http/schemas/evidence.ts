import { Type, type Static } from '@sinclair/typebox';
import { Count, Instant, Nullable, OneOf, RecordTypeSchema } from './common.ts';
import { LedgerCauseSchema, LedgerChangeSchema, TextingStateSchema, WriteBackState } from './contacts.ts';

const EvidenceWriteBack = Type.Object({
  connectionName: Type.String(),
  recordType: RecordTypeSchema,
  recordId: Type.String(),
  change: OneOf(['opted_out', 'opted_in'] as const),
  state: WriteBackState,
  createdAt: Instant,
  sentAt: Nullable(Instant),
  confirmedAt: Nullable(Instant),
  verifiedAt: Nullable(Instant),
  readBack: Nullable(OneOf(['differs', 'gone'] as const)),
  reason: Nullable(Type.String()),
  handledAt: Nullable(Instant),
  handledBy: Nullable(Type.String()),
  handledNote: Nullable(Type.String()),
});

/** What proves an event; which facts there are depends on its cause. */
const EvidenceFacts = Type.Partial(
  Type.Object({
    message: Type.String({ description: 'As received' }),
    providerId: Type.String({ description: "The provider's ID of the message" }),
    toNumber: Type.String({ description: 'The texting number it was sent to' }),
    reading: Type.String({ description: 'How it was read: provider, keyword, or the phrase that was found' }),
    decidedBy: Type.String({ description: 'Who decided about it in the review queue' }),
    wrongNumber: Type.Boolean(),
    scope: Type.String({ description: 'Why a STOP to another team’s number counts here: `shared` or `organisation`' }),
    auditId: Type.String({ description: 'The drift audit that found it' }),
    reason: Type.String(),
    consentGiven: Type.String({ description: 'How consent was given again' }),
    runId: Nullable(Type.String()),
    row: Type.Integer(),
    field: Nullable(Type.String({ description: 'The source field that said it' })),
    value: Nullable(Type.Union([Type.String(), Type.Boolean()])),
    recordModifiedAt: Instant,
    rule: Type.String(),
  }),
);

/** `GET /contacts/:id/evidence?format=json`: the whole proof of one contact's consent, oldest event first. */
export const Evidence = Type.Object({
  madeAt: Instant,
  madeAtEastern: Type.String(),
  team: Type.String(),
  contact: Type.Object({
    id: Type.String(),
    contactId: Type.String(),
    firstName: Type.String(),
    lastName: Type.String(),
    mobile: Nullable(Type.String()),
    mobileShown: Nullable(Type.String()),
    texting: TextingStateSchema,
    connectionName: Nullable(Type.String()),
    recordType: Nullable(RecordTypeSchema),
    recordId: Nullable(Type.String()),
  }),
  answer: Type.String({ description: 'May this person be texted, since when, by what' }),
  lift: Type.String({ description: 'What would lift the opt-out; empty when opted in' }),
  mobileCorrected: Nullable(
    Type.Object({ at: Instant, by: Type.String(), replacedShown: Nullable(Type.String()) }),
  ),
  chain: Type.Object({
    whole: Type.Boolean({ description: 'Every link of the team’s ledger was recomputed and fits' }),
    events: Count,
    brokenAt: Nullable(Type.Integer({ description: 'Position of the first link that does not fit' })),
    head: Type.String({ description: 'Hash of the newest event' }),
  }),
  events: Type.Array(
    Type.Object({
      seq: Type.Integer({ description: 'Position in the team’s ledger' }),
      sentence: Type.String(),
      change: LedgerChangeSchema,
      cause: LedgerCauseSchema,
      actor: Type.String(),
      mobile: Nullable(Type.String()),
      occurredAt: Instant,
      recordedAt: Instant,
      eastern: Type.String(),
      utc: Type.String(),
      evidence: EvidenceFacts,
      formOfWords: Type.String({ description: 'By which words, or whose decision, a message counted; empty without one' }),
      scope: Type.String({ description: 'Whose number it was sent to, when it counts in several teams; else empty' }),
      previousHash: Type.String(),
      hash: Type.String(),
      writeBacks: Type.Array(EvidenceWriteBack),
    }),
  ),
  conflicts: Type.Array(
    Type.Object({
      at: Instant,
      eastern: Type.String(),
      utc: Type.String(),
      sentence: Type.String(),
      rule: Type.String(),
      field: Type.String(),
      value: Type.String({ description: 'What the CRM said' }),
      recordModifiedAt: Instant,
      settledAt: Nullable(Instant),
      settledBy: Nullable(Type.String()),
      settled: Type.String({ description: 'How it ended, in one sentence; empty while it stands' }),
    }),
  ),
});
export type Evidence = Static<typeof Evidence>;
