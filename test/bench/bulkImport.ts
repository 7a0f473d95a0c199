import { openArena, peakMemoryMiB, QUERIES_ONLY, type Arena } from './arena.ts';
import { atMost, rounded, type Measured } from './figures.ts';
import { timedImport } from './firstImport.ts';

const ROWS = 200_000;

/**
 * Everything an import decides about people; not the times and numbers of the run that did. Modified times count from
 * the newest, for each org dates its people from its own start.
 */
const CHECKSUM = `
  select md5(string_agg(md5(row(contact_id, first_name, last_name, mobile, custom, opted_out, consent_cause,
    record_type, record_id, newest - source_modified_at, source_opted_out, left_source_at, tags)::text), ''
    order by contact_id)) as checksum, count(*)::int as contacts
  from contact, (select max(source_modified_at) as newest from contact) as times`;

/**
 * What a first load through Bulk API 2.0 costs in calls and memory, and whether it leaves the same contacts as one page
 * by page.
 */
export async function bulkImport(say: (line: string) => void): Promise<Measured> {
  const bulk = await load(await openArena(ROWS), say);
  if (bulk.jobs !== 1) throw new Error(`The org was asked for ${bulk.jobs} bulk jobs, not for one.`);
  say('the same page by page');
  const byQuery = await load(await openArena(ROWS, undefined, QUERIES_ONLY), say);
  if (bulk.checksum !== byQuery.checksum) {
    throw new Error(
      `The contacts differ: ${bulk.contacts} (${bulk.checksum}) by bulk job, ${byQuery.contacts} (${byQuery.checksum}) page by page.`,
    );
  }
  return {
    values: {
      rows: ROWS,
      contacts: bulk.contacts,
      calls: bulk.calls,
      callsByQuery: byQuery.calls,
      seconds: rounded(bulk.seconds),
      secondsByQuery: rounded(byQuery.seconds),
      peakMemoryMiB: rounded(bulk.peakMiB),
      peakMemoryMiBByQuery: rounded(byQuery.peakMiB),
    },
    figures: [
      atMost('calls of a 200,000-row List View by Bulk 2.0, same contacts as REST', 'bulkImport.calls', bulk.calls, 15),
    ],
  };
}

async function load(arena: Arena, say: (line: string) => void) {
  try {
    await arena.sandbox.resetCalls();
    const run = await timedImport(arena, ROWS, say);
    // As the org counts them, deleting the job included.
    const { counted, byRoute } = await arena.sandbox.calls();
    const { rows } = await arena.sql.query<{ checksum: string; contacts: number }>(CHECKSUM);
    return {
      ...rows[0]!,
      calls: Math.max(counted, run.callsSpent),
      jobs: byRoute['POST /jobs/query'] ?? 0,
      seconds: (Date.parse(run.finishedAt!) - Date.parse(run.startedAt!)) / 1000,
      peakMiB: await peakMemoryMiB(arena.service.pid),
    };
  } finally {
    await arena.close();
  }
}
