import { Button, Group, PasswordInput, Text } from '@mantine/core';
import { useState } from 'react';
import type { Connection } from '../../../http/schemas/connections.ts';
import { easternDate } from '../../format/time.ts';

interface SecretFieldProps {
  /** As the API calls it; the control's ID is `secrets.` and this. */
  readonly name: string;
  readonly label: string;
  readonly description: string;
  /** Who set it and when; undefined while none is set, or when it has to be entered again. */
  readonly stored: Connection['secrets'][number] | undefined;
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly error: string | undefined;
}

/** A secret is written and never read: who set it and when, or a field for a new one. */
export function SecretField(props: SecretFieldProps) {
  const { name, label, description, stored, value, onChange, error } = props;
  const [replacing, setReplacing] = useState(false);
  if (stored !== undefined && !replacing)
    return <StoredSecret label={label} stored={stored} onReplace={() => setReplacing(true)} error={error} />;
  return (
    <PasswordInput
      id={`secrets.${name}`}
      label={label}
      description={description}
      autoComplete="off"
      autoFocus={replacing}
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
      error={error}
    />
  );
}

interface StoredSecretProps extends Pick<SecretFieldProps, 'label' | 'error'> {
  readonly stored: Connection['secrets'][number];
  readonly onReplace: () => void;
}

/** `Set Nov 3, 2026 by Dana Cole · Replace`. */
export function StoredSecret({ label, stored, onReplace, error }: StoredSecretProps) {
  return (
    <div>
      <Text fw={600} size="sm">
        {label}
      </Text>
      <Group gap={8}>
        <Text size="sm">
          Set {easternDate(stored.setAt)} by {stored.setBy}
        </Text>
        <Button
          variant="default"
          size="compact-sm"
          onClick={onReplace}
          aria-label={`Replace ${label.charAt(0).toLowerCase()}${label.slice(1)}`}
        >
          Replace
        </Button>
      </Group>
      {error !== undefined && (
        <Text size="sm" c="var(--rc-danger-text)">
          {error}
        </Text>
      )}
    </div>
  );
}
