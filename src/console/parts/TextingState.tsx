import { IconCheck, IconPhoneOff, IconPlayerPause } from '@tabler/icons-react';
import type { ContactSummary } from '../../http/schemas/contacts.ts';
import { ToneBadge } from './ToneBadge.tsx';

export type TextingStateValue = ContactSummary['texting'] | 'paused';

/** The only way consent is drawn. *Opted out* is solid ink, not red: a wish is not a fault. */
export function TextingState({ state }: { readonly state: TextingStateValue }) {
  switch (state) {
    case 'opted_out':
      return <ToneBadge tone="ink">Opted out</ToneBadge>;
    case 'opted_in':
      return (
        <ToneBadge tone="ok" icon={IconCheck}>
          Opted in
        </ToneBadge>
      );
    case 'paused':
      return (
        <ToneBadge tone="attention" icon={IconPlayerPause}>
          Paused
        </ToneBadge>
      );
    case 'no_number':
      return (
        <ToneBadge tone="idle" icon={IconPhoneOff}>
          No number
        </ToneBadge>
      );
  }
}
