import { Button, Text } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import { useNavigate } from '@tanstack/react-router';
import type { OptOutReport } from '../../../http/schemas/optOuts.ts';
import { reportCsvAddress, useOptOutReport, type DayRange } from '../../api/report.ts';
import { useTeam } from '../../api/team.tsx';
import { daysInWords, easternDayOf } from '../../format/days.ts';
import { count, counted } from '../../format/number.ts';
import { Loading } from '../../layouts/Loading.tsx';
import { useNow } from '../../live/useNow.ts';
import { DataTable, type Column } from '../../parts/DataTable.tsx';
import { EmptyState } from '../../parts/EmptyState.tsx';
import { Failure } from '../../parts/Failure.tsx';
import { useQueryValue, type QueryString } from '../../router/queryString.ts';
import { LedgerSection } from './LedgerSection.tsx';
import { OptOutsLayout } from './OptOutsLayout.tsx';
import { ReportDays } from './ReportDays.tsx';
import { daysAsked } from './reportRanges.ts';

/** Opt-out changes by date, and the proof that the ledger is whole. */
export function ReportPage() {
  const { slug } = useTeam();
  const navigate = useNavigate();
  const today = easternDayOf(useNow());
  const [from] = useQueryValue('from');
  const [to] = useQueryValue('to');
  const days = daysAsked(from, to, today);
  const report = useOptOutReport(days);
  const choose = (range: DayRange): void =>
    void navigate({
      to: '.',
      search: (previous: QueryString) => ({ ...previous, ...range }),
      replace: true,
      resetScroll: false,
    });
  const data = report.data;
  const hasRows = data !== undefined && data.total > 0;
  return (
    <OptOutsLayout
      title="Report"
      actions={
        hasRows ? (
          <Button
            component="a"
            href={reportCsvAddress(slug, days)}
            download
            leftSection={<IconDownload size={16} aria-hidden />}
          >
            Download CSV
          </Button>
        ) : undefined
      }
    >
      <ReportDays days={days} today={today} onChange={choose} />
      {data !== undefined ? (
        <Changes report={data} />
      ) : report.isPending ? (
        <Loading rows={10} />
      ) : (
        <Failure error={report.error} onRetry={() => void report.refetch()} />
      )}
      {data !== undefined && report.error !== null && <Failure error={report.error} />}
      <LedgerSection />
    </OptOutsLayout>
  );
}

type Row = OptOutReport['sample'][number];

const COLUMNS: readonly Column<Row>[] = [
  { id: 'firstName', header: 'FirstName', width: 150, narrow: 'line', cell: (row) => row.firstName || '–' },
  { id: 'lastName', header: 'LastName', width: 150, narrow: 'line', cell: (row) => row.lastName || '–' },
  { id: 'contactId', header: 'ContactId', cell: (row) => row.contactId || '–' },
  { id: 'teamCode', header: 'TeamCode', width: 130, cell: (row) => row.teamCode || '–' },
  { id: 'mobileNumber', header: 'MobileNumber', width: 150, narrow: 'lead', cell: (row) => row.mobileNumber || '–' },
  { id: 'status', header: 'Status', width: 120, narrow: 'end', cell: (row) => row.status },
  {
    id: 'statusDate',
    header: 'StatusDate',
    width: 200,
    narrow: 'line',
    cell: (row) => <span className="rc-number">{row.statusDate} UTC</span>,
  },
];

/** How many there were, and the newest of them as they stand in the file. */
function Changes({ report }: { readonly report: OptOutReport }) {
  const when = daysInWords(report.from, report.to);
  if (report.total === 0) return <EmptyState kind="all_done">No changes {when}.</EmptyState>;
  return (
    <>
      <Text role="status" className="rc-number" mb={8}>
        {counted(report.total, 'change')} {when}
        {report.total > report.sample.length && `, the newest ${count(report.sample.length)} below`}
      </Text>
      <DataTable
        caption="Newest opt-out changes"
        columns={COLUMNS}
        rows={report.sample}
        rowKey={(row) => `${row.statusDate} ${row.mobileNumber} ${row.contactId} ${row.status}`}
      />
    </>
  );
}
