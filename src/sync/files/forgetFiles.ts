import { ConnectionEntity } from '../../db/entities.ts';
import { forgetUploads, noteForgotten, readSpentCopies } from '../../db/fileDisposals.ts';
import type { SyncContext } from '../context.ts';
import { openConnection } from '../openConnection.ts';

/** Deletes copies of files that nobody will ask for again; nothing is said to any server. */
export async function forgetFiles(ctx: SyncContext): Promise<void> {
  const db = ctx.dataSource.manager;
  const spent = await readSpentCopies(db, ctx.now());
  for (const connectionId of new Set(spent.map((copy) => copy.connectionId))) {
    const connection = await db.findOneByOrFail(ConnectionEntity, { id: connectionId });
    const open = openConnection(ctx, connection);
    try {
      for (const copy of spent.filter((one) => one.connectionId === connectionId)) {
        if (!copy.shared) await open.files?.forget(copy.sha256);
        await noteForgotten(db, copy.id, ctx.now());
      }
    } finally {
      await open.close();
    }
  }
  await forgetUploads(db, ctx.now());
}
