import { Group, Text } from '@mantine/core';
import type { Connection } from '../../../http/schemas/connections.ts';
import { useImportSettings } from '../../api/imports.ts';
import { counted } from '../../format/number.ts';
import { Section } from '../../layouts/Section.tsx';
import { Health } from '../../parts/Health.tsx';
import { MissedWindows } from './MissedWindows.tsx';
import { RunImport } from './RunImport.tsx';

/** After somebody has connected again: how it stands, what waited and goes out now, what was missed meanwhile. */
export function BackInStep({ connection }: { readonly connection: Connection }) {
  const { waitingWriteBacks: waiting } = connection;
  const on = connection.imports.filter((one) => one.state === 'on');
  if (on.length === 0) return null;
  return (
    <>
      <Section id="back-in-step" title="Back in step">
        <Health health={connection.health} />
        {connection.writesBack && (
          <Text className="rc-number" role="status">
            {waiting === 0
              ? 'No opt-out is waiting to be written back.'
              : `${counted(waiting, 'opt-out')} waiting to be written back.`}
          </Text>
        )}
        <Group mt="md">
          <RunImport connection={connection} />
        </Group>
      </Section>
      {on.map(({ recordType }) => (
        <Missed key={recordType} connection={connection} recordType={recordType} />
      ))}
    </>
  );
}

function Missed({
  connection,
  recordType,
}: {
  readonly connection: Connection;
  readonly recordType: Connection['imports'][number]['recordType'];
}) {
  const settings = useImportSettings(connection.id, recordType);
  return <MissedWindows missed={settings.data?.missedWindows ?? []} />;
}
