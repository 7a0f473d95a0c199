import type { RunSummary } from '../../http/schemas/runs.ts';
import { counted } from '../format/number.ts';
import type { Tone } from '../theme/palette.ts';

export type RunLike = Pick<RunSummary, 'state' | 'outcomes' | 'resumed' | 'cancelRequested' | 'hold'>;

/** Tone and words of a run's state. Health is told elsewhere: a finished run says nothing about a connection. */
export function runStateWords(run: RunLike): { readonly tone: Tone; readonly words: string } {
  switch (run.state) {
    case 'queued':
      return { tone: run.hold === null ? 'idle' : 'attention', words: 'Queued' };
    case 'running':
      return { tone: 'running', words: run.cancelRequested ? 'Cancelling' : 'Running' };
    case 'succeeded':
      return { tone: 'ok', words: 'Succeeded' };
    case 'completed_with_errors':
      return { tone: 'attention', words: run.outcomes.errors > 0 ? counted(run.outcomes.errors, 'error') : 'With warnings' };
    case 'failed':
      return { tone: 'danger', words: 'Failed' };
    case 'cancelled':
      return { tone: 'idle', words: 'Cancelled' };
  }
}

const HELD = {
  budget: 'paused by budget',
  limit: 'paused by a limit',
  question: 'waiting for an answer',
  upload: 'waiting for an upload to end',
} as const;

/** What is particular about a run beside its state. */
export function runNotes({ resumed, hold }: RunLike): readonly string[] {
  return [...(resumed > 0 ? ['resumed'] : []), ...(hold === null ? [] : [HELD[hold.kind]])];
}
