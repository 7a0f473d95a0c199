import type { OpenConnection } from '../../contract/connector.ts';
import type { ConnectionRow } from '../../db/entities.ts';
import type { ImportConfigRow } from '../../db/importConfigs.ts';
import { notePreviewRows } from '../../db/previews.ts';
import { readTeamFields } from '../../db/teamFields.ts';
import type { MappedRow } from '../../domain/draft.ts';
import { compileMapping } from '../../domain/mapRow.ts';
import type { FieldMapping } from '../../domain/mappingTypes.ts';
import { applyPage, type PageResult } from '../applyPage.ts';
import type { SyncContext } from '../context.ts';
import { pullRequest } from '../pullRequest.ts';
import { tallyPages, type PreviewResult, type ShowChange } from './previewResult.ts';

/** An import that has all it needs to be read. */
export type CompleteConfig = ImportConfigRow & { readonly source_id: string; readonly fields: FieldMapping };

/** What is read of a source at most: enough to judge a mapping by, and quickly. */
const MAX_PAGES = 5;

/**
 * Reads the first pages of a source and merges them in a transaction that is rolled back.
 * @param preview.id - the preview whose progress is told
 * @throws ConnectorError; the signal's reason when it is aborted
 */
export async function dryRun(
  ctx: SyncContext,
  preview: {
    readonly id: string;
    readonly connection: ConnectionRow;
    readonly config: CompleteConfig;
    readonly open: OpenConnection;
  },
  signal: AbortSignal,
): Promise<PreviewResult> {
  const { connection, config, open } = preview;
  const db = ctx.dataSource.manager;
  const teamFields = await readTeamFields(db, connection.team_id);
  const mapping = compileMapping({ fields: config.fields, optOut: config.opt_out }, teamFields);
  const request = pullRequest({
    recordType: config.record_type,
    sourceId: config.source_id,
    fields: config.fields,
    mapping,
  });
  const pages: MappedRow[][] = [];
  let complete = false;
  let sourceRows: number | null = null;
  let rowsFetched = 0;
  for await (const page of open.pull(request, signal)) {
    if (pages.length === 0) sourceRows = page.sourceRows;
    pages.push(page.rows.map(mapping.toDraft));
    rowsFetched += page.rows.length;
    await notePreviewRows(db, connection.team_id, preview.id, rowsFetched);
    complete = page.last;
    if (page.last || pages.length === MAX_PAGES) break;
  }
  const results = await applyAndUndo(ctx, connection, config, pages);
  const show = await showInWords(ctx, connection.team_id, new Map(teamFields.map(({ key, label }) => [key, label])));
  return {
    complete,
    sourceRows,
    callsSpent: open.callsUsed(),
    fullRunCalls: config.full_run_calls,
    leftSource: null,
    leftSamples: [],
    ...tallyPages(results, show),
  };
}

/**
 * Everything is read before the transaction begins: it holds the team's merge lock and must not wait for the vendor.
 */
async function applyAndUndo(
  ctx: SyncContext,
  connection: ConnectionRow,
  config: CompleteConfig,
  pages: readonly (readonly MappedRow[])[],
): Promise<PageResult[]> {
  const of = {
    teamId: connection.team_id,
    connectionId: connection.id,
    connectionName: connection.name,
    recordType: config.record_type,
    runId: null,
    optOut: config.opt_out,
    assignsUsers: config.fields.userId !== null,
    now: ctx.now(),
    details: true,
  };
  const results: PageResult[] = [];
  const runner = ctx.dataSource.createQueryRunner();
  try {
    await runner.startTransaction();
    let firstRow = 1;
    for (const rows of pages) {
      results.push(await applyPage(runner.manager, { ...of, rows, firstRow }));
      firstRow += rows.length;
    }
    return results;
  } finally {
    if (runner.isTransactionActive) await runner.rollbackTransaction();
    await runner.release();
  }
}

/** Rows tell custom fields by their key and users by their ID; people know labels and names. */
async function showInWords(ctx: SyncContext, teamId: string, labels: ReadonlyMap<string, string>): Promise<ShowChange> {
  const users: { id: string; name: string }[] = await ctx.dataSource.query(
    'select u.id, u.name from app_user u join team_member m on m.user_id = u.id where m.team_id = $1',
    [teamId],
  );
  const names = new Map(users.map(({ id, name }) => [id, name]));
  const nameOf = (id: string | null): string | null => (id === null ? null : (names.get(id) ?? 'A former user'));
  return ({ field, before, after }) =>
    field === 'Assigned to'
      ? { field, before: nameOf(before), after: nameOf(after) }
      : { field: labels.get(field) ?? field, before, after };
}
