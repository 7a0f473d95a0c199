import type { OpenConnection } from '../../contract/connector.ts';
import type { SourcePage } from '../../contract/sources.ts';
import { notePreviewRows } from '../../db/previews.ts';
import { readTeamFields } from '../../db/teamFields.ts';
import type { TeamField } from '../../domain/contact.ts';
import { compileMapping } from '../../domain/mapRow.ts';
import type { SyncContext } from '../context.ts';
import { filePreviewed } from '../files/filePreviewed.ts';
import { recordsMet } from '../peopleWhoLeft.ts';
import { pullRequest } from '../pullRequest.ts';
import { takePartIn, type CompleteConfig, type PreviewPage, type PreviewWork } from './previewPart.ts';
import { NO_ROWS, type PreviewResult, type ShowChange } from './previewResult.ts';

/** Pages of a part: enough to judge a mapping by, and quickly; as many are merged in one transaction. */
const PART_PAGES = 5;

/**
 * Reads the next part of a preview's source, or all that is left of it, and stores part by part what the rows would
 * come to. Every part is read before its transaction begins: that holds the team's merge lock and must not wait for the
 * vendor.
 *
 * @param onPage - called after each page that came
 * @throws ConnectorError; PreviewTaken; the signal's reason when it is aborted
 */
export async function dryRun(
  ctx: SyncContext,
  preview: PreviewWork,
  open: OpenConnection,
  options: { readonly all: boolean; readonly onPage: () => void },
  signal: AbortSignal,
): Promise<void> {
  const { row, connection, config } = preview;
  const db = ctx.dataSource.manager;
  const teamFields = await readTeamFields(db, connection.team_id);
  const { files } = open;
  const file = files && config.file_options ? await filePreviewed(ctx, preview, files, teamFields, signal) : null;
  const mapping = compileMapping({ fields: config.fields, optOut: config.opt_out }, teamFields, file?.columns.absent);
  const show = await showInWords(ctx, connection.team_id, teamFields);
  const request = pullRequest(
    { recordType: config.record_type, sourceId: config.source_id, fields: config.fields, mapping },
    {
      after: row.cursor,
      expectedDefinition: row.result?.basis.definition ?? null,
      purpose: 'preview',
      file: file && { key: file.staged.key, options: file.options },
    },
  );
  let { result, pages: pagesBefore } = row;
  let rowsFetched = result?.outcomes.read ?? 0;
  let callsStored = 0;
  let part: PreviewPage[] = [];
  for await (const page of open.pull(request, signal)) {
    result ??= nothingYet(config, page);
    const rows = page.rows.map(mapping.toDraft);
    part.push({ rows, met: recordsMet(page.rows, rows) });
    rowsFetched += page.rows.length;
    options.onPage();
    await notePreviewRows(db, { teamId: connection.team_id, id: row.id }, rowsFetched, ctx.now());
    if (!page.last && part.length < PART_PAGES) continue;
    const callsSpent = result.callsSpent + open.callsUsed() - callsStored;
    callsStored = open.callsUsed();
    result = await takePartIn(ctx, preview, { ...result, callsSpent }, {
      pagesBefore,
      pages: part,
      show,
      last: page,
      assignsUsers: mapping.assignsUsers,
      file,
    });
    pagesBefore += part.length;
    part = [];
    // What is left of a file costs the server nothing.
    if (page.last || !(options.all || file)) return;
  }
}

function nothingYet(config: CompleteConfig, first: SourcePage): PreviewResult {
  const { source_id: sourceId, fields, opt_out: optOut } = config;
  return {
    ...NO_ROWS,
    basis: { sourceId, fields, optOut, definition: first.definition },
    complete: false,
    sourceRows: first.sourceRows,
    callsSpent: 0,
    fullRunCalls: config.full_run_calls,
    leftSource: null,
    leftSamples: [],
  };
}

/** Rows tell custom fields by their key and users by their ID; people know labels and names. */
async function showInWords(
  ctx: SyncContext,
  teamId: string,
  teamFields: readonly TeamField[],
): Promise<ShowChange> {
  const labels = new Map(teamFields.map(({ key, label }) => [key, label]));
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
