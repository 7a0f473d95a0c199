import type { WriteBack } from '../../http/schemas/contacts.ts';
import { ToneBadge } from './ToneBadge.tsx';
import { writeBackState } from './timelineWords.ts';

interface WriteBackBadgeProps {
  readonly state: WriteBack['state'];
  /** What reading it back found instead of our value. */
  readonly readBack?: WriteBack['readBack'];
}

/**
 * Where a write-back stands: waiting, sent, confirmed, verified (or what was found in its place), failed, handled,
 * superseded by a newer one.
 */
export function WriteBackBadge({ state, readBack }: WriteBackBadgeProps) {
  const { tone, words } = writeBackState(state, readBack);
  return <ToneBadge tone={tone}>{words}</ToneBadge>;
}
