import { Button, Menu, Modal, Text } from '@mantine/core';
import { IconChevronDown } from '@tabler/icons-react';
import { useNavigate } from '@tanstack/react-router';
import type { RecordType } from '../../../http/schemas/index.ts';
import type { Connection } from '../../../http/schemas/connections.ts';
import { useStartRun } from '../../api/runs.ts';
import { useMayWrite, useTeam } from '../../api/team.tsx';
import { Failure } from '../../parts/Failure.tsx';
import { mustConnect } from './connectionTabList.ts';
import { recordTypeLabel } from './recordTypes.ts';

/**
 * Starts an import of this connection and goes to its run. Absent while nothing is set up to be imported, or nothing
 * can be until somebody signs in.
 */
export function RunImport({ connection }: { readonly connection: Connection }) {
  const { slug } = useTeam();
  const { mayWrite, whoMay } = useMayWrite('run imports');
  const navigate = useNavigate();
  const start = useStartRun();
  const ready = mustConnect(connection) ? [] : connection.imports.filter((one) => one.state === 'on');
  if (ready.length === 0) return null;
  if (!mayWrite) return <Text c="dimmed">{whoMay}</Text>;
  const run = (recordType: RecordType): void =>
    start.mutate(
      { connectionId: connection.id, recordType },
      { onSuccess: (started) => void navigate({ to: '/t/$team/runs/$run', params: { team: slug, run: started.id } }) },
    );
  const only = ready.length === 1 ? ready[0] : undefined;
  return (
    <>
      {only !== undefined ? (
        <Button onClick={() => run(only.recordType)} loading={start.isPending}>
          Run import
        </Button>
      ) : (
        <Menu position="bottom-end">
          <Menu.Target>
            <Button rightSection={<IconChevronDown size={16} aria-hidden />} loading={start.isPending}>
              Run import
            </Button>
          </Menu.Target>
          <Menu.Dropdown>
            {ready.map((one) => (
              <Menu.Item key={one.recordType} onClick={() => run(one.recordType)}>
                {recordTypeLabel(one.recordType)}: {one.sourceName}
              </Menu.Item>
            ))}
          </Menu.Dropdown>
        </Menu>
      )}
      <Modal
        opened={start.isError}
        onClose={() => start.reset()}
        title="The import did not start"
        closeButtonProps={{ 'aria-label': 'Close' }}
      >
        <Failure error={start.error} />
      </Modal>
    </>
  );
}
