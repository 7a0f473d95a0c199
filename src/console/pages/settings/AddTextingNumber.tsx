import { Button, Group, Modal, PasswordInput, Stack, TextInput } from '@mantine/core';
import { useState, type FormEvent } from 'react';
import type { TextingNumber } from '../../../http/schemas/overview.ts';
import { ApiError } from '../../api/apiError.ts';
import { useSaveTextingNumber } from '../../api/settings.ts';
import { Failure } from '../../parts/Failure.tsx';

interface AddTextingNumberProps {
  /** The number whose token is replaced, `new` for another number, null while closed. */
  readonly editing: TextingNumber | 'new' | null;
  readonly onClose: () => void;
}

/** Adds a texting number, or replaces the token that signs its messages. */
export function AddTextingNumber({ editing, onClose }: AddTextingNumberProps) {
  const title =
    editing === null || editing === 'new'
      ? 'Which number do you text from?'
      : `What is the new auth token of ${editing.numberShown}?`;
  return (
    <Modal opened={editing !== null} onClose={onClose} title={title} closeButtonProps={{ 'aria-label': 'Close' }}>
      {editing !== null && <TextingNumberForm number={editing === 'new' ? null : editing} onClose={onClose} />}
    </Modal>
  );
}

function TextingNumberForm({
  number,
  onClose,
}: {
  readonly number: TextingNumber | null;
  readonly onClose: () => void;
}) {
  const [typed, setTyped] = useState(number?.numberShown ?? '');
  const [authToken, setAuthToken] = useState('');
  const save = useSaveTextingNumber();
  const errors = save.error instanceof ApiError ? save.error.fields : {};
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    save.mutate({ number: number?.number ?? typed.trim(), authToken: authToken.trim() }, { onSuccess: onClose });
  };
  return (
    <form onSubmit={submit}>
      <Stack gap="md">
        {number === null && (
          <TextInput
            label="Texting number"
            placeholder="1-716-555-0100"
            inputMode="tel"
            autoComplete="off"
            value={typed}
            onChange={(event) => setTyped(event.currentTarget.value)}
            error={errors.number}
            data-autofocus
          />
        )}
        <PasswordInput
          label="Twilio auth token"
          description="Proves that a message came from Twilio. It is stored encrypted and never shown again."
          autoComplete="off"
          value={authToken}
          onChange={(event) => setAuthToken(event.currentTarget.value)}
          error={errors.authToken}
          data-autofocus={number === null ? undefined : true}
        />
        {save.isError && Object.keys(errors).length === 0 && <Failure error={save.error} />}
        <Group justify="flex-end" gap={8}>
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" loading={save.isPending} disabled={typed.trim() === '' || authToken.trim() === ''}>
            {number === null ? 'Add texting number' : 'Replace token'}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
