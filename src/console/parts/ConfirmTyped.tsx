import { Button, Group, Modal, Stack, Text, TextInput } from '@mantine/core';
import { useState, type FormEvent, type ReactNode } from 'react';
import { Failure } from './Failure.tsx';

export interface ConfirmTypedProps {
  readonly opened: boolean;
  readonly onClose: () => void;
  /** A question. */
  readonly title: string;
  /** What happens, to how many, what does not, whether it can be undone. May hold fields of its own. */
  readonly children: ReactNode;
  /** The number or name to type; pasting is fine. */
  readonly expected: string;
  /** What is to be typed: "the contact's last name", "the number of contacts". */
  readonly expectedIs: string;
  /** Verb and noun, with the count when it matters. */
  readonly action: string;
  readonly onConfirm: () => void;
  /** Whether the fields among the children are filled. */
  readonly ready?: boolean | undefined;
  readonly pending?: boolean | undefined;
  readonly error?: unknown;
}

/** For what can't be taken back with a click: the reader types what it is about. */
export function ConfirmTyped(props: ConfirmTypedProps) {
  return (
    <Modal
      opened={props.opened}
      onClose={props.onClose}
      title={props.title}
      size="lg"
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      <ConfirmTypedForm {...props} />
    </Modal>
  );
}

function ConfirmTypedForm({
  onClose,
  children,
  expected,
  expectedIs,
  action,
  onConfirm,
  ready = true,
  pending,
  error,
}: ConfirmTypedProps) {
  const [typed, setTyped] = useState('');
  const matches = typed.trim().replaceAll(',', '') === expected.replaceAll(',', '');
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (matches && ready) onConfirm();
  };
  return (
    <form onSubmit={submit}>
      <Stack gap="sm">
        {children}
        <TextInput
          label={
            <>
              Type{' '}
              <Text span fw={600} fz="inherit">
                {expected}
              </Text>{' '}
              to confirm
            </>
          }
          description={`It is ${expectedIs}.`}
          value={typed}
          onChange={(event) => setTyped(event.currentTarget.value)}
          autoComplete="off"
        />
        {error !== undefined && error !== null && <Failure error={error} />}
        <Group justify="flex-end" gap={8}>
          <Button variant="default" onClick={onClose} data-autofocus>
            Cancel
          </Button>
          <Button type="submit" disabled={!matches || !ready} loading={pending}>
            {action}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
