import { Type, type Static } from '@sinclair/typebox';
import { Count, Nullable, OneOf } from './common.ts';

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
    count: Nullable(Count),
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
    'column',
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

export const Suggestion = Type.Object({ fields: Type.Partial(FieldMapping), optOut: Nullable(OptOutMapping) });
export const SourceFields = Type.Object({
  fields: Type.Array(SourceField),
  suggestion: Suggestion,
  /** Contact identification is a column that has to be mapped. */
  mapsIdentity: Type.Boolean(),
  /** So is last modified. */
  mapsModified: Type.Boolean(),
});
export type SourceFields = Static<typeof SourceFields>;
