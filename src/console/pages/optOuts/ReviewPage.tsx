import { Text } from '@mantine/core';
import { useEffect } from 'react';
import type { ReviewQueue } from '../../../http/schemas/optOuts.ts';
import { useReviewQueue } from '../../api/optOuts.ts';
import { useMayWrite } from '../../api/team.tsx';
import { count } from '../../format/number.ts';
import { calendarDay } from '../../format/time.ts';
import { Loading } from '../../layouts/Loading.tsx';
import { EmptyState } from '../../parts/EmptyState.tsx';
import { Failure } from '../../parts/Failure.tsx';
import { QueueKeys } from '../../parts/QueueKeys.tsx';
import { useQueue } from '../../parts/useQueue.ts';
import { useQueryValue } from '../../router/queryString.ts';
import { OptOutsLayout } from './OptOutsLayout.tsx';
import { DECISIONS, ReviewItem, type Decision } from './ReviewItem.tsx';
import { useReviewDecisions } from './useReviewDecisions.ts';

const KEYS = [
  ['j', 'next'],
  ['k', 'previous'],
  ...DECISIONS.map(({ key, words }) => [key, words.toLowerCase()] as const),
  ['u', 'undo'],
] as const;

/** Messages that may mean STOP. One click decides, and focus moves on. */
export function ReviewPage() {
  const { mayWrite, whoMay } = useMayWrite('decide');
  const queue = useReviewQueue();
  const { decide, kept, sent, error } = useReviewDecisions();
  const items = queue.data?.items ?? [];

  const decideById = (id: string | undefined, decision: Decision) => {
    const item = items.find((one) => one.id === id);
    if (item === undefined || !mayWrite) return;
    keys.moveOn(item.id);
    decide(item, decision);
  };
  const undo = (id: string | undefined) => {
    if (id === undefined) return;
    kept.undo(id);
    keys.focus(id);
  };
  const acts = DECISIONS.map(({ key, decision }) => {
    return [key, (id: string | undefined) => decideById(id, decision)] as const;
  });
  const keys = useQueue(
    { ...Object.fromEntries(acts), u: () => undo([...kept.held.keys()].at(-1)) },
    (id) => kept.held.has(id) || sent.has(id),
  );

  // A link from a contact leads to that message.
  const [asked] = useQueryValue('item');
  const isHere = items.some((item) => item.id === asked);
  const { focus } = keys;
  useEffect(() => {
    if (asked !== undefined && isHere) focus(asked);
  }, [asked, isHere, focus]);

  return (
    <OptOutsLayout
      title="Review queue"
      badges={queue.data !== undefined && queue.data.total > 0 && <Heading queue={queue.data} />}
      actions={!mayWrite && <Text c="dimmed">{whoMay}</Text>}
    >
      {error !== null && <Failure error={error} />}
      {queue.error !== null && <Failure error={queue.error} onRetry={() => void queue.refetch()} />}
      {queue.isPending && <Loading />}
      {mayWrite && items.length > 0 && <QueueKeys keys={KEYS} />}
      <div ref={keys.ref}>
        {items.map((item) => (
          <ReviewItem
            key={item.id}
            item={item}
            mayDecide={mayWrite}
            keptAt={kept.held.get(item.id)?.sentAt ?? null}
            isSent={sent.has(item.id)}
            onDecide={(decision) => decideById(item.id, decision)}
            onUndo={() => undo(item.id)}
          />
        ))}
      </div>
      {queue.data !== undefined && queue.data.total > items.length && (
        <Text c="dimmed">
          {count(items.length)} of {count(queue.data.total)} shown; the others follow as these are decided.
        </Text>
      )}
      {queue.data?.total === 0 && <EmptyState kind="all_done">No messages to review.</EmptyState>}
    </OptOutsLayout>
  );
}

function Heading({ queue: { total, items } }: { readonly queue: ReviewQueue }) {
  const oldest = items[0];
  return (
    <Text c="dimmed" className="rc-number">
      {count(total)} waiting{oldest !== undefined && `, the oldest due ${calendarDay(oldest.due.day)}`}
    </Text>
  );
}
