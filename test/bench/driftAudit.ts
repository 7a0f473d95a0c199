import { setTimeout as pause } from 'node:timers/promises';
import type { DriftAudit } from '../../src/http/schemas/drift.ts';
import { openArena, peakMemoryMiB, QUERIES_ONLY, type Arena } from './arena.ts';
import { atMost, rounded, type Measured } from './figures.ts';
import { timedImport } from './firstImport.ts';

const ROWS = 200_000;
const RECORDS_A_CALL = 2000;
/** Of each kind of disagreement, spread over the whole. */
const EDITED = 40;
/** Behind every watermark, so that no import brings it. */
const LONG_AGO = new Date('2026-01-05T12:00:00Z');
const POLL_MS = 250;

/** What comparing everybody's opt-out with the CRM costs in calls, and how long it takes. */
export async function driftAudit(say: (line: string) => void): Promise<Measured> {
  const arena = await openArena(ROWS, undefined, QUERIES_ONLY);
  try {
    await timedImport(arena, ROWS, say);
    await disagree(arena);
    await arena.sandbox.resetCalls();
    const audit = await timedAudit(arena, say);
    const { counted } = await arena.sandbox.calls();
    const seconds = (Date.parse(audit.finishedAt!) - Date.parse(audit.queuedAt)) / 1000;
    const values = {
      contacts: audit.compared,
      outThereOnly: audit.outThereOnly,
      calls: counted,
      extraCalls: counted - Math.ceil(audit.compared / RECORDS_A_CALL),
      seconds: rounded(seconds),
      peakMemoryMiB: rounded(await peakMemoryMiB(arena.service.pid)),
    };
    return {
      values,
      figures: [
        atMost('calls beyond ⌈N/2000⌉ of a drift audit of 200,000', 'driftAudit.extraCalls', values.extraCalls, 5),
        atMost('how long it takes', 'driftAudit.seconds', values.seconds, 20, 's'),
      ],
    };
  } finally {
    await arena.close();
  }
}

/** People who opted out in the org without anybody hearing of it. */
async function disagree({ sandbox, sql }: Arena): Promise<void> {
  const { rows } = await sql.query<{ record_id: string }>(
    `select record_id from (
       select record_id, row_number() over (order by record_id) as n, count(*) over () as total
       from contact where record_type = 'Contact' and not opted_out
     ) c where n % greatest(1, total / $1) = 0 order by record_id limit $1`,
    [EDITED],
  );
  for (const { record_id: id } of rows) await sandbox.edit('Contact', id, { SMS_Opt_Out__c: true }, LONG_AGO);
}

/** @throws when it failed, or missed somebody */
async function timedAudit({ api, team, sql }: Arena, say: (line: string) => void): Promise<DriftAudit> {
  const address = `${team.path}/opt-outs/drift`;
  const { id } = await api.send<DriftAudit>('POST', address, { connectionId: team.connectionId });
  for (;;) {
    const { audit } = await api.get<{ audit: DriftAudit }>(`${address}/${id}`);
    if (audit.state === 'finished' || audit.state === 'failed') {
      const { rows } = await sql.query<{ n: number }>('select count(*)::int as n from contact');
      if (audit.state === 'finished' && audit.compared === rows[0]!.n && audit.outThereOnly === EDITED) return audit;
      throw new Error(
        `The audit ended ${audit.state} with ${audit.compared} of ${rows[0]!.n} contacts, ` +
          `${audit.outThereOnly} of ${EDITED} found: ${audit.error?.message ?? ''}`,
      );
    }
    say(`${audit.compared.toLocaleString('en-US')} of ${audit.total.toLocaleString('en-US')} contacts`);
    await pause(POLL_MS);
  }
}
