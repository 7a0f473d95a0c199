import { Button, Group, Radio, Select, Stack, TextInput } from '@mantine/core';
import { useState, type FormEvent } from 'react';
import type { CreatedToken } from '../../../http/schemas/account.ts';
import { ApiError } from '../../api/apiError.ts';
import { useCreateToken } from '../../api/settings.ts';
import { Failure } from '../../parts/Failure.tsx';

const EXPIRIES = [
  { value: '30', label: 'In 30 days' },
  { value: '90', label: 'In 90 days' },
  { value: '365', label: 'In a year' },
  { value: 'never', label: 'Never' },
];

interface CreateTokenFormProps {
  readonly onCreated: (created: CreatedToken) => void;
  readonly onCancel: () => void;
}

/** Name, scope and end of a new token. */
export function CreateTokenForm({ onCreated, onCancel }: CreateTokenFormProps) {
  const [name, setName] = useState('');
  const [scope, setScope] = useState<'read' | 'write'>('read');
  const [expires, setExpires] = useState('365');
  const create = useCreateToken();
  const errors = create.error instanceof ApiError ? create.error.fields : {};
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    create.mutate(
      { name: name.trim(), scope, expiresInDays: expires === 'never' ? null : Number(expires) },
      { onSuccess: onCreated },
    );
  };
  return (
    <form onSubmit={submit}>
      <Stack gap="md">
        <TextInput
          label="Name"
          description="What uses it, so that you know which one to revoke"
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
          maxLength={80}
          error={errors.name}
          data-autofocus
        />
        <Radio.Group label="Scope" value={scope} onChange={(value) => setScope(value === 'write' ? 'write' : 'read')}>
          <Stack gap={8} mt={8}>
            <Radio value="read" label="Read" description="Everything of this team" />
            <Radio
              value="write"
              label="Read and change"
              description="As an admin: run imports, opt people out, change settings"
            />
          </Stack>
        </Radio.Group>
        <Select
          label="Expires"
          data={EXPIRIES}
          value={expires}
          onChange={(value) => setExpires(value ?? '365')}
          allowDeselect={false}
          maw={240}
        />
        {create.isError && Object.keys(errors).length === 0 && <Failure error={create.error} />}
        <Group justify="flex-end" gap={8}>
          <Button variant="default" onClick={onCancel}>
            Cancel
          </Button>
          <Button type="submit" loading={create.isPending} disabled={name.trim() === ''}>
            Create token
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
