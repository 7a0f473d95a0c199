import { Text } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import type { Connection } from '../../../http/schemas/connections.ts';
import { useRemoveConnection } from '../../api/connections.ts';
import { useTeam } from '../../api/team.tsx';
import { counted } from '../../format/number.ts';
import { ConfirmTyped } from '../../parts/ConfirmTyped.tsx';

interface DisconnectProps {
  readonly connection: Connection;
  readonly opened: boolean;
  readonly onClose: () => void;
}

/** Ends a connection for good. What was imported stays; what still had to be written back can't be. */
export function Disconnect({ connection, opened, onClose }: DisconnectProps) {
  const { slug } = useTeam();
  const navigate = useNavigate();
  const remove = useRemoveConnection(connection.id);
  const pending = connection.waitingWriteBacks + connection.deadWriteBacks;
  return (
    <ConfirmTyped
      opened={opened}
      onClose={onClose}
      title={`Disconnect ${connection.name}?`}
      expected={connection.name}
      expectedIs="the name of the connection"
      action={`Disconnect ${connection.name}`}
      pending={remove.isPending}
      error={remove.error}
      onConfirm={() =>
        remove.mutate(connection.name, {
          onSuccess: () => void navigate({ to: '/t/$team/integrations', params: { team: slug } }),
        })
      }
    >
      <Text>Its imports and schedule end, and its authorization and settings are deleted. This can’t be undone.</Text>
      {pending > 0 && (
        <Text fw={500}>
          {counted(pending, 'opt-out')} still {pending === 1 ? 'waits' : 'wait'} to be written to Salesforce and will
          not get there.
        </Text>
      )}
      <Text>Contacts stay, and everybody who opted out stays opted out here.</Text>
    </ConfirmTyped>
  );
}
