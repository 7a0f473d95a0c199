import { runImport } from '../demo/connectSandbox.ts';
import { openArena, type Arena } from './arena.ts';
import { atMost, type Measured } from './figures.ts';
import { timedImport } from './firstImport.ts';

const ROWS = 200_000;
const TABLES = ['contact', 'consent_event', 'consent_conflict', 'outbox', 'row_issue'] as const;

/**
 * What an incremental import costs when nothing changed: calls that carry data, as the org counts them, and rows
 * written.
 */
export async function unchangedImport(say: (line: string) => void): Promise<Measured> {
  const arena = await openArena(ROWS);
  try {
    const { byRoute, calls, rowsRead, rowsWritten } = await importUnchanged(arena, ROWS, say);
    const dataCalls = Object.entries(byRoute).reduce(
      (sum, [route, count]) => (/\/query/.test(route) ? sum + count : sum),
      0,
    );
    return {
      values: { dataCalls, calls, rowsRead, rowsWritten },
      figures: [
        atMost('data calls of an incremental import, nothing changed', 'unchangedImport.dataCalls', dataCalls, 1),
        atMost('rows it wrote', 'unchangedImport.rowsWritten', rowsWritten, 0),
      ],
    };
  } finally {
    await arena.close();
  }
}

/** Imports everything, then imports again, and counts what the second time cost. */
export async function importUnchanged(arena: Arena, rows: number, say: (line: string) => void) {
  await timedImport(arena, rows, say);
  await arena.sandbox.resetCalls();
  const before = await arena.sql.query<{ xid: string }>(`select pg_current_xact_id()::text as xid`);
  const run = await runImport(arena.api, arena.team);
  if (run.state !== 'succeeded' || run.kind !== 'incremental') {
    throw new Error(`The incremental import ended ${run.state}: ${run.error?.message ?? ''}`);
  }
  const { byRoute, counted } = await arena.sandbox.calls();
  let rowsWritten = 0;
  for (const table of TABLES) {
    const found = await arena.sql.query<{ n: number }>(
      `select count(*)::int as n from ${table} where xmin::text::bigint >= $1::bigint`,
      [before.rows[0]!.xid],
    );
    rowsWritten += found.rows[0]!.n;
  }
  return { byRoute, calls: counted, rowsRead: run.outcomes.read, rowsWritten };
}
