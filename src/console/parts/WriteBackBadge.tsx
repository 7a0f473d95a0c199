import type { WriteBack } from '../../http/schemas/contacts.ts';
import { ToneBadge } from './ToneBadge.tsx';
import { writeBackState } from './timelineWords.ts';

/** Where a write-back stands: waiting, sent, confirmed, failed, superseded by a newer one. */
export function WriteBackBadge({ state }: { readonly state: WriteBack['state'] }) {
  const { tone, words } = writeBackState(state);
  return <ToneBadge tone={tone}>{words}</ToneBadge>;
}
