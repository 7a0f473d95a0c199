import { Button, Group, Modal } from '@mantine/core';
import type { ReactNode } from 'react';
import { Failure } from './Failure.tsx';

export interface ConfirmProps {
  readonly opened: boolean;
  readonly onClose: () => void;
  /** A question. */
  readonly title: string;
  /** What happens, in a sentence. */
  readonly children: ReactNode;
  /** Verb and noun, with the count when it matters. */
  readonly action: string;
  readonly onConfirm: () => void;
  readonly pending?: boolean | undefined;
  readonly error?: unknown;
  /** Words of the way out; "Cancel" unless that is the act itself. */
  readonly cancel?: string | undefined;
}

/** A sentence and a verb; focus begins on the way out. */
export function Confirm({ opened, onClose, title, children, action, onConfirm, pending, error, cancel = 'Cancel' }: ConfirmProps) {
  return (
    <Modal opened={opened} onClose={onClose} title={title} closeButtonProps={{ 'aria-label': 'Close' }}>
      {children}
      {error !== undefined && error !== null && <Failure error={error} />}
      <Group justify="flex-end" mt="md" gap={8}>
        <Button variant="default" onClick={onClose} data-autofocus>
          {cancel}
        </Button>
        <Button onClick={onConfirm} loading={pending}>
          {action}
        </Button>
      </Group>
    </Modal>
  );
}
