import type { ReactNode } from 'react';
import type { RunDetails } from '../../../http/schemas/runs.ts';
import { count, counted } from '../../format/number.ts';
import { easternTime } from '../../format/time.ts';
import { FileFacts } from './FileFacts.tsx';
import { RunMails } from './RunMails.tsx';
import classes from './runs.module.css';

/** The figures behind the bar: both counts, consent, calls, times, mails. */
export function RunSummaryTab({ run }: { readonly run: RunDetails }) {
  const isFile = run.file !== null || run.callsForecast === 0;
  const calls =
    run.callsForecast === null ? count(run.callsSpent) : `${count(run.callsSpent)} of about ${count(run.callsForecast)}`;
  const lines: readonly (readonly [string, ReactNode])[] = [
    ['Rows read here', count(run.outcomes.read)],
    [isFile ? 'Rows in the file' : 'Rows the source says it has', count(run.sourceRows)],
    ['Opt-outs set', count(run.optOutsSet)],
    ['Opt-outs lifted', count(run.optOutsLifted)],
    ['Opt-ins not applied', count(run.optInsNotApplied)],
    ['Rows with warnings', count(run.warnings)],
    ['Left the source, kept here', run.kind === 'incremental' ? 'Not looked for' : count(run.leftSource)],
    ...(!isFile ? [['Calls', calls] as const] : []),
    ['Queued', easternTime(run.queuedAt)],
    ['Started', run.startedAt === null ? '–' : easternTime(run.startedAt)],
    ['Finished', run.finishedAt === null ? '–' : easternTime(run.finishedAt)],
    ['Imported up to, before', run.watermarkBefore === null ? 'Nothing yet' : easternTime(run.watermarkBefore)],
    ['Imported up to, after', run.watermarkAfter === null ? '–' : easternTime(run.watermarkAfter)],
    ...(!isFile ? [['Look-back', counted(run.lookBackMinutes, 'minute')] as const] : []),
  ];
  return (
    <>
      <dl className={classes.summary}>
        {lines.map(([word, value]) => (
          <div key={word}>
            <dt>{word}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      {run.file !== null && <FileFacts file={run.file} />}
      {run.mails.length > 0 && <RunMails mails={run.mails} />}
    </>
  );
}
