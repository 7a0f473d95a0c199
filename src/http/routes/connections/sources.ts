import { Type } from '@sinclair/typebox';
import { closeKept } from '../../../sync/connections/keptConnections.ts';
import { describeSource, readSourceFields, searchSources } from '../../../sync/connections/sources.ts';
import type { Route } from '../../api.ts';
import { teamOf } from '../../caller.ts';
import { RecordTypeSchema } from '../../schemas/common.ts';
import { FileOptions } from '../../schemas/files.ts';
import { SourceDetails, SourceFields, SourceSearch } from '../../schemas/sources.ts';

const tags = ['Imports'];
const params = Type.Object({ id: Type.String() });

/** What a connection could import: its sources and their fields. Each asks the vendor. */
export const sources: Route = (app, { ctx }) => {
  app.addHook('onClose', () => closeKept(ctx));

  app.get(
    '/connections/:id/sources',
    {
      schema: {
        tags,
        summary: 'Search import sources',
        description: 'By part of their name, 20 at a time; unusable ones are listed with the reason.',
        params,
        querystring: Type.Object({
          recordType: RecordTypeSchema,
          kind: Type.Optional(Type.String({ maxLength: 40 })),
          q: Type.String({ default: '', maxLength: 200 }),
          offset: Type.Integer({ default: 0, minimum: 0 }),
        }),
        response: { 200: SourceSearch },
      },
    },
    async (request) => {
      const { recordType, kind = null, q, offset } = request.query;
      const key = { teamId: teamOf(request).id, connectionId: request.params.id };
      const { sources: found, total } = await searchSources(ctx, key, { recordType, kind, query: q, offset });
      return { sources: [...found], total };
    },
  );

  app.get(
    '/connections/:id/sources/:sourceId',
    {
      schema: {
        tags,
        summary: 'Read one import source',
        description: 'Its filter in words, how many people are in it, and the calls a full run costs.',
        params: Type.Object({ id: Type.String(), sourceId: Type.String() }),
        querystring: Type.Object({ recordType: RecordTypeSchema }),
        response: { 200: SourceDetails },
      },
    },
    async (request) => {
      const { id, sourceId } = request.params;
      return describeSource(ctx, { teamId: teamOf(request).id, connectionId: id }, request.query.recordType, sourceId);
    },
  );

  app.get(
    '/connections/:id/fields',
    {
      schema: {
        tags,
        summary: 'List source fields',
        description:
          'The fields the API user can read, or the columns of the newest file, with a suggested mapping made from their names.',
        params,
        querystring: Type.Object({
          recordType: RecordTypeSchema,
          source: Type.Optional(Type.String({ maxLength: 1200 })),
          delimiter: Type.Optional(FileOptions.properties.delimiter),
          encoding: Type.Optional(FileOptions.properties.encoding),
        }),
        response: { 200: SourceFields },
      },
    },
    async (request) => {
      const key = { teamId: teamOf(request).id, connectionId: request.params.id };
      const { recordType, source = null, ...reading } = request.query;
      const { fields, suggestion, mapsIdentity, mapsModified } = await readSourceFields(
        ctx,
        key,
        recordType,
        source,
        reading,
      );
      const { additional, ...standard } = suggestion.fields;
      return {
        fields: fields.map((field) => ({ ...field, values: [...field.values] })),
        suggestion: {
          fields: { ...standard, ...(additional ? { additional: [...additional] } : {}) },
          optOut: suggestion.optOut,
        },
        mapsIdentity,
        mapsModified,
      };
    },
  );
};
