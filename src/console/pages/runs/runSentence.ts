import type { RunDetails } from '../../../http/schemas/runs.ts';
import { count, counted } from '../../format/number.ts';
import { easternClock } from '../../format/time.ts';

/** The result of a run in a sentence or two, the next step included. */
export function runSentence(run: RunDetails): string {
  const { outcomes } = run;
  if (run.note !== null) return run.note;
  const isIn = outcomes.created + outcomes.updated + outcomes.unchanged;
  switch (run.state) {
    case 'queued':
      return waiting(run);
    case 'running':
      return run.cancelRequested ? 'Stopping after the page in hand. What was read stays in.' : `Reading page ${count(run.pages + 1)}.`;
    case 'succeeded':
    case 'completed_with_errors':
      return `${finished(run, isIn)}${run.correctedBy.length > 0 ? '' : mending(outcomes.errors)}`;
    case 'cancelled':
      return outcomes.read === 0
        ? 'Cancelled before anything was read. Nothing was changed.'
        : `Cancelled after ${counted(outcomes.read, 'row')}. What was read is in: ${count(isIn)} of them.`;
    case 'failed':
      return outcomes.read === 0 ? 'Failed before anything was read. Nothing was changed.' : `Failed, and kept its place at row ${count(outcomes.read)}.`;
  }
}

function waiting({ hold, outcomes }: RunDetails): string {
  if (hold === null) return 'Waiting for its turn.';
  if (hold.kind === 'question') return 'Stopped to ask. Nothing was imported.';
  if (hold.kind === 'upload') return 'Waiting until an upload has ended. Nothing was imported yet.';
  return outcomes.read === 0 ? 'Paused before anything was read.' : `Paused at row ${count(outcomes.read)}.`;
}

function finished(run: RunDetails, isIn: number): string {
  const { created, updated, read } = run.outcomes;
  if (run.kind !== 'incremental') return `${counted(isIn, 'contact is', 'contacts are')} in.${left(run.leftSource)}`;
  if (created === 0 && updated === 0 && run.outcomes.errors === 0 && run.outcomes.skipped === 0) {
    return run.watermarkBefore === null ? 'Nothing changed.' : `Nothing changed since ${easternClock(run.watermarkBefore)}.`;
  }
  return `${counted(created + updated, 'contact')} changed, of ${counted(read, 'row')} read.`;
}

function left(contacts: number): string {
  return contacts === 0 ? '' : ` ${counted(contacts, 'contact', 'contacts')} left the source and ${contacts === 1 ? 'is' : 'are'} kept.`;
}

function mending(errors: number): string {
  if (errors === 0) return '';
  return errors === 1 ? ' 1 row needs mending.' : ` ${count(errors)} rows need mending.`;
}
