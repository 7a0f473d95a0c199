import type { GoneColumn } from '../../db/reads/runDetails.ts';
import { holdRun, type StoredQuestion } from '../../db/holds.ts';
import { countHolders } from '../../db/sourceFiles.ts';
import { logRun } from '../../db/runs.ts';
import { shownFile } from '../../domain/fileWords.ts';
import { beat } from '../heartbeat.ts';
import { queueHoldMails } from '../holdMails.ts';
import type { RunWork } from '../runWork.ts';
import type { ReadyFile } from './bringIn.ts';
import type { ColumnUse } from './columns.ts';

/**
 * Stops a run until somebody has said what becomes of columns that the last file had and this one has not: as no row
 * says anything about them, contacts keep what they have, or lose it. Nothing of the file is in.
 *
 * @throws LeaseLost
 */
export async function askColumns(work: RunWork, { file, staged, columns, before }: ReadyFile): Promise<void> {
  const { ctx, run, worker } = work;
  const gone = await goneColumns(work, columns.unanswered);
  await beat(work);
  const now = ctx.now();
  const question: StoredQuestion = {
    kind: 'columns_gone',
    before: { name: before?.name ?? '', filter: '', count: before?.rows ?? null },
    after: { name: file.name, filter: '', count: staged.rows },
    columns: gone,
    offer: null,
  };
  const hold = {
    kind: 'question',
    code: 'COLUMNS_GONE',
    message: sentenceOf(file.name, gone),
    dueAt: now,
    question,
    attempts: 0,
  } as const;
  await ctx.dataSource.transaction(async (tx) => {
    await holdRun(tx, { ...run, owner: worker.owner }, hold);
    await logRun(tx, run.id, now, hold.message);
    await queueHoldMails(tx, ctx, run.id, hold, now);
  });
}

async function goneColumns({ ctx, run }: RunWork, unanswered: readonly ColumnUse[]): Promise<GoneColumn[]> {
  const gone = new Map<string, GoneColumn>();
  for (const { column, fills } of unanswered) {
    const field = typeof fills === 'string' ? null : fills.field;
    const holding = fills === 'opt_out' ? 0 : await countHolders(ctx.dataSource.manager, run, field?.key ?? null);
    const words = field?.label ?? (fills === 'opt_out' ? 'Opt-out' : 'Assigned to');
    const other = gone.get(column);
    gone.set(column, {
      column,
      fills: other ? `${other.fills}, ${words}` : words,
      holding: Math.max(holding, other?.holding ?? 0),
      canClear: fills !== 'opt_out' && other?.canClear !== false,
    });
  }
  // What can't be cleared loses nobody a value.
  return [...gone.values()].map((one) => (one.canClear ? one : { ...one, holding: 0 }));
}

function sentenceOf(file: string, gone: readonly GoneColumn[]): string {
  const [first] = gone;
  const rest = gone.length > 1 ? ` and ${gone.length - 1} more` : '';
  return (
    `${shownFile(file)} has no column “${shownFile(first?.column ?? '')}”${rest}, which the last file had. ` +
    'Nothing was read. Say whether contacts keep what they have or lose it, or keep the import stopped.'
  );
}
