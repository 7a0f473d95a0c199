import { Button, Text } from '@mantine/core';
import type { WriteBack } from '../../../http/schemas/contacts.ts';
import { useRetryWriteBack } from '../../api/contacts.ts';
import { useMayWrite } from '../../api/team.tsx';
import { EmptyState } from '../../parts/EmptyState.tsx';
import { Explain } from '../../parts/Explain.tsx';
import { Failure } from '../../parts/Failure.tsx';
import { RelativeTime } from '../../parts/RelativeTime.tsx';
import { DataTable, type Column } from '../../parts/DataTable.tsx';
import { writeBackWords } from '../../parts/timelineWords.ts';
import { WriteBackBadge } from '../../parts/WriteBackBadge.tsx';

const COLUMNS: readonly Column<WriteBack>[] = [
  {
    id: 'when',
    header: 'When',
    width: 150,
    narrow: 'line',
    cell: (one) => <RelativeTime at={one.createdAt} inTable />,
  },
  {
    id: 'change',
    header: 'Change',
    width: 110,
    narrow: 'lead',
    cell: (one) => (one.change === 'opted_out' ? 'Opted out' : 'Opted in'),
  },
  { id: 'connection', header: 'Connection', width: 160, narrow: 'line', cell: (one) => one.connectionName },
  {
    id: 'state',
    header: 'State',
    width: 150,
    narrow: 'end',
    cell: (one) => <WriteBackBadge state={one.state} readBack={one.readBack} />,
  },
  { id: 'tries', header: 'Tries', width: 60, numeric: true, cell: (one) => one.tries },
  { id: 'answer', header: "CRM's answer", cell: writeBackWords },
];

/** What was sent to the CRM and how it answered; a failed one can be sent again. */
export function WriteBacks({
  contactId,
  writeBacks,
}: {
  readonly contactId: string;
  readonly writeBacks: readonly WriteBack[];
}) {
  const { mayWrite } = useMayWrite();
  const retry = useRetryWriteBack(contactId);
  if (writeBacks.length === 0)
    return <EmptyState kind="all_done">Nothing was written back for this contact yet.</EmptyState>;
  const failed = writeBacks.filter((one) => one.state === 'failed');
  return (
    <>
      {failed.map((one) => (
        <div key={one.id} style={{ marginBottom: 16 }}>
          <Explain
            code={one.code ?? 'write_back_failed'}
            message={`${one.connectionName} refused the ${one.change === 'opted_out' ? 'opt-out' : 'opt-in'} after ${one.tries} ${one.tries === 1 ? 'try' : 'tries'}. Here it stands as it was set.`}
            remedy={one.remedy ?? undefined}
            vendorMessage={one.reason ?? undefined}
            actions={
              mayWrite && (
                <>
                  <Button
                    size="compact-md"
                    loading={retry.isPending && retry.variables.writeBackId === one.id}
                    onClick={() => retry.mutate({ writeBackId: one.id })}
                  >
                    Retry
                  </Button>
                  {one.recordUrl !== null && (
                    <Button
                      component="a"
                      href={one.recordUrl}
                      target="_blank"
                      rel="noreferrer"
                      size="compact-md"
                      variant="default"
                    >
                      Open record
                    </Button>
                  )}
                </>
              )
            }
          />
        </div>
      ))}
      {retry.error !== null && <Failure error={retry.error} />}
      <DataTable caption="Write-backs" columns={COLUMNS} rows={writeBacks} rowKey={(one) => one.id} />
      <Text c="dimmed" fz="0.8125rem" mt={8}>
        A newer change supersedes one that still waits: the CRM gets the last word once.
      </Text>
    </>
  );
}
