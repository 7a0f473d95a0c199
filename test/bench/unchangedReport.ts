import { openArena } from './arena.ts';
import { atMost, type Measured } from './figures.ts';
import { importUnchanged } from './unchangedImport.ts';

const ROWS = 50_000;

/** What an incremental import from a Report costs when nothing changed. */
export async function unchangedReport(say: (line: string) => void): Promise<Measured> {
  const arena = await openArena(ROWS, { name: 'Everybody with time', kind: 'Report' });
  try {
    const { calls, rowsRead, rowsWritten } = await importUnchanged(arena, ROWS, say);
    return {
      values: { calls, rowsRead, rowsWritten },
      figures: [
        atMost('calls of an incremental import from a Report, nothing changed', 'unchangedReport.calls', calls, 2),
        atMost('rows it wrote', 'unchangedReport.rowsWritten', rowsWritten, 0),
      ],
    };
  } finally {
    await arena.close();
  }
}
