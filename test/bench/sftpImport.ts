import type { RunDetails } from '../../src/http/schemas/index.ts';
import { runImport } from '../demo/connectSandbox.ts';
import { peakMemoryMiB } from './arena.ts';
import { atLeast, atMost, rounded, type Measured } from './figures.ts';
import { openFilesArena, type FilesArena } from './filesArena.ts';
import { measureMerge } from './measureMerge.ts';

const ROWS = 500_000;
const PAGE_ROWS = 2000;

/** As many rows as make a gigabyte when each has this much in a column that nothing maps. */
const LARGE_ROWS = 250_000;
const LARGE_FILLER = 4_200;

/**
 * How close an import from a file comes to the bare merge statement, from signing in to the server to the last commit,
 * and what the service holds in memory while it reads a file of a gigabyte.
 */
export async function sftpImport(say: (line: string) => void): Promise<Measured> {
  const arena = await openFilesArena(ROWS, 20);
  let run: RunDetails;
  let mergeRowsPerSecond: number;
  let manyPeak: number;
  try {
    run = await timedFileImport(arena, ROWS, say);
    manyPeak = await peakMemoryMiB(arena.service.pid);
    say(`the bare merge statement, ${ROWS} prepared rows`);
    mergeRowsPerSecond = await measureMerge(arena.databaseUrl, ROWS, PAGE_ROWS);
  } finally {
    await arena.close();
  }
  const seconds = (Date.parse(run.finishedAt!) - Date.parse(run.startedAt!)) / 1000;
  const large = await largeFile(say);

  const values = {
    rows: ROWS,
    fileMiB: rounded(arena.fileBytes / 2 ** 20),
    seconds: rounded(seconds),
    rowsPerSecond: rounded(ROWS / seconds),
    mergeRowsPerSecond: rounded(mergeRowsPerSecond),
    shareOfMerge: rounded(ROWS / seconds / mergeRowsPerSecond),
    largeFileMiB: rounded(large.fileMiB),
    peakMemoryMiB: rounded(Math.max(large.peakMiB, manyPeak)),
  };
  return {
    values,
    figures: [
      atLeast(
        'import of a 500,000-row file over SFTP as a share of the bare merge',
        'sftpImport.shareOfMerge',
        values.shareOfMerge,
        0.35,
      ),
      atMost(
        'peak memory of the service importing a file of 1 GB',
        'sftpImport.peakMemoryMiB',
        values.peakMemoryMiB,
        256,
        'MiB',
      ),
    ],
  };
}

async function largeFile(say: (line: string) => void): Promise<{ readonly fileMiB: number; readonly peakMiB: number }> {
  say('a file of a gigabyte');
  const arena = await openFilesArena(LARGE_ROWS, LARGE_FILLER);
  try {
    await timedFileImport(arena, LARGE_ROWS, say);
    return { fileMiB: arena.fileBytes / 2 ** 20, peakMiB: await peakMemoryMiB(arena.service.pid) };
  } finally {
    await arena.close();
  }
}

/** @throws when the run lost a row or failed */
async function timedFileImport(arena: FilesArena, rows: number, say: (line: string) => void): Promise<RunDetails> {
  const run = await runImport(arena.api, arena.team, {
    onProgress: ({ outcomes }) =>
      say(`${outcomes.read.toLocaleString('en-US')} of ${rows.toLocaleString('en-US')} rows`),
  });
  if (run.outcomes.created !== rows) {
    throw new Error(
      `The import ended ${run.state} with ${run.outcomes.created} of ${rows} rows: ${run.error?.message ?? ''}`,
    );
  }
  return run;
}
