import { Text } from '@mantine/core';
import type { ContactSummary } from '../../../http/schemas/contacts.ts';
import { CopyId } from '../../parts/CopyId.tsx';
import type { Column } from '../../parts/DataTable.tsx';
import { RelativeTime } from '../../parts/RelativeTime.tsx';
import { TextingState } from '../../parts/TextingState.tsx';
import { TextLink } from '../../router/links.tsx';

const made = new Map<string, readonly Column<ContactSummary>[]>();

/** The columns of Contacts; the same array each time, so that the table is not laid out anew. */
export function contactColumns(team: string): readonly Column<ContactSummary>[] {
  const known = made.get(team);
  if (known !== undefined) return known;
  const columns: readonly Column<ContactSummary>[] = [
    {
      id: 'texting',
      header: 'Texting',
      width: 130,
      narrow: 'end',
      cell: (contact) => <TextingState state={contact.texting} />,
    },
    {
      id: 'name',
      header: 'Name',
      width: 220,
      narrow: 'lead',
      cell: (contact) => (
        <TextLink to="/t/$team/contacts/$contact" params={{ team, contact: contact.id }} preload={false}>
          {contact.firstName} {contact.lastName}
        </TextLink>
      ),
    },
    { id: 'mobile', header: 'Mobile number', width: 150, narrow: 'line', cell: (contact) => contact.mobileShown ?? '–' },
    { id: 'contactId', header: 'Contact ID', width: 190, cell: (contact) => <CopyId value={contact.contactId} label="contact ID" /> },
    { id: 'assignedTo', header: 'Assigned to', width: 150, cell: (contact) => contact.assignedTo ?? '–' },
    {
      id: 'source',
      header: 'Source',
      cell: (contact) => (
        <>
          {contact.sourceName ?? '–'}
          {contact.leftSourceAt !== null && (
            <Text span c="dimmed" fz="inherit" ms={8}>
              left the source
            </Text>
          )}
          {contact.writeBackPending && (
            <Text span c="dimmed" fz="inherit" ms={8}>
              write-back waiting
            </Text>
          )}
        </>
      ),
    },
    { id: 'changedAt', header: 'Changed', width: 130, cell: (contact) => <RelativeTime at={contact.changedAt} inTable /> },
  ];
  made.set(team, columns);
  return columns;
}
