import { Button, Group, Text } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { useState, type FormEvent } from 'react';
import type { Connection } from '../../../http/schemas/connections.ts';
import { ApiError } from '../../api/apiError.ts';
import { useTeam } from '../../api/team.tsx';
import { ErrorSummary } from '../../parts/ErrorSummary.tsx';
import { Failure } from '../../parts/Failure.tsx';
import { CallbackAddress } from './CallbackAddress.tsx';
import { CertificateSection } from './CertificateSection.tsx';
import { SalesforceFields } from './SalesforceFields.tsx';
import { draftOf, missingIn, NEW_DRAFT } from './salesforceSettings.ts';
import { useConnect } from './useConnect.ts';

const FIELD_LABELS: Readonly<Record<string, string>> = {
  loginUrl: 'Address',
  clientId: 'Client ID',
  username: 'User name',
  clientSecret: 'Client secret',
};

/** The Authentication form. For a connection that does not exist yet, sending it makes one. */
export function SalesforceForm({ connection }: { readonly connection: Connection | null }) {
  const { slug } = useTeam();
  const navigate = useNavigate();
  const [draft, setDraft] = useState(() => (connection === null ? NEW_DRAFT : draftOf(connection)));
  const [missing, setMissing] = useState<Readonly<Record<string, string>>>({});
  const connect = useConnect(connection);
  const secret = connection?.secrets.find((one) => one.name === 'clientSecret');
  const reconnects = connection !== null && connection.account !== null;
  const isBroken = connection?.health.state === 'broken';
  const savesOnly = draft.method === 'jwt_bearer' && (connection?.certificate ?? null) === null;

  const submit = (event: FormEvent): void => {
    event.preventDefault();
    const empty = missingIn(draft, secret !== undefined);
    setMissing(empty);
    const [first] = Object.keys(empty);
    if (first !== undefined) {
      document.getElementById(first)?.focus();
      return;
    }
    connect.mutate(draft, {
      onSuccess: ({ id, url, signedIn }) => {
        // The CRM's page replaces this one, in the same tab; without a person's sign-in there is none.
        if (url !== null) window.location.assign(url);
        else
          void navigate({
            to: '/t/$team/integrations/$connection/authentication',
            params: { team: slug, connection: id },
            search: signedIn ? { connected: '1' } : {},
          });
      },
    });
  };
  const refused =
    connect.error instanceof ApiError && Object.keys(connect.error.fields).length > 0 ? connect.error : null;
  return (
    <form onSubmit={submit} noValidate aria-label="Authentication">
      {refused !== null && <ErrorSummary error={refused} find={findField} />}
      {connect.isError && refused === null && <Failure error={connect.error} />}
      <SalesforceFields draft={draft} onChange={setDraft} secret={secret} errors={{ ...refused?.fields, ...missing }} />
      {draft.method === 'jwt_bearer' && <CertificateSection connection={connection} />}
      {draft.method === 'web_server' && (
        <CallbackAddress address={connection?.callbackUrl ?? `${window.location.origin}/oauth/callback`} />
      )}
      <Group mt="lg" gap="md">
        <Button type="submit" loading={connect.isPending} variant={reconnects && !isBroken ? 'default' : 'filled'}>
          {savesOnly ? 'Save' : reconnects ? 'Reconnect to Salesforce' : 'Connect to Salesforce'}
        </Button>
        {reconnects && (
          <Text size="sm" c="dimmed">
            Only the same org is accepted. Contacts and settings stay as they are.
          </Text>
        )}
      </Group>
    </form>
  );
}

function findField(field: string): { readonly label: string; readonly id: string } | undefined {
  const name = field.split('.').at(-1) ?? field;
  const label = FIELD_LABELS[name];
  if (label === undefined) return undefined;
  return { label, id: name === 'clientSecret' ? 'secrets.clientSecret' : `settings.${name}` };
}
