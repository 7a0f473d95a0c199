import { Button, Menu, Text } from '@mantine/core';
import { IconChevronDown } from '@tabler/icons-react';
import { useNavigate } from '@tanstack/react-router';
import { useConnections } from '../../api/connections.ts';
import { recordTypePlural } from '../../api/recordType.ts';
import { useStartRun } from '../../api/runs.ts';
import { useMayWrite, useTeam } from '../../api/team.tsx';
import { Failure } from '../../parts/Failure.tsx';

/** Starts an import of any connection that has one, and goes to its run. */
export function RunImportMenu() {
  const { slug } = useTeam();
  const { mayWrite, whoMay } = useMayWrite('run imports');
  const connections = useConnections();
  const start = useStartRun();
  const navigate = useNavigate();
  if (!mayWrite) return <Text c="dimmed">{whoMay}</Text>;
  const choices = (connections.data?.connections ?? []).flatMap((connection) =>
    connection.imports.filter((one) => one.state === 'on').map((one) => ({ connection, recordType: one.recordType, source: one.sourceName })),
  );
  if (choices.length === 0) return null;
  return (
    <div>
      <Menu position="bottom-end">
        <Menu.Target>
          <Button rightSection={<IconChevronDown size={16} aria-hidden />} loading={start.isPending}>
            Run import
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          {choices.map(({ connection, recordType, source }) => (
            <Menu.Item
              key={connection.id + recordType}
              onClick={() =>
                start.mutate(
                  { connectionId: connection.id, recordType },
                  { onSuccess: (run) => void navigate({ to: '/t/$team/runs/$run', params: { team: slug, run: run.id } }) },
                )
              }
            >
              {connection.name} · {recordTypePlural(recordType)}
              {source !== null && (
                <Text c="dimmed" fz="xs">
                  {source}
                </Text>
              )}
            </Menu.Item>
          ))}
        </Menu.Dropdown>
      </Menu>
      {start.error !== null && <Failure error={start.error} />}
    </div>
  );
}
