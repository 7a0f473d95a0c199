import type { ContactDetails } from '../../../http/schemas/contacts.ts';
import { useSendOurState } from '../../api/contacts.ts';
import { useMayWrite } from '../../api/team.tsx';
import { useAnnounce } from '../../live/Announcer.tsx';
import { ConsentTimeline } from '../../parts/ConsentTimeline.tsx';
import { EmptyState } from '../../parts/EmptyState.tsx';
import { Failure } from '../../parts/Failure.tsx';

/** The history of the contact's texting preference; a conflict that stands is answered in its place. */
export function ContactTimeline({ contact }: { readonly contact: ContactDetails }) {
  const { mayWrite } = useMayWrite();
  const send = useSendOurState(contact.id);
  const announce = useAnnounce();
  if (contact.timeline.length === 0)
    return <EmptyState kind="all_done">No change of texting preference yet.</EmptyState>;
  const onSend = (conflictId: string): void =>
    send.mutate(
      { ids: [conflictId] },
      { onSuccess: () => announce(`The opt-out goes to ${contact.connectionName ?? 'the CRM'} again`) },
    );
  return (
    <>
      {send.error !== null && <Failure error={send.error} />}
      <ConsentTimeline
        entries={contact.timeline}
        onSend={mayWrite ? onSend : undefined}
        sending={send.isPending ? send.variables.ids[0] : undefined}
      />
    </>
  );
}
