import { causesOf } from '../../db/reads/causes.ts';
import { readRunFile } from '../../db/reads/runFile.ts';
import { readPreview, type PreviewRow } from '../../db/previews.ts';
import type { SyncContext } from '../context.ts';
import { PREVIEW_LOST_MS, previewMissing } from './preview.ts';
import type { PreviewResult } from './previewResult.ts';

/** A dry run as people see it. @throws RequestError `preview_missing` */
export async function viewPreview(ctx: SyncContext, teamId: string, id: string) {
  const row = await readPreview(ctx.dataSource.manager, teamId, id);
  if (!row) throw previewMissing();
  return { ...shown(row, ctx.now()), file: await readRunFile(ctx.dataSource.manager, row.file_id) };
}

const LOST = {
  code: 'preview_stopped',
  message: 'Rollcall was stopped while this preview was read. Nothing was stored. Preview again.',
};

function shown(row: PreviewRow, now: Date) {
  const lost = row.state === 'running' && now.getTime() - (row.active_at ?? row.created_at).getTime() > PREVIEW_LOST_MS;
  const error = lost ? LOST : (row.error as { code: string; message: string } | null);
  const result = row.result as PreviewResult | null;
  return {
    id: row.id,
    connectionId: row.connection_id,
    recordType: row.record_type,
    sourceName: row.source_name,
    state: lost ? ('failed' as const) : row.state,
    error: error === null ? null : { ...error, column: null, value: null },
    rowsFetched: row.rows_fetched,
    sourceRows: result?.sourceRows ?? null,
    complete: result?.complete ?? false,
    outcomes: result?.outcomes ?? null,
    optOutsSet: result?.optOutsSet ?? 0,
    optInsNotApplied: result?.optInsNotApplied ?? 0,
    numbersChanged: result?.numbersChanged ?? 0,
    valuesCleared: result?.valuesCleared ?? 0,
    assignmentsChanged: result?.assignmentsChanged ?? 0,
    leftSource: result?.leftSource ?? null,
    leftSamples: (result?.leftSamples ?? []).map((one) => ({ ...one })),
    changesByField: (result?.changesByField ?? []).map((one) => ({ ...one })),
    causes: causesOf(result?.counts ?? []),
    samples: (result?.samples ?? []).map((sample) => ({
      ...sample,
      changes: sample.changes.map((change) => ({ ...change })),
    })),
    fullRunCalls: result?.fullRunCalls ?? null,
    callsSpent: result?.callsSpent ?? 0,
    corrects: row.corrects,
    createdAt: row.created_at.toISOString(),
  };
}
