import { forgetOldAudits } from '../db/driftAudits.ts';
import { forgetEndedReaders } from '../db/sourceSeen.ts';
import type { SyncContext } from './context.ts';
import { forgetFiles } from './files/forgetFiles.ts';

const DAY_MS = 86_400_000;

/**
 * Deletes what nobody can use any more: ended sessions, old authorization attempts, previews older than a week, what
 * readings that have ended had met, windows missed a month ago, copies of files a week after their import, and uploads
 * after a month. Drift reports are kept a year, the contacts in them 90 days.
 */
export async function cleanUp(ctx: SyncContext): Promise<void> {
  const now = ctx.now();
  await ctx.dataSource.query('delete from session where expires_at < $1', [now]);
  await ctx.dataSource.query('delete from authorization_attempt where expires_at < $1', [now]);
  await ctx.dataSource.query('delete from preview where created_at < $1', [new Date(now.getTime() - 7 * DAY_MS)]);
  await ctx.dataSource.query('delete from sign_in_throttle where next_allowed_at < $1', [
    new Date(now.getTime() - DAY_MS),
  ]);
  await ctx.dataSource.query('delete from missed_window where closes_at < $1', [new Date(now.getTime() - 30 * DAY_MS)]);
  await forgetFiles(ctx);
  await forgetOldAudits(ctx.dataSource.manager, now);
  await forgetEndedReaders(ctx.dataSource.manager);
}
