import { Type } from '@sinclair/typebox';
import { countRepairs, listAudits, readAudit, readDriftItems } from '../../../db/reads/optOuts/drift.ts';
import { openRecordUrls } from '../../../sync/connections/recordUrls.ts';
import { forecastAudits } from '../../../sync/drift/auditables.ts';
import { repairAudit } from '../../../sync/drift/repairAudit.ts';
import { saveWeeklyAudit } from '../../../sync/drift/scheduleAudits.ts';
import { startAudit } from '../../../sync/drift/startAudit.ts';
import { NoContent } from '../../answers.ts';
import type { Route } from '../../api.ts';
import { callerOf, teamOf } from '../../caller.ts';
import { notFound } from '../../errorAnswer.ts';
import {
  DriftAudit,
  DriftAuditList,
  DriftItem,
  DriftRepaired,
  DriftReport,
  SaveWeeklyAudit,
  StartDriftAudit,
} from '../../schemas/drift.ts';

const tags = ['Opt-outs'];
const params = Type.Object({ id: Type.String() });

/** Drift audits: comparing every linked contact's opt-out with its CRM record. */
export const drift: Route = (app, { ctx }) => {
  const db = ctx.dataSource.manager;

  app.get(
    '/opt-outs/drift',
    {
      schema: {
        tags,
        summary: 'List drift audits',
        description:
          'The newest 100, and each connection with what an audit of it would cost: about a call for every 2,000 contacts. ' +
          '`refused` says in words why one can’t be audited now.',
        response: { 200: DriftAuditList },
      },
    },
    async (request) => {
      const teamId = teamOf(request).id;
      const [audits, connections] = await Promise.all([listAudits(db, teamId), forecastAudits(ctx, db, teamId)]);
      return { audits, connections };
    },
  );

  app.post(
    '/opt-outs/drift',
    {
      schema: {
        tags,
        summary: 'Start a drift audit',
        description:
          'Queues it; the report fills while it runs. `audit_running` (409) when one of the connection waits or runs, `audit_refused` ' +
          '(422) when the connection can’t be read or no import of it has an opt-out field.',
        body: StartDriftAudit,
        response: { 202: DriftAudit },
      },
    },
    async (request, reply) => {
      const teamId = teamOf(request).id;
      const { connectionId } = request.body;
      const id = await startAudit(ctx, { teamId, connectionId, startedBy: callerOf(request).actor });
      reply.code(202);
      return (await readAudit(db, teamId, id)) ?? missing();
    },
  );

  app.put(
    '/opt-outs/drift/weekly',
    {
      schema: {
        tags,
        summary: 'Choose the day of the weekly drift audit',
        description:
          'It starts between 3 and 5 AM Eastern of that day, or later that day when that was missed; null turns it off.',
        body: SaveWeeklyAudit,
        response: { 204: NoContent },
      },
    },
    async (request, reply) => {
      const { connectionId, weeklyOn } = request.body;
      await saveWeeklyAudit(ctx, { teamId: teamOf(request).id, connectionId }, weeklyOn);
      return reply.code(204).send(null);
    },
  );

  app.get(
    '/opt-outs/drift/:id',
    {
      schema: {
        tags,
        summary: 'Read a drift audit',
        description:
          'The report with 100 of its contacts; `next` goes back in as `after`. `repair` tells what repairing would do now. ' +
          'Contacts are kept for 90 days, the counts for a year.',
        params,
        querystring: Type.Object({
          kind: Type.Optional(Type.Index(DriftItem, ['kind'])),
          after: Type.Optional(Type.String()),
        }),
        response: { 200: DriftReport },
      },
    },
    async (request) => {
      const teamId = teamOf(request).id;
      const audit = (await readAudit(db, teamId, request.params.id)) ?? missing();
      const [{ items, next }, repair, urls] = await Promise.all([
        readDriftItems(db, audit.id, request.query),
        countRepairs(db, audit.id),
        openRecordUrls(ctx, teamId),
      ]);
      const shown = items.map((item) => ({
        ...item,
        recordUrl: urls(audit.connectionId, item.recordType, item.recordId),
      }));
      return { audit, items: shown, next, repair };
    },
  );

  app.post(
    '/opt-outs/drift/:id/repair',
    {
      schema: {
        tags,
        summary: 'Repair what a drift audit found',
        description:
          'Sends our opt-outs to the CRM again and records the CRM’s here; it only ever adds opt-outs. Contacts that changed since are ' +
          'passed over and counted; a second time does nothing. `audit_running` (409) while it is not over.',
        params,
        response: { 200: DriftRepaired },
      },
    },
    async (request) =>
      repairAudit(ctx, {
        teamId: teamOf(request).id,
        auditId: request.params.id,
        actor: callerOf(request).actor,
      }),
  );
};

function missing(): never {
  throw notFound();
}
