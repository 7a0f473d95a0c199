import { Button, Text } from '@mantine/core';
import { useState } from 'react';
import type { Conflict } from '../../../http/schemas/optOuts.ts';
import { useConflicts, useSendConflicts } from '../../api/optOuts.ts';
import { useMayWrite } from '../../api/team.tsx';
import { count, counted } from '../../format/number.ts';
import { Loading } from '../../layouts/Loading.tsx';
import { useAnnounce } from '../../live/Announcer.tsx';
import { Confirm } from '../../parts/Confirm.tsx';
import { DataTable } from '../../parts/DataTable.tsx';
import { EmptyState } from '../../parts/EmptyState.tsx';
import { Failure } from '../../parts/Failure.tsx';
import { QueueKeys } from '../../parts/QueueKeys.tsx';
import { useQueue } from '../../parts/useQueue.ts';
import { conflictColumns } from './conflictColumns.tsx';
import { OptOutsLayout } from './OptOutsLayout.tsx';
import classes from './optOuts.module.css';

/** More records than this are sent only after a question. */
const ASKS_ABOVE = 100;

const KEYS = [
  ['j', 'next'],
  ['k', 'previous'],
  ['s', 'send our state'],
] as const;

/** Values of a CRM that would lift an opt-out and were not applied: both sides, and the way to send ours again. */
export function ConflictsPage() {
  const { mayWrite, whoMay } = useMayWrite('send our state');
  const conflicts = useConflicts();
  const send = useSendConflicts();
  const announce = useAnnounce();
  const [asking, setAsking] = useState(false);
  const items = conflicts.data?.items ?? [];
  const total = conflicts.data?.total ?? 0;
  const sending = new Set(send.isPending ? send.variables : []);

  const sendOurs = (ids: readonly string[]) => {
    if (send.isPending || ids.length === 0) return;
    send.mutate(ids, {
      onSuccess: ({ sent }) => {
        setAsking(false);
        announce(sentWords(sent));
      },
    });
  };
  const sendOne = (conflict: Conflict) => {
    queue.moveOn(conflict.id);
    sendOurs([conflict.id]);
  };
  const sendAll = () => sendOurs(items.map((item) => item.id));
  const queue = useQueue({
    s: (id) => {
      const conflict = items.find((item) => item.id === id);
      if (conflict !== undefined && mayWrite) sendOne(conflict);
    },
  });

  return (
    <OptOutsLayout
      title="Conflicts"
      badges={
        total > 0 && (
          <Text c="dimmed" className="rc-number">
            {count(total)}
          </Text>
        )
      }
      actions={
        items.length > 0 &&
        (mayWrite ? (
          items.length > 1 && (
            <Button loading={send.isPending} onClick={() => (items.length > ASKS_ABOVE ? setAsking(true) : sendAll())}>
              Send our state for all {count(items.length)}
            </Button>
          )
        ) : (
          <Text c="dimmed">{whoMay}</Text>
        ))
      }
    >
      {send.error !== null && !asking && <Failure error={send.error} />}
      {send.isSuccess && (
        <Text className={classes.above} c="dimmed">
          {sentWords(send.data.sent)}
        </Text>
      )}
      {conflicts.error !== null && <Failure error={conflicts.error} onRetry={() => void conflicts.refetch()} />}
      {conflicts.isPending && <Loading />}
      {mayWrite && items.length > 0 && <QueueKeys keys={KEYS} />}
      <div ref={queue.ref}>
        {items.length > 0 && (
          <DataTable
            caption="Conflicts"
            columns={conflictColumns(mayWrite ? { sending, onSend: sendOne } : null)}
            rows={items}
            rowKey={(conflict) => conflict.id}
            total={total}
          />
        )}
      </div>
      {total > items.length && (
        <Text c="dimmed">
          {count(items.length)} of {count(total)} shown; the others follow as these are settled.
        </Text>
      )}
      {conflicts.data?.total === 0 && <EmptyState kind="all_done">No conflicts.</EmptyState>}
      <Confirm
        opened={asking}
        onClose={() => setAsking(false)}
        title={`Send our state to ${counted(items.length, 'record')}?`}
        action={`Send to ${counted(items.length, 'record')}`}
        onConfirm={sendAll}
        pending={send.isPending}
        error={send.error}
      >
        <Text>
          The opt-out field of {counted(items.length, 'record')} is set to what is stored here: opted out. Nothing else in
          these records is changed.
        </Text>
      </Confirm>
    </OptOutsLayout>
  );
}

function sentWords(sent: number): string {
  return sent === 0
    ? 'Nothing was sent: these were settled meanwhile.'
    : `Our state goes to the CRM for ${counted(sent, 'contact')}.`;
}
