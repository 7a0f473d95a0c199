import { Checkbox, Group, Radio, Stack, TextInput } from '@mantine/core';
import type { Connection } from '../../../http/schemas/connections.ts';
import { PrivateKeyField } from './PrivateKeyField.tsx';
import { SecretField } from './SecretField.tsx';
import { PROTOCOLS, protocolOf, usualPort, type FtpDraft, type SecretName } from './ftpSettings.ts';
import classes from './Authentication.module.css';

interface FtpFieldsProps {
  readonly draft: FtpDraft;
  readonly onChange: (draft: FtpDraft) => void;
  /** A secret that may be left as it is. */
  readonly stored: (name: SecretName) => Connection['secrets'][number] | undefined;
  /** By the API's field names: `settings.host`, `secrets.password`. */
  readonly errors: Readonly<Record<string, string>>;
}

/** Where the file server is and how Rollcall signs in to it. */
export function FtpFields({ draft, onChange, stored, errors }: FtpFieldsProps) {
  const set = (change: Partial<FtpDraft>): void => onChange({ ...draft, ...change });
  const text = (name: 'host' | 'username') => ({
    id: `settings.${name}`,
    autoComplete: 'off',
    autoCapitalize: 'none',
    spellCheck: false,
    value: draft[name],
    error: errors[`settings.${name}`],
  });
  const isSftp = draft.protocol === 'sftp';
  const secret = (name: 'password' | 'passphrase', label: string, description: string) => (
    <SecretField
      // A new one that was stored is not in the field any more.
      key={stored(name)?.setAt}
      name={name}
      label={label}
      description={description}
      stored={stored(name)}
      value={draft[name]}
      onChange={(value) => set({ [name]: value })}
      error={errors[`secrets.${name}`]}
    />
  );
  return (
    <Stack gap="lg">
      <Radio.Group
        id="settings.protocol"
        label="Protocol"
        value={draft.protocol}
        onChange={(protocol) => set({ protocol: protocolOf(protocol) })}
        error={errors['settings.protocol']}
      >
        <Stack gap={8} mt={8}>
          {PROTOCOLS.map(({ id, label, description }) => (
            <Radio key={id} value={id} label={label} description={description} />
          ))}
        </Stack>
      </Radio.Group>
      {draft.protocol === 'ftp' && (
        <Checkbox
          id="settings.acceptsUnencrypted"
          label="I know that passwords and student data travel unencrypted"
          checked={draft.acceptsUnencrypted}
          onChange={(event) => set({ acceptsUnencrypted: event.currentTarget.checked })}
          error={errors['settings.acceptsUnencrypted']}
        />
      )}
      <Group gap="md" align="flex-start" wrap="nowrap">
        <TextInput
          {...text('host')}
          label="Host"
          placeholder="sftp.example.edu"
          inputMode="url"
          style={{ flex: 1 }}
          onChange={(event) => set({ host: event.currentTarget.value })}
        />
        <TextInput
          id="settings.port"
          label="Port"
          inputMode="numeric"
          autoComplete="off"
          w={88}
          value={draft.port ?? usualPort(draft.protocol)}
          onChange={(event) => set({ port: event.currentTarget.value.replace(/\D/g, '').slice(0, 5) })}
          error={errors['settings.port']}
        />
      </Group>
      <TextInput {...text('username')} label="User" onChange={(event) => set({ username: event.currentTarget.value })} />
      {isSftp && (
        <Radio.Group
          label="Signs in with"
          value={draft.method}
          onChange={(method) => set({ method: method === 'private_key' ? method : 'password' })}
          error={errors['settings.method']}
        >
          <Group gap="lg" mt={8}>
            <Radio value="password" label="Password" />
            <Radio value="private_key" label="Private key" />
          </Group>
        </Radio.Group>
      )}
      {isSftp && draft.method === 'private_key' ? (
        <>
          <PrivateKeyField
            key={stored('privateKey')?.setAt}
            stored={stored('privateKey')}
            value={draft.privateKey}
            onChange={(privateKey) => set({ privateKey })}
            error={errors['secrets.privateKey']}
          />
          {secret('passphrase', 'Passphrase', 'Of the private key. Leave it empty when the key has none.')}
        </>
      ) : (
        secret('password', 'Password', 'It is stored encrypted and never shown again.')
      )}
      {isSftp && (
        <details open={draft.oldAlgorithms || undefined} className={classes.advanced}>
          <summary>Advanced</summary>
          <Checkbox
            label="Allow old algorithms"
            description="Key exchanges and ciphers that are no longer recommended, such as SHA-1 and CBC. Only for a server that offers nothing newer."
            checked={draft.oldAlgorithms}
            onChange={(event) => set({ oldAlgorithms: event.currentTarget.checked })}
          />
        </details>
      )}
    </Stack>
  );
}
