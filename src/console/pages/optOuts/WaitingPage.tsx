import { Text } from '@mantine/core';
import { useRouter } from '@tanstack/react-router';
import type { WaitingItem, WaitingList } from '../../../http/schemas/optOuts.ts';
import { useWaiting, WAITING_PAGE_ROWS } from '../../api/optOuts.ts';
import { useTeam } from '../../api/team.tsx';
import { count, counted, duration } from '../../format/number.ts';
import { calendarDay } from '../../format/time.ts';
import { Loading } from '../../layouts/Loading.tsx';
import { DataTable } from '../../parts/DataTable.tsx';
import { EmptyState } from '../../parts/EmptyState.tsx';
import { ExactTimes } from '../../parts/ExactTimes.tsx';
import { Failure } from '../../parts/Failure.tsx';
import { LateBand } from '../../parts/LateBand.tsx';
import { Pager } from '../../parts/Pager.tsx';
import { useQueue } from '../../parts/useQueue.ts';
import { ServerButton } from '../../router/ServerLink.tsx';
import { useCursorPage } from '../../router/useCursorPage.ts';
import { OptOutsLayout } from './OptOutsLayout.tsx';
import { nameOf } from './whomName.ts';
import { WAITING_COLUMNS } from './waitingColumns.tsx';
import classes from './optOuts.module.css';

/** Every opt-out that is not yet honoured in both systems, by due date. */
export function WaitingPage() {
  const { slug } = useTeam();
  const router = useRouter();
  const cursor = useCursorPage();
  const page = useWaiting(cursor.after);
  const queue = useQueue({});
  const data = page.data;
  const first = data?.items[0];
  const open = (item: WaitingItem) => router.history.push(`/t/${slug}${item.link}`);
  return (
    <OptOutsLayout
      title="Waiting"
      badges={data !== undefined && data.counts.waiting > 0 && <Heading data={data} isFirstPage={cursor.page === 1} />}
      actions={
        first !== undefined && (
          <ServerButton href={first.link} aria-label={`Open next: ${nameOf(first.whom)}`}>
            Open next
          </ServerButton>
        )
      }
    >
      {page.error !== null && <Failure error={page.error} onRetry={() => void page.refetch()} />}
      {page.isPending && <Loading rows={8} height={24} />}
      {data !== undefined && (
        <>
          {data.counts.late > 0 && <LateBand>{lateWords(data, cursor.page === 1)}</LateBand>}
          {data.counts.waiting > 0 && <WaitsFor data={data} />}
        </>
      )}
      <div ref={queue.ref}>
        {data !== undefined && data.items.length > 0 && (
          <>
            <DataTable
              caption="Opt-outs that wait"
              columns={WAITING_COLUMNS}
              rows={data.items}
              rowKey={(item) => item.id}
              total={data.counts.waiting}
              firstRow={(cursor.page - 1) * WAITING_PAGE_ROWS + 1}
              onOpen={open}
            />
            <Pager
              firstRow={(cursor.page - 1) * WAITING_PAGE_ROWS + 1}
              rows={data.items.length}
              total={data.counts.waiting}
              onPrevious={cursor.page > 1 ? cursor.goPrevious : undefined}
              onNext={data.next === null ? undefined : () => data.next !== null && cursor.goNext(data.next)}
            />
          </>
        )}
      </div>
      {data?.items.length === 0 && (
        <EmptyState kind="all_done">
          Every opt-out has reached its CRM.
          {data.slowestTodayMs !== null && ` The slowest today took ${duration(data.slowestTodayMs)}.`}
        </EmptyState>
      )}
    </OptOutsLayout>
  );
}

function Heading({ data, isFirstPage }: { readonly data: WaitingList; readonly isFirstPage: boolean }) {
  const oldest = isFirstPage ? data.items[0] : undefined;
  return (
    <Text c="dimmed" className="rc-number">
      {count(data.counts.waiting)}
      {oldest !== undefined && `, the oldest due ${calendarDay(oldest.due.day)}`}
    </Text>
  );
}

function WaitsFor({ data: { counts } }: { readonly data: WaitingList }) {
  return (
    <div className={classes.above}>
      <Text className="rc-number" role="status">
        {counted(counts.waitingOnPerson, 'waits for a person', 'wait for a person')} ·{' '}
        {counted(counts.waitingOnCrm, 'waits for a CRM', 'wait for a CRM')}
      </Text>
      <ExactTimes />
    </div>
  );
}

function lateWords(data: WaitingList, isFirstPage: boolean): string {
  const words = counted(data.counts.late, 'opt-out is late.', 'opt-outs are late.');
  const oldest = isFirstPage ? data.items[0] : undefined;
  return oldest?.due.late === true ? `${words} The oldest was due ${calendarDay(oldest.due.day)}.` : words;
}
