import { Text } from '@mantine/core';
import { useState } from 'react';
import type { DeadLetter, DeadLetterGroup } from '../../../http/schemas/optOuts.ts';
import { useDeadLetters, useMarkHandled } from '../../api/optOuts.ts';
import { useMayWrite } from '../../api/team.tsx';
import { count } from '../../format/number.ts';
import { Loading } from '../../layouts/Loading.tsx';
import { useAnnounce } from '../../live/Announcer.tsx';
import { EmptyState } from '../../parts/EmptyState.tsx';
import { Failure } from '../../parts/Failure.tsx';
import { HeldLine } from '../../parts/HeldLine.tsx';
import { QueueKeys } from '../../parts/QueueKeys.tsx';
import { useHeldActs } from '../../parts/useHeldActs.ts';
import { useQueue } from '../../parts/useQueue.ts';
import { WriteBackBadge } from '../../parts/WriteBackBadge.tsx';
import { DeadLetterCause } from './DeadLetterCause.tsx';
import { shownGroups } from './deadLetterGroups.ts';
import { MarkHandled } from './MarkHandled.tsx';
import { OptOutsLayout } from './OptOutsLayout.tsx';
import { RetriedState } from './RetriedState.tsx';
import { useRetried } from './useRetried.ts';
import { nameOf } from './whomName.ts';

const KEYS = [
  ['j', 'next'],
  ['k', 'previous'],
  ['r', 'retry'],
  ['u', 'undo'],
] as const;

/** How often rows that were sent again are asked for: a few as good as at once, many so that they don't crowd. */
const FEW = 12;
const EVERY_MS = { few: 500, many: 2_000 } as const;

/** Write-backs that need a person, by cause. */
export function DeadLettersPage() {
  const { mayWrite, whoMay } = useMayWrite('retry');
  const letters = useDeadLetters();
  const retried = useRetried();
  const handle = useMarkHandled();
  const announce = useAnnounce();
  const [asking, setAsking] = useState<DeadLetter | null>(null);
  const handled = useHeldActs<{ readonly note: string }>((id, { note }) => handle.mutate({ id, note }));
  const groups = shownGroups(letters.data?.groups ?? [], retried.rows);

  const retry = (group: DeadLetterGroup, letter: DeadLetter) => {
    queue.moveOn(letter.id);
    retried.retry(group, [letter]);
  };
  const undo = (id: string | undefined) => {
    if (id === undefined) return;
    handled.undo(id);
    queue.focus(id);
  };
  const isUnderWay = (id: string) => retried.rows.has(id) || handled.held.has(id);
  const queue = useQueue(
    {
      r: (id) => {
        const group = groups.find(({ items }) => items.some((item) => item.id === id));
        const letter = group?.items.find((item) => item.id === id);
        if (group !== undefined && letter !== undefined && mayWrite) retry(group, letter);
      },
      u: () => undo([...handled.held.keys()].at(-1)),
    },
    isUnderWay,
  );

  const underWay = (letter: DeadLetter) => {
    const row = retried.rows.get(letter.id);
    const everyMs = retried.rows.size > FEW ? EVERY_MS.many : EVERY_MS.few;
    if (row !== undefined) return <RetriedState row={row} everyMs={everyMs} onLeave={retried.leave} />;
    const waits = handled.held.get(letter.id);
    if (waits === undefined) {
      const isSent = handle.isPending && handle.variables.id === letter.id;
      return isSent ? <WriteBackBadge state="handled" /> : null;
    }
    return (
      <HeldLine sentAt={waits.sentAt} onUndo={() => undo(letter.id)} of={`mark ${nameOf(letter.whom)} handled`}>
        Handled
      </HeldLine>
    );
  };
  const close = () => {
    if (asking !== null) queue.focus(asking.id);
    setAsking(null);
  };
  const hold = (letter: DeadLetter, note: string) => {
    handled.hold(letter.id, { note });
    setAsking(null);
    queue.moveOn(letter.id);
    announce(`${nameOf(letter.whom)} is marked handled. Undo within 10 seconds.`);
  };

  const total = letters.data?.total ?? 0;
  return (
    <OptOutsLayout
      title="Dead letters"
      badges={
        total > 0 && (
          <Text c="dimmed" className="rc-number">
            {count(total)}
          </Text>
        )
      }
      actions={!mayWrite && total > 0 && <Text c="dimmed">{whoMay}</Text>}
    >
      {retried.error !== null && <Failure error={retried.error} />}
      {handle.error !== null && <Failure error={handle.error} />}
      {letters.error !== null && <Failure error={letters.error} onRetry={() => void letters.refetch()} />}
      {letters.isPending && <Loading />}
      {mayWrite && groups.length > 0 && <QueueKeys keys={KEYS} />}
      <div ref={queue.ref}>
        {groups.map((group) => (
          <DeadLetterCause
            key={group.key}
            group={group}
            acts={{ mayAct: mayWrite, onRetry: (letter) => retry(group, letter), onHandle: setAsking, underWay }}
            onRetryAll={() => {
              if (group.items[0] !== undefined) queue.focus(group.items[0].id);
              retried.retry(group, 'all');
            }}
          />
        ))}
      </div>
      {letters.data !== undefined && groups.length === 0 && <EmptyState kind="all_done">No dead letters.</EmptyState>}
      <MarkHandled letter={asking} onClose={close} onHandled={hold} />
    </OptOutsLayout>
  );
}
