import { Type, type Static, type TSchema } from '@sinclair/typebox';

/** Shared pieces of the HTTP API's shapes. Times are ISO 8601 in UTC; IDs are strings. */

export const Nullable = <T extends TSchema>(schema: T) => Type.Union([schema, Type.Null()]);

/** A string that is one of a list, as an `enum` in the OpenAPI document. */
export const OneOf = <const T extends readonly string[]>(values: T, options: object = {}) =>
  Type.Unsafe<T[number]>({ type: 'string', enum: [...values], ...options });

export const Instant = Type.String({ format: 'date-time', description: 'ISO 8601, UTC' });
export const Count = Type.Integer({ minimum: 0 });

export const RecordTypeSchema = OneOf(['Contact', 'Lead'] as const);
export type RecordType = Static<typeof RecordTypeSchema>;

/** How every refusal looks: what happened, why, what to do, and where. */
export const ApiError = Type.Object(
  {
    code: Type.String({ description: 'Stable, for machines; each has a page at /codes/:code' }),
    message: Type.String({ description: 'What happened, why, and what to do' }),
    fields: Type.Optional(
      Type.Array(Type.Object({ field: Type.String(), message: Type.String() }), {
        description: 'One entry per field that was refused',
      }),
    ),
    vendorMessage: Type.Optional(Type.String({ description: "The CRM's own words" })),
    requestId: Type.String(),
  },
  { $id: 'ApiError' },
);
export type ApiError = Static<typeof ApiError>;

export const Problem = Type.Object({
  code: Type.String(),
  column: Nullable(Type.String()),
  value: Nullable(Type.String({ description: 'As received' })),
  message: Type.String(),
});
export type Problem = Static<typeof Problem>;

/** Rows by outcome. They add up to `read`, always. */
export const Outcomes = Type.Object({
  read: Count,
  created: Count,
  updated: Count,
  unchanged: Count,
  skipped: Count,
  errors: Count,
});
export type Outcomes = Static<typeof Outcomes>;
