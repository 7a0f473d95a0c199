import { Text } from '@mantine/core';
import { useOverview } from '../../api/overview.ts';
import { ListPage } from '../../layouts/ListPage.tsx';
import { Loading } from '../../layouts/Loading.tsx';
import { Failure } from '../../parts/Failure.tsx';
import { UpdatedAgo } from '../../parts/UpdatedAgo.tsx';
import { Checklist } from './Checklist.tsx';
import { ConnectionsToday } from './ConnectionsToday.tsx';
import { LastDay } from './LastDay.tsx';
import { NeedsPerson } from './NeedsPerson.tsx';
import { NextStarts } from './NextStarts.tsx';
import { RunImportMenu } from './RunImportMenu.tsx';
import { RunningNow } from './RunningNow.tsx';

/** The morning look: what needs a person, what runs, how the connections stand, what comes next. */
export function OverviewPage() {
  const overview = useOverview();
  const data = overview.data;
  return (
    <ListPage
      title="Overview"
      actions={data !== undefined && data.checklist === null && <RunImportMenu />}
      badges={data !== undefined && <UpdatedAgo at={overview.dataUpdatedAt} />}
    >
      {overview.error !== null && <Failure error={overview.error} onRetry={() => void overview.refetch()} />}
      {overview.isPending && <Loading />}
      {data !== undefined && (
        <>
          {data.checklist !== null && <Checklist steps={data.checklist} />}
          {(data.checklist === null || data.needsPersonTotal > 0) && (
            <NeedsPerson items={data.needsPerson} total={data.needsPersonTotal} runsToday={data.last24Hours.runs} />
          )}
          {data.running.length > 0 && <RunningNow runs={data.running} />}
          {data.connections.length > 0 && <ConnectionsToday connections={data.connections} />}
          {data.checklist === null && (
            <>
              <NextStarts starts={data.nextStarts} connections={data.connections} />
              <LastDay figures={data.last24Hours} />
            </>
          )}
          {data.checklist !== null && data.connections.length === 0 && (
            <Text c="dimmed" className="rc-prose">
              Rollcall keeps your contacts in step with Salesforce. When somebody texts STOP, the opt-out is recorded at
              once and written back to the record it came from.
            </Text>
          )}
        </>
      )}
    </ListPage>
  );
}
