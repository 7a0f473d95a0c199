import type { RunDetails } from '../../../http/schemas/runs.ts';
import { Explain } from '../../parts/Explain.tsx';
import { ColumnsQuestion } from './ColumnsQuestion.tsx';
import { RunQuestion } from './RunQuestion.tsx';

/** Why a run waits: its message says when it goes on by itself, or what a person has to decide. */
export function RunHold({ run }: { readonly run: RunDetails }) {
  const { hold } = run;
  if (hold === null) return null;
  return (
    <Explain
      tone="attention"
      code={hold.code}
      message={hold.message}
      remedy={hold.kind === 'question' ? undefined : hold.remedy}
      actions={
        run.question === null ? undefined : run.question.kind === 'columns_gone' ? (
          <ColumnsQuestion run={run} columns={run.question.columns} />
        ) : (
          <RunQuestion run={run} question={run.question} />
        )
      }
    />
  );
}
