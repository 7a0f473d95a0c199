import { Type, type Static } from '@sinclair/typebox';
import { Count, Instant, Nullable, OneOf, Outcomes, Problem, RecordTypeSchema } from './common.ts';
import { RunFile } from './files.ts';

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
  /** The file it reads; null for other sources. */
  file: Nullable(RunFile),
  /** An admin's upload that corrects rows of this run; null for others. */
  corrects: Nullable(Type.String()),
  createdAt: Instant,
});
export type Preview = Static<typeof Preview>;
