import { useEffect } from 'react';
import type { WriteBack } from '../../../http/schemas/contacts.ts';
import { useRetriedLetter } from '../../api/optOuts.ts';
import { useAnnounce } from '../../live/Announcer.tsx';
import { writeBackState } from '../../parts/timelineWords.ts';
import { WriteBackBadge } from '../../parts/WriteBackBadge.tsx';
import { nameOf } from './whomName.ts';
import type { RetriedRow } from './useRetried.ts';

/** How long a settled row stays, to be seen; a confirmed one waits for being read back, at most so long. */
const SEEN_MS = 3_000;
const READ_BACK_MS = 20_000;

interface RetriedStateProps {
  readonly row: RetriedRow;
  readonly everyMs: number;
  /** The row has been seen in its last state, and goes. One that was refused again goes at once: back into the list. */
  readonly onLeave: (id: string) => void;
}

/** A dead letter that was sent again, in place: waiting, sent, confirmed, verified. */
export function RetriedState({ row: { letter, isTaken }, everyMs, onLeave }: RetriedStateProps) {
  const { id, whom } = letter;
  const announce = useAnnounce();
  const writeBack = useRetriedLetter(id, { enabled: isTaken, everyMs }).data?.writeBack;
  const state = writeBack?.state ?? 'waiting';
  const readBack = writeBack?.readBack ?? null;
  const leavesInMs = writeBack === undefined ? null : leavesIn(writeBack);
  const words = `${nameOf(whom)}: ${writeBackState(state, readBack).words}`;
  useEffect(() => {
    if (leavesInMs === null) return undefined;
    announce(words);
    const timer = window.setTimeout(() => onLeave(id), leavesInMs);
    return () => window.clearTimeout(timer);
  }, [announce, words, leavesInMs, onLeave, id]);
  return <WriteBackBadge state={state} readBack={readBack} />;
}

/** Milliseconds until the row goes; null while it is on its way. */
function leavesIn({ state, readBack }: WriteBack): number | null {
  if (state === 'waiting' || state === 'sent') return null;
  if (state === 'failed') return 0;
  return state === 'confirmed' && readBack === null ? READ_BACK_MS : SEEN_MS;
}
