import { Readable } from 'node:stream';
import { Type } from '@sinclair/typebox';
import { listRowIssues } from '../../../db/reads/rowIssues.ts';
import { readRunSummary, type RunSummary } from '../../../db/reads/runSummary.ts';
import { errorFileOf } from '../../../sync/files/errorFile.ts';
import type { Route } from '../../api.ts';
import { teamOf } from '../../caller.ts';
import { notFound } from '../../errorAnswer.ts';
import { OneOf } from '../../schemas/common.ts';
import { RowIssueList } from '../../schemas/runs.ts';
import { rowIssueCsv } from './rowIssueCsv.ts';

const tags = ['Runs'];
const params = Type.Object({ id: Type.String() });
const Kind = OneOf(['error', 'skipped', 'warning'] as const);

/** Rows that did not come in as they were, a page at a time or all as CSV. */
export const runRows: Route = (app, { ctx }) => {
  const db = ctx.dataSource.manager;

  const runOf = async (teamId: string, runId: string): Promise<RunSummary> => {
    const run = await readRunSummary(db, teamId, runId);
    if (!run) throw notFound();
    return run;
  };

  app.get(
    '/runs/:id/rows',
    {
      schema: {
        tags,
        summary: 'List the rows of a run that need a look',
        description: 'Errors, skipped rows and warnings in the order they were read; `next` goes back in as `after`.',
        params,
        querystring: Type.Object({
          kind: Type.Optional(Kind),
          code: Type.Optional(Type.String({ maxLength: 60 })),
          q: Type.Optional(Type.String({ maxLength: 200, description: 'Start of a record ID, or part of a name' })),
          after: Type.Optional(Type.String({ maxLength: 200 })),
          limit: Type.Integer({ default: 100, minimum: 1, maximum: 500 }),
        }),
        response: { 200: RowIssueList },
      },
    },
    async (request) => {
      const run = await runOf(teamOf(request).id, request.params.id);
      return listRowIssues(db, run.id, request.query);
    },
  );

  app.get(
    '/runs/:id/rows.csv',
    {
      schema: {
        tags,
        summary: 'Download the rows of a run that need a look',
        description:
          'Quoted so that a spreadsheet opens it safely: a value that looks like a formula has an apostrophe in front. The errors of a ' +
          'run that read a file come as that file had them, with Line, Status and Errors behind, to be corrected and imported again.',
        params,
        querystring: Type.Object({ kind: Type.Optional(Kind) }),
        response: { 200: { description: 'CSV', content: { 'text/csv': { schema: Type.String() } } } },
      },
    },
    async (request, reply) => {
      const run = await runOf(teamOf(request).id, request.params.id);
      const kind = request.query.kind ?? null;
      const file = kind === 'error' ? await errorFileOf(db, run.id) : null;
      if (file) {
        reply.type('text/csv; charset=utf-8').header('content-disposition', attachmentNamed(file.name));
        return reply.send(Readable.from(file.pieces) as unknown as string);
      }
      const name = `rollcall-${kind ?? 'rows'}-${run.queuedAt.slice(0, 10)}-${run.id.slice(0, 8)}.csv`;
      reply.type('text/csv; charset=utf-8').header('content-disposition', `attachment; filename="${name}"`);
      // The schema documents the text; what is sent is the stream that makes it.
      return reply.send(Readable.from(rowIssueCsv(db, run.id, kind)) as unknown as string);
    },
  );
};

/** A server's own file name in a header: as it is for every browser of today, in plain letters beside it. */
function attachmentNamed(name: string): string {
  const plain = name.replace(/[^\w .()-]/g, '_');
  const exact = encodeURIComponent(name.toWellFormed()).replace(/['()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`);
  return `attachment; filename="${plain}"; filename*=UTF-8''${exact}`;
}
