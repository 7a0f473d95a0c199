import { Button, Group, Modal, Stack, Text, Textarea } from '@mantine/core';
import { useState, type FormEvent } from 'react';
import type { DeadLetter } from '../../../http/schemas/optOuts.ts';
import { nameOf } from './whomName.ts';

/** As short as a note may be, and as long. */
const SHORTEST = 3;
const LONGEST = 500;

interface MarkHandledProps {
  readonly letter: DeadLetter | null;
  readonly onClose: () => void;
  readonly onHandled: (letter: DeadLetter, note: string) => void;
}

/** A dead letter that somebody dealt with in the CRM; asks for the note that stays. */
export function MarkHandled({ letter, onClose, onHandled }: MarkHandledProps) {
  return (
    <Modal
      opened={letter !== null}
      onClose={onClose}
      title={letter === null ? '' : `Was the write-back of ${nameOf(letter.whom)} handled?`}
      closeButtonProps={{ 'aria-label': 'Close' }}
      // The button that opened it is gone when it closes: the page moves focus.
      returnFocus={false}
    >
      {letter !== null && <NoteForm letter={letter} onClose={onClose} onHandled={onHandled} />}
    </Modal>
  );
}

function NoteForm({ letter, onClose, onHandled }: MarkHandledProps & { readonly letter: DeadLetter }) {
  const [note, setNote] = useState('');
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (note.trim().length >= SHORTEST) onHandled(letter, note.trim());
  };
  return (
    <form onSubmit={submit}>
      <Stack gap="sm">
        <Text>
          It is not sent again. {nameOf(letter.whom)} stays as set here; what stands in{' '}
          {letter.writeBack.connectionName} is not checked.
        </Text>
        <Textarea
          label="Note"
          description="What was done in the CRM. It stays in the timeline and the audit log."
          required
          withAsterisk={false}
          maxLength={LONGEST}
          autosize
          minRows={2}
          data-autofocus
          value={note}
          onChange={(event) => setNote(event.currentTarget.value)}
        />
        <Group justify="flex-end" gap={8}>
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" disabled={note.trim().length < SHORTEST}>
            Mark handled
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
