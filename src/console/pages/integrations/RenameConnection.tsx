import { Button, Group, Modal, TextInput } from '@mantine/core';
import { useState, type FormEvent } from 'react';
import type { Connection } from '../../../http/schemas/connections.ts';
import { useUpdateConnection } from '../../api/connections.ts';
import { Failure } from '../../parts/Failure.tsx';

interface RenameConnectionProps {
  readonly connection: Connection;
  readonly opened: boolean;
  readonly onClose: () => void;
}

/** Another name for a connection. Nothing else depends on it. */
export function RenameConnection({ connection, opened, onClose }: RenameConnectionProps) {
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={`What should ${connection.name} be called?`}
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      <RenameForm connection={connection} onClose={onClose} />
    </Modal>
  );
}

function RenameForm({ connection, onClose }: Omit<RenameConnectionProps, 'opened'>) {
  const [name, setName] = useState(connection.name);
  const update = useUpdateConnection(connection.id);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    update.mutate({ version: connection.version, name: name.trim() }, { onSuccess: onClose });
  };
  return (
    <form onSubmit={submit}>
      <TextInput
        label="Name"
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
        maxLength={80}
        required
        withAsterisk={false}
        data-autofocus
      />
      {update.isError && <Failure error={update.error} />}
      <Group justify="flex-end" gap={8} mt="md">
        <Button variant="default" onClick={onClose}>
          Cancel
        </Button>
        <Button type="submit" loading={update.isPending} disabled={name.trim() === ''}>
          Rename connection
        </Button>
      </Group>
    </form>
  );
}
