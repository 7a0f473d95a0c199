import { readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';

/** A day longer than copies are kept after an import: what is older was left by a run that never came to its end. */
const OLDEST_MS = 8 * 86_400_000;

/**
 * Deletes what lies in this machine's spool for longer than anything is kept there. The ledger's own clean-up reaches
 * the spool of one machine only; files of students must not stay on the others.
 *
 * @param directory - `SyncContext.spoolDirectory`; need not be there
 * @returns how many files were deleted
 */
export async function sweepSpool(directory: string, now: Date): Promise<number> {
  let deleted = 0;
  for (const path of await filesBelow(directory)) {
    const found = await stat(path).catch(() => null);
    if (!found || now.getTime() - found.mtimeMs < OLDEST_MS) continue;
    await rm(path, { force: true });
    deleted += 1;
  }
  return deleted;
}

async function filesBelow(directory: string): Promise<string[]> {
  const entries = await readdir(directory, { withFileTypes: true, recursive: true }).catch(() => []);
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
}
