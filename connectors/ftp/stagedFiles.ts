import { readStaged, type StagedPage, type StagedPlace } from '../../src/contract/delimited/readStaged.ts';
import { findStaged, stageFile } from '../../src/contract/delimited/stage.ts';
import { stagedKey } from '../../src/contract/delimited/stagedFormat.ts';
import { ConnectorError } from '../../src/contract/errors.ts';
import type { FetchedFile, FileReading, StagedFile } from '../../src/contract/files.ts';
import type { Spool } from './spool.ts';

/** Reads a spooled file through; its rows then stand beside it. @throws as `FileAccess.stage`; `FILE_GONE` */
export async function stageInSpool(
  spool: Spool,
  fetched: FetchedFile,
  reading: FileReading,
  signal: AbortSignal,
): Promise<StagedFile> {
  const { sha256 } = fetched;
  const key = stagedKey(fetched, reading);
  try {
    return await stageFile(spool.path(sha256), fetched, reading, spool.path(key), signal);
  } catch (error) {
    if (await spool.has(sha256)) throw error;
    throw notInSpool();
  }
}

/** A staged file by its key; null when it is not there, or the key is none. */
export function findInSpool(spool: Spool, key: string): Promise<StagedFile | null> {
  // Keys come back from where cursors are stored, and become paths here.
  return /^[0-9a-f]{64}-[0-9a-f]{16}$/.test(key) ? findStaged(spool.path(key)) : Promise.resolve(null);
}

/** @throws ConnectorError `FILE_GONE` when the spool was emptied meanwhile */
export async function pagesInSpool(
  spool: Spool,
  key: string,
  from: StagedPlace,
  pageRows: number,
  signal: AbortSignal,
): Promise<AsyncIterable<StagedPage>> {
  const pages = await readStaged(spool.path(key), from, pageRows, signal);
  if (pages) return pages;
  throw notInSpool();
}

/** What was fetched before is not there any more; fetching it again mends that. */
export function notInSpool(): ConnectorError {
  return new ConnectorError(
    'FILE_GONE',
    'Rollcall’s own copy of the file is not there any more. It is fetched again, and the import goes on where it was.',
    { kind: 'after', delayMs: 1_000 },
  );
}
