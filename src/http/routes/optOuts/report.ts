import { Readable } from 'node:stream';
import { Type } from '@sinclair/typebox';
import { readOptOutReport } from '../../../db/reads/optOuts/report.ts';
import { optOutReportCsv, optOutReportName } from '../../../db/reads/optOuts/reportCsv.ts';
import { reportRange } from '../../../sync/reportRange.ts';
import type { Route } from '../../api.ts';
import { teamOf } from '../../caller.ts';
import { OptOutReport } from '../../schemas/optOuts.ts';

const tags = ['Opt-outs'];
const description = 'Eastern calendar days, both included. `days_refused` (422).';
const Day = (words: string) => Type.String({ maxLength: 40, description: words });
const querystring = Type.Object({ from: Day('First day, `2026-11-01`'), to: Day('Last day, `2026-11-20`') });

/** The opt-out changes of some days. */
export const optOutReport: Route = (app, { ctx }) => {
  const db = ctx.dataSource.manager;

  app.get(
    '/opt-outs/report',
    {
      schema: {
        tags,
        summary: 'Report opt-out changes',
        description: `How many there were, and the newest ten. ${description}`,
        querystring,
        response: { 200: OptOutReport },
      },
    },
    async (request) => {
      const { from, to } = request.query;
      return readOptOutReport(db, teamOf(request), reportRange(from, to));
    },
  );

  app.get(
    '/opt-outs/report.csv',
    {
      schema: {
        tags,
        summary: 'Download opt-out changes',
        description:
          `Oldest first, with FirstName, LastName, ContactId, TeamCode, MobileNumber, Status and StatusDate (UTC). ${description} ` +
          'Quoted so that a spreadsheet opens it safely.',
        querystring,
        response: { 200: { description: 'CSV', content: { 'text/csv': { schema: Type.String() } } } },
      },
    },
    async (request, reply) => {
      const range = reportRange(request.query.from, request.query.to);
      reply
        .type('text/csv; charset=utf-8')
        .header('content-disposition', `attachment; filename="${optOutReportName(range)}"`);
      // The schema documents the text; what is sent is the stream that makes it.
      return reply.send(Readable.from(optOutReportCsv(db, teamOf(request), range)) as unknown as string);
    },
  );
};
