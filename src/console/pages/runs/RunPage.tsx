import { Tabs } from '@mantine/core';
import { ApiError } from '../../api/apiError.ts';
import { recordTypePlural } from '../../api/recordType.ts';
import { useRun } from '../../api/runs.ts';
import { useTeam } from '../../api/team.tsx';
import { count } from '../../format/number.ts';
import { DetailPage } from '../../layouts/DetailPage.tsx';
import { Loading } from '../../layouts/Loading.tsx';
import { Failure } from '../../parts/Failure.tsx';
import { OutcomeBar } from '../../parts/OutcomeBar.tsx';
import { RunStateBadge } from '../../parts/RunStateBadge.tsx';
import { runStateWords } from '../../parts/runStateWords.ts';
import { TextLink } from '../../router/links.tsx';
import { useRouteParam } from '../../router/useRouteParam.ts';
import { NotFoundPage } from '../account/NotFoundPage.tsx';
import { RunActions } from './RunActions.tsx';
import { RunBand } from './RunBand.tsx';
import { RunLog } from './RunLog.tsx';
import { RunProgress } from './RunProgress.tsx';
import { RunRows } from './RunRows.tsx';
import { RunSummaryTab } from './RunSummaryTab.tsx';
import { useMilestones } from './useMilestones.ts';
import { useRunTab } from './useRunTab.ts';

/** One page for every run: moving while it runs, then what it did, what it could not do, and why. */
export function RunPage() {
  const { slug } = useTeam();
  const id = useRouteParam('run');
  const run = useRun(id);
  const [tab, showTab] = useRunTab();
  useMilestones(run.data);
  if (run.error instanceof ApiError && run.error.status === 404) return <NotFoundPage />;
  const data = run.data;
  if (data === undefined) {
    return (
      <DetailPage title="Run">{run.error === null ? <Loading /> : <Failure error={run.error} onRetry={() => void run.refetch()} />}</DetailPage>
    );
  }
  const isRunning = data.state === 'running' || data.state === 'queued';
  return (
    <DetailPage
      parent={
        <TextLink to="/t/$team/integrations/$connection/history" params={{ team: slug, connection: data.connectionId }}>
          {data.connectionName}: import history
        </TextLink>
      }
      title={`Run · ${data.connectionName} · ${recordTypePlural(data.recordType)}`}
      documentTitle={`${runStateWords(data).words} · Run · ${data.connectionName}`}
      badges={<RunStateBadge run={data} />}
      actions={<RunActions run={data} />}
      band={<RunBand run={data} />}
    >
      <RunProgress run={data} />
      <OutcomeBar
        outcomes={data.outcomes}
        running={isRunning ? { sourceRows: data.sourceRows } : undefined}
        runId={data.id}
        onShow={{ error: () => showTab('errors'), skipped: () => showTab('skipped') }}
      />
      <Tabs value={tab} onChange={showTab} keepMounted={false} mt="lg">
        <Tabs.List mb="sm">
          <Tabs.Tab value="summary">Summary</Tabs.Tab>
          <Tabs.Tab value="errors">Errors {count(data.outcomes.errors)}</Tabs.Tab>
          <Tabs.Tab value="skipped">Skipped {count(data.outcomes.skipped)}</Tabs.Tab>
          {data.warnings > 0 && <Tabs.Tab value="warnings">Warnings {count(data.warnings)}</Tabs.Tab>}
          <Tabs.Tab value="log">Log</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="summary">
          <RunSummaryTab run={data} />
        </Tabs.Panel>
        <Tabs.Panel value="errors">
          <RunRows run={data} kind="error" />
        </Tabs.Panel>
        <Tabs.Panel value="skipped">
          <RunRows run={data} kind="skipped" />
        </Tabs.Panel>
        <Tabs.Panel value="warnings">
          <RunRows run={data} kind="warning" />
        </Tabs.Panel>
        <Tabs.Panel value="log">
          <RunLog log={data.log} />
        </Tabs.Panel>
      </Tabs>
    </DetailPage>
  );
}
