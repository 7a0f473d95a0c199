import { Text } from '@mantine/core';
import type { RunDetails } from '../../../http/schemas/runs.ts';
import { Explain } from '../../parts/Explain.tsx';
import { Corrections } from './Corrections.tsx';
import { RunHold } from './RunHold.tsx';
import classes from './runs.module.css';
import { runSentence } from './runSentence.ts';

const KINDS = { full: 'full import', incremental: 'only what changed', sweep: 'sweep, everything again' } as const;

/** The result in one sentence; a failure with its why and its remedy. */
export function RunBand({ run }: { readonly run: RunDetails }) {
  return (
    <>
      <Text className={classes.sentence}>{runSentence(run)}</Text>
      <Text c="dimmed">
        “{run.fileName ?? run.sourceName}”
        {run.callsForecast === 0 ? '' : `, ${KINDS[run.kind]}`}, started by {run.startedBy}
        {run.resumed > 0 && `, taken up again ${run.resumed === 1 ? 'once' : `${run.resumed} times`}`}
      </Text>
      <Corrections run={run} />
      {run.hold !== null && (
        <div className={classes.fault}>
          <RunHold run={run} />
        </div>
      )}
      {run.error !== null && (
        <div className={classes.fault}>
          <Explain
            code={run.error.code}
            message={run.error.message}
            remedy={run.error.remedy}
            vendorMessage={run.error.vendorMessage}
          />
        </div>
      )}
    </>
  );
}
