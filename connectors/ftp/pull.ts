import { idKey, valuePicker } from '../../src/contract/delimited/cells.ts';
import { STAGED_START, type StagedPlace, type StagedRow } from '../../src/contract/delimited/readStaged.ts';
import { ConnectorError } from '../../src/contract/errors.ts';
import type { StagedFile } from '../../src/contract/files.ts';
import type { Cursor, PullRequest, SourcePage, SourceRow } from '../../src/contract/sources.ts';
import { definitionOf } from './describe.ts';
import { readSourceId, shown } from './sourceId.ts';
import type { Spool } from './spool.ts';
import { findInSpool, notInSpool, pagesInSpool } from './stagedFiles.ts';

export interface PullParts {
  readonly spool: Spool;
  readonly pageRows: number;
  /** Fetches and stages the source’s newest file. */
  readonly stageNewest: (request: PullRequest, signal: AbortSignal) => Promise<StagedFile>;
}

/**
 * Reads one staged file page by page. All of its rows have the file’s own time, and whatever the server holds meanwhile
 * plays no part, so that a run that goes on reads the same file it began with.
 *
 * @throws ConnectorError `SOURCE_CHANGED`; `FILE_GONE` when the spool was emptied meanwhile
 */
export async function* pullFile(
  parts: PullParts,
  request: PullRequest,
  signal: AbortSignal,
): AsyncGenerator<SourcePage, void, undefined> {
  signal.throwIfAborted();
  const { expectedDefinition, since, fields, identity } = request;
  const definition = definitionOf(readSourceId(request.sourceId));
  if (expectedDefinition !== null && expectedDefinition !== definition) {
    throw sourceChanged(expectedDefinition, definition);
  }
  const file = await stagedFile(parts, request, signal);
  const { key, modifiedAt } = file;
  const from = placeIn(file, request.after);
  const page = (rows: readonly SourceRow[], next: StagedPlace, last: boolean): SourcePage => ({
    rows,
    next: { key, offset: next.offset, row: next.row },
    last,
    ordered: true,
    // The rows share one time, so before the last of them nothing can be told.
    readTo: last ? { modifiedAt, recordId: null } : null,
    sourceRows: file.rows - from.row,
    sourceTime: modifiedAt,
    definition,
  });
  if (since !== null && since > modifiedAt) return yield { ...page([], from, true), sourceRows: 0 };
  const pick = valuePicker(file.headers, fields);
  const idAt = identity ? file.headers.indexOf(identity.recordId) : -1;
  for await (const { rows, next, last } of await pagesInSpool(parts.spool, key, from, parts.pageRows, signal)) {
    signal.throwIfAborted();
    yield page(
      rows.map((row) => sourceRow(row, modifiedAt, idAt, pick)),
      next,
      last,
    );
  }
}

async function stagedFile(
  { spool, stageNewest }: PullParts,
  request: PullRequest,
  signal: AbortSignal,
): Promise<StagedFile> {
  const { file, after } = request;
  if (file) {
    const staged = await findInSpool(spool, file.key);
    if (staged) return staged;
    throw notInSpool();
  }
  const begun = typeof after?.['key'] === 'string' ? await findInSpool(spool, after['key']) : null;
  return begun ?? stageNewest(request, signal);
}

/** Where a cursor stands in a file; its beginning when it belongs to another one. */
function placeIn({ key, rows }: StagedFile, after: Cursor | null): StagedPlace {
  const { key: begun, offset, row } = after ?? {};
  const isPlace = begun === key && typeof offset === 'number' && typeof row === 'number' && row <= rows;
  return isPlace ? { offset, row } : STAGED_START;
}

function sourceRow(
  { line, cells, problems }: StagedRow,
  modifiedAt: Date,
  idAt: number,
  pick: (cells: readonly string[]) => (string | null)[],
): SourceRow {
  const recordId = idAt < 0 ? '' : idKey(cells[idAt] ?? '');
  return { recordId, modifiedAt, values: pick(cells), gone: null, problems, origin: { line, cells } };
}

function sourceChanged(expected: string, now: string): ConnectorError {
  return new ConnectorError(
    'SOURCE_CHANGED',
    `The import was set up for files that begin with ${shown(expected)}, and would now read those with ${shown(now)}.`,
    { kind: 'never' },
  );
}
