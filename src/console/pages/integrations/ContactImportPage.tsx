import { Stack, Text } from '@mantine/core';
import { useImportSettings, useSourceFields } from '../../api/imports.ts';
import { Loading } from '../../layouts/Loading.tsx';
import { Failure } from '../../parts/Failure.tsx';
import { useRouteParam } from '../../router/useRouteParam.ts';
import { connectFirst } from './connectFirst.ts';
import { FileImportForm } from './FileImportForm.tsx';
import { ImportForm } from './ImportForm.tsx';
import { NotConnected } from './NotConnected.tsx';
import { RecordTypeTabs } from './RecordTypeTabs.tsx';
import { recordTypeOf } from './recordTypes.ts';
import { useTheConnection } from './connectionContext.tsx';

/** What is imported: a source, which of its fields fill which contact fields, and the opt-out rule. */
export function ContactImportPage() {
  const connection = useTheConnection();
  const type = recordTypeOf(useRouteParam('recordType'));
  if (connection.account === null) return <NotConnected>{connectFirst(connection)} what to import.</NotConnected>;
  if (connection.connector === 'ftp') return <LoadedFileImport />;
  return (
    <>
      <RecordTypeTabs active={type.id} by="path" />
      <LoadedImport key={type.id} />
    </>
  );
}

function LoadedFileImport() {
  const settings = useImportSettings(useTheConnection().id, 'Contact');
  if (settings.data !== undefined) return <FileImportForm settings={settings.data} />;
  return settings.isError ? (
    <Failure error={settings.error} onRetry={() => void settings.refetch()} />
  ) : (
    <Loading />
  );
}

function LoadedImport() {
  const connection = useTheConnection();
  const type = recordTypeOf(useRouteParam('recordType'));
  const settings = useImportSettings(connection.id, type.id);
  const sourceId = settings.data?.source?.id ?? null;
  const columns = useSourceFields(connection.id, type.id, sourceId, sourceId !== null);
  if (settings.isError && settings.data === undefined)
    return <Failure error={settings.error} onRetry={() => void settings.refetch()} />;
  if (settings.data === undefined) return <Loading />;
  const { source } = settings.data;
  if (source === null) return <ImportForm settings={settings.data} storedColumns={null} />;
  if (columns.data !== undefined) return <ImportForm settings={settings.data} storedColumns={columns.data} />;
  if (!columns.isError) return <Loading />;
  return (
    <Stack gap="md">
      <Failure error={columns.error} onRetry={() => void columns.refetch()} />
      <Text className="rc-prose">
        Stored: {source.kind} “{source.name}”. Schedule and notifications can be changed meanwhile.
      </Text>
    </Stack>
  );
}
