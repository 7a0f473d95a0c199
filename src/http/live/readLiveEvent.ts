import type { Db } from '../../db/database.ts';
import type { LiveNotice } from '../../db/live.ts';
import { readRunSummary } from '../../db/reads/runSummary.ts';
import type { LiveEvent } from '../schemas/overview.ts';

/** What a notice tells a watching browser; null when what it was about is gone. */
export async function readLiveEvent(db: Db, notice: LiveNotice): Promise<LiveEvent | null> {
  switch (notice.type) {
    case 'run': {
      const run = await readRunSummary(db, notice.teamId, notice.id);
      return run && { type: 'run', run };
    }
    case 'preview': {
      const [row]: { rows_fetched: number }[] = await db.query(
        'select rows_fetched from preview where id = $1 and team_id = $2',
        [notice.id, notice.teamId],
      );
      return row ? { type: 'preview', id: notice.id, rowsFetched: row.rows_fetched } : null;
    }
    case 'contact':
    case 'connection':
    case 'opt_outs':
      return { type: notice.type, id: notice.id };
  }
}
