import { useState } from 'react';
import type { ReviewItem } from '../../../http/schemas/optOuts.ts';
import { useDecideReview } from '../../api/optOuts.ts';
import { useAnnounce } from '../../live/Announcer.tsx';
import { useHeldActs, type HeldActs } from '../../parts/useHeldActs.ts';
import type { Decision } from './ReviewItem.tsx';
import { nameOf } from './whomName.ts';

interface ReviewDecisions {
  readonly decide: (item: ReviewItem, decision: Decision) => void;
  /** *Keep opted in* of these waits for its Undo. */
  readonly kept: HeldActs<ReviewItem>;
  /** Decisions on their way: these leave the queue when it has been read again. */
  readonly sent: ReadonlySet<string>;
  /** The last decision that was refused. */
  readonly error: Error | null;
}

/**
 * Opting out acts at once; *Keep opted in* waits ten seconds for its Undo, and is sent when the page is left before
 * that. Several decisions can be on their way.
 */
export function useReviewDecisions(): ReviewDecisions {
  const { mutateAsync } = useDecideReview();
  const announce = useAnnounce();
  const [sent, setSent] = useState<ReadonlySet<string>>(new Set());
  const [error, setError] = useState<Error | null>(null);

  const send = async (item: ReviewItem, decision: Decision): Promise<void> => {
    setSent((old) => new Set(old).add(item.id));
    setError(null);
    try {
      await mutateAsync({ id: item.id, decision });
      announce(`${nameOf(item.whom)} ${decision === 'keep' ? 'may be texted again' : 'is opted out'}`);
    } catch (refusal) {
      setError(refusal as Error);
    } finally {
      setSent((old) => new Set([...old].filter((id) => id !== item.id)));
    }
  };
  const kept = useHeldActs<ReviewItem>((_id, item) => void send(item, 'keep'));

  const decide = (item: ReviewItem, decision: Decision): void => {
    if (decision !== 'keep') return void send(item, decision);
    kept.hold(item.id, item);
    announce(`${nameOf(item.whom)} stays opted in. Undo within 10 seconds.`);
  };
  return { decide, kept, sent, error };
}
