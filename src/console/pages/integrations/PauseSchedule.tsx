import { Button } from '@mantine/core';
import { useState } from 'react';
import type { Connection } from '../../../http/schemas/connections.ts';
import { useUpdateConnection } from '../../api/connections.ts';
import { Confirm } from '../../parts/Confirm.tsx';

/** Pauses or resumes all windows of a connection. Resuming needs no question. */
export function PauseSchedule({ connection }: { readonly connection: Connection }) {
  const [asking, setAsking] = useState(false);
  const update = useUpdateConnection(connection.id);
  const set = (schedulePaused: boolean): void =>
    update.mutate({ version: connection.version, schedulePaused }, { onSuccess: () => setAsking(false) });
  if (connection.schedulePaused) {
    return (
      <Button variant="default" size="compact-md" onClick={() => set(false)} loading={update.isPending}>
        Resume schedule
      </Button>
    );
  }
  return (
    <>
      <Button variant="default" size="compact-md" onClick={() => setAsking(true)}>
        Pause schedule
      </Button>
      <Confirm
        opened={asking}
        onClose={() => setAsking(false)}
        title="Pause the schedule?"
        action="Pause schedule"
        onConfirm={() => set(true)}
        pending={update.isPending}
        error={update.error}
      >
        No import of {connection.name} starts by itself until you resume it. Imports can still be run by hand, and
        opt-outs go on being written back.
      </Confirm>
    </>
  );
}
