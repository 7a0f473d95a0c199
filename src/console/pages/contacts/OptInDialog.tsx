import { Text, Textarea, TextInput } from '@mantine/core';
import { useState } from 'react';
import type { ContactDetails } from '../../../http/schemas/contacts.ts';
import { useOptIn } from '../../api/contacts.ts';
import { useAnnounce } from '../../live/Announcer.tsx';
import { ConfirmTyped } from '../../parts/ConfirmTyped.tsx';

/** Fewest characters of a reason that says something; the API refuses less. */
const REASON_CHARACTERS = 10;

interface DialogProps {
  readonly contact: ContactDetails;
  readonly opened: boolean;
  readonly onClose: () => void;
}

/** Lifting an opt-out is a worded act: why, how consent was given, and whose it is. */
export function OptInDialog({ contact, opened, onClose }: DialogProps) {
  const optIn = useOptIn(contact.id);
  const announce = useAnnounce();
  const [reason, setReason] = useState('');
  const [consentGiven, setConsentGiven] = useState('');
  const name = `${contact.firstName} ${contact.lastName}`;
  const close = () => {
    setReason('');
    setConsentGiven('');
    optIn.reset();
    onClose();
  };
  const confirm = () =>
    optIn.mutate(
      { reason: reason.trim(), consentGiven: consentGiven.trim() },
      {
        onSuccess: () => {
          announce(`${name} is opted in`);
          close();
        },
      },
    );
  return (
    <ConfirmTyped
      opened={opened}
      onClose={close}
      title={`Lift the opt-out of ${name}?`}
      expected={contact.lastName}
      expectedIs="the contact's last name"
      action={`Opt in ${contact.firstName}`}
      onConfirm={confirm}
      ready={reason.trim().length >= REASON_CHARACTERS && consentGiven.trim() !== ''}
      pending={optIn.isPending}
      error={optIn.error}
    >
      <Text className="rc-prose">{contact.band}</Text>
      <Text className="rc-prose">
        After this, texts may go to {contact.mobileShown ?? 'this person'} again
        {contact.connectionName === null ? '' : `, and ${contact.connectionName} is told`}. Your name, the reason and how consent was
        given stay in the timeline. They can opt out again at any time.
      </Text>
      <Textarea
        label="Reason"
        description={`At least ${REASON_CHARACTERS} characters`}
        autosize
        minRows={2}
        maxLength={500}
        value={reason}
        onChange={(event) => setReason(event.currentTarget.value)}
      />
      <TextInput
        label="How consent was given"
        description="For example: signed form of Nov 12, asked by phone on the recorded line"
        maxLength={500}
        value={consentGiven}
        onChange={(event) => setConsentGiven(event.currentTarget.value)}
      />
    </ConfirmTyped>
  );
}
