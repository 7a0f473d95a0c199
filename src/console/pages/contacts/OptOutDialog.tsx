import { Button, Group, Modal, Stack, Text, Textarea } from '@mantine/core';
import { useState, type FormEvent } from 'react';
import type { ContactDetails } from '../../../http/schemas/contacts.ts';
import { useOptOut } from '../../api/contacts.ts';
import { useAnnounce } from '../../live/Announcer.tsx';
import { Failure } from '../../parts/Failure.tsx';

interface DialogProps {
  readonly contact: ContactDetails;
  readonly opened: boolean;
  readonly onClose: () => void;
}

/** Opting somebody out acts at once and asks only why. */
export function OptOutDialog({ contact, opened, onClose }: DialogProps) {
  const name = `${contact.firstName} ${contact.lastName}`;
  return (
    <Modal opened={opened} onClose={onClose} title={`Opt out ${name}?`} closeButtonProps={{ 'aria-label': 'Close' }}>
      <OptOutForm contact={contact} name={name} onClose={onClose} />
    </Modal>
  );
}

function OptOutForm({
  contact,
  name,
  onClose,
}: {
  readonly contact: ContactDetails;
  readonly name: string;
  readonly onClose: () => void;
}) {
  const optOut = useOptOut(contact.id);
  const announce = useAnnounce();
  const [reason, setReason] = useState('');
  const submit = (event: FormEvent) => {
    event.preventDefault();
    optOut.mutate(
      { reason: reason.trim() },
      {
        onSuccess: () => {
          announce(`${name} is opted out`);
          onClose();
        },
      },
    );
  };
  return (
    <form onSubmit={submit}>
      <Stack gap="sm">
        <Text>
          No text goes to {contact.mobileShown ?? 'this person'} from now on.
          {contact.connectionName !== null && ` The opt-out is written back to ${contact.connectionName}.`}
        </Text>
        <Textarea
          label="Reason"
          description="How they told you. It stays in the timeline."
          required
          withAsterisk={false}
          maxLength={500}
          autosize
          minRows={2}
          data-autofocus
          value={reason}
          onChange={(event) => setReason(event.currentTarget.value)}
        />
        {optOut.error !== null && <Failure error={optOut.error} />}
        <Group justify="flex-end" gap={8}>
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" disabled={reason.trim() === ''} loading={optOut.isPending}>
            Opt out {contact.firstName}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
