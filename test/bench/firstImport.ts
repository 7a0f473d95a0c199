import type { RunDetails } from '../../src/http/schemas/index.ts';
import { runImport } from '../demo/connectSandbox.ts';
import { openArena, peakMemoryMiB, QUERIES_ONLY, type Arena } from './arena.ts';
import { atLeast, atMost, rounded, type Measured } from './figures.ts';
import { measureMerge } from './measureMerge.ts';

const ROWS = 200_000;
const MANY = 500_000;
const FEW = 50_000;
const PAGE_ROWS = 2000;

/**
 * How close an import page by page comes to the bare merge statement, what it costs in calls, and whether memory stays
 * flat.
 */
export async function firstImport(say: (line: string) => void): Promise<Measured> {
  const arena = await openArena(ROWS, undefined, QUERIES_ONLY);
  let run: RunDetails;
  let mergeRowsPerSecond: number;
  let postgres: string;
  try {
    run = await timedImport(arena, ROWS, say);
    say(`the bare merge statement, ${ROWS} prepared rows`);
    mergeRowsPerSecond = await measureMerge(arena.databaseUrl, ROWS, PAGE_ROWS);
    postgres = (await arena.sql.query<{ server_version: string }>('show server_version')).rows[0]!.server_version;
  } finally {
    await arena.close();
  }
  const rowsPerSecond = run.outcomes.read / secondsOf(run);
  const few = await peakOf(FEW, say);
  const many = await peakOf(MANY, say);

  const values = {
    rows: ROWS,
    seconds: rounded(secondsOf(run)),
    rowsPerSecond: rounded(rowsPerSecond),
    mergeRowsPerSecond: rounded(mergeRowsPerSecond),
    shareOfMerge: rounded(rowsPerSecond / mergeRowsPerSecond),
    calls: run.callsSpent,
    extraCalls: run.callsSpent - Math.ceil(ROWS / PAGE_ROWS),
    peakMemoryMiB: rounded(many),
    peakMemoryMiB50k: rounded(few),
    memoryGrowth: rounded(many / few),
  };
  return {
    values,
    versions: { postgres },
    figures: [
      atLeast(
        'first import of 200,000 as a share of the bare merge',
        'firstImport.shareOfMerge',
        values.shareOfMerge,
        0.35,
      ),
      atMost(
        'peak memory of the service importing 500,000',
        'firstImport.peakMemoryMiB',
        values.peakMemoryMiB,
        256,
        'MiB',
      ),
      atMost('the same against importing 50,000', 'firstImport.memoryGrowth', values.memoryGrowth, 1.2),
      atMost('calls beyond ⌈N/2000⌉', 'firstImport.extraCalls', values.extraCalls, 5),
    ],
  };
}

/** @throws when the run lost a row or failed */
export async function timedImport(arena: Arena, rows: number, say: (line: string) => void): Promise<RunDetails> {
  const run = await runImport(arena.api, arena.team, {
    full: true,
    onProgress: (progress) =>
      say(`${progress.outcomes.read.toLocaleString('en-US')} of ${rows.toLocaleString('en-US')} rows`),
  });
  if (run.outcomes.read !== rows) {
    throw new Error(
      `The import ended ${run.state} with ${run.outcomes.read} of ${rows} rows: ${run.error?.message ?? ''}`,
    );
  }
  return run;
}

async function peakOf(rows: number, say: (line: string) => void): Promise<number> {
  const arena = await openArena(rows, undefined, QUERIES_ONLY);
  try {
    await timedImport(arena, rows, say);
    return await peakMemoryMiB(arena.service.pid);
  } finally {
    await arena.close();
  }
}

function secondsOf(run: RunDetails): number {
  return (Date.parse(run.finishedAt!) - Date.parse(run.startedAt!)) / 1000;
}
