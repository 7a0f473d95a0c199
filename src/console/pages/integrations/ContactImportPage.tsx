import { Stack, Text } from '@mantine/core';
import { useImportSettings, useSourceFields } from '../../api/imports.ts';
import { Loading } from '../../layouts/Loading.tsx';
import { Failure } from '../../parts/Failure.tsx';
import { useRouteParam } from '../../router/useRouteParam.ts';
import { ImportForm } from './ImportForm.tsx';
import { NotConnected } from './NotConnected.tsx';
import { RecordTypeTabs } from './RecordTypeTabs.tsx';
import { recordTypeOf } from './recordTypes.ts';
import { useTheConnection } from './connectionContext.tsx';

/** What is imported: a source, which of its fields fill which contact fields, and the opt-out rule. */
export function ContactImportPage() {
  const connection = useTheConnection();
  const type = recordTypeOf(useRouteParam('recordType'));
  if (connection.account === null)
    return <NotConnected>Connect to Salesforce first, then choose here what to import.</NotConnected>;
  return (
    <>
      <RecordTypeTabs active={type.id} by="path" />
      <LoadedImport key={type.id} />
    </>
  );
}

function LoadedImport() {
  const connection = useTheConnection();
  const type = recordTypeOf(useRouteParam('recordType'));
  const settings = useImportSettings(connection.id, type.id);
  const fields = useSourceFields(connection.id, type.id);
  if (settings.isError && settings.data === undefined)
    return <Failure error={settings.error} onRetry={() => void settings.refetch()} />;
  if (fields.isError && fields.data === undefined) {
    return (
      <Stack gap="md">
        <Failure error={fields.error} onRetry={() => void fields.refetch()} />
        <Text className="rc-prose">
          {settings.data?.source === undefined || settings.data.source === null
            ? 'Nothing is set up yet. '
            : `Stored: ${settings.data.source.kind} “${settings.data.source.name}”. `}
          Schedule and notifications can be changed meanwhile.
        </Text>
      </Stack>
    );
  }
  if (settings.data === undefined || fields.data === undefined) return <Loading />;
  return <ImportForm settings={settings.data} sourceFields={fields.data} />;
}
