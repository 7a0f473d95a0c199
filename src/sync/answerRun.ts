import { acceptAnswers, acceptSource, lockHeldRun, stopHeldRun, type HeldRun, type SourceOffer } from '../db/holds.ts';
import { readImportConfig, saveImportConfig, type ColumnAnswer, type ImportConfigRow } from '../db/importConfigs.ts';
import type { Db } from '../db/database.ts';
import type { GoneColumn } from '../db/reads/runDetails.ts';
import { notifyLive } from '../db/live.ts';
import { isUuid } from '../db/reads/ids.ts';
import type { RecordType } from '../domain/contact.ts';
import type { SyncContext } from './context.ts';
import { RequestError } from './errors.ts';

export interface RunAnswer {
  readonly teamId: string;
  readonly runId: string;
  /** `import` accepts the source exactly as it was shown; `stop` ends the run; the others answer about columns. */
  readonly answer: 'import' | 'stop' | 'keep' | 'clear';
  /** Answers for later files too. */
  readonly remember?: boolean | undefined;
  /** Who answers, for the run's log. */
  readonly actor: string;
}

/**
 * Takes a person's answer to a run that stopped to ask. What was accepted becomes the import's own idea of its source;
 * should the source change once more before it is read, the run asks again.
 *
 * @throws RequestError `run_missing`; `nothing_asked` when the run does not ask (any more); `answer_unfit` when it asks
 *   something else
 */
export async function answerRun(ctx: SyncContext, request: RunAnswer): Promise<void> {
  const { teamId, runId, answer, actor } = request;
  const now = ctx.now();
  await ctx.dataSource.transaction(async (tx) => {
    const found: { connection_id: string; record_type: RecordType }[] = isUuid(runId)
      ? await tx.query('select connection_id, record_type from run where id = $1 and team_id = $2', [runId, teamId])
      : [];
    if (!found[0]) throw new RequestError('not_found', 'run_missing', 'This run can’t be found in this team.');
    const of = { connectionId: found[0].connection_id, recordType: found[0].record_type };
    // In the same order as a save of the import, which may end the question meanwhile.
    const config = await readImportConfig(tx, of.connectionId, of.recordType, { lock: true });
    const run = await lockHeldRun(tx, of);
    if (!run?.question || run.id !== runId.toLowerCase() || !config) {
      throw new RequestError('conflict', 'nothing_asked', 'This run does not wait for an answer any more. Nothing was changed.');
    }
    if (answer === 'stop') return stopHeldRun(tx, run, `${actor} kept it stopped.`, now);
    const { kind, offer, columns } = run.question;
    if ((answer === 'import') !== (offer !== null)) throw unfit();
    if (offer === null) return answerColumns(tx, { config, run, columns: columns ?? [], request, now });
    const changed = kind === 'source_changed' ? { full_reason: `What “${offer.name}” selects changed.` } : {};
    await saveImportConfig(tx, { ...config, ...acceptedSource(offer), ...changed });
    const line = `${actor} looked at the source and had it imported as it is now.`;
    await acceptSource(tx, run, { kind, offer }, line, now);
    await notifyLive(tx, { teamId, type: 'connection', id: of.connectionId });
  });
}

/** What becomes of columns that are gone; the opt-out column is kept whatever is answered. */
async function answerColumns(
  tx: Db,
  answered: {
    readonly config: ImportConfigRow;
    readonly run: HeldRun;
    readonly columns: readonly GoneColumn[];
    readonly request: RunAnswer;
    readonly now: Date;
  },
): Promise<void> {
  const { config, run, columns, request, now } = answered;
  const clears = request.answer === 'clear';
  const columnAnswers = columns.map(
    ({ column, canClear }): ColumnAnswer => ({ column, answer: clears && canClear ? 'clear' : 'keep' }),
  );
  if (request.remember) {
    const others = config.column_answers.filter(({ column }) => !columns.some((one) => one.column === column));
    await saveImportConfig(tx, { ...config, column_answers: [...others, ...columnAnswers] });
    await notifyLive(tx, { teamId: request.teamId, type: 'connection', id: config.connection_id });
  }
  const what = clears ? 'had what the missing columns filled cleared' : 'kept what contacts have in the missing columns';
  const line = `${request.actor} ${what}${request.remember ? ', for later files too' : ''}.`;
  await acceptAnswers(tx, run, { columnAnswers }, line, now);
}

function unfit(): RequestError {
  return new RequestError(
    'conflict',
    'answer_unfit',
    'The run asks something else by now. Nothing was changed. Load the page again, then answer what it asks.',
  );
}

function acceptedSource(offer: SourceOffer) {
  return {
    source_name: offer.name,
    source_folder: offer.folder,
    source_filter: offer.filter,
    source_count: offer.count,
    source_definition: offer.definition,
    full_run_calls: offer.fullRunCalls,
    usual_run_calls: offer.usualRunCalls,
  };
}
