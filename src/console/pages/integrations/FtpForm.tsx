import { Button, TextInput } from '@mantine/core';
import { useState, type FormEvent } from 'react';
import type { Connection } from '../../../http/schemas/connections.ts';
import { ApiError } from '../../api/apiError.ts';
import { ErrorSummary } from '../../parts/ErrorSummary.tsx';
import { Failure } from '../../parts/Failure.tsx';
import { FtpFields } from './FtpFields.tsx';
import { ftpDraftOf, leadsElsewhere, missingInFtp, NEW_FTP_DRAFT, SECRETS, type SecretName } from './ftpSettings.ts';
import { useSaveServer } from './useSaveServer.ts';

const FIELD_LABELS: Readonly<Record<string, string>> = {
  name: 'Name',
  'settings.protocol': 'Protocol',
  'settings.host': 'Host',
  'settings.port': 'Port',
  'settings.username': 'User',
  'settings.acceptsUnencrypted': 'Unencrypted',
  'secrets.password': 'Password',
  'secrets.privateKey': 'Private key',
  'secrets.passphrase': 'Passphrase',
};

interface FtpFormProps {
  /** Null makes a new one. */
  readonly connection: Connection | null;
  /** The connection as it is stored now; testing it is what comes next. */
  readonly onSaved: (connection: Connection) => void;
}

/** The Authentication form of a file server. For a connection that does not exist yet, sending it makes one. */
export function FtpForm({ connection, onSaved }: FtpFormProps) {
  const [name, setName] = useState('Campus SFTP');
  const [draft, setDraft] = useState(() => (connection === null ? NEW_FTP_DRAFT : ftpDraftOf(connection)));
  const [missing, setMissing] = useState<Readonly<Record<string, string>>>({});
  const save = useSaveServer(connection);
  const isSet = typeof connection?.settings['host'] === 'string';
  const elsewhere = leadsElsewhere(draft, connection);
  const stored = (secret: SecretName) =>
    elsewhere ? undefined : connection?.secrets.find(({ name: known }) => known === secret);

  const submit = (event: FormEvent): void => {
    event.preventDefault();
    const empty = missingInFtp(draft, (secret) => stored(secret) !== undefined);
    setMissing(empty);
    const [first] = Object.keys(empty);
    if (first !== undefined) {
      document.getElementById(first)?.focus();
      return;
    }
    save.mutate(
      { draft, name },
      {
        onSuccess: (saved) => {
          setDraft({ ...draft, ...Object.fromEntries(SECRETS.map((secret) => [secret, ''])) });
          onSaved(saved);
        },
      },
    );
  };
  const refused = save.error instanceof ApiError && Object.keys(save.error.fields).length > 0 ? save.error : null;
  const errors = { ...refused?.fields, ...missing };
  return (
    <form onSubmit={submit} noValidate aria-label="Authentication">
      {refused !== null && <ErrorSummary error={refused} find={findField} />}
      {save.isError && refused === null && <Failure error={save.error} />}
      {connection === null && (
        <TextInput
          id="name"
          label="Name"
          description="What it is called in Rollcall"
          maxLength={80}
          mb="lg"
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
          error={errors['name']}
        />
      )}
      <FtpFields draft={draft} onChange={setDraft} stored={stored} errors={errors} />
      <Button type="submit" mt="lg" loading={save.isPending} variant={isSet ? 'default' : 'filled'}>
        Save and test connection
      </Button>
    </form>
  );
}

function findField(field: string): { readonly label: string; readonly id: string } | undefined {
  const label = FIELD_LABELS[field];
  return label === undefined ? undefined : { label, id: field };
}
