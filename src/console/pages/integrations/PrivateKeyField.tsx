import { Stack, Textarea } from '@mantine/core';
import { useState } from 'react';
import type { Connection } from '../../../http/schemas/connections.ts';
import { DropArea } from '../../parts/DropArea.tsx';
import { StoredSecret } from './SecretField.tsx';

interface PrivateKeyFieldProps {
  /** Who set it and when; undefined while none is set, or when it has to be entered again. */
  readonly stored: Connection['secrets'][number] | undefined;
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly error: string | undefined;
}

/** The private key of an SFTP user, pasted or taken from its file. */
export function PrivateKeyField({ stored, value, onChange, error }: PrivateKeyFieldProps) {
  const [replacing, setReplacing] = useState(false);
  if (stored !== undefined && !replacing)
    return <StoredSecret label="Private key" stored={stored} onReplace={() => setReplacing(true)} error={error} />;
  return (
    <Stack gap="xs">
      <Textarea
        id="secrets.privateKey"
        label="Private key"
        description="PEM or OpenSSH, beginning with BEGIN. It is stored encrypted and never shown again."
        rows={5}
        autoComplete="off"
        spellCheck={false}
        classNames={{ input: 'rc-mono' }}
        value={value}
        onChange={(event) => onChange(event.currentTarget.value)}
        error={error}
      />
      <DropArea label="Or choose its file" onFile={(file) => void file.text().then(onChange)} />
    </Stack>
  );
}
