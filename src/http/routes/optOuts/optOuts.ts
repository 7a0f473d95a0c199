import { Type } from '@sinclair/typebox';
import { checkConsentChain } from '../../../db/reads/chainCheck.ts';
import { iso } from '../../../db/reads/iso.ts';
import { countOptOuts } from '../../../db/reads/optOuts/counts.ts';
import { readWaiting } from '../../../db/reads/optOuts/waiting.ts';
import type { Route } from '../../api.ts';
import { teamOf } from '../../caller.ts';
import { LedgerCheck, OptOutCounts, WaitingList } from '../../schemas/optOuts.ts';

const tags = ['Opt-outs'];

/** What is not yet honoured in both systems, and whether the ledger is whole. */
export const optOuts: Route = (app, { ctx }) => {
  const db = ctx.dataSource.manager;

  app.get(
    '/opt-outs',
    {
      schema: {
        tags,
        summary: 'Count what waits',
        description: 'For the menu and the tabs: `needsPerson` is review, conflicts and dead letters together.',
        response: { 200: OptOutCounts },
      },
    },
    async (request) => countOptOuts(db, teamOf(request).id, ctx.now()),
  );

  app.get(
    '/opt-outs/waiting',
    {
      schema: {
        tags,
        summary: 'List what waits',
        description:
          'Every revocation that is not yet honoured in both systems, by due day, 100 at a time; `next` goes back in as `after`.',
        querystring: Type.Object({ after: Type.Optional(Type.String({ maxLength: 200 })) }),
        response: { 200: WaitingList },
      },
    },
    async (request) => readWaiting(db, teamOf(request).id, { ...request.query, now: ctx.now() }),
  );

  app.get(
    '/opt-outs/ledger',
    {
      schema: {
        tags,
        summary: 'Check the ledger',
        description: 'Recomputes every link of the team’s consent ledger while you wait, and names the first that does not fit.',
        response: { 200: LedgerCheck },
      },
    },
    async (request) => {
      const check = await checkConsentChain(db, teamOf(request).id);
      return { ...check, whole: check.brokenAt === null, checkedAt: iso(ctx.now()) };
    },
  );
};
