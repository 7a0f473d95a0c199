import { Button, Group, Modal, Stack, Text, TextInput } from '@mantine/core';
import { useState, type FormEvent } from 'react';
import type { ContactDetails } from '../../../http/schemas/contacts.ts';
import { ApiError } from '../../api/apiError.ts';
import { useCorrectMobile } from '../../api/contacts.ts';
import { useAnnounce } from '../../live/Announcer.tsx';
import { Failure } from '../../parts/Failure.tsx';

interface CorrectNumberProps {
  readonly contact: ContactDetails;
  readonly opened: boolean;
  readonly onClose: () => void;
}

/** Corrects a contact's number here, having said what becomes of the source's number and of opt-outs. */
export function CorrectNumber({ contact, opened, onClose }: CorrectNumberProps) {
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={`What is the right number of ${contact.firstName} ${contact.lastName}?`}
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      <CorrectNumberForm contact={contact} onClose={onClose} />
    </Modal>
  );
}

/** Refusals that are about the number, and so stand at its field. */
const AT_FIELD = new Set(['number_refused', 'number_taken', 'number_same']);

function CorrectNumberForm({ contact, onClose }: Omit<CorrectNumberProps, 'opened'>) {
  const correct = useCorrectMobile(contact.id);
  const announce = useAnnounce();
  const [mobile, setMobile] = useState('');
  const source = contact.connectionName;
  const refusal = correct.error instanceof ApiError && AT_FIELD.has(correct.error.code) ? correct.error : null;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    correct.mutate(
      { mobile: mobile.trim() },
      {
        onSuccess: () => {
          announce(`The number of ${contact.firstName} ${contact.lastName} is corrected`);
          onClose();
        },
      },
    );
  };
  return (
    <form onSubmit={submit}>
      <Stack gap="sm">
        {source !== null && (
          <Text>
            Imports don’t put {source}’s old number back, and Rollcall writes no number to {source}. Correct it there
            too.
          </Text>
        )}
        <Text>
          An opt-out stays with {contact.firstName}. If STOP was texted from the new number, that counts as well, and a
          permission that somebody else gave for it does not.
        </Text>
        <TextInput
          label="Mobile number"
          description={contact.mobileShown === null ? 'There is none now' : `Now ${contact.mobileShown}`}
          inputMode="tel"
          autoComplete="off"
          maxLength={40}
          value={mobile}
          onChange={(event) => setMobile(event.currentTarget.value)}
          error={refusal?.message}
          data-autofocus
        />
        {correct.error !== null && refusal === null && <Failure error={correct.error} />}
        <Group justify="flex-end" gap={8}>
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" disabled={mobile.trim() === ''} loading={correct.isPending}>
            Correct number
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
