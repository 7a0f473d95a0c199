import { Button, Text } from '@mantine/core';
import type { DecideReview, ReviewItem as ReviewItemValue } from '../../../http/schemas/optOuts.ts';
import { DueClock } from '../../parts/DueClock.tsx';
import { HeldLine } from '../../parts/HeldLine.tsx';
import { RelativeTime } from '../../parts/RelativeTime.tsx';
import { TextingState } from '../../parts/TextingState.tsx';
import { Whom } from './Whom.tsx';
import { nameOf } from './whomName.ts';
import classes from './optOuts.module.css';

export type Decision = DecideReview['decision'];

/** Words of the decisions, in the order of their buttons. */
export const DECISIONS: readonly { readonly decision: Decision; readonly key: string; readonly words: string }[] = [
  { decision: 'opt_out', key: 'o', words: 'Opt out' },
  { decision: 'wrong_number', key: 'w', words: 'Opt out, wrong number' },
  { decision: 'keep', key: 'i', words: 'Keep opted in' },
];

interface ReviewItemProps {
  readonly item: ReviewItemValue;
  readonly mayDecide: boolean;
  /** When *Keep opted in* is sent, in `performance.now()`; null while nothing waits. */
  readonly keptAt: number | null;
  /** The decision is on its way. */
  readonly isSent: boolean;
  readonly onDecide: (decision: Decision) => void;
  readonly onUndo: () => void;
}

/** One message in full, why it is here, and the three ways to decide. */
export function ReviewItem({ item, mayDecide, keptAt, isSent, onDecide, onUndo }: ReviewItemProps) {
  const name = nameOf(item.whom);
  return (
    <article
      className={classes.item}
      aria-label={`Message from ${name}`}
      tabIndex={-1}
      data-key={item.id}
      aria-busy={isSent || undefined}
    >
      {keptAt !== null ? (
        <HeldLine sentAt={keptAt} onUndo={onUndo} of={`keep ${name} opted in`}>
          {name} stays opted in, and may be texted again
        </HeldLine>
      ) : (
        <>
          <div className={classes.head}>
            <Whom whom={item.whom} />
            <TextingState state="paused" />
            <DueClock due={item.due} />
          </div>
          <blockquote className={classes.message}>{item.message}</blockquote>
          <Text className="rc-prose">{item.why}</Text>
          <Text c="dimmed" fz="0.8125rem">
            Received {item.easternTime} by {item.toNumberShown}. Texting is paused.
          </Text>
          {item.before.length > 0 && <Before messages={item.before} />}
          {mayDecide && (
            <div className={classes.acts}>
              {DECISIONS.map(({ decision, words, key }) => (
                <Button
                  key={decision}
                  variant={decision === 'opt_out' ? 'filled' : 'default'}
                  disabled={isSent}
                  onClick={() => onDecide(decision)}
                  aria-label={`${words}: ${name}`}
                  aria-keyshortcuts={key}
                >
                  {words}
                </Button>
              ))}
            </div>
          )}
        </>
      )}
    </article>
  );
}

function Before({ messages }: { readonly messages: ReviewItemValue['before'] }) {
  return (
    <Text component="div" c="dimmed" fz="0.8125rem" mt={8}>
      Before it
      <ul className={classes.before}>
        {messages.map(({ message, receivedAt }) => (
          <li key={receivedAt + message}>
            “{message}” <RelativeTime at={receivedAt} inTable />
          </li>
        ))}
      </ul>
    </Text>
  );
}
